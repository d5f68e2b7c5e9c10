"""Switches: the eight measures take effect, and what they hasten."""

from collections.abc import Generator
from typing import Any

from simpy import AnyOf, Event

from posture.operations.decision.steps import RETASKED
from posture.theatre import Process, Theatre
from posture.theatre.levels import Measure, measure

BLANKET = "blanket"
"""The regime of overflight that measure 5 puts in force."""


def turn(theatre: Theatre, name: Measure, share: float, after: Event, delay: int, until: Event) -> Process:
    """One measure, from a step and a delay on until all ends.

    Sets its level to the share of delay or risk that it takes away. Blanket overflight changes the regime in
    the air, not on the ground; standing naval forces and airborne early warning are retasked by an order.
    """
    yield after
    yield theatre.wait(delay)
    before = theatre.overflight.regime
    theatre.levels.set(measure(name), share)
    if name == "blanket-overflight":
        theatre.overflight.change(BLANKET)
    if name in RETASKED:
        theatre.orders.give("retask", name)
    yield until
    theatre.levels.set(measure(name), 0)
    if name == "blanket-overflight":
        theatre.overflight.change(before)


def hastened(
    theatre: Theatre, seconds: int, name: Measure, until: Event | None = None
) -> Generator[Event, Any, int]:
    """Wait so many seconds; while a measure is in force, what is left shrinks by what it takes away.

    The event `until` ends the wait before its time; returns the seconds that it spared.
    """
    levels, left = theatre.levels, seconds
    while left > 0:
        began = theatre.now
        pace = 1 - levels.get(measure(name))
        spared = round(left * pace)
        ends = [] if until is None else [until]
        yield AnyOf(theatre.env, [theatre.wait(spared), levels.changed(measure(name)), *ends])
        passed = theatre.now - began
        if passed >= spared:
            return 0
        left -= round(passed / pace)
        if until is not None and until.triggered:
            return round(left * pace)
    return 0
