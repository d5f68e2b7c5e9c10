"""States of units whose readiness somebody keeps: moving when they go, in place once they are there."""

from functools import partial

from posture.theatre import Theatre
from posture.theatre.status import State

AT_HOME: frozenset[State] = frozenset({"recovering", "training"})
"""States that a unit leaves for nothing but being ready."""


def departs(theatre: Theatre, unit: str, seconds: int) -> None:
    """Let a unit set out in so many seconds, or as soon as it is ready to; once for all of its lines."""
    if theatre.status.known(unit):
        theatre.after(seconds, partial(_sets_out, theatre, unit))


def _sets_out(theatre: Theatre, unit: str) -> None:
    status = theatre.status
    state = status.state(unit)
    if state in {"moving", "in place"}:
        return
    if state == "alerted":
        status.when(unit, "ready to move").callbacks.append(lambda _: _sets_out(theatre, unit))
        return
    if state in AT_HOME:
        status.enter(unit, "ready")
    status.enter(unit, "moving")


def in_place(theatre: Theatre, unit: str) -> None:
    """Let a unit be where it was wanted."""
    if theatre.status.known(unit) and theatre.status.can(unit, "in place"):
        theatre.status.enter(unit, "in place")
