"""Passing: a serial goes over a run of hops on timers alone, without a process to wake at each.

The hot path of the model, and so a machine of call-backs where all else is a generator: twenty hops cost less
than half of what a process that wakes at each would (`docs/decisions/0003` has the figures). Each hop is one
timer: its queue, the way, and the border at its end; a strait or bridge is another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from simpy import Event

from posture.operations.movement.legs import Step
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.serials import Serial
from posture.operations.movement.ways import Passage
from posture.theatre import Theatre
from posture.theatre.closures import NEVER
from posture.theatre.event_kinds import BORDER, CLOSURE, GATE_QUEUE, NIGHT_BAN
from posture.theatre.gates import Calendar


@dataclass(frozen=True, slots=True)
class GatedStep:
    """A step in one run, with its gates.

    `gate` lets serials in one after the other, `room` so many at once; `narrows` is the gate of the strait or
    bridge at its end. `shuts` where the way or the place at its end may be shut at some time.
    """

    step: Step
    gate: Calendar | None
    room: Calendar | None
    narrows: Calendar | None
    shuts: bool = False


class Passing:
    """One serial on its way over a run of hops.

    The row of the mode, noted at the end of a hop, is also the sign that the head has passed there.
    """

    __slots__ = (
        "_after",
        "_ban",
        "_banned",
        "_border",
        "_chance",
        "_clock",
        "_column",
        "_done",
        "_due",
        "_index",
        "_moving",
        "_name",
        "_narrows",
        "_note",
        "_queued",
        "_serial",
        "_step",
        "_vehicles",
        "_waits",
        "_ways",
    )

    def __init__(
        self,
        theatre: Theatre,
        serial: Serial,
        ways: Sequence[GatedStep],
        vehicles: int,
        column: MarchDay | None,
        *,
        ban: int = 0,
    ) -> None:
        self._after = theatre.after
        self._waits = theatre.waits
        self._chance = theatre.chance
        self._note = theatre.log.note
        self._name = serial.name
        self._serial = serial
        self._ways = ways
        self._vehicles = vehicles
        self._column = column
        self._clock = theatre.clock
        self._ban = ban
        self._done = Event(theatre.env)
        self._step = ways[0].step
        self._due = theatre.now
        self._index = 0
        self._narrows = False
        self._queued = self._moving = self._border = self._banned = 0

    def begin(self) -> Event:
        """Set out; the event fires at the end of the last hop, or before one whose queue it outlasts.

        Its value is the number of hops that have been passed.
        """
        self._set_out()
        return self._done

    def _set_out(self) -> None:
        """Book the next hop and set its timer."""
        now = begin = self._due
        way = self._ways[self._index]
        step = self._step = way.step
        moving = step.seconds
        if moving < 0:
            moving = round(step.hop.metres / self._serial.value(self._chance, step.speed))
        if way.gate is not None:
            begin = way.gate.book(begin, self._vehicles * step.headway + step.hold)
        if self._column is not None:
            moving = self._march(way, begin, moving)
        moving += step.headway
        if way.room is not None:
            begin = way.room.book(begin, moving)
        if begin >= NEVER:
            self._done.succeed(self._index)
            return
        border = 0
        if step.crossing is not None:
            border = self._chance.seconds(step.crossing, self._name, step.hop.end)
        self._queued, self._moving, self._border = begin - now, moving - self._banned, border
        self._due = begin + moving + border
        self._after(self._due - now, self._over)

    def _march(self, way: GatedStep, begin: int, seconds: int) -> int:
        """Elapsed seconds of a way, its rests, halts and night ban included."""
        assert self._column is not None
        metres = way.step.hop.metres
        if not self._ban:
            return self._column.drive(metres, seconds)
        of_day = self._clock.second_of_day(begin)
        seconds, self._banned = self._column.by_night(metres, seconds, of_day, self._ban)
        return seconds

    def _over(self) -> None:
        """A hop, or the passage at its end, is over: note it and go on."""
        step, note, now = self._step, self._note, self._due
        end = step.hop.end
        if self._queued:
            note(now, GATE_QUEUE, self._name, end, self._queued)
        if self._banned:
            note(now, NIGHT_BAN, self._name, end, self._banned)
            self._banned = 0
        if self._moving:
            note(now, step.cause, self._name, end, self._moving)
        if self._border:
            note(now, BORDER, self._name, end, self._border)
        if step.passage is not None and not self._narrows:
            self._enter(now, step.passage)
            return
        self._narrows = False
        self._index += 1
        if self._index < len(self._ways):
            self._set_out()
        else:
            self._done.succeed(self._index)

    def _enter(self, now: int, passage: Passage) -> None:
        """Book the strait, canal or bridge at the end of a hop and set its timer."""
        seconds, begin, narrows = self._step.dwell, now, self._ways[self._index].narrows
        if seconds < 0:
            seconds = self._chance.seconds(passage.time, self._name, self._step.hop.end)
        if narrows is not None:
            begin, seconds = narrows.slot(now, seconds)
            if begin >= NEVER:
                self._waits.begin(self._name, CLOSURE, self._step.hop.end, now, self._serial.pieces)
                return
        self._narrows = True
        self._queued, self._moving, self._border = begin - now, seconds, 0
        self._due = begin + seconds
        self._after(self._due - now, self._over)
