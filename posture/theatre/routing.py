"""Routing: the shortest way by mode and cargo, changes between modes and gauges included.

The network is unfolded into layers: each place once at rest and once for each mode (for rail, once for
each gauge). Moving within a layer is travel; changing layers is loading, unloading or transloading.
Several ways of one mode may join the same two spots: each load takes the one that is cheapest for it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from math import inf

import networkx as nx

from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Link, Mode, Network, Place, gauges_at, great_circle
from posture.theatre.shortest_path import ShortestPaths, shortest_paths

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
Hops = tuple[Hop, ...]
"""The ways of one mode between two spots, the shortest first; none where the layer is changed."""
Ahead = Mapping[Spot, Sequence[tuple[Spot, Hops]]]
Weights = dict[tuple[Spot, Spot], int | None]
Weight = Callable[[Spot, Spot, Hops], int | None]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a route is judged by, in seconds; None is no passage.

    `travel(hop, link)` prices a way with the border or strait at its end (the link is None in the air),
    `change(place key, from layer, to layer)` loading, unloading and transload. Costs whose
    `alike` of some modes is equal, and not None, price these modes alike: a route found for one serves all.
    """

    travel: Callable[[Hop, Link | None], int | None]
    change: Callable[[str, Layer, Layer], int | None]
    alike: Callable[[frozenset[Mode]], Hashable]


class Routing:
    """Shortest routes over one network; the unfolded graph is built once."""

    def __init__(self, network: Network, like: "Routing | None" = None) -> None:
        """Where it is `like` another, of which more is closed, it shares its graph."""
        self.network = network
        self.graph: nx.DiGraph[Spot] = _unfolded(network) if like is None else like.graph
        self.layered: dict[frozenset[Layer], Ahead] = {} if like is None else like.layered
        self._known: dict[Hashable, tuple[int, Route] | None] = {}
        self._weights: dict[Hashable, Weights] = {}

    def shortest(
        self, start: Spot, end: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> tuple[int, Route] | None:
        """Seconds and route from a spot to rest at a place; None where there is no way.

        `shut` adds to what is closed for good. A closed place can still be where a route starts.
        """
        goal, wanted = (end, REST), frozenset(modes)
        if start not in self.graph or goal not in self.graph:
            return None
        alike = costs.alike(wanted)
        if alike is None:
            return self._found(start, goal, wanted, costs, shut)
        key = (start, end, wanted, alike, shut)
        if key not in self._known:
            self._known[key] = self._found(start, goal, wanted, costs, shut)
        return self._known[key]

    def _found(
        self, start: Spot, goal: Spot, modes: frozenset[Mode], costs: Costs, shut: Shut
    ) -> tuple[int, Route] | None:
        paths = self._search(start, goal, modes, costs, shut)
        if goal not in paths.lengths:
            return None
        return paths.lengths[goal], self._legs(paths.to(goal), self._prices(costs, shut))

    def with_closed(self, network: Network) -> "Routing":
        """Routes over the same places and ways of which more are closed; the graph is made once."""
        return Routing(network, self)

    def reached(
        self, start: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> set[Spot]:
        """Every spot that can be reached from rest at a place."""
        if (start, REST) not in self.graph:
            return set()
        return set(self._search((start, REST), None, frozenset(modes), costs, shut).lengths)

    def reach(self, start: Spot, seconds: Callable[[Hop], int]) -> dict[str, int]:
        """Seconds from a spot to every place that can be reached on its layer."""
        if start not in self.graph:
            return {}
        shut = self.network.shut_links()

        def price(_: Spot, __: Spot, hops: Hops) -> int | None:
            return min((seconds(hop) for hop in hops if hop.link not in shut), default=None)

        found = shortest_paths(self._ahead(frozenset((start[1],))), start, price)
        return {place: length for (place, _), length in found.lengths.items()}

    def _search(
        self, start: Spot, goal: Spot | None, modes: frozenset[Mode], costs: Costs, shut: Shut
    ) -> ShortestPaths[Spot]:
        layers = frozenset({REST, *(layer for layer in LAYERS if mode_of(layer) in modes)})
        closed = (shut.places | self.network.shut_places()) - {start[0]}
        spots = [(place, layer) for place in closed for layer in layers]
        return shortest_paths(self._ahead(layers), start, self._weight(modes, costs, shut), goal, spots)

    def _weight(self, modes: frozenset[Mode], costs: Costs, shut: Shut) -> Weight:
        """What an edge costs: worked out once for all loads that its mode prices alike."""
        price, change = self._prices(costs, shut), costs.change

        def weight(one: Spot, other: Spot, hops: Hops) -> int | None:
            if len(hops) == 1:
                return price(hops[0])
            if hops:
                return min((cost for hop in hops if (cost := price(hop)) is not None), default=None)
            return change(one[0], one[1], other[1])

        if costs.alike(modes) is None:
            return weight
        of_mode = {
            mode: self._weights.setdefault((costs.alike(frozenset((mode,))), shut), {}) for mode in modes
        }
        tables = {layer: of_mode[mode_of(layer)] for layer in LAYERS if mode_of(layer) in modes}

        def known(one: Spot, other: Spot, hops: Hops) -> int | None:
            table = tables[other[1] if one[1] == REST else one[1]]
            try:
                return table[one, other]
            except KeyError:
                cost = table[one, other] = weight(one, other, hops)
                return cost

        return known

    def _ahead(self, layers: frozenset[Layer]) -> Ahead:
        """The ways and changes ahead of each spot that stay on some layers."""
        if layers not in self.layered:
            self.layered[layers] = {
                spot: tuple((other, edge["hops"]) for other, edge in edges.items() if other[1] in layers)
                for spot, edges in self.graph.adjacency()
                if spot[1] in layers
            }
        return self.layered[layers]

    def _prices(self, costs: Costs, shut: Shut) -> Callable[[Hop], int | None]:
        """What a way costs, None where it is shut."""
        links, travel, ways = self.network.links, costs.travel, shut.links | self.network.shut_links()

        def price(hop: Hop) -> int | None:
            return None if hop.link in ways else travel(hop, links.get(hop.link))

        return price

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


def _unfolded(network: Network) -> "nx.DiGraph[Spot]":
    """The graph of all spots: ways within a layer and changes between layers."""
    graph: nx.DiGraph[Spot] = nx.DiGraph()
    between: dict[tuple[Spot, Spot], list[Hop]] = {}
    for hop in (*_on_links(network), *_in_the_air(network)):
        between.setdefault(((hop.start, hop.layer), (hop.end, hop.layer)), []).append(hop)
    for (start, end), hops in between.items():
        graph.add_edge(start, end, hops=tuple(sorted(hops, key=lambda one: one.metres)))
    for key in sorted({place for place, _ in graph}):
        for one, other in _changes(graph, key, network.places[key]):
            graph.add_edge(one, other, hops=())
    return graph


def _changes(graph: "nx.DiGraph[Spot]", key: str, place: Place) -> Iterator[tuple[Spot, Spot]]:
    """From one layer to another at a place: to and from rest, and from gauge to gauge."""
    layers = [layer for layer in LAYERS if (key, layer) in graph]
    for layer in layers:
        yield (key, REST), (key, layer)
        yield (key, layer), (key, REST)
    served = {rail_layer(gauge) for gauge in gauges_at(place)}
    yield from (
        ((key, one), (key, other)) for one, other in permutations(layers, 2) if {one, other} <= served
    )


def _on_links(network: Network) -> Iterator[Hop]:
    """Each way that is open, there and back."""
    shut = network.shut_links()
    for key, link in network.links.items():
        if key not in shut:
            layer = rail_layer(link.gauge) if link.gauge is not None else link.mode
            yield Hop(key, link.start, link.end, layer, link.length, link.mode)
            yield Hop(key, link.end, link.start, layer, link.length, link.mode)


def _in_the_air(network: Network) -> Iterator[Hop]:
    """From each airfield to every other; the way back is as long."""
    fields = [(key, place) for key, place in network.places.items() if "air" in place.modes]
    metres = {(a, b): great_circle(here, there) for (a, here), (b, there) in combinations(fields, 2)}
    for (a, _), (b, _) in permutations(fields, 2):
        far = metres[a, b] if (a, b) in metres else metres[b, a]
        yield Hop(AIR_LINK, a, b, "air", far, "air")


def _cheapest(hops: Sequence[Hop], price: Callable[[Hop], int | None]) -> Hop:
    """Of several ways between two spots the cheapest; of those alike the shortest."""
    if len(hops) == 1:
        return hops[0]
    return min(hops, key=lambda hop: inf if (one := price(hop)) is None else one)
