"""Travel: a serial passes hop after hop, past queues, borders, straits, and round what is closed."""

from collections.abc import Callable, Generator
from itertools import pairwise
from math import inf
from typing import Any

from simpy import Event

from posture.core.clock import DAY
from posture.operations.movement.event_kinds import REROUTED, STRANDED
from posture.operations.movement.handling import Handling
from posture.operations.movement.legs import LegPlan, Step, Steps
from posture.operations.movement.lift import LADEN
from posture.operations.movement.marching import NIGHT_BEGINS, MarchDay
from posture.operations.movement.passage import GatedStep, Passing
from posture.operations.movement.plans import Plans, RouteRequest
from posture.operations.movement.serials import Serial
from posture.theatre import Process, Theatre
from posture.theatre.closures import Key
from posture.theatre.event_kinds import CLEARANCE, CLOSURE, NIGHT_BAN

Change = Callable[[str, Steps], Process]
"""What a train does where the gauge changes: the place, and the steps come so far with one set."""


class Travel:
    """Brings serials along the steps of a leg, with the gates and the lift of one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.parameters = plans.parameters
        self.handling = Handling(theatre, plans.parameters)
        self.gates = self.handling.gates
        self._gated: dict[str, GatedStep] = {}
        self._detours: dict[Any, tuple[int, Steps] | None] = {}

    def along(
        self,
        serial: Serial,
        leg: LegPlan,
        steps: Steps,
        *,
        vehicles: int = 1,
        column: MarchDay | None = None,
        change: Change | None = None,
    ) -> Generator[Event, Any, Steps]:
        """Pass all steps, changing gauge where they do; gives those passed since the last change.

        Runs of hops that nothing can interrupt are passed in one go, see `Passing`.
        """
        index, since = 0, 0
        watched = bool(self.theatre.closures)
        banned = column is not None and serial.move.load.cargo in LADEN
        while index < len(steps):
            step = steps[index]
            if watched:
                other = yield from self._heed(serial, leg, steps, index)
                if other is not None:
                    steps = steps[since:index] + other
                    index, since = index - since, 0
                    continue
            if change is not None and index > since and _changes_at(steps, index):
                yield from change(step.hop.start, steps[since:index])
                since = index
            ban = (self.parameters.roads[step.country].night_ban or 0) if banned else 0
            if ban:
                yield from self._wait_for_day(serial, step.hop.start, ban)
            end = index + 1 if watched or banned else _run_end(steps, index)
            ways = [self._gated.get(step.name) or self._gate(step) for step in steps[index:end]]
            yield Passing(self.theatre, serial, ways, vehicles, column, ban=ban).begin()
            if serial.move.load.weight:  # only what is weighed is added up
                serial.metres += sum(way.step.hop.metres for way in ways)
            index = end
        return steps[since:]

    def _gate(self, step: Step) -> GatedStep:
        """A step with its gates, which are made for the first serial that passes."""
        gates, passage, hop = self.gates, step.passage, step.hop
        narrows = passage is not None and passage.servers is not None
        gated = self._gated[step.name] = GatedStep(
            step,
            gate=gates.way(step) if step.hold or step.headway else None,
            room=gates.room(step) if step.capacity else None,
            narrows=gates.passage(hop.end, passage, hop.start) if passage and narrows else None,
        )
        return gated

    def _wait_for_day(self, serial: Serial, place: str, ban: int) -> Process:
        """An oversize column enters no way during its country's night ban; on one, it halts where it is."""
        into = (self.theatre.clock.second_of_day(self.theatre.now) - NIGHT_BEGINS) % DAY
        if into < ban:
            yield from self.handling.spend(serial, ban - into, NIGHT_BAN, place)

    def _heed(
        self, serial: Serial, leg: LegPlan, steps: Steps, index: int
    ) -> Generator[Event, Any, Steps | None]:
        """Before a way that is shut: the steps of a detour, if that is sooner than to wait; else wait.

        Notes `rerouted` with the seconds it costs, or `stranded` where nothing opens and no way leads round.
        """
        theatre, hop = self.theatre, steps[index].hop
        keys: list[Key] = [("link", hop.link), ("place", hop.end)]
        if _changes_at(steps, index):
            keys.append(("gate", hop.start, "transload"))
        opens = theatre.closures.opens(theatre.now, *keys)
        if opens <= theatre.now:
            return None
        other = self._detour(serial, leg, steps, index)
        if other is not None and other[0] < opens - theatre.now:
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
        layer = steps[index - 1].hop.layer if _changes_at(steps, index) else rest[0].hop.layer
        shut = self.theatre.closures.shut(self.theatre.now)
        key = (RouteRequest.of(serial.move), leg.mode, leg.end, place, layer, shut)
        if key not in self._detours:
            self._detours[key] = self.plans.detour(key[0], leg, (place, layer), shut)
        found = self._detours[key]
        if found is None or _gauges(found[1]) != list(dict.fromkeys([layer, *_gauges(rest)])):
            return None
        return max(0, found[0] - self.plans.expected(key[0], rest)), found[1]

    def _ask_countries(self, serial: Serial, steps: Steps) -> Process:
        """A change of route voids clearances: permission of each new country is asked for on the spot."""
        load, begin = serial.move.load, self.theatre.now
        fresh = sorted({step.country for step in steps if step.country} - serial.cleared)
        permits = [self.theatre.clearances.ask(load.nation, country, load.cargo) for country in fresh]
        for permit in permits:
            if not permit.triggered:
                yield permit
        self.handling.book(serial, self.theatre.now - begin, CLEARANCE, steps[0].hop.start)
        serial.cleared |= frozenset(fresh)

    @staticmethod
    def changes(steps: Steps) -> list[str]:
        """Places where the gauge changes."""
        return [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer]


def _changes_at(steps: Steps, index: int) -> bool:
    """Whether the gauge changes where the step at an index begins."""
    return index > 0 and steps[index].hop.layer != steps[index - 1].hop.layer


def _run_end(steps: Steps, index: int) -> int:
    """Where the run of steps of one gauge that begins at an index ends."""
    layer = steps[index].hop.layer
    return next((i for i in range(index, len(steps)) if steps[i].hop.layer != layer), len(steps))


def _gauges(steps: Steps) -> list[str]:
    """The layers that a run of steps goes through, in order."""
    return list(dict.fromkeys(step.hop.layer for step in steps))
