"""Layers under a scenario: the network and the tables that it names."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from posture.core.findings import did_you_mean
from posture.scenario.beside import beside, neighbours
from posture.scenario.loading import (
    Fault,
    Faults,
    Mark,
    Node,
    Source,
    TableLayer,
    figures_layer,
    merge,
    plain,
    rows,
)
from posture.scenario.loading.faults import short
from posture.scenario.loading.merge import SourceFile
from posture.scenario.loading.tables import header, unsourced
from posture.scenario.loading.yaml_nodes import plain_value
from posture.scenario.network_tables import Marked, NetworkRows
from posture.scenario.networks import NETWORKS, network, places_in
from posture.scenario.shipped import folder, shipped
from posture.theatre.network import Place

HOME_COLUMNS = ("place", "name", "country", "lat", "lon", "mode", "to", "length_km")
ALLY_COLUMNS = ("nation", "name", "accession", "parliament")
POOL_COLUMNS = ("pool", "nation", "kind", "count", "people", "home", "name", "lat", "lon")
UNIT_NUMBERS = ("people", "wheeled", "tracked", "outsize", "containers", "hazardous", "lane_metres")
SUFFIXES = (".csv", ".xlsx")
OTHER_SUFFIXES = (".xls", ".xlsm", ".ods", ".tsv", ".txt", ".parquet", ".json")
"""Tables of other programs, by what is often at hand."""
SOURCED = ("source", "confidence")
"""What each row of a table of one's own must say beside its numbers."""
MOST_ALIKE = 1000
NOTICE = ("notice_low", "notice_typical", "notice_high")
UNIT_MORE = ("home", "kind", *UNIT_NUMBERS, "tonnes", "critical_share", "max_mlc", *NOTICE)
"""Columns that a table of units may have."""

Row = Mapping[str, str]


def layers_under(tree: Node, file: Path | None = None, shown: str = "") -> list[TableLayer]:
    """The layers that a scenario names by `network` and `tables`, the network lowest.

    A network or a table of the user's own lies beside the scenario's `file`, which the user calls `shown`;
    without a file only what ships is found.
    """
    entries = tree.value if isinstance(tree.value, dict) else {}
    top = None if file is None else _top(file, shown)
    layers: list[TableLayer] = []
    named = entries.get("network")
    if named is not None and isinstance(named.value, str):
        ships = named.value in NETWORKS
        layers.append(network(named.value, named.mark, top)._replace(ships=ships))
    tables = entries.get("tables")
    if tables is not None and isinstance(tables.value, list):
        _refuse_twice(tables.value)
        layers += [_table(one.value, one.mark, top) for one in tables.value if isinstance(one.value, str)]
    return layers


def _refuse_twice(tables: Sequence[Node]) -> None:
    names = [os.path.normpath(one.value) for one in tables if isinstance(one.value, str) and one.value]
    for number, (name, node) in enumerate(zip(names, tables, strict=False)):
        if name in names[:number]:
            said = f"'{short(name)}' is named twice; name it once, over those that it shall lie over"
            raise Faults([Fault(node.mark, "tables", said)])


def names_that_ship(tree: Node) -> dict[str, object]:
    """How a scenario names those of its layers that ship."""
    entries = tree.value if isinstance(tree.value, dict) else {}
    named, tables = (plain(entries[key]) if key in entries else None for key in ("network", "tables"))
    found: dict[str, object] = {"network": named} if named in NETWORKS else {}
    return found | ({"tables": [one for one in tables if _ships(one)]} if tables else {})


def _ships(table: str) -> bool:
    return Path(table).suffix not in SUFFIXES


def _top(file: Path, shown: str) -> SourceFile:
    root = file.parent.resolve()
    return SourceFile(root / file.name, shown, root)


def _table(name: str, mark: Mark, top: SourceFile | None) -> TableLayer:
    """One that ships, by its bare name, or the user's own, by a path that ends in `.csv` or `.xlsx`."""
    if Path(name).suffix in SUFFIXES and top is not None:
        found = beside(name, mark, top, "tables")
        if not found.path.is_file():
            tables = [one for one in neighbours(found.path) if Path(one).suffix in SUFFIXES]
            near = did_you_mean(found.path.name, tables)
            raise Faults([Fault(mark, "tables", f"there is no file '{found.shown}'{near}")])
        return _layer(found.path, found.shown, SOURCED)
    if Path(name).suffix.casefold() in (*SUFFIXES, *OTHER_SUFFIXES):
        said = f"'{short(name)}' is of a kind that is not read; save it as .csv or .xlsx"
        raise Faults([Fault(mark, "tables", said)])
    path = shipped("table", name)
    if path is None:
        there = [one.stem for one in (folder() / "data").glob("*.csv")]
        own = "" if top is None else f"; a table of your own is named by its file, as {name[:40]}.csv"
        hint = did_you_mean(name, there) or own
        raise Faults([Fault(mark, "tables", f"no table '{name}' ships{hint}")])
    return _layer(path, f"data/{name}.csv")._replace(ships=True)


def _layer(path: Path, shown: str, wanted: Sequence[str] = ()) -> TableLayer:
    """What a table holds, told by its first column; the columns `wanted` must be there beside its own."""
    first = header(path, shown)[0]
    if first not in KINDS:
        known = ", ".join(KINDS)
        message = (
            f"holds nothing that a scenario reads: its first column is '{short(first)}', not one of {known}"
        )
        raise Faults([Fault(Mark(shown, 1, 1), "tables", message)])
    if wanted and first != "path":
        _check_sourced(path, shown, wanted)
    return KINDS[first](path, shown)


def _check_sourced(path: Path, shown: str, wanted: Sequence[str]) -> None:
    """Refuse a row without a source, or of a confidence that is none."""
    faults = [
        Fault(Mark(shown, line, 1), "", message)
        for row, line in rows(path, wanted, shown)
        if (message := unsourced(row["source"], row["confidence"]))
    ]
    if faults:
        raise Faults(faults)


def _source(path: Path, shown: str) -> Source:
    return Source(shown, sha256(path.read_bytes()).hexdigest())


def _homes(path: Path, shown: str) -> TableLayer:
    """Homes that are not on the network, each tied to it by stated access ways."""
    homes: dict[str, tuple[dict[str, str], int]] = {}
    links: list[Marked] = []
    for row, line in rows(path, HOME_COLUMNS, shown):
        home, _ = homes.setdefault(row["place"], ({**row, "id": row["place"], "modes": ""}, line))
        home |= {"kind": "base", "modes": ";".join(dict.fromkeys([*home["modes"].split(";"), row["mode"]]))}
        gauge = "1435" if row["mode"] == "rail" else ""
        links.append(({**row, "from": row["place"], "countries": row["country"], "gauge_mm": gauge}, line))
    ground = NetworkRows()
    ground.add_places(list(homes.values()), shown)
    ground.add_links(links, shown)
    return ground.layer(shown, [_source(path, shown)])


@cache
def shipped_homes() -> Mapping[str, Place]:
    """Homes off the corridor network that ship, by their keys; read once a process."""
    return MappingProxyType(places_in(_homes(folder() / "data" / "homes.csv", "homes.csv")))


def _units(path: Path, shown: str) -> TableLayer:
    entries = _by_name("unit", path, ("unit", "nation", "people"), shown, _unit, UNIT_MORE)
    top = Mark(shown, 1, 1)
    return TableLayer(Node({"units": Node(entries, top)}, top), (), (_source(path, shown),))


def _pool(path: Path, shown: str) -> TableLayer:
    """Generic units alike, so many a row, numbered; each row brings the home that they share."""
    units: dict[str, Node] = {}
    homes: list[Marked] = []
    for row, line in rows(path, POOL_COLUMNS, shown):
        people = plain_value(row["people"])
        facts = {**{name: row[name] for name in ("nation", "home", "kind")}, "people": people}
        for number in range(1, _count(row, Mark(shown, line, 1)) + 1):
            units[f"{row['pool']}-{number}"] = _wrapped(facts, Mark(shown, line, 1))
        if row["home"] not in {home["id"] for home, _ in homes}:
            homes.append(({**row, "id": row["home"], "kind": "base", "country": row["nation"]}, line))
    ground = NetworkRows()
    ground.add_places([({**home, "modes": ""}, line) for home, line in homes], shown)
    layer, top = ground.layer(shown, [_source(path, shown)]), Mark(shown, 1, 1)
    return TableLayer(merge(Node({"units": Node(units, top)}, top), layer.node), (), layer.sources)


def _count(row: Row, mark: Mark) -> int:
    """How many units alike a row of a pool stands for."""
    count = row["count"]
    if not count.isascii() or not count.isdigit() or not 1 <= int(count[:9]) <= MOST_ALIKE:
        message = f"count is '{short(count)}'; write how many units there are, 1 to {MOST_ALIKE}"
        raise Faults([Fault(mark, row["pool"], message)])
    return int(count)


def _unit(row: Row, mark: Mark) -> Node:
    facts: dict[str, object] = {name: plain_value(row[name]) for name in UNIT_NUMBERS if row.get(name)}
    facts |= {name: row[name] for name in ("nation", "home", "kind") if row.get(name)}
    if row.get("tonnes"):
        facts["tonnes"] = f"{row['tonnes']} t"
    facts |= {name: plain_value(row[name]) for name in ("critical_share", "max_mlc") if row.get(name)}
    if row.get("notice_typical"):
        facts["notice"] = {"median": [f"{row.get(name, '')} d" for name in NOTICE]}
    return _wrapped(facts, mark)


def _by_name(
    column: str,
    path: Path,
    columns: Sequence[str],
    shown: str,
    made: Callable[[Row, Mark], Node],
    optional: Sequence[str] = (),
) -> dict[str, Node]:
    """An entry a row, by the name in `column`; a row without one, or a name written twice, is a fault."""
    entries: dict[str, Node] = {}
    faults = []
    for row, line in rows(path, columns, shown, optional):
        mark, name = Mark(shown, line, 1), row[column]
        if not name or name in entries:
            told = (
                f"'{name}' is written on line {entries[name].mark.line} already" if name else "it has no name"
            )
            faults.append(Fault(mark, column, f"{told}; give each {column} one row with a name of its own"))
            continue
        try:
            entries[name] = made(row, mark)
        except ValueError as fault:
            faults.append(Fault(mark, f"{column} {name}", str(fault)))
    if faults:
        raise Faults(faults)
    return entries


def _allies(path: Path, shown: str) -> TableLayer:
    """Members of the Alliance: since when, and whether a parliament must agree before forces go."""
    entries = _by_name("nation", path, ALLY_COLUMNS, shown, _ally)
    top = Mark(shown, 1, 1)
    decision = Node({"allies": Node(entries, top)}, top)
    return TableLayer(Node({"decision": decision}, top), (), (_source(path, shown),))


def _ally(row: Row, mark: Mark) -> Node:
    if row["parliament"] not in {"yes", "no"}:
        raise ValueError(f"parliament is '{short(row['parliament'])}'; write yes or no")
    facts = {"name": row["name"], "accession": row["accession"], "parliament": row["parliament"] == "yes"}
    return _wrapped(facts, mark)


KINDS: Mapping[str, Callable[[Path, str], TableLayer]] = {
    "path": figures_layer,
    "unit": _units,
    "pool": _pool,
    "place": _homes,
    "nation": _allies,
}
"""What reads a table, by the name of its first column."""


def _wrapped(value: object, mark: Mark) -> Node:
    """A node whose every value is at the row's own mark."""
    if isinstance(value, dict):
        return Node({key: _wrapped(one, mark) for key, one in value.items()}, mark)
    if isinstance(value, list):
        return Node([_wrapped(one, mark) for one in value], mark)
    return Node(value, mark)  # type: ignore[arg-type]
