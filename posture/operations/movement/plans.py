"""Plans: for each request to move, the legs it takes and what each step of them needs.

A plan depends on the network, on what is written and on what is shut, not on a run: it is made once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.route_cost import RouteCost
from posture.operations.movement.schema import Movement
from posture.operations.movement.ways import Passage
from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Mode, Network, great_circle
from posture.theatre.requests import Load, Move, Stop
from posture.theatre.routing import REST, Hop, Leg, Route, Routing, Spot

LOOKS = 6
"""How often, for each way wanted, one looks again after making those found dearer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One hop, with what it takes to pass it.

    `headway` is the time between two vehicles of a column, or 0; `hold` how long one train, or the gap behind
    one column, keeps the way shut for the next; `capacity` how many can be on the way at once, or 0. `key`
    names the way and its direction, `name` also the kind of ship or aircraft that uses it. At its end a
    border takes `crossing` and a strait or bridge `passage`.
    """

    hop: Hop
    country: str
    speed: Distribution
    key: str
    name: str
    headway: int
    hold: int
    capacity: int
    crossing: Distribution | None
    passage: Passage | None


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One leg: its alternatives (they differ in where the gauge changes), lot size, and the lift it takes.

    `lift` names a pool for each gauge on the way, or one for the whole leg. After a voyage, `clears` pieces
    can leave the port in a day; else it is 0. Movement credits keep march units `credit` seconds apart at the
    start, or 0.
    """

    mode: Mode
    start: str
    end: str
    alternatives: tuple[Steps, ...]
    lot: int
    lift: tuple[str, ...]
    clears: int
    credit: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One way from start to end: its expected seconds, its legs, and the pieces it can take in a day."""

    seconds: int
    legs: tuple[LegPlan, ...]
    rate: float
    countries: frozenset[str]
    links: frozenset[str]

    @classmethod
    def along(cls, seconds: int, legs: tuple[LegPlan, ...], rate: float) -> "Plan":
        """A plan with the countries and ways of its legs, alternatives left aside."""
        steps = [step for leg in legs for step in leg.alternatives[0]]
        countries = frozenset(step.country for step in steps if step.country)
        return cls(seconds, legs, rate, countries, frozenset(step.hop.link for step in steps))


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """What decides a route: requests alike in it share one plan."""

    start: str
    stops: tuple[Stop, ...]
    load: Load

    @property
    def end(self) -> str:
        """The last stop."""
        return self.stops[-1][0]

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Every mode that it may use somewhere."""
        return tuple(dict.fromkeys(mode for _, modes in self.stops for mode in modes))

    @property
    def stretches(self) -> Iterator[tuple[str, str, tuple[Mode, ...]]]:
        """From where to where by which modes, stop by stop."""
        start = self.start
        for place, modes in self.stops:
            yield start, place, modes
            start = place

    @classmethod
    def of(cls, move: Move) -> "RouteRequest":
        """The shape of a request."""
        return cls(move.start, move.stops, move.load)


class Plans:
    """Makes plans and keeps them."""

    def __init__(self, network: Network, written: Movement) -> None:
        self.network = network
        self.written = written
        self.parameters = Parameters(written, network)
        self._plans: dict[tuple[RouteRequest, Shut], tuple[Plan, ...]] = {}

    @cached_property
    def routing(self) -> Routing:
        """The unfolded network; made when the first plan needs it."""
        return Routing(self.network)

    def __getstate__(self) -> dict[str, Any]:
        """Plans travel to other processes without the unfolded network, which they no longer need."""
        return {key: value for key, value in self.__dict__.items() if key != "routing"}

    def of(self, shape: RouteRequest, shut: Shut = NOTHING_SHUT) -> tuple[Plan, ...]:
        """The plans among which requests of this shape are divided; none where there is no way."""
        key = (shape, shut)
        if key not in self._plans:
            self._plans[key] = tuple(self._ways(shape, shut))
        return self._plans[key]

    @property
    def made(self) -> Mapping[tuple[RouteRequest, Shut], tuple[Plan, ...]]:
        """All plans that are made so far."""
        return self._plans

    def adopt(self, plans: Mapping[tuple[RouteRequest, Shut], tuple[Plan, ...]]) -> None:
        """Take over plans of another network that hold here too."""
        self._plans.update(plans)

    def least(self, shape: RouteRequest) -> int | None:
        """Seconds that this shape needs at the very least; None where there is no way."""
        found = self._route(shape, RouteCost(self.parameters, shape.load, least=True), NOTHING_SHUT)
        return None if found is None else found[0]

    def _ways(self, shape: RouteRequest, shut: Shut) -> Iterator[Plan]:
        """Distinct routes, each found with the ways of those before made dearer."""
        routes = self.written.routes
        cost = RouteCost(self.parameters, shape.load, shut=shut)
        seen: set[Route] = set()
        wanted = 1 if routes.rule == "shortest" else routes.ways
        for _ in range(wanted * LOOKS):
            found = self._route(shape, cost, shut) if len(seen) < wanted else None
            if found is None:
                return
            for leg in found[1]:
                cost.spread(leg.hops)
            if found[1] in seen:
                continue
            seen.add(found[1])
            legs = tuple(self._legs(shape, found[1], shut))
            rate = min((self._rate(leg) for leg in legs), default=float("inf"))
            yield Plan.along(self._price(shape, found[1]), legs, rate)

    def _price(self, shape: RouteRequest, route: Route) -> int:
        """What a route costs without the dearness that made others look for it."""
        cost = RouteCost(self.parameters, shape.load)
        return sum(
            (cost.change(leg.start, REST, leg.hops[0].layer) or 0) + self._hops(cost, leg.hops)
            for leg in route
        )

    def expected(self, shape: RouteRequest, steps: Steps) -> int:
        """Seconds from where a serial is, under way, to where it has unloaded at the end of these steps."""
        return self._hops(RouteCost(self.parameters, shape.load), tuple(step.hop for step in steps))

    def _hops(self, cost: RouteCost, hops: tuple[Hop, ...]) -> int:
        links = self.network.links
        seconds = sum(
            (cost.travel(hop, links.get(hop.link)) or 0) + cost.cross(hop.end, hop.mode) for hop in hops
        )
        for one, other in pairwise(hops):
            if one.layer != other.layer:
                seconds += cost.change(one.end, one.layer, other.layer) or 0
        return seconds + (cost.change(hops[-1].end, hops[-1].layer, REST) or 0)

    def _rate(self, leg: LegPlan) -> float:
        """Pieces that a leg's narrowest way takes in a day."""
        holds = [s.hold + s.headway * leg.lot for s in leg.alternatives[0] if s.hold or s.headway]
        return leg.lot * DAY / max(holds) if holds else float("inf")

    def _route(self, shape: RouteRequest, cost: RouteCost, shut: Shut) -> tuple[int, Route] | None:
        """Stretch by stretch from stop to stop; who has flown once goes on by other means."""
        costs = cost.costs()
        seconds = 0
        legs: list[Leg] = []
        for start, end, allowed in shape.stretches:
            flown = any(leg.mode == "air" for leg in legs)
            modes = tuple(mode for mode in allowed if not (flown and mode == "air"))
            found = self.routing.shortest((start, REST), end, modes, costs, shut)
            if found is None:
                return None
            seconds += found[0]
            legs.extend(found[1])
        return seconds, tuple(legs)

    def gap(self, shape: RouteRequest) -> tuple[Spot, Spot] | None:
        """The two spots with no way between them: the nearest that is reached, and the end wanted."""
        costs = RouteCost(self.parameters, shape.load).costs()
        for start, end, modes in shape.stretches:
            if self.routing.shortest((start, REST), end, modes, costs) is None:
                reached = self.routing.reached(start, modes, costs)
                return self._nearest(reached, start, end), (end, REST)
        return None

    def _nearest(self, reached: set[Spot], start: str, end: str) -> Spot:
        places = self.network.places
        spots = [spot for spot in reached if spot[1] != REST] or [(start, REST)]
        return min(spots, key=lambda spot: (great_circle(places[spot[0]], places[end]), spot))

    def _legs(self, shape: RouteRequest, route: Route, shut: Shut) -> Iterator[LegPlan]:
        before = None
        for leg in route:
            clears = self.parameters.clears(leg.start) if before == "sea" else 0
            before = leg.mode
            alternatives = [leg, *self._detours(shape, leg, shut)] if leg.transloads else [leg]
            lift = self.parameters.lift(leg, shape.load)
            yield LegPlan(
                leg.mode,
                leg.start,
                leg.end,
                tuple(self.steps(way, shape.load) for way in alternatives),
                self.parameters.lot(leg, lift, shape.load),
                lift,
                clears,
                self.parameters.credit(leg),
            )

    def _detours(self, shape: RouteRequest, leg: Leg, shut: Shut) -> Iterator[Leg]:
        """The same rail leg with its gauge changed elsewhere, nearest first."""
        cost = RouteCost(self.parameters, shape.load, shut=shut)
        for _ in range(self.written.routes.gauge_changes - 1):
            cost.avoid |= set(leg.transloads)
            found = self.routing.shortest((leg.start, REST), leg.end, ("rail",), cost.costs(), shut)
            if found is None or len(found[1]) != 1:
                return
            leg = found[1][0]
            yield leg

    def detour(self, shape: RouteRequest, leg: LegPlan, start: Spot, shut: Shut) -> tuple[int, Steps] | None:
        """Seconds and steps from where a serial is to the end of its leg, round what is shut."""
        cost = RouteCost(self.parameters, shape.load, shut=shut)
        found = self.routing.shortest(start, leg.end, (leg.mode,), cost.costs(), shut)
        if found is None or len(found[1]) != 1:
            return None
        return found[0], self.steps(found[1][0], shape.load)

    def steps(self, leg: Leg, load: Load) -> Steps:
        """What each hop of a leg takes."""
        return tuple(self._step(hop, load) for hop in leg.hops)

    def _step(self, hop: Hop, load: Load) -> Step:
        parameters, link = self.parameters, self.network.links.get(hop.link)
        headway, hold = parameters.spacing(hop, link)
        capacity = parameters.own(hop, link, "capacity") or 0
        kind = parameters.kind(hop.mode, load)
        key = f"{hop.link or hop.start}>{hop.end}"
        return Step(
            hop,
            link.country if link else "",
            parameters.speed(hop, link, load),
            key,
            f"{key} {kind}" if kind else key,
            headway,
            hold,
            capacity,
            parameters.crossing(hop),
            self.written.passages.get(hop.end),
        )
