"""Routing: the shortest way by mode and cargo, changes between modes and gauges included.

The network is unfolded into layers: each place once at rest and once for each mode (for rail, once for
each gauge). Moving within a layer is travel; changing layers is loading, unloading or transloading.
Several ways of one mode may join the same two spots: each load takes the one that is cheapest for it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, permutations
from math import inf
from typing import NamedTuple

from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Link, Mode, Network, Place, gauges_at, great_circle
from posture.theatre.numbered_graph import NumberedGraph
from posture.theatre.shortest_path import Edge, Prices, ShortestPaths, shortest_paths

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
"""The ways of one mode between two spots, the shortest first."""


class LayerChange(NamedTuple):
    """From one layer to another at a place."""

    place: str
    start: Layer
    end: Layer


Way = Hops | LayerChange
Unfolded = NumberedGraph[Spot, Way]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a route is judged by, in seconds; None is no passage.

    `travel(hop, link)` prices a way with the border or strait at its end (the link is None in the air),
    `change(place key, from layer, to layer)` loading, unloading and transload. Costs whose
    `alike` of some modes is equal, and not None, price these modes alike: a route found for one serves all.
    `straight()` is how many metres one flies without gaining by a stop on the way; 0 where that is not known.
    """

    travel: Callable[[Hop, Link | None], int | None]
    change: Callable[[str, Layer, Layer], int | None]
    alike: Callable[[frozenset[Mode]], Hashable]
    straight: Callable[[], float]


class Routing:
    """Shortest routes over one network; the unfolded graph is built once."""

    def __init__(self, network: Network, like: "Routing | None" = None) -> None:
        """Where it is `like` another, of which more is closed, it shares its graph."""
        self.network = network
        self.graph: Unfolded = _unfolded(network) if like is None else like.graph
        self._known: dict[Hashable, tuple[int, Route] | None] = {}
        self._priced: dict[Hashable, Prices] = {}

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
        number = self.graph.numbers[goal]
        paths = self._search(start, number, modes, costs, shut)
        if number not in paths.lengths:
            return None
        steps = [edge.what for edge in paths.to(number)]
        return paths.lengths[number], tuple(_legs(steps, self._prices(costs, shut)))

    def with_closed(self, network: Network) -> "Routing":
        """Routes over the same places and ways of which more are closed; the graph is made once."""
        return Routing(network, self)

    def reached(
        self, start: str, modes: Iterable[Mode], costs: Costs, shut: Shut = NOTHING_SHUT
    ) -> set[Spot]:
        """Every spot that can be reached from rest at a place."""
        if (start, REST) not in self.graph:
            return set()
        found = self._search((start, REST), None, frozenset(modes), costs, shut)
        return {self.graph.nodes[number] for number in found.lengths}

    def reach(self, start: Spot, seconds: Callable[[Hop], int]) -> dict[str, int]:
        """Seconds from a spot to every place that can be reached on its layer."""
        if start not in self.graph:
            return {}
        shut = self.network.shut_links()

        def price(edge: Edge[Way]) -> int | None:
            hops = () if isinstance(edge.what, LayerChange) else edge.what
            return min((seconds(hop) for hop in hops if hop.link not in shut), default=None)

        graph = self.graph
        found = shortest_paths(graph.ahead, graph.numbers[start], price, {mode_of(start[1]): {}})
        return {graph.nodes[number][0]: length for number, length in found.lengths.items()}

    def _search(
        self, start: Spot, goal: int | None, modes: frozenset[Mode], costs: Costs, shut: Shut
    ) -> ShortestPaths[Way]:
        numbers, layers = self.graph.numbers, (REST, *LAYERS)
        closed = (shut.places | self.network.shut_places()) - {start[0]}
        spots = {numbers[place, layer] for place in closed for layer in layers if (place, layer) in numbers}
        price, change = self._prices(costs, shut), costs.change

        def weigh(edge: Edge[Way]) -> int | None:
            if isinstance(edge.what, LayerChange):
                return change(*edge.what)
            if len(edge.what) == 1:
                return price(edge.what[0])
            return min((cost for hop in edge.what if (cost := price(hop)) is not None), default=None)

        def ahead(number: int, reached: Edge[Way] | None) -> Sequence[Edge[Way]]:
            flown = reached is not None and reached.group == "air"
            return self.graph.ahead(number, reached, costs.straight() if flown else 0)

        known: dict[str, Prices] = {mode: self._known_prices(mode, costs, shut) for mode in modes}
        return shortest_paths(ahead, numbers[start], weigh, known, goal, spots)

    def _known_prices(self, mode: Mode, costs: Costs, shut: Shut) -> Prices:
        """What the edges of a mode cost whoever they cost the same, as far as somebody asked."""
        alike = costs.alike(frozenset((mode,)))
        return {} if alike is None else self._priced.setdefault((mode, alike, shut), {})

    def _prices(self, costs: Costs, shut: Shut) -> Callable[[Hop], int | None]:
        """What a way costs, None where it is shut."""
        links, travel, ways = self.network.links, costs.travel, shut.links | self.network.shut_links()

        def price(hop: Hop) -> int | None:
            return None if hop.link in ways else travel(hop, links.get(hop.link))

        return price


def _legs(steps: Iterable[Way], price: Callable[[Hop], int | None]) -> Iterator[Leg]:
    hops: list[Hop] = []
    for step in steps:
        if not isinstance(step, LayerChange):
            hops.append(_cheapest(step, price))
        elif step.end == REST and hops:
            yield Leg(hops[0].mode, tuple(hops))
            hops = []


def _unfolded(network: Network) -> Unfolded:
    """The graph of all spots: ways within a layer and changes between layers.

    Flights are made once a search comes to where they start: all pairs of 700 airfields cost three seconds.
    """
    graph: Unfolded = NumberedGraph()
    between: dict[tuple[Spot, Spot], list[Hop]] = {}
    for hop in _on_links(network):
        between.setdefault(((hop.start, hop.layer), (hop.end, hop.layer)), []).append(hop)
    for (start, end), hops in between.items():
        graph.add(start, end, hops[0].mode, tuple(sorted(hops, key=lambda one: one.metres)))
    fields = {key: place for key, place in network.places.items() if "air" in place.modes}
    if len(fields) > 1:
        graph.join([(key, "air") for key in fields], "air", partial(_apart, fields), partial(_flight, fields))
    for key in sorted({place for place, _ in graph.nodes}):
        for change in _changes(graph, key, network.places[key]):
            mode = mode_of(change.start if change.end == REST else change.end)
            graph.add((key, change.start), (key, change.end), mode, change)
    return graph


def _changes(graph: Unfolded, key: str, place: Place) -> Iterator[LayerChange]:
    """From one layer to another at a place: to and from rest, and from gauge to gauge."""
    layers = [layer for layer in LAYERS if (key, layer) in graph]
    for layer in layers:
        yield LayerChange(key, REST, layer)
        yield LayerChange(key, layer, REST)
    served = {rail_layer(gauge) for gauge in gauges_at(place)}
    yield from (
        LayerChange(key, one, other) for one, other in permutations(layers, 2) if {one, other} <= served
    )


def _on_links(network: Network) -> Iterator[Hop]:
    """Each way that is open, there and back."""
    shut = network.shut_links()
    for key, link in network.links.items():
        if key not in shut:
            layer = rail_layer(link.gauge) if link.gauge is not None else link.mode
            yield Hop(key, link.start, link.end, layer, link.length, link.mode)
            yield Hop(key, link.end, link.start, layer, link.length, link.mode)


def _apart(fields: Mapping[str, Place], one: Spot, other: Spot) -> int:
    return great_circle(fields[one[0]], fields[other[0]])


def _flight(fields: Mapping[str, Place], start: Spot, end: Spot) -> Hops:
    return (Hop(AIR_LINK, start[0], end[0], "air", _apart(fields, start, end), "air"),)


def _cheapest(hops: Sequence[Hop], price: Callable[[Hop], int | None]) -> Hop:
    """Of several ways between two spots the cheapest; of those alike the shortest."""
    if len(hops) == 1:
        return hops[0]
    return min(hops, key=lambda hop: inf if (one := price(hop)) is None else one)
