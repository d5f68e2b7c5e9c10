"""Passing: a serial goes over a run of hops on timers alone, without a process to wake at each.

The hot path of the model. Each hop is one timer: its queue, the way, and the border at its end; a strait or
bridge that only so many can pass is another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from simpy import Event

from posture.core.distributions import Distribution
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.serials import Serial
from posture.theatre import Theatre
from posture.theatre.event_kinds import BORDER, GATE_QUEUE, MODE_CAUSES
from posture.theatre.gates import Calendar
from posture.theatre.network import Mode


@dataclass(frozen=True, slots=True)
class Way:
    """One hop in one run. `seconds` (on the way) and `dwell` (of its passage) are -1 unless constant.

    `gate` lets serials in one after the other, `room` so many at once; `passage` is the time of the strait or
    bridge at its end, `narrows` the gate of it.
    """

    mode: Mode
    end: str
    seconds: int
    metres: int
    speed: Distribution
    headway: int
    hold: int
    gate: Calendar | None
    room: Calendar | None
    crossing: Distribution | None
    passage: Distribution | None
    dwell: int
    narrows: Calendar | None


class Passing:
    """One serial on its way over a run of hops.

    The row of the mode, noted at the end of a hop, is also the sign that the head has passed there.
    """

    __slots__ = (
        "_border",
        "_chance",
        "_column",
        "_done",
        "_due",
        "_index",
        "_moving",
        "_name",
        "_narrows",
        "_note",
        "_on_time",
        "_queued",
        "_serial",
        "_timer",
        "_vehicles",
        "_way",
        "_ways",
    )

    def __init__(
        self, theatre: Theatre, serial: Serial, ways: Sequence[Way], vehicles: int, column: MarchDay | None
    ) -> None:
        self._timer = theatre.timer
        self._on_time = self._over
        self._chance = theatre.chance
        self._note = theatre.log.note
        self._name = serial.name
        self._serial = serial
        self._ways = ways
        self._vehicles = vehicles
        self._column = column
        self._done = Event(theatre.env)
        self._way = ways[0]
        self._due = theatre.now
        self._index = 0
        self._narrows = False
        self._queued = self._moving = self._border = 0

    def begin(self) -> Event:
        """Set out; the event fires at the end of the last hop."""
        self._set_out()
        return self._done

    def _set_out(self) -> None:
        """Book the next hop and set its timer."""
        now = begin = self._due
        way = self._way = self._ways[self._index]
        moving = way.seconds
        if moving < 0:
            moving = round(way.metres / self._serial.value(self._chance, way.speed))
        if self._column is not None:
            moving = self._column.drive(moving)
        moving += way.headway
        if way.gate is not None:
            begin = way.gate.book(begin, self._vehicles * way.headway + way.hold)
        if way.room is not None:
            begin = way.room.book(begin, moving)
        border = 0
        if way.crossing is not None:
            border = self._chance.seconds(way.crossing, self._name, way.end)
        self._queued, self._moving, self._border = begin - now, moving, border
        self._due = begin + moving + border
        self._timer(self._due - now, self._on_time)

    def _over(self, _: Event) -> None:
        """A hop, or the passage at its end, is over: note it and go on."""
        way, note, now = self._way, self._note, self._due
        if self._queued:
            note(now, GATE_QUEUE, self._name, way.end, self._queued)
        if self._moving:
            note(now, MODE_CAUSES[way.mode], self._name, way.end, self._moving)
        if self._border:
            note(now, BORDER, self._name, way.end, self._border)
        if way.passage is not None and not self._narrows:
            self._enter(now, way)
            return
        self._narrows = False
        self._index += 1
        if self._index < len(self._ways):
            self._set_out()
        else:
            self._done.succeed()

    def _enter(self, now: int, way: Way) -> None:
        """Book the strait, canal or bridge at the end of a hop and set its timer."""
        seconds, begin = way.dwell, now
        if seconds < 0 and way.passage is not None:
            seconds = self._chance.seconds(way.passage, self._name, way.end)
        if way.narrows is not None:
            begin, seconds = way.narrows.slot(now, seconds)
        self._narrows = True
        self._queued, self._moving, self._border = begin - now, seconds, 0
        self._due = begin + seconds
        self._timer(self._due - now, self._on_time)
