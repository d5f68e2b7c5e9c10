"""Routing: the shortest way by mode and cargo, changes between modes and gauges included.

The network is unfolded into layers: each place once at rest and once for each mode (for rail, once for
each gauge). Moving within a layer is travel; changing layers is loading, unloading or transloading.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Link, Mode, Network, Place, gauges_at, great_circle

Layer = str
"""`rest`, `road`, `sea`, `inland_waterway`, `air`, or `rail 1435` and its sisters."""
Spot = tuple[str, Layer]
REST: Layer = "rest"
AIR_LINK = ""
"""Key of the way between two airfields, which is in no table."""


def rail_layer(gauge: int) -> Layer:
    """The layer of one gauge."""
    return f"rail {gauge}"


RAIL_LAYERS: tuple[Layer, ...] = tuple(rail_layer(gauge) for gauge in (1435, 1520, 1524, 1668))
LAYERS: tuple[Layer, ...] = ("air", "inland_waterway", *RAIL_LAYERS, "road", "sea")
"""Every layer but that of rest, in order of the alphabet."""


def gauge_of(layer: Layer) -> int:
    """The gauge of a rail layer, in millimetres."""
    return int(layer.removeprefix("rail "))


def mode_of(layer: Layer) -> Mode:
    """The mode of a layer; that of `rest` does not exist."""
    return "rail" if layer.startswith("rail") else layer  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Hop:
    """One way in one direction."""

    link: str
    start: str
    end: str
    layer: Layer
    metres: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class Leg:
    """A run of hops by one mode, from loading to unloading; a change of gauge happens inside a rail leg."""

    mode: Mode
    hops: tuple[Hop, ...]

    @property
    def start(self) -> str:
        """Where it loads."""
        return self.hops[0].start

    @property
    def end(self) -> str:
        """Where it unloads."""
        return self.hops[-1].end

    @property
    def transloads(self) -> tuple[str, ...]:
        """Places where the gauge changes on the way."""
        return tuple(b.start for a, b in pairwise(self.hops) if a.layer != b.layer)


Route = tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a route is judged by, in seconds; None is no passage.

    `travel(hop, link)` prices a way with the border or strait at its end (the link is None in the air),
    `change(place key, from layer, to layer)` loading, unloading and transload.
    """

    travel: Callable[[Hop, Link | None], int | None]
    change: Callable[[str, Layer, Layer], int | None]


class Routing:
    """Shortest routes over one network; the unfolded graph is built once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.graph: nx.DiGraph[Spot] = nx.DiGraph()
        shut = network.shut_links()
        for key, link in network.links.items():
            if key not in shut:
                layer = rail_layer(link.gauge) if link.gauge is not None else link.mode
                metres = link.length
                self._add(Hop(key, link.start, link.end, layer, metres, link.mode))
                self._add(Hop(key, link.end, link.start, layer, metres, link.mode))
        self._add_air()
        for key in sorted({place for place, _ in self.graph}):
            self._add_changes(key, network.places[key])

    def _add(self, hop: Hop) -> None:
        start, end = (hop.start, hop.layer), (hop.end, hop.layer)
        held = self.graph.get_edge_data(start, end)
        if held is None or hop.metres < held["hop"].metres:
            self.graph.add_edge(start, end, hop=hop)

    def _add_air(self) -> None:
        fields = [(key, place) for key, place in self.network.places.items() if "air" in place.modes]
        for a, here in fields:
            for b, there in fields:
                if a != b:
                    self._add(Hop(AIR_LINK, a, b, "air", great_circle(here, there), "air"))

    def _add_changes(self, key: str, place: Place) -> None:
        layers = [layer for layer in LAYERS if (key, layer) in self.graph]
        for layer in layers:
            self.graph.add_edge((key, REST), (key, layer), hop=None)
            self.graph.add_edge((key, layer), (key, REST), hop=None)
        served = {rail_layer(gauge) for gauge in gauges_at(place)}
        for one in layers:
            for other in layers:
                if one != other and one in served and other in served:
                    self.graph.add_edge((key, one), (key, other), hop=None)

    def shortest(
        self, start: Spot, end: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> tuple[int, Route] | None:
        """Seconds and route from a spot to rest at a place; None where there is no way.

        `shut` adds to what is closed for good. A closed place can still be where a route starts.
        """
        if start not in self.graph or (end, REST) not in self.graph:
            return None
        weight = self._weight(frozenset(modes), costs, self._closed(shut, start[0]), self._shut_ways(shut))
        try:
            spots: list[Spot]
            seconds, spots = nx.single_source_dijkstra(  # type: ignore[assignment]
                self.graph, start, (end, REST), weight=weight
            )
        except nx.NetworkXNoPath:
            return None
        return round(float(seconds)), self._legs(spots)  # type: ignore[arg-type]

    def with_closed(self, network: Network) -> "Routing":
        """Routes over the same places and ways of which more are closed; the graph is made once.

        It holds the shortest of the ways between two places, so that it is made anew where that is closed
        and another is open.
        """
        more = network.shut_links() - self.network.shut_links()
        if any(self._has_sister(key) for key in more):
            return Routing(network)
        other = copy(self)
        other.network = network
        return other

    def _has_sister(self, key: str) -> bool:
        """Whether another way of the same mode and gauge joins the same two places."""
        links = self.network.links
        here = links[key]
        ends, kind = {here.start, here.end}, (here.mode, here.gauge)
        return any(
            name != key and (link.mode, link.gauge) == kind and {link.start, link.end} == ends
            for name, link in links.items()
        )

    def reached(
        self, start: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> set[Spot]:
        """Every spot that can be reached from rest at a place."""
        if (start, REST) not in self.graph:
            return set()
        weight = self._weight(frozenset(modes), costs, self._closed(shut, start), self._shut_ways(shut))
        return set(nx.single_source_dijkstra_path_length(self.graph, (start, REST), weight=weight))

    def _closed(self, shut: Shut, start: str) -> frozenset[str]:
        return (shut.places | self.network.shut_places()) - {start}

    def _shut_ways(self, shut: Shut) -> frozenset[str]:
        return shut.links | self.network.shut_links()

    def _weight(
        self, modes: frozenset[Mode], costs: Costs, places: frozenset[str], ways: frozenset[str]
    ) -> Callable[[Spot, Spot, dict[str, Hop | None]], int | None]:
        links = self.network.links
        layers = {REST, *(layer for layer in LAYERS if mode_of(layer) in modes)}

        def weight(start: Spot, end: Spot, edge: dict[str, Hop | None]) -> int | None:
            if end[0] in places or start[0] in places:
                return None
            hop = edge["hop"]
            if hop is None:
                if end[1] not in layers or start[1] not in layers:
                    return None
                return costs.change(start[0], start[1], end[1])
            if hop.mode not in modes or hop.link in ways:
                return None
            return costs.travel(hop, links.get(hop.link))

        return weight

    def _legs(self, spots: Sequence[Spot]) -> Route:
        legs: list[Leg] = []
        hops: list[Hop] = []
        for a, b in pairwise(spots):
            hop: Hop | None = self.graph.edges[a, b]["hop"]
            if hop is not None:
                hops.append(hop)
            elif b[1] == REST and hops:
                legs.append(Leg(hops[0].mode, tuple(hops)))
                hops = []
        return tuple(legs)
