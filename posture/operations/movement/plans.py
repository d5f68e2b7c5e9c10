"""Plans: for each request to move, the legs it takes and what each step of them needs.

A plan depends on the network, on what is written and on what is shut, not on a run: it is made once.
"""

from collections.abc import Iterator, Mapping, Sized
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

from posture.core.clock import DAY
from posture.core.distributions import Constant
from posture.operations.movement.foreseen import LegForesight
from posture.operations.movement.legs import LegPlan, Plan, Step, Steps
from posture.operations.movement.modes import MODES
from posture.operations.movement.modes.base import Expectation
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.route_cost import HeldPrices, RouteCost
from posture.operations.movement.route_request import RouteRequest, alternatives
from posture.operations.movement.schema import Movement
from posture.theatre.airspace import NOBODYS_AIR, Airspace
from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.forces import SELF_DEPLOYING
from posture.theatre.network import Mode, Network, great_circle
from posture.theatre.requests import Load
from posture.theatre.routing import REST, Hop, Leg, Route, Routing, Spot

LOOKS = 6
"""How often, for each way wanted, one looks again after making those found dearer."""


class Plans:
    """Makes plans and keeps them."""

    def __init__(self, network: Network, written: Movement, airspace: Airspace = NOBODYS_AIR) -> None:
        self.network = network
        self.written = written
        self.airspace = airspace
        self.parameters = Parameters(written, network)
        self._plans: dict[tuple[RouteRequest, Shut], tuple[Plan, ...]] = {}
        self._every: dict[tuple[RouteRequest, Shut], tuple[Plan, ...]] = {}
        self._round: dict[tuple[Load, Mode, str, Spot, Shut], tuple[int, Steps] | None] = {}
        self._held: HeldPrices = {}
        self._empty: dict[tuple[str, str, bool], dict[str, int]] = {}
        self._onward: dict[tuple[RouteRequest, Spot, Shut], Plan | None] = {}
        self._least: dict[RouteRequest, int | None] = {}
        self.foreseen = LegForesight()

    @cached_property
    def routing(self) -> Routing:
        """The unfolded network; made when the first plan needs it."""
        return Routing(self.network)

    def __getstate__(self) -> dict[str, Any]:
        """Plans travel to other processes without the unfolded network and its prices: seldom needed there.

        What is foreseen of legs goes by their identity, which they do not keep on the way.
        """
        kept = {key: value for key, value in self.__dict__.items() if key != "routing"}
        return kept | {"foreseen": LegForesight(), "_held": {}}

    def of(self, shape: RouteRequest, shut: Shut = NOTHING_SHUT) -> tuple[Plan, ...]:
        """The plans among which requests of this shape are divided; none where there is no way."""
        key = (shape, shut)
        if key not in self._plans:
            self._plans[key] = tuple(self._ways(shape, shut))
        return self._plans[key]

    def every(self, shape: RouteRequest, shut: Shut = NOTHING_SHUT) -> tuple[Plan, ...]:
        """The plans of a request, and where each load is weighed also those by other modes and ships."""
        key = (shape, shut)
        if key not in self._every:
            self._every[key] = usual = self.of(shape, shut)
            routes = self.written.routes
            if routes.rule == "shortest" and routes.weigh == "expected arrival":
                others = (
                    plan for one in alternatives(self.parameters, shape, usual) for plan in self.of(one, shut)
                )
                self._every[key] = tuple(dict.fromkeys((*usual, *others)))
        return self._every[key]

    def _cost(
        self, load: Load, shut: Shut = NOTHING_SHUT, *, least: bool = False, sparing: Mode | None = None
    ) -> RouteCost:
        """What ways cost a load, priced once for all routes."""
        return RouteCost(self.parameters, load, self._held, shut, least=least, sparing=sparing)

    @property
    def searched(self) -> int:
        """How many answers of searches are kept: while it is the same, so are they."""
        kept: list[Sized] = [self._plans, self._every, self._round, self._onward, self._least]
        return sum(len(one) for one in [*kept, *self._empty.values()])

    @property
    def made(self) -> Mapping[tuple[RouteRequest, Shut], tuple[Plan, ...]]:
        """All plans that are made so far."""
        return self._plans

    def adopt(self, plans: Mapping[tuple[RouteRequest, Shut], tuple[Plan, ...]]) -> None:
        """Take over plans of another network that hold here too."""
        self._plans.update(plans)

    def least(self, shape: RouteRequest) -> int | None:
        """Seconds that this shape needs at the very least; None where there is no way."""
        if shape not in self._least:
            found = self._route(shape, self._cost(shape.load, least=True), NOTHING_SHUT)
            self._least[shape] = None if found is None else found[0]
        return self._least[shape]

    def onward(self, shape: RouteRequest, spot: Spot, shut: Shut) -> Plan | None:
        """The plan of a serial under way from a spot to the end, round what is shut; None if none.

        Its first leg goes on by the mode of the spot, on the same gauge, if it does not unload there.
        """
        key = (shape._replace(start=spot[0]), spot, shut)
        if key not in self._onward:
            found = self.routing.shortest(
                spot, shape.end, shape.modes, self._cost(shape.load, shut).costs(), shut
            )
            self._onward[key] = None if found is None else self._planned(shape, *found, shut)
        return self._onward[key]

    def _planned(self, shape: RouteRequest, seconds: int, route: Route, shut: Shut) -> Plan | None:
        legs = tuple(self._legs(shape, route, shut))
        if not legs or any(leg.lot < 1 for leg in legs):
            return None
        return Plan.along(seconds, legs, min(self._rate(leg) for leg in legs))

    def _ways(self, shape: RouteRequest, shut: Shut) -> Iterator[Plan]:
        """Distinct routes, each found with the ways of those before made dearer."""
        routes = self.written.routes
        cost = self._cost(shape.load, shut, sparing=shape.sparing)
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
            if any(leg.lot < 1 for leg in legs):
                continue
            rate = min((self._rate(leg) for leg in legs), default=float("inf"))
            yield Plan.along(self._price(shape, found[1]), legs, rate)

    def _price(self, shape: RouteRequest, route: Route) -> int:
        """What a route costs without the dearness that made others look for it."""
        cost = self._cost(shape.load)
        return sum(
            (cost.change(leg.start, REST, leg.hops[0].layer) or 0) + self._hops(cost, leg.hops)
            for leg in route
        )

    def expected(self, shape: RouteRequest, steps: Steps) -> int:
        """Seconds from where a serial is, under way, to where it has unloaded at the end of these steps."""
        return self._hops(self._cost(shape.load), tuple(step.hop for step in steps))

    def _hops(self, cost: RouteCost, hops: tuple[Hop, ...]) -> int:
        links = self.network.links
        seconds = sum(cost.travel(hop, links.get(hop.link)) or 0 for hop in hops)
        for one, other in pairwise(hops):
            if one.layer != other.layer:
                seconds += cost.change(one.end, one.layer, other.layer) or 0
        return seconds + (cost.change(hops[-1].end, hops[-1].layer, REST) or 0)

    def _rate(self, leg: LegPlan) -> float:
        """Pieces that a leg's narrowest way takes in a day."""
        holds = [s.hold + s.headway * leg.lot for s in leg.alternatives[0] if s.hold or s.headway]
        holds += [leg.every] if leg.every else []
        return leg.lot * DAY / max(holds) if holds else float("inf")

    def _route(self, shape: RouteRequest, cost: RouteCost, shut: Shut) -> tuple[int, Route] | None:
        """Stretch by stretch from stop to stop; who has flown once goes on by other means."""
        costs = cost.costs()
        seconds = 0
        legs: list[Leg] = []
        for start, end, allowed in shape.stretches:
            spent = {leg.mode for leg in legs if MODES[leg.mode].once}
            modes = tuple(mode for mode in allowed if mode not in spent)
            found = self.routing.shortest((start, REST), end, modes, costs, shut)
            if found is None:
                return None
            seconds += found[0]
            legs.extend(found[1])
        return seconds, tuple(legs)

    def ballast(self, pool: str, start: str, end: str, *, least: bool = False) -> int:
        """Seconds that lift of a pool takes, empty, from place to place; straight where no way leads."""
        if start == end:
            return 0
        expect = Expectation(self.parameters, least)
        mode = next(mode for mode in MODES.values() if mode.owns(self.parameters, pool))
        key = (pool, start, least)
        if key not in self._empty:
            layer = mode.layer_of(pool)
            on_ways = partial(mode.empty, expect, pool)
            self._empty[key] = self.routing.reach((start, layer), on_ways) if layer else {}
        seconds = self._empty[key].get(end)
        if seconds is None:
            places = self.network.places
            seconds = mode.straight(expect, pool, great_circle(places[start], places[end]))
        return seconds

    def gap(self, shape: RouteRequest) -> tuple[Spot, Spot] | None:
        """The two spots with no way between them: the nearest that is reached, and the end wanted."""
        costs = self._cost(shape.load).costs()
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
        parameters, load = self.parameters, shape.load
        before = None
        for leg in route:
            mode = MODES[leg.mode]
            by_ship = before is not None and before.from_port_to_port
            landed = by_ship and load.cargo not in SELF_DEPLOYING
            before = mode
            alternatives = [leg, *self._detours(shape, leg, shut)] if leg.transloads else [leg]
            lift = mode.lift(parameters, leg, load)
            yield LegPlan(
                mode=leg.mode,
                start=leg.start,
                end=leg.end,
                alternatives=tuple(self.steps(way, load) for way in alternatives),
                lot=mode.lot(parameters, leg, lift, load),
                lift=lift,
                clears=parameters.clears(leg.start) if landed else 0,
                credit=mode.credit(parameters, leg),
                every=mode.every(parameters, lift),
            )

    def _detours(self, shape: RouteRequest, leg: Leg, shut: Shut) -> Iterator[Leg]:
        """The same leg with its gauge changed elsewhere, nearest first."""
        cost = self._cost(shape.load, shut)
        for _ in range(self.written.routes.gauge_changes - 1):
            cost.basis.avoid |= set(leg.transloads)
            found = self.routing.shortest((leg.start, REST), leg.end, (leg.mode,), cost.costs(), shut)
            if found is None or len(found[1]) != 1:
                return
            leg = found[1][0]
            yield leg

    def detour(self, shape: RouteRequest, leg: LegPlan, start: Spot, shut: Shut) -> tuple[int, Steps] | None:
        """Seconds and steps from where a serial is to the end of its leg, round what is shut."""
        key = (shape.load, leg.mode, leg.end, start, shut)
        if key not in self._round:
            costs = self._cost(shape.load, shut).costs()
            found = self.routing.shortest(start, leg.end, (leg.mode,), costs, shut)
            one_leg = found is not None and len(found[1]) == 1
            self._round[key] = (found[0], self.steps(found[1][0], shape.load)) if found and one_leg else None
        return self._round[key]

    def steps(self, leg: Leg, load: Load) -> Steps:
        """What each hop of a leg takes."""
        return tuple(self._step(hop, load) for hop in leg.hops)

    def _step(self, hop: Hop, load: Load) -> Step:
        parameters, link, mode = self.parameters, self.network.links.get(hop.link), MODES[hop.mode]
        own = parameters.own(hop)
        speed, passage = mode.speed(parameters, hop, link, load), mode.passage(parameters, hop)
        headway, hold = mode.spacing(parameters, hop, link)
        kind = mode.kind(parameters, load)
        key = f"{hop.link or hop.start}>{hop.end}"
        return Step(
            hop=hop,
            country=link.country if link else "",
            overflown=self._overflown(hop) if hop.mode == "air" else (),
            speed=speed,
            key=key,
            name=f"{key} {kind}" if kind else key,
            headway=headway,
            hold=hold,
            capacity=(own.capacity if own is not None else None) or 0,
            crossing=mode.crossing(parameters, hop),
            passage=passage,
            cause=mode.cause,
            seconds=round(hop.metres / speed.low) if isinstance(speed, Constant) else -1,
            dwell=round(passage.time.low) if passage and isinstance(passage.time, Constant) else -1,
        )

    def _overflown(self, hop: Hop) -> tuple[str, ...]:
        """The countries whose air a flight goes through; those where it starts and lands are written."""
        start, end = self.network.places[hop.start], self.network.places[hop.end]
        below = (one for one in self.airspace.over(start, end) if one not in self.written.flown_round)
        return tuple(dict.fromkeys((*start.countries, *below, *end.countries)))
