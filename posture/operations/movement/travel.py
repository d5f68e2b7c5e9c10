"""Travel: a serial passes hop after hop, past queues, borders, straits, and round what is closed."""

from collections.abc import Callable, Generator
from itertools import pairwise
from math import inf
from typing import Any

from simpy import Event

from posture.core.clock import DAY
from posture.operations.movement.choice import PlanChoice
from posture.operations.movement.consolidation import Consolidation
from posture.operations.movement.event_kinds import REROUTED, STRANDED
from posture.operations.movement.gated_steps import GatedSteps, changes_at, needed
from posture.operations.movement.handling import Handling
from posture.operations.movement.legs import LegPlan, Step, Steps
from posture.operations.movement.lift import LADEN
from posture.operations.movement.lift_pool import LiftPool
from posture.operations.movement.marching import NIGHT_BEGINS, MarchDay
from posture.operations.movement.modes import MODES
from posture.operations.movement.passage import passing
from posture.operations.movement.plans import Plans
from posture.operations.movement.refuelling import FuelTanks
from posture.operations.movement.route_request import RouteRequest
from posture.operations.movement.serials import Serial
from posture.theatre import Process, Theatre
from posture.theatre.closures import Key
from posture.theatre.event_kinds import CLEARANCE, CLOSURE, GATE_QUEUE, NIGHT_BAN
from posture.theatre.network import GateKind
from posture.theatre.requests import Move
from posture.theatre.routing import Layer

Change = Callable[[str, Steps], Generator[Event, Any, bool]]
"""What a train does where the gauge changes: the place, and the steps come so far with one set.

It gives whether it has changed; not, where the place has shut while it waited for wagons.
"""
Before = Callable[[Steps, int], Generator[Event, Any, None]]
"""What is done before the step at an index, where it is not the first."""


class Travel:
    """Brings serials along the steps of a leg, with the gates and the lift of one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.parameters = plans.parameters
        self.handling = Handling(theatre, plans.parameters, plans.ballast)
        self.gates = self.handling.gates
        self._foreseen: dict[RouteRequest, int] = {}
        self.gated = GatedSteps(theatre, self.gates)
        self.consolidation = Consolidation(self)
        self.choice = PlanChoice(theatre, plans, self.gates)

    def foresee(self, shape: RouteRequest) -> None:
        """It is known from now on that something will go so."""
        self._foreseen.setdefault(shape, self.theatre.now)

    def foreseen(self, move: Move) -> int:
        """Since when it has been known that a request would be made; since now if it was not."""
        return self._foreseen.get(RouteRequest.of(move), self.theatre.now)

    def board(
        self, serial: Serial, leg: LegPlan, pool: LiftPool, count: int = 1
    ) -> Generator[Event, Any, bool]:
        """Wait for lift at the start of a leg; gives it back where the pieces go by another plan by now."""
        gate = MODES[leg.mode].gate
        keys: list[Key] = [("place", leg.start), ("gate", leg.start, gate)] if gate else []
        if self.theatre.closures.opens(self.theatre.now, *keys) == inf:
            yield from self.wait_open(serial, leg.start, *keys)
        if not (yield from self.handling.take(serial, pool, leg.start, count)):
            self._stopped(serial, leg, pool)
            return False
        if serial.fill is not None:
            yield from serial.fill()
        else:
            pool.settle(serial.pieces if MODES[leg.mode].in_column else serial.pieces / leg.lot, leg.start)
        if serial.left or (serial.reconsider is not None and serial.reconsider()):
            pool.give(count, leg.start)
            return False
        serial.loaded = True
        self.theatre.waits.hold(serial.name, pool.name, count)
        pool.expect(count, self.theatre.now + round(self.choice.away(leg)))
        return True

    @staticmethod
    def _stopped(serial: Serial, leg: LegPlan, pool: LiftPool) -> None:
        """It does not wait for lift any more: nor do those who would have gone with it."""
        if serial.fill is None:
            pool.settle(serial.pieces if MODES[leg.mode].in_column else serial.pieces / leg.lot, leg.start)
        elif serial.reconsider is not None:
            serial.reconsider()

    def along(
        self,
        serial: Serial,
        leg: LegPlan,
        steps: Steps,
        *,
        vehicles: int = 1,
        column: MarchDay | None = None,
        tanks: FuelTanks | None = None,
        change: Change | None = None,
        before: Before | None = None,
    ) -> Generator[Event, Any, Steps]:
        """Pass all steps, changing gauge where they do; gives those passed since the last change.

        Runs of hops that nothing can interrupt are passed in one go, see `passing`. Who turns round before a
        way that is shut may leave by the way it came, though that be shut too by now.
        """
        index, since, back, watched = 0, 0, "", bool(self.theatre.closures)
        while index < len(steps):
            step = steps[index]
            if watched and self.gated.may_be_shut(steps, index) and not (back and step.hop.link == back):
                other = yield from self._heed(serial, leg, steps, index)
                if other is not None:
                    back = steps[index - 1].hop.link if index else ""
                    steps = steps[since:index] + other
                    index, since = index - since, 0
                    continue
            if change is not None and index > since and changes_at(steps, index):
                if not (yield from change(step.hop.start, steps[since:index])):
                    continue
                since = index
            if before is not None and index:
                yield from before(steps, index)
            index = yield from self._pass(
                serial, steps, index, back, vehicles, column, tanks, singly=before is not None
            )
        return steps[since:]

    def _pass(
        self,
        serial: Serial,
        steps: Steps,
        index: int,
        back: str,
        vehicles: int,
        column: MarchDay | None,
        tanks: FuelTanks | None,
        *,
        singly: bool,
    ) -> Generator[Event, Any, int]:
        """Pass as many steps as nothing can interrupt, from an index on; gives that of the next."""
        step, banned = steps[index], column is not None and serial.move.load.cargo in LADEN
        if tanks is not None:
            yield from tanks.fill(step)
        ban = (self.parameters.roads[step.country].night_ban or 0) if banned else 0
        yield from self._wait_for_day(serial, step.hop.start, ban)
        ways = self.gated.run(steps, index, back, banned=banned, singly=singly)
        if tanks is not None:
            ways = ways[: tanks.reach(steps, index, index + len(ways)) - index]
        passed: int = yield passing(self.theatre, serial, ways, vehicles, column, ban=ban)
        if serial.weighed:
            serial.metres += sum(way.step.hop.metres for way in ways[:passed])
        if tanks is not None:
            tanks.burn(steps[index : index + passed])
        if passed < len(ways):
            yield from self._wait_for_the_end(serial, steps[index + passed])
        return index + passed

    def _wait_for_the_end(self, serial: Serial, step: Step) -> Process:
        """Stand in a queue until the way shuts for good; who knows that it will, though, is nobody."""
        theatre, hop = self.theatre, step.hop
        shuts = theatre.closures.shuts(theatre.now, ("link", hop.link), ("place", hop.end))
        yield from self.handling.spend(serial, int(shuts) - theatre.now, GATE_QUEUE, hop.start)

    def _wait_for_day(self, serial: Serial, place: str, ban: int) -> Process:
        """An oversize column enters no way during its country's night ban; on one, it halts where it is."""
        if not ban:
            return
        into = (self.theatre.clock.second_of_day(self.theatre.now) - NIGHT_BEGINS) % DAY
        if into < ban:
            yield from self.handling.spend(serial, ban - into, NIGHT_BAN, place)

    def _heed(
        self, serial: Serial, leg: LegPlan, steps: Steps, index: int
    ) -> Generator[Event, Any, Steps | None]:
        """Before a way that is shut: the steps of a detour, if that is sooner than to wait; else wait.

        A detour ends where the leg does, or where the pieces change to another mode of a way of their own.

        Notes `rerouted` with the seconds it costs, or `stranded` where nothing opens and no way leads round.
        """
        theatre, hop, keys = self.theatre, steps[index].hop, needed(steps, index)
        opens = theatre.closures.opens(theatre.now, *keys)
        if opens <= theatre.now:
            return None
        other = self._detour(serial, leg, steps, index)
        if other is None or other[0] >= opens - theatre.now:
            other = self._onward(serial, leg, steps, index, opens - theatre.now)
        if other is not None:
            theatre.note(REROUTED, serial.name, hop.start, other[0])
            yield from self._ask_countries(serial, other[1])
            return other[1]
        yield from self.wait_open(serial, hop.start, *keys)
        return None

    def wait_open(self, serial: Serial, place: str, *keys: Key) -> Process:
        """Wait at a place until all of these are open, by what is told of it meanwhile; books `closure`."""
        theatre, closures, begin = self.theatre, self.theatre.closures, self.theatre.now
        if closures.opens(begin, *keys) <= begin:
            return
        theatre.waits.begin(serial.name, CLOSURE, place, begin, serial.pieces)
        while (opens := closures.opens(theatre.now, *keys)) > theatre.now:
            told = closures.kept(*keys)
            if opens == inf and not told:
                theatre.note(STRANDED, serial.name, place, serial.pieces)
            wait = Event(theatre.env) if opens == inf else theatre.wait(int(opens) - theatre.now)
            yield wait | closures.news(theatre.env) if told else wait
        theatre.waits.end(serial.name)
        self.handling.book(serial, theatre.now - begin, CLOSURE, place)

    def _detour(self, serial: Serial, leg: LegPlan, steps: Steps, index: int) -> tuple[int, Steps] | None:
        """The seconds that a way round costs beyond the one that is shut, and its steps."""
        rest, place = steps[index:], steps[index].hop.start
        layer = steps[index - 1].hop.layer if changes_at(steps, index) else rest[0].hop.layer
        shut = self.choice.shut_at(place)
        shape = RouteRequest.of(serial.move)
        found = self.plans.detour(shape, leg, (place, layer), shut)
        if found is None or _gauges(found[1]) != list(dict.fromkeys([layer, *_gauges(rest)])):
            return None
        return max(0, found[0] - self.plans.expected(shape, rest)), found[1]

    def _onward(
        self, serial: Serial, leg: LegPlan, steps: Steps, index: int, wait: float
    ) -> tuple[int, Steps] | None:
        """The way to where it can go on by other modes, if it is at its end before what is shut opens."""
        place, rest = steps[index].hop.start, steps[index:]
        layer = steps[index - 1].hop.layer if changes_at(steps, index) else rest[0].hop.layer
        came_by = steps[index - 1].hop.link if index else ""
        found = self.choice.onward(RouteRequest.of(serial.move), (place, layer), came_by)
        if found is None or found[0] >= wait:
            return None
        first = found[1].legs[0]
        if first.start != place or first.mode != leg.mode or MODES[leg.mode].once:
            serial.end, other = place, Steps()
        elif _gauges(first.alternatives[0]) not in ([layer], list(dict.fromkeys([layer, *_gauges(rest)]))):
            return None
        else:
            serial.end, other = first.end, first.alternatives[0]
        for change in self.changes(rest):
            self.gates.came_to(change)
        return round(found[0]), other

    def put_in(self, serial: Serial, leg: LegPlan, gate: GateKind, layer: Layer) -> Process:
        """Where it cannot unload, and another place is reached before that opens, go on to unload there."""
        theatre, closures = self.theatre, self.theatre.closures
        wait = closures.opens(theatre.now, ("place", serial.end), ("gate", serial.end, gate)) - theatre.now
        if wait <= 0:
            return
        found = self.choice.onward(RouteRequest.of(serial.move), (serial.end, layer), "")
        first = found[1].legs[0] if found is not None and found[0] < wait else None
        if first is None or first.mode != leg.mode or first.start != serial.end:
            return
        steps = first.alternatives[0]
        if _gauges(steps) == [layer]:
            theatre.note(REROUTED, serial.name, serial.end)
            serial.end = first.end
            yield from self._ask_countries(serial, steps)
            yield from self.along(serial, leg, steps)

    def _ask_countries(self, serial: Serial, steps: Steps) -> Process:
        """A change of route voids clearances: permission of each new country is asked for on the spot."""
        load, begin = serial.move.load, self.theatre.now
        fresh = sorted({step.country for step in steps if step.country} - serial.cleared)
        permits = [self.theatre.clearances.ask(load.nation, country, load.cargo) for country in fresh]
        for permit in permits:
            if not permit.triggered:
                yield permit
        if fresh:
            self.handling.book(serial, self.theatre.now - begin, CLEARANCE, steps[0].hop.start)
        serial.cleared |= frozenset(fresh)

    @staticmethod
    def changes(steps: Steps) -> list[str]:
        """Places where the gauge changes."""
        return [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer]


def _gauges(steps: Steps) -> list[str]:
    """The layers that a run of steps goes through, in order."""
    return list(dict.fromkeys(step.hop.layer for step in steps))
