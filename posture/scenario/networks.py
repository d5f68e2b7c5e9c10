"""The network that a scenario names: one that ships, or the user's own beside the scenario.

A network of one's own is a folder with `places.csv` and `links.csv`, the detailed pack (`nodes.csv` and one
`edges_….csv` for each mode), or a GraphML file.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from posture.core.findings import did_you_mean
from posture.scenario import graphml
from posture.scenario.beside import beside, neighbours
from posture.scenario.loading import Fault, Faults, Mark, Source, TableLayer, plain, rows
from posture.scenario.loading.files import Intake, read_text
from posture.scenario.loading.merge import SourceFile
from posture.scenario.network_tables import (
    LINK_COLUMNS,
    LINK_MORE,
    MORE,
    PLACE_COLUMNS,
    PLACE_MORE,
    Marked,
    NetworkRows,
    Row,
)
from posture.scenario.shipped import folder
from posture.theatre.network import Place

NETWORKS = {"corridors": "network"}
"""Shipped networks by the name a scenario gives them, and the folder that holds each."""
EDGES = ("edges_road.csv", "edges_rail.csv", "edges_sea.csv")
NODE_COLUMNS = (*PLACE_COLUMNS, "attrs")
EDGE_COLUMNS = ("u", "v", "mode", "length_km")
EDGE_MORE = ("gauge_mm", "country", "transit", *MORE)
GRAPH = ".graphml"


def network(name: str, mark: Mark, top: SourceFile | None) -> TableLayer:
    """The places and ways of the network of this name, written at `mark` in the scenario `top`."""
    if name in NETWORKS:
        return _tables(folder() / "data" / NETWORKS[name], name)
    bare = "/" not in name and not name.endswith(GRAPH)
    found = None if top is None else _own(name, mark, top, quiet=bare)
    if found is None:
        raise _no_network(mark, f"no network '{name}' ships{did_you_mean(name, NETWORKS)}")
    if found.path.is_dir():
        return _folder(found, mark)
    if found.path.suffix == GRAPH:
        return _graph(found)
    wanted = f"name a folder with places.csv and links.csv, or a {GRAPH} file"
    message = f"'{found.shown}' is no network; {wanted}"
    raise _no_network(mark, message)


def _own(name: str, mark: Mark, top: SourceFile, *, quiet: bool) -> SourceFile | None:
    """Where a path leads from the file that it is written in; nothing for a bare name that is nowhere."""
    found = beside(name, mark, top, "network")
    if found.path.exists():
        return found
    if quiet:
        return None
    near = did_you_mean(found.path.name, neighbours(found.path))
    raise _no_network(mark, f"there is no folder or file '{found.shown}'{near}")


def places_of(name: str) -> Mapping[str, Place]:
    """The places of a network that ships, or of one beside a file that would be written here."""
    here = Path.cwd()
    return places_in(
        network(name, Mark("--network"), SourceFile(here / "new.yaml", "new.yaml", here.resolve()))
    )


@cache
def shipped_places(name: str = "corridors") -> Mapping[str, Place]:
    """The places of a network that ships, by their keys; read once a process, since nobody writes there."""
    return MappingProxyType(places_in(network(name, Mark(name), None)))


def places_in(layer: TableLayer) -> dict[str, Place]:
    """The places that a table holds, by their keys."""
    tree = plain(layer.node)
    return {key: Place.model_validate_json(json.dumps(one)) for key, one in tree["places"].items()}


def _no_network(mark: Mark, message: str) -> Faults:
    return Faults([Fault(mark, "network", message)])


def _folder(place: SourceFile, mark: Mark) -> TableLayer:
    names = {one.name for one in place.path.iterdir()}
    if {"places.csv", "links.csv"} <= names:
        return _tables(place.path, place.shown, place.root)
    edges = [name for name in EDGES if name in names]
    if "nodes.csv" in names and edges:
        return _pack(place, edges)
    message = (
        f"'{place.shown}' holds neither places.csv and links.csv nor nodes.csv and one of {', '.join(EDGES)}"
    )
    raise _no_network(mark, message)


def _tables(path: Path, shown: str, root: Path | None = None) -> TableLayer:
    read = _Reading(path, shown, root)
    read.places("places.csv", PLACE_COLUMNS)
    read.links("links.csv", LINK_COLUMNS, LINK_MORE)
    return read.layer()


def _pack(place: SourceFile, edges: Sequence[str]) -> TableLayer:
    read = _Reading(place.path, place.shown, place.root)
    read.places("nodes.csv", NODE_COLUMNS, lambda row: {**row, "attributes": row["attrs"]})
    for name in edges:
        read.links(name, EDGE_COLUMNS, EDGE_MORE, _edge)
    return read.layer()


def _edge(row: Row) -> Row:
    neutral = "1" if row.get("transit") == "neutral" else "0"
    country = row.get("country", "")
    return {**row, "from": row["u"], "to": row["v"], "countries": country, "neutral_transit": neutral}


class _Reading:
    """The tables of one folder, read in turn."""

    def __init__(self, path: Path, shown: str, root: Path | None) -> None:
        self._path, self._shown, self._root = path, shown, root
        self._ground = NetworkRows()
        self._sources: list[Source] = []

    def places(self, name: str, columns: Sequence[str], made: Callable[[Row], Row] | None = None) -> None:
        """Add a table of places."""
        self._ground.add_places(self._rows(name, columns, PLACE_MORE, made), f"{self._shown}/{name}")

    def links(
        self,
        name: str,
        columns: Sequence[str],
        optional: Sequence[str],
        made: Callable[[Row], Row] | None = None,
    ) -> None:
        """Add a table of ways, with some columns that may be there."""
        self._ground.add_links(self._rows(name, columns, optional, made), f"{self._shown}/{name}")

    def layer(self) -> TableLayer:
        """All of them as one layer."""
        return self._ground.layer(self._shown, self._sources)

    def _rows(
        self,
        name: str,
        columns: Sequence[str],
        optional: Sequence[str],
        made: Callable[[Row], Row] | None,
    ) -> Sequence[Marked]:
        path, shown = self._path / name, f"{self._shown}/{name}"
        if self._root is not None and not path.resolve().is_relative_to(self._root):
            raise Faults([Fault(Mark(shown), "", "lies outside the scenario's folder; move it inside")])
        found = rows(path, columns, shown, optional)
        self._sources.append(Source(shown, sha256(path.read_bytes()).hexdigest()))
        return found if made is None else [(made(row), line) for row, line in found]


def _graph(place: SourceFile) -> TableLayer:
    intake = Intake()
    text = read_text(place.path, place.shown, intake)
    intake.done()
    places, links = graphml.rows(text or "", place.shown)
    ground = NetworkRows()
    ground.add_places(places, place.shown)
    ground.add_links(links, place.shown)
    return ground.layer(place.shown, intake.sources)
