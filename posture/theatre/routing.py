"""Routing: the shortest way by mode and cargo, changes between modes and gauges included.

The network is unfolded into layers: each place once at rest and once for each mode (for rail, once for
each gauge). Moving within a layer is travel; changing layers is loading, unloading or transloading.
Several ways of one mode may join the same two spots: each load takes the one that is cheapest for it.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from math import inf

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
        """Add a way beside those that join the same two spots already, the shortest first."""
        start, end = (hop.start, hop.layer), (hop.end, hop.layer)
        held: tuple[Hop, ...] = (self.graph.get_edge_data(start, end) or {}).get("hops", ())
        self.graph.add_edge(start, end, hops=tuple(sorted((*held, hop), key=lambda one: one.metres)))

    def _add_air(self) -> None:
        fields = [(key, place) for key, place in self.network.places.items() if "air" in place.modes]
        for a, here in fields:
            for b, there in fields:
                if a != b:
                    self._add(Hop(AIR_LINK, a, b, "air", great_circle(here, there), "air"))

    def _add_changes(self, key: str, place: Place) -> None:
        layers = [layer for layer in LAYERS if (key, layer) in self.graph]
        for layer in layers:
            self.graph.add_edge((key, REST), (key, layer), hops=())
            self.graph.add_edge((key, layer), (key, REST), hops=())
        served = {rail_layer(gauge) for gauge in gauges_at(place)}
        for one in layers:
            for other in layers:
                if one != other and one in served and other in served:
                    self.graph.add_edge((key, one), (key, other), hops=())

    def shortest(
        self, start: Spot, end: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> tuple[int, Route] | None:
        """Seconds and route from a spot to rest at a place; None where there is no way.

        `shut` adds to what is closed for good. A closed place can still be where a route starts.
        """
        if start not in self.graph or (end, REST) not in self.graph:
            return None
        wanted = frozenset(modes)
        price = self._prices(wanted, costs, self._shut_ways(shut))
        weight = self._weight(wanted, costs, self._closed(shut, start[0]), price)
        try:
            spots: list[Spot]
            seconds, spots = nx.single_source_dijkstra(  # type: ignore[assignment]
                self.graph, start, (end, REST), weight=weight
            )
        except nx.NetworkXNoPath:
            return None
        return round(float(seconds)), self._legs(spots, price)  # type: ignore[arg-type]

    def with_closed(self, network: Network) -> "Routing":
        """Routes over the same places and ways of which more are closed; the graph is made once."""
        other = copy(self)
        other.network = network
        return other

    def reached(
        self, start: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> set[Spot]:
        """Every spot that can be reached from rest at a place."""
        if (start, REST) not in self.graph:
            return set()
        wanted = frozenset(modes)
        price = self._prices(wanted, costs, self._shut_ways(shut))
        weight = self._weight(wanted, costs, self._closed(shut, start), price)
        return set(nx.single_source_dijkstra_path_length(self.graph, (start, REST), weight=weight))

    def reach(self, start: Spot, seconds: Callable[[Hop], int]) -> dict[str, int]:
        """Seconds from a spot to every place that can be reached on its layer."""
        if start not in self.graph:
            return {}
        shut = self.network.shut_links()

        def weight(_: Spot, end: Spot, edge: dict[str, tuple[Hop, ...]]) -> int | None:
            if end[1] != start[1]:
                return None
            return min((seconds(hop) for hop in edge["hops"] if hop.link not in shut), default=None)

        found = nx.single_source_dijkstra_path_length(self.graph, start, weight=weight)
        return {place: int(length) for (place, _), length in found.items()}

    def _closed(self, shut: Shut, start: str) -> frozenset[str]:
        return (shut.places | self.network.shut_places()) - {start}

    def _shut_ways(self, shut: Shut) -> frozenset[str]:
        return shut.links | self.network.shut_links()

    def _prices(
        self, modes: frozenset[Mode], costs: Costs, ways: frozenset[str]
    ) -> Callable[[Hop], int | None]:
        """What a way costs, None where it is shut or its mode is not wanted."""
        links, travel = self.network.links, costs.travel

        def price(hop: Hop) -> int | None:
            if hop.mode not in modes or hop.link in ways:
                return None
            return travel(hop, links.get(hop.link))

        return price

    def _weight(
        self,
        modes: frozenset[Mode],
        costs: Costs,
        places: frozenset[str],
        price: Callable[[Hop], int | None],
    ) -> Callable[[Spot, Spot, dict[str, tuple[Hop, ...]]], int | None]:
        layers = {REST, *(layer for layer in LAYERS if mode_of(layer) in modes)}

        def weight(start: Spot, end: Spot, edge: dict[str, tuple[Hop, ...]]) -> int | None:
            if end[0] in places or start[0] in places:
                return None
            hops = edge["hops"]
            if len(hops) == 1:
                return price(hops[0])
            if hops:
                return min((one for hop in hops if (one := price(hop)) is not None), default=None)
            if end[1] not in layers or start[1] not in layers:
                return None
            return costs.change(start[0], start[1], end[1])

        return weight

    def _legs(self, spots: Sequence[Spot], price: Callable[[Hop], int | None]) -> Route:
        legs: list[Leg] = []
        hops: list[Hop] = []
        for a, b in pairwise(spots):
            between: tuple[Hop, ...] = self.graph.edges[a, b]["hops"]
            if between:
                hops.append(_cheapest(between, price))
            elif b[1] == REST and hops:
                legs.append(Leg(hops[0].mode, tuple(hops)))
                hops = []
        return tuple(legs)


def _cheapest(hops: Sequence[Hop], price: Callable[[Hop], int | None]) -> Hop:
    """Of several ways between two spots the cheapest; of those alike the shortest."""
    if len(hops) == 1:
        return hops[0]
    return min(hops, key=lambda hop: inf if (one := price(hop)) is None else one)
