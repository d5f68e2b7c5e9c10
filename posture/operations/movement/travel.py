"""Travel: a serial passes hop after hop, past queues, borders, straits, and round what is closed."""

from collections.abc import Callable, Generator
from itertools import pairwise
from math import inf
from typing import Any

from simpy import Event

from posture.ground.clock import DAY, HOUR
from posture.operations.movement.cargo import LADEN
from posture.operations.movement.marching import Column
from posture.operations.movement.plans import LegPlan, Plans, Shape, Step, Steps
from posture.operations.movement.serials import Serial
from posture.operations.movement.work import Work
from posture.theatre import Process, Theatre
from posture.theatre.routing import Shut

Change = Callable[[str, Steps], Process]
"""What a train does where the gauge changes: the place, and the steps come so far with one set."""

NIGHT = 22 * HOUR
"""When night bans begin."""


class Travel:
    """Brings serials along the steps of a leg."""

    def __init__(self, theatre: Theatre, plans: Plans, work: Work) -> None:
        self.theatre = theatre
        self.plans = plans
        self.work = work
        self.yards = work.yards
        self._detours: dict[Any, tuple[int, Steps] | None] = {}

    def along(
        self,
        serial: Serial,
        leg: LegPlan,
        steps: Steps,
        vehicles: int = 1,
        column: Column | None = None,
        change: Change | None = None,
    ) -> Generator[Event, Any, Steps]:
        """Pass all steps, changing gauge where they do; gives those passed since the last change."""
        index, since = 0, 0
        watched = bool(self.theatre.closures)
        while index < len(steps):
            step = steps[index]
            if change is not None and index > since and step.hop.layer != steps[index - 1].hop.layer:
                yield from change(step.hop.start, steps[since:index])
                since = index
            if watched:
                other = yield from self._heed(serial, leg, steps, index)
                if other is not None:
                    steps = steps[since:index] + other
                    index, since = index - since, 0
                    continue
            yield from self._pass(serial, step, vehicles, column)
            index += 1
        return steps[since:]

    def _pass(self, serial: Serial, step: Step, vehicles: int, column: Column | None) -> Process:
        """Pass one hop: one wait for the queue, the way and the border at its end.

        The row of the mode, noted at the end of the hop, is also the sign that the head has passed there.
        """
        theatre, hop = self.theatre, step.hop
        if column is not None and serial.move.load.cargo in LADEN:
            yield from self._wait_for_day(serial, step)
        now = begin = theatre.now
        drive = round(hop.metres / theatre.chance.value(step.speed, serial.swift))
        moving = step.headway + (drive if column is None else column.drive(drive))
        if step.hold or step.headway:
            begin = self.yards.way(step).book(begin, vehicles * step.headway + step.hold)
        if step.capacity:
            begin = self.yards.room(step).book(begin, moving)
        border = 0
        if step.crossing is not None:
            border = theatre.chance.seconds(step.crossing, serial.name, hop.end)
        yield theatre.wait(begin - now + moving + border)
        book = self.work.book
        book(serial, begin - now, "gate queue", hop.end)
        book(serial, moving, hop.mode, hop.end)
        book(serial, border, "border", hop.end)
        if step.passage is not None:
            yield from self._through(serial, step)

    def _through(self, serial: Serial, step: Step) -> Process:
        """Pass the strait, canal or bridge at the end of a hop."""
        theatre, hop, passage = self.theatre, step.hop, self.plans.written.passages[step.hop.end]
        seconds = theatre.chance.seconds(passage.time, serial.name, f"passage {hop.end}")
        now = begin = theatre.now
        if passage.servers is not None:
            gate = self.yards.passage(hop.end, passage.servers, hop.start)
            begin, seconds = gate.slot(now, seconds)
        yield theatre.wait(begin - now + seconds)
        self.work.book(serial, begin - now, "gate queue", hop.end)
        self.work.book(serial, seconds, hop.mode, hop.end)

    def _wait_for_day(self, serial: Serial, step: Step) -> Process:
        """An oversize column enters no way during its country's night ban."""
        ban = self.plans.figures.entry("roads", step.country, "night_ban")
        if ban:
            into = (self.theatre.clock.second_of_day(self.theatre.now) - NIGHT) % DAY
            if into < ban:
                yield from self.work.spend(serial, ban - into, "night ban", step.hop.start)

    def _heed(
        self, serial: Serial, leg: LegPlan, steps: Steps, index: int
    ) -> Generator[Event, Any, Steps | None]:
        """Before a way that is shut: the steps of a detour, if that is sooner than to wait; else wait.

        Notes `rerouted` with the seconds it costs, or `stranded` where nothing opens and no way leads round.
        """
        theatre, hop = self.theatre, steps[index].hop
        opens = theatre.closures.opens(theatre.now, ("link", hop.link), ("place", hop.end))
        if opens <= theatre.now:
            return None
        other = self._detour(serial, leg, steps, index)
        if other is not None and other[0] < opens - theatre.now:
            theatre.note("rerouted", serial.name, hop.start, other[0])
            yield from self._ask_countries(serial, other[1])
            return other[1]
        if opens == inf:
            theatre.note("stranded", serial.name, hop.start, serial.pieces)
            yield Event(theatre.env)
        yield from self.work.spend(serial, int(opens) - theatre.now, "closure", hop.start)
        return None

    def _detour(self, serial: Serial, leg: LegPlan, steps: Steps, index: int) -> tuple[int, Steps] | None:
        """The seconds that a way round costs beyond the one that is shut, and its steps."""
        hop, rest = steps[index].hop, steps[index:]
        shut = Shut(*self.theatre.closures.shut(self.theatre.now))
        key = (Shape.of(serial.move), leg.mode, leg.end, hop.start, hop.layer, shut)
        if key not in self._detours:
            self._detours[key] = self.plans.detour(key[0], leg, (hop.start, hop.layer), shut)
        found = self._detours[key]
        if found is None or _gauges(found[1]) != _gauges(rest):
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
        self.work.book(serial, self.theatre.now - begin, "clearance", steps[0].hop.start)
        serial.cleared |= frozenset(fresh)

    @staticmethod
    def changes(steps: Steps) -> list[str]:
        """Places where the gauge changes."""
        return [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer]


def _gauges(steps: Steps) -> list[str]:
    """The layers that a run of steps goes through, in order."""
    return list(dict.fromkeys(step.hop.layer for step in steps))
