"""Passing: a serial goes over a run of hops on timers alone, without a process to wake at each.

The hot path of the model, and so a course of the event loop (`docs/decisions/0003` has the figures), whose
local names cost less than the fields of an object. Each hop is one entry of the calendar: its queue, the way,
and the border at its end; a strait or bridge is another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from simpy import Event

from posture.operations.movement.legs import Step
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.serials import Serial
from posture.theatre import Theatre
from posture.theatre.closures import NEVER
from posture.theatre.event_kinds import BORDER, CLOSURE, GATE_QUEUE, NIGHT_BAN
from posture.theatre.event_loop import Course
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


def passing(
    theatre: Theatre,
    serial: Serial,
    ways: Sequence[GatedStep],
    vehicles: int,
    column: MarchDay | None,
    *,
    ban: int = 0,
) -> Event:
    """Pass these ways; the event fires at the end of the last, or before one whose queue it outlasts.

    Its value is the number of hops that have been passed. The row of the mode, noted at the end of a hop, is
    also the sign that the head has passed there.
    """
    done = Event(theatre.env)
    theatre.run_course(_pass(theatre, serial, ways, vehicles, column, ban, done))
    return done


def _pass(  # noqa: C901, PLR0912 - in one piece: 12,000 times a run, each part would cost a call
    theatre: Theatre,
    serial: Serial,
    ways: Sequence[GatedStep],
    vehicles: int,
    column: MarchDay | None,
    ban: int,
    done: Event,
) -> Course:
    """Book a hop, wait for its end, note it, and the same for what is narrow there."""
    note, chance, name, now = theatre.log.note, theatre.chance, serial.name, theatre.now
    for index, way in enumerate(ways):
        step = way.step
        place, headway, moving, banned, border = step.hop.end, step.headway, step.seconds, 0, 0
        if moving < 0:
            moving = round(step.hop.metres / serial.value(chance, step.speed))
        begin = now if way.gate is None else way.gate.book(now, vehicles * headway + step.hold)
        if column is not None:
            if ban:
                of_day = theatre.clock.second_of_day(begin)
                moving, banned = column.by_night(step.hop.metres, moving, of_day, ban)
            else:
                moving = column.drive(step.hop.metres, moving)
        moving += headway
        if way.room is not None:
            begin = way.room.book(begin, moving)
        if begin >= NEVER:
            done.succeed(index)
            return
        if step.crossing is not None:
            border = chance.seconds(step.crossing, name, place)
        queued, now = begin - now, begin + moving + border
        yield now
        if queued:
            note(now, GATE_QUEUE, name, place, queued)
        if banned:
            note(now, NIGHT_BAN, name, place, banned)
        if moving > banned:
            note(now, step.cause, name, place, moving - banned)
        if border:
            note(now, BORDER, name, place, border)
        if step.passage is None:
            continue
        seconds, begin, narrows = step.dwell, now, way.narrows
        if seconds < 0:
            seconds = chance.seconds(step.passage.time, name, place)
        if narrows is not None:
            begin, seconds = narrows.slot(now, seconds)
            if begin >= NEVER:
                theatre.waits.begin(name, CLOSURE, place, now, serial.pieces)
                return
        queued, now = begin - now, begin + seconds
        yield now
        if queued:
            note(now, GATE_QUEUE, name, place, queued)
        if seconds:
            note(now, step.cause, name, place, seconds)
    done.succeed(len(ways))
