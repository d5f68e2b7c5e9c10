"""Layers under a scenario: the network and the tables that it names."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from posture.core.findings import did_you_mean
from posture.scenario.loading import (
    Fault,
    Faults,
    Mark,
    Node,
    Source,
    TableLayer,
    figures_layer,
    merge,
    rows,
)
from posture.scenario.loading.merge import SourceFile
from posture.scenario.network_tables import Marked, NetworkRows
from posture.scenario.networks import network
from posture.scenario.shipped import folder, shipped

HOME_COLUMNS = ("place", "name", "country", "lat", "lon", "mode", "to", "length_km")
ALLY_COLUMNS = ("nation", "name", "accession", "parliament")
POOL_COLUMNS = ("pool", "nation", "kind", "count", "people", "home", "name", "lat", "lon")
UNIT_NUMBERS = ("people", "wheeled", "tracked", "outsize", "containers", "hazardous", "lane_metres")
NOTICE = ("notice_low", "notice_typical", "notice_high")

Row = Mapping[str, str]


def layers_under(tree: Node, file: Path | None = None, shown: str = "") -> list[TableLayer]:
    """The layers that a scenario names by `network` and `tables`, the network lowest.

    A network of the user's own lies beside the scenario's `file`, which the user calls `shown`; without a
    file only what ships is found.
    """
    entries = tree.value if isinstance(tree.value, dict) else {}
    layers: list[TableLayer] = []
    named = entries.get("network")
    if named is not None and isinstance(named.value, str):
        layers.append(network(named.value, named.mark, None if file is None else _top(file, shown)))
    tables = entries.get("tables")
    if tables is not None and isinstance(tables.value, list):
        layers += [_table(one.value, one.mark) for one in tables.value if isinstance(one.value, str)]
    return layers


def _top(file: Path, shown: str) -> SourceFile:
    root = file.parent.resolve()
    return SourceFile(root / file.name, shown, root)


def _table(name: str, mark: Mark) -> TableLayer:
    path = shipped("table", name)
    if path is None:
        there = [one.stem for one in (folder() / "data").glob("*.csv")]
        raise Faults([Fault(mark, "tables", f"no table '{name}' ships{did_you_mean(name, there)}")])
    shown = f"data/{name}.csv"
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    if header[0] == "path":
        return figures_layer(path, shown)
    if header[0] == "unit":
        return _units(path, shown)
    if header[0] == "pool":
        return _pool(path, shown)
    if header[0] == "place":
        return _homes(path, shown)
    if header[0] == "nation":
        return _allies(path, shown)
    raise Faults([Fault(mark, "tables", f"the table '{name}' holds nothing that a scenario reads")])


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


def _units(path: Path, shown: str) -> TableLayer:
    entries: dict[str, Node] = {}
    for row, line in rows(path, ("unit", *UNIT_NUMBERS, *NOTICE), shown):
        entries[row["unit"]] = _unit(row, Mark(shown, line, 1))
    top = Mark(shown, 1, 1)
    return TableLayer(Node({"units": Node(entries, top)}, top), (), (_source(path, shown),))


def _pool(path: Path, shown: str) -> TableLayer:
    """Generic units alike, so many a row, numbered; each row brings the home that they share."""
    units: dict[str, Node] = {}
    homes: list[Marked] = []
    for row, line in rows(path, POOL_COLUMNS, shown):
        facts = {**{name: row[name] for name in ("nation", "home", "kind")}, "people": int(row["people"])}
        for number in range(1, int(row["count"]) + 1):
            units[f"{row['pool']}-{number}"] = _wrapped(facts, Mark(shown, line, 1))
        if row["home"] not in {home["id"] for home, _ in homes}:
            homes.append(({**row, "id": row["home"], "kind": "base", "country": row["nation"]}, line))
    ground = NetworkRows()
    ground.add_places([({**home, "modes": ""}, line) for home, line in homes], shown)
    layer, top = ground.layer(shown, [_source(path, shown)]), Mark(shown, 1, 1)
    return TableLayer(merge(Node({"units": Node(units, top)}, top), layer.node), (), layer.sources)


def _unit(row: Row, mark: Mark) -> Node:
    facts: dict[str, object] = {name: int(row[name]) for name in UNIT_NUMBERS}
    facts |= {name: row[name] for name in ("nation", "home", "kind")}
    facts["tonnes"] = f"{row['tonnes']} t"
    facts["critical_share"] = float(row["critical_share"])
    if row["max_mlc"]:
        facts["max_mlc"] = int(row["max_mlc"])
    if row["notice_typical"]:
        facts["notice"] = {"triangular": [f"{row[name]} d" for name in NOTICE]}
    return _wrapped(facts, mark)


def _allies(path: Path, shown: str) -> TableLayer:
    """Members of the Alliance: since when, and whether a parliament must agree before forces go."""
    entries: dict[str, Node] = {}
    for row, line in rows(path, ALLY_COLUMNS, shown):
        facts = {"name": row["name"], "accession": row["accession"], "parliament": row["parliament"] == "yes"}
        entries[row["nation"]] = _wrapped(facts, Mark(shown, line, 1))
    top = Mark(shown, 1, 1)
    decision = Node({"allies": Node(entries, top)}, top)
    return TableLayer(Node({"decision": decision}, top), (), (_source(path, shown),))


def _wrapped(value: object, mark: Mark) -> Node:
    """A node whose every value is at the row's own mark."""
    if isinstance(value, dict):
        return Node({key: _wrapped(one, mark) for key, one in value.items()}, mark)
    if isinstance(value, list):
        return Node([_wrapped(one, mark) for one in value], mark)
    return Node(value, mark)  # type: ignore[arg-type]
