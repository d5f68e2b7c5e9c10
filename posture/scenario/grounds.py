"""The ground a scenario stands on: the network and the tables it names, as layers under its words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from posture.scenario.reading import (
    Fault,
    Faults,
    Layer,
    Mark,
    Node,
    Source,
    did_you_mean,
    figures_layer,
    rows,
)
from posture.scenario.shipped import folder, shipped

NETWORKS = {"corridors": "network"}
"""Shipped networks by the name a scenario gives them, and the folder that holds each."""

PLACE_COLUMNS = ("id", "name", "kind", "country", "lat", "lon", "modes", "neutral", "attributes")
LINK_COLUMNS = ("from", "to", "mode", "length_km", "gauge_mm", "countries", "neutral_transit")
HOME_COLUMNS = ("place", "name", "country", "lat", "lon", "mode", "to", "length_km")
UNIT_NUMBERS = ("people", "wheeled", "tracked", "outsize", "containers", "hazardous", "lane_metres")
NOTICE = ("notice_low", "notice_typical", "notice_high")

Row = Mapping[str, str]


def grounds(tree: Node) -> list[Layer]:
    """The layers that a scenario names by `network` and `tables`, the network lowest."""
    entries = tree.value if isinstance(tree.value, dict) else {}
    layers: list[Layer] = []
    network = entries.get("network")
    if network is not None and isinstance(network.value, str):
        layers += _network(network.value, network.mark)
    tables = entries.get("tables")
    if tables is not None and isinstance(tables.value, list):
        for one in tables.value:
            if isinstance(one.value, str):
                layers.append(_table(one.value, one.mark))
    return layers


def link_key(start: str, end: str, mode: str, gauge: str) -> str:
    """The key of a way: its ends in order of the alphabet, its mode, and its gauge in millimetres."""
    return "-".join([*sorted((start, end)), mode, *([gauge] if gauge else [])])


def _network(name: str, mark: Mark) -> list[Layer]:
    if name not in NETWORKS:
        hint = did_you_mean(name, NETWORKS)
        raise Faults([Fault(mark, "network", f"no network '{name}' ships{hint}")])
    place = folder() / "data" / NETWORKS[name]
    return [
        _layer(place / "places.csv", f"{name}/places.csv", PLACE_COLUMNS, "places", _places),
        _layer(place / "links.csv", f"{name}/links.csv", LINK_COLUMNS, "links", _links),
    ]


def _table(name: str, mark: Mark) -> Layer:
    path = shipped("table", name)
    if path is None:
        there = [one.stem for one in (folder() / "data").glob("*.csv")]
        raise Faults([Fault(mark, "tables", f"no table '{name}' ships{did_you_mean(name, there)}")])
    shown = f"data/{name}.csv"
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    if header[0] == "path":
        return figures_layer(path, shown)
    if header[0] == "unit":
        return _layer(path, shown, ("unit", *UNIT_NUMBERS, *NOTICE), "units", _units)
    if header[0] == "place":
        return _homes(path, shown)
    raise Faults([Fault(mark, "tables", f"the table '{name}' holds nothing that a scenario reads")])


def _layer(
    path: Path,
    shown: str,
    columns: Sequence[str],
    key: str,
    made: Callable[[Row, Mark], Iterator[tuple[str, Node]]],
) -> Layer:
    entries: dict[str, Node] = {}
    for row, line in rows(path, columns, shown):
        entries.update(made(row, Mark(shown, line, 1)))
    top = Mark(shown, 1, 1)
    return Layer(Node({key: Node(entries, top)}, top), (), (_source(path, shown),))


def _source(path: Path, shown: str) -> Source:
    return Source(shown, sha256(path.read_bytes()).hexdigest())


def _places(row: Row, mark: Mark) -> Iterator[tuple[str, Node]]:
    attributes = dict(pair.split("=", 1) for pair in row["attributes"].split(";") if pair)
    yield (
        row["id"],
        _node(
            mark,
            name=row["name"],
            kind=row["kind"],
            country=row["country"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            modes=row["modes"].split(";"),
            neutral=row["neutral"] == "1",
            attributes=attributes,
        ),
    )


def _links(row: Row, mark: Mark) -> Iterator[tuple[str, Node]]:
    facts: dict[str, object] = {
        "start": row["from"],
        "end": row["to"],
        "mode": row["mode"],
        "length": f"{row['length_km']} km",
        "country": row["countries"],
        "neutral": row["neutral_transit"] == "1",
    }
    if row["gauge_mm"]:
        facts["gauge"] = f"{row['gauge_mm']} mm"
    yield link_key(row["from"], row["to"], row["mode"], row["gauge_mm"]), _node(mark, **facts)


def _homes(path: Path, shown: str) -> Layer:
    """Homes that are not on the network, each tied to it by stated access ways."""
    places: dict[str, Node] = {}
    links: dict[str, Node] = {}
    modes: dict[str, list[str]] = {}
    for row, line in rows(path, HOME_COLUMNS, shown):
        mark, home = Mark(shown, line, 1), row["place"]
        modes.setdefault(home, [])
        if row["mode"] not in modes[home]:
            modes[home].append(row["mode"])
        places[home] = _node(
            mark,
            name=row["name"],
            kind="base",
            country=row["country"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            modes=modes[home],
        )
        gauge = "1435" if row["mode"] == "rail" else ""
        link = {
            "from": home,
            "to": row["to"],
            "mode": row["mode"],
            "length_km": row["length_km"],
            "gauge_mm": gauge,
            "countries": row["country"],
            "neutral_transit": "0",
        }
        links.update(_links(link, mark))
    top = Mark(shown, 1, 1)
    node = Node({"places": Node(places, top), "links": Node(links, top)}, top)
    return Layer(node, (), (_source(path, shown),))


def _units(row: Row, mark: Mark) -> Iterator[tuple[str, Node]]:
    facts: dict[str, object] = {name: int(row[name]) for name in UNIT_NUMBERS}
    facts |= {name: row[name] for name in ("nation", "home", "kind")}
    facts["tonnes"] = f"{row['tonnes']} t"
    facts["critical_share"] = float(row["critical_share"])
    if row["max_mlc"]:
        facts["max_mlc"] = int(row["max_mlc"])
    if row["notice_typical"]:
        facts["notice"] = {"triangular": [f"{row[name]} d" for name in NOTICE]}
    yield row["unit"], _node(mark, **facts)


def _node(mark: Mark, **facts: object) -> Node:
    """A node for a row: every value at the row's own mark."""
    return _wrapped(facts, mark)


def _wrapped(value: object, mark: Mark) -> Node:
    if isinstance(value, dict):
        return Node({key: _wrapped(one, mark) for key, one in value.items()}, mark)
    if isinstance(value, list):
        return Node([_wrapped(one, mark) for one in value], mark)
    return Node(value, mark)  # type: ignore[arg-type]
