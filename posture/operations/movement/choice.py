"""Choice: by which plans pieces go while something is shut: whatever promises the earliest arrival.

Waiting for an opening whose time is known, another way, and another way by other modes are weighed alike, the
queue for lift included. So a closure costs no more than its length, as far as can be foreseen.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import inf
from types import MappingProxyType
from typing import NamedTuple, get_args

from posture.core.clock import DAY, HOUR
from posture.operations.movement.division import by_arrival
from posture.operations.movement.foreseen import Met, Passed, Twice, keys_along
from posture.operations.movement.gates import Gates
from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.movement.modes import MODES
from posture.operations.movement.plans import Plans
from posture.operations.movement.route_request import RouteRequest
from posture.theatre import Theatre
from posture.theatre.closures import Shut
from posture.theatre.levels import hours_lost_in_ice
from posture.theatre.network import GateKind
from posture.theatre.requests import IcePassage
from posture.theatre.routing import Spot


class Taken(NamedTuple):
    """What others take of a pool: how many things, and the seconds each is away and comes back."""

    number: float
    away: float
    back: float


NOTHING = Taken(0.0, 0.0, 0.0)
ALONE: Mapping[str, Taken] = MappingProxyType({})
GATES: tuple[GateKind, ...] = get_args(GateKind)


class PlanChoice:
    """Chooses for the movement of one run, by what is shut and queued for now."""

    def __init__(self, theatre: Theatre, plans: Plans, gates: Gates) -> None:
        self.theatre = theatre
        self.plans = plans
        self.gates = gates
        self._foreseen = plans.foreseen
        self._known = 0
        self._met: Met = {}

    def plans_for(self, shape: RouteRequest, pieces: int) -> tuple[Plan, ...]:
        """Plans for pieces that are to set out now, or that will wait for an opening on their way."""
        usual = self.plans.every(shape)
        if usual and (not self.theatre.closures or not any(self.delay(plan.legs) for plan in usual)):
            return usual
        others = self.otherwise(shape)
        if self.weighs:
            return (*usual, *(other for other in others if other not in usual))
        wait = min((self._with_delay(plan, pieces) for plan in usual), default=inf)
        return others if others and self._with_delay(others[0], pieces) < wait else usual or others

    @property
    def weighs(self) -> bool:
        """Whether each load takes the way by which it would arrive first."""
        routes = self.plans.written.routes
        return routes.rule == "shortest" and routes.weigh == "expected arrival"

    def soonest(self, plans: Sequence[Plan], pieces: int, before: Callable[[Plan], float]) -> Plan:
        """The plan by which so many pieces would arrive first, given the wait before each; else the first."""
        return min(plans, key=lambda plan: before(plan) + self._with_delay(plan, pieces))

    def divided(self, plans: Sequence[Plan], pieces: int) -> list[tuple[Plan, int]]:
        """How many pieces go by each plan: lot by lot, each by the one on which it would arrive first.

        Plans that take from one pool of lift wait for each other. Where the last piece would be there sooner
        if all went by one of them, they do: the first lots must not take away for long what the rest needs.
        """
        shared, delays = _shared(plans), [self.delay(plan.legs) for plan in plans]

        def arrives(one: int, given: Sequence[int], left: int) -> float:
            beside = self._beside(plans, given, one, shared)
            return delays[one] + self.seconds(
                plans[one], given[one] + min(left, plans[one].lot), pieces, beside
            )

        found = by_arrival(plans, pieces, arrives)
        if not shared:
            return found
        shares = dict(found)
        given = [shares.get(plan, 0) for plan in plans]
        last = max(arrives(one, given, 0) for one, count in enumerate(given) if count)
        alone = min(plans, key=lambda plan: self._with_delay(plan, pieces, pieces))
        return [(alone, pieces)] if self._with_delay(alone, pieces, pieces) < last else found

    def _beside(
        self, plans: Sequence[Plan], given: Sequence[int], mine: int, shared: frozenset[str]
    ) -> dict[str, Taken]:
        """What the plans but one, given so many pieces each, take of the pools that some of them share."""
        taken: dict[str, Taken] = {}
        for one, plan in enumerate(plans) if shared else ():
            if one == mine or not given[one]:
                continue
            for leg in plan.legs:
                for pool in shared.intersection(leg.lift):
                    before = taken.get(pool, NOTHING)
                    taken[pool] = Taken(
                        before.number + things(leg, given[one]),
                        max(before.away, self.away(leg)),
                        max(before.back, self._travel(leg)),
                    )
        return taken

    def otherwise(self, shape: RouteRequest) -> tuple[Plan, ...]:
        """Plans round all that is shut now; where none keeps to the stops that were wished, without these."""
        shut = self.theatre.closures.shut(self.theatre.now)
        return self.plans.every(shape, shut) or self.plans.every(shape.without_stops, shut)

    def better(self, plan: Plan, number: int, shape: RouteRequest, pieces: int) -> tuple[Plan, ...]:
        """Other plans for pieces that stand before a leg of theirs, if these are sooner; else none."""
        rest = plan.legs[number - 1 :]
        delay = self.delay(rest)
        if not delay:
            return ()
        others = self.otherwise(shape)
        going_on = self.seconds(plan, 0) if number == 1 else self._on_the_way(rest)
        best = min((self._with_delay(other, pieces) for other in others), default=inf)
        return others if best < delay + going_on else ()

    def by_now(self, plan: Plan, shape: RouteRequest, pieces: int) -> tuple[Plan, ...]:
        """Plans for pieces that wait for lift at the start of one, if they are a day sooner; else none."""
        others = self.plans_for(shape, pieces)
        best = min((self._with_delay(one, pieces) for one in others if one != plan), default=inf)
        return others if best + DAY < self._with_delay(plan, 0) else ()

    def shut_at(self, place: str) -> Shut:
        """What is shut now, as it looks from a place: if it is, so are all of its gates."""
        shut = self.theatre.closures.shut(self.theatre.now)
        here = frozenset((place, gate) for gate in GATES if place in shut.places)
        return shut._replace(gates=shut.gates | here) if here else shut

    def onward(self, shape: RouteRequest, spot: Spot, came_by: str) -> tuple[float, Plan] | None:
        """Seconds and a plan from where a serial stands under way, by any modes, round all that is shut.

        By the way it came it may leave. Where its place is shut, it cannot unload there either.
        """
        shut = self.shut_at(spot[0])
        shut = shut._replace(links=shut.links - {came_by})
        free = shape.without_stops
        plan = self.plans.onward(free, spot, shut) if len(free.stops) == 1 else None
        return None if plan is None else (self.seconds(plan, 1), plan)

    def _with_delay(self, plan: Plan, pieces: int, together: int = 0) -> float:
        return self.delay(plan.legs) + self.seconds(plan, pieces, together)

    def seconds(
        self, plan: Plan, pieces: int, together: int = 0, beside: Mapping[str, Taken] = ALONE
    ) -> float:
        """Expected seconds of a plan for so many pieces more, the queue for lift included.

        `together` with others of their request, by whichever ways, they are so many; `beside` them these take
        from the same pools.
        """
        called, lift = 0, 0.0
        for leg in plan.legs:
            if leg.lift:
                called += sum(map(self.gates.waited_for, leg.lift))
                lift = max(lift, self._for_lift(leg, pieces, beside))
        late = self._coming_round(plan, max(pieces, together)) + self._in_ice(plan)
        return plan.seconds - called + lift + late

    def _in_ice(self, plan: Plan) -> float:
        """Seconds that ice before its ports costs a ship, as it is now."""
        if not self.theatre.answers(IcePassage):
            return 0.0
        lost = self.theatre.levels.get
        ports = (
            port for leg in plan.legs if leg.mode == "sea" and not leg.every for port in (leg.start, leg.end)
        )
        return HOUR * sum(lost(hours_lost_in_ice(port)) for port in ports)

    def _coming_round(self, plan: Plan, pieces: int) -> float:
        """Seconds that later legs wait for lift of earlier ones, where there is not enough for both."""
        return sum(
            late
            for one, other, pool, late in self._lifted_twice(plan)
            if self.gates.promised(pool) + things(one, pieces) + things(other, pieces)
            > self.plans.parameters.pool_size(pool)
        )

    def _lifted_twice(self, plan: Plan) -> list[Twice]:
        """Legs that take the same lift, where its empty way between them is longer than the load's."""
        known = self._foreseen.twice.get(id(plan))
        if known is None:
            twice: list[Twice] = []
            for (at, one), (later, other) in combinations(enumerate(plan.legs), 2):
                for pool in set(one.lift).intersection(other.lift):
                    between = sum(self.away(leg) for leg in plan.legs[at + 1 : later])
                    late = self.plans.ballast(pool, one.end, other.start) - between
                    twice += [(one, other, pool, late)] if late > 0 else []
            known = self._foreseen.twice[id(plan)] = twice, plan
        return known[0]

    def delay(self, legs: Sequence[LegPlan]) -> float:
        """Seconds to wait for openings on these legs, setting out now; infinite if for ever."""
        closures, now, delay = self.theatre.closures, self.theatre.now, 0.0
        for elapsed, keys in self._passed(legs) if closures else ():
            delay = max(delay, closures.opens(now, *keys) - now - elapsed)
        return delay

    def _passed(self, legs: Sequence[LegPlan]) -> list[Passed]:
        """What of these legs may be shut at some time, and the expected seconds from their start to there."""
        known = self.theatre.closures.known
        if len(known) != self._known:
            self._known, self._met = len(known), self._foreseen.meeting(frozenset(known))
        key = tuple(map(id, legs))
        if key not in self._met:
            passed = [one for one in keys_along(legs) if not known.isdisjoint(one[1])]
            self._met[key] = passed, tuple(legs)
        return self._met[key][0]

    def _on_the_way(self, legs: Sequence[LegPlan]) -> float:
        return sum(self._travel(leg) for leg in legs)

    def _travel(self, leg: LegPlan) -> float:
        """Expected seconds on the way; transporters keep to their days of march."""
        known = self._foreseen.travels.get(id(leg))
        if known is None:
            seconds: float = sum(step.hop.metres / step.speed.middle for step in leg.alternatives[0])
            if leg.lift and MODES[leg.mode].in_column:
                seconds = max(seconds, self.plans.ballast(leg.lift[0], leg.start, leg.end))
            known = self._foreseen.travels[id(leg)] = seconds, leg
        return known[0]

    def away(self, leg: LegPlan) -> float:
        """Seconds that lift is expected to be away with one load of a leg."""
        known = self._foreseen.aways.get(id(leg))
        if known is None:
            parameters = self.plans.parameters
            ends = [MODES[leg.mode].work(parameters, leg, loading=loading) for loading in (True, False)]
            works = sum(end.time.middle for end in ends if end is not None)
            known = self._foreseen.aways[id(leg)] = self._travel(leg) + works, leg
        return known[0]

    def _for_lift(self, leg: LegPlan, pieces: int, beside: Mapping[str, Taken]) -> float:
        """Seconds until the last of these pieces and of all that is promised has lift."""
        longest = 0.0
        for pool in leg.lift:
            others = beside.get(pool, NOTHING)
            away, back = max(self.away(leg), others.away), max(self._travel(leg), others.back)
            asked = self.gates.promised(pool) + things(leg, pieces) + others.number
            if leg.every:
                return float(self.gates.sailings(pool, leg.start).behind(self.theatre.now, asked))
            longest = max(longest, self.gates.wait_for(pool, asked, away, back))
        return longest


def _shared(plans: Sequence[Plan]) -> frozenset[str]:
    """Pools of lift that more than one of some plans take from."""
    pools = Counter(
        pool for plan in plans for pool in frozenset[str]().union(*(leg.lift for leg in plan.legs))
    )
    return frozenset(pool for pool, count in pools.items() if count > 1)


def things(leg: LegPlan, pieces: int) -> float:
    """How much of its lift so many pieces take: a transporter each, or their share of a train or ship."""
    return pieces if MODES[leg.mode].in_column else pieces / leg.lot
