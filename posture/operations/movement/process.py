"""What happens: requests to move are cleared, divided among ways and split into serials."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from math import inf

from simpy import Event

from posture.core.clock import DAY
from posture.core.errors import ModelFault
from posture.core.ids import id_of
from posture.operations.movement.event_kinds import REROUTED, SPLIT
from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.movement.modes import MODES
from posture.operations.movement.plans import Plans, RouteRequest
from posture.operations.movement.schema import Routes
from posture.operations.movement.serials import Paces, Serial
from posture.operations.movement.travel import Travel
from posture.theatre import Process, Theatre
from posture.theatre.closures import Key
from posture.theatre.event_kinds import ARRIVED, CLEARANCE, DEPARTED, EARLY, FOLLOWS, HAULED, READINESS
from posture.theatre.forces import IN_TRANSIT
from posture.theatre.requests import Arrival, Load, Move


def start(theatre: Theatre, plans: Plans) -> None:
    """Let movement answer requests in this run."""
    theatre.serve(Move, Traffic(theatre, plans).answer)


class Traffic:
    """All that is on the move in one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.travel = Travel(theatre, plans)
        self._paces = Paces(theatre.chance, plans.written.speed_correlation)
        self._left: dict[str, tuple[int, Event]] = {}

    def answer(self, move: Move) -> Event:
        """Set a request going; the event fires when its last piece has arrived.

        All clearances are asked for together. Where neither they nor the pieces have to be waited for,
        serials go at once.
        """
        theatre, load = self.theatre, move.load
        finished = Event(theatre.env)
        self._left[move.name] = (move.pieces, finished)
        plans = self._open_plans(RouteRequest.of(move))
        permits = self._ask(load, plans)
        if move.ready or not all(permit.triggered for _, permit in permits):
            theatre.start(self._prepare(move, plans, permits))
        else:
            self._launch(move, plans)
        return finished

    def _ask(self, load: Load, plans: tuple[Plan, ...]) -> list[tuple[str, Event]]:
        """Permissions of all countries on the way, on the ground and in the air; each is asked for once."""
        crossed = sorted(frozenset[str]().union(*(plan.countries for plan in plans)))
        overflown = sorted(frozenset[str]().union(*(plan.overflown for plan in plans)))
        asked = ((self.theatre.clearances, crossed), (self.theatre.overflight, overflown))
        return [(one, office.ask(load.nation, one, load.cargo)) for office, those in asked for one in those]

    def _prepare(self, move: Move, plans: tuple[Plan, ...], permits: list[tuple[str, Event]]) -> Process:
        """Wait until pieces and permissions are there; books `readiness` and `clearance` to the request."""
        theatre, asked = self.theatre, self.theatre.now
        if move.ready is not None and not move.ready.processed:
            theatre.waits.begin(move.name, READINESS, move.start, asked, move.pieces)
            yield move.ready
            theatre.waits.end(move.name)
            theatre.note(READINESS, move.name, move.start, theatre.now - asked)
        begin, last = theatre.now, ""
        for country, permit in permits:
            if not permit.triggered:
                theatre.waits.begin(move.name, CLEARANCE, country, begin, move.pieces)
                yield permit
                theatre.waits.end(move.name)
                last = country
        if theatre.now > begin:
            theatre.note(CLEARANCE, move.name, last, theatre.now - begin)
        self._launch(move, plans)

    def _open_plans(self, shape: RouteRequest) -> tuple[Plan, ...]:
        """Plans round what is shut now; if nothing leads round, the plans that will wait for it."""
        shut = self.theatre.closures.shut(self.theatre.now)
        plans = self.plans.of(shape, shut) or self.plans.of(shape)
        if not plans:
            raise ModelFault(f"no way from {shape.start} to {shape.end}, although it was checked")
        return plans

    def _launch(self, move: Move, plans: tuple[Plan, ...]) -> None:
        """Split the pieces among the plans and into serials, and let these go."""
        first = 0
        shares = divide(self.plans.written.routes, plans, move.pieces)
        for number, (plan, pieces) in enumerate(shares, start=1):
            name = move.name if len(shares) == 1 else id_of(move.name, f"way {number}")
            self._chain(move, name, plan, range(first, first + pieces))
            first += pieces

    def _chain(self, move: Move, name: str, plan: Plan, pieces: range) -> None:
        """The serials of one plan, leg by leg.

        A serial of one leg goes on when every serial that brings pieces of it has come in on the leg before.
        Notes `split` with the number of serials of each leg.
        """
        upstream: list[Serial] = []
        for number, leg in enumerate(plan.legs, start=1):
            serials = self._split(move, id_of(name, f"{number} {leg.mode}"), leg, pieces, plan.countries)
            self.theatre.note(SPLIT, move.name, leg.start, len(serials))
            for serial in serials:
                self.theatre.start(self._go(serial, plan, number, _overlapping(upstream, serial)))
            upstream = serials

    def _split(
        self, move: Move, name: str, leg: LegPlan, pieces: range, cleared: frozenset[str]
    ) -> list[Serial]:
        return [
            Serial(move, f"{name} {k}", first, min(first + leg.lot, pieces.stop), cleared, self._paces)
            for k, first in zip(count(1), range(pieces.start, pieces.stop, leg.lot), strict=False)
        ]

    def _go(self, serial: Serial, plan: Plan, number: int, before: list[Serial]) -> Process:
        """One serial on one leg, from the coming of its last piece to its own.

        Notes `follows` (whose ledger it carries on: that of the latest to come), `departed`, `hauled` and
        `arrived`.
        """
        theatre, move, leg = self.theatre, serial.move, plan.legs[number - 1]
        latest = before[-1].name if before else move.name
        for other in before:
            if not other.arrived:
                yield other.come(theatre.env)
                latest = other.name
        theatre.note(FOLLOWS, serial.name, latest)
        if len(plan.legs) == 1 and theatre.closures and self._better_elsewhere(move, plan):
            yield from self._elsewhere(serial)
            return
        theatre.forces.move(move.unit, move.load.cargo, leg.start, IN_TRANSIT, serial.pieces)
        theatre.note(DEPARTED, serial.name, leg.start, serial.pieces)
        yield from self.travel.handling.clear_port(serial, leg)
        yield from MODES[leg.mode].carry(self.travel, serial, leg)
        if serial.weight:
            theatre.note(HAULED, move.name, leg.mode, serial.weight * serial.metres)
        last = number == len(plan.legs)
        if last and move.earliest > theatre.now:
            yield from self.travel.handling.spend(serial, move.earliest - theatre.now, EARLY, leg.end)
        theatre.forces.move(move.unit, move.load.cargo, IN_TRANSIT, leg.end, serial.pieces)
        theatre.note(ARRIVED, serial.name, leg.end, serial.pieces)
        serial.arrive()
        if last:
            move.arrived(Arrival(move.name, serial.name, serial.pieces))
            self._count(move, serial.pieces)

    def _count(self, move: Move, pieces: int) -> None:
        """So many pieces of a request have arrived; when all have, it is finished."""
        left, finished = self._left[move.name]
        self._left[move.name] = (left - pieces, finished)
        if left == pieces:
            finished.succeed()

    def _better_elsewhere(self, move: Move, plan: Plan) -> bool:
        """Whether the plan's way is shut now and another is sooner than to wait for its opening."""
        theatre, now = self.theatre, self.theatre.now
        places = {step.hop.end for leg in plan.legs for step in leg.alternatives[0]}
        sailed = [leg for leg in plan.legs if MODES[leg.mode].from_port_to_port]
        ports = {place for leg in sailed for place in (leg.start, leg.end)}
        keys: list[Key] = [("link", link) for link in sorted(plan.links)]
        keys += [("place", place) for place in sorted(places)]
        keys += [("gate", port, "approach") for port in sorted(ports)]
        opens = theatre.closures.opens(now, *keys)
        if opens <= now:
            return False
        others = self.plans.of(RouteRequest.of(move), theatre.closures.shut(now))
        return bool(others) and (opens == inf or others[0].seconds < opens - now + plan.seconds)

    def _elsewhere(self, serial: Serial) -> Process:
        """Move the pieces of a serial that has not left by a plan made anew; its ledger is carried on."""
        again = replace(serial.move, name=f"{serial.name} anew", pieces=serial.pieces, ready=None)
        self.theatre.note(FOLLOWS, again.name, serial.name)
        self.theatre.note(REROUTED, serial.name, serial.move.start)
        yield self.answer(again)
        serial.arrive()
        self._count(serial.move, serial.pieces)


def _overlapping(upstream: list[Serial], serial: Serial) -> list[Serial]:
    """The serials of the leg before that bring pieces of this one; both go along the pieces in order."""
    begin = bisect_right(upstream, serial.first, key=lambda one: one.last)
    end = bisect_left(upstream, serial.last, key=lambda one: one.first)
    return upstream[begin:end]


def divide(rule: Routes, plans: Sequence[Plan], pieces: int) -> list[tuple[Plan, int]]:
    """How many pieces go by each plan; plans that get none are left out.

    `spread` deals lots out evenly. `quickest` gives each lot to the way on which it would arrive first: with
    travel times t and rates r this fills ways until all end at T = (pieces + sum of r t) / sum of r, the
    value of the quickest flow over separate ways (Ford and Fulkerson 1958), to within a lot.
    """
    if len(plans) == 1:
        return [(plans[0], pieces)]
    given = [0] * len(plans)
    left = pieces
    turn = 0
    while left > 0:
        best = turn % len(plans) if rule.rule == "spread" else _first(plans, given)
        lot = min(left, _lot(plans[best]))
        given[best] += lot
        left -= lot
        turn += 1
    return [(plan, count) for plan, count in zip(plans, given, strict=True) if count]


def _first(plans: Sequence[Plan], given: Sequence[int]) -> int:
    """The way on which the next lot would arrive first."""
    return min(range(len(plans)), key=lambda i: (_arrives(plans[i], given[i]), i))


def _arrives(plan: Plan, before: int) -> float:
    return plan.seconds + (before + _lot(plan)) * DAY / plan.rate


def _lot(plan: Plan) -> int:
    return min(leg.lot for leg in plan.legs)
