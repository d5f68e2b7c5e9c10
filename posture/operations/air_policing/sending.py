"""Sending: whose fighters a detachment brings, its own or those of a unit that the pool gives."""

from collections.abc import Generator
from typing import Any

from simpy import Event

from posture.operations.air_policing.station import BaseAtWork
from posture.theatre import Theatre
from posture.theatre.event_kinds import DEPLOYED
from posture.theatre.requests import GiveBack, Take


def come(theatre: Theatre, base: BaseAtWork, name: str, draws: str | None) -> Generator[Event, Any, str]:
    """Let a detachment come to a base, which it claims; gives the name under which it is there.

    One that draws is the unit that the pool gives: it leaves what it held there, and its home. Notes
    `deployed` of it. Where nothing rotates, and where it draws nobody, the detachment is there as itself.
    """
    if draws is None or not theatre.answers(Take):
        theatre.commitments.claim(name, base.name)
        return name
    unit: str = yield theatre.ask(Take(base.name, draws, base.base.priority))
    base.sent[unit] = name, theatre.now
    theatre.status.enter(unit, "moving")
    theatre.status.enter(unit, "in place")
    theatre.note(DEPLOYED, unit, base.name)
    return unit


def go(theatre: Theatre, base: BaseAtWork, unit: str) -> None:
    """Let who has come leave the base; a unit of the pool returns to it."""
    if unit not in base.sent:
        theatre.commitments.release(unit)
        return
    _, since = base.sent[unit]
    theatre.ask(GiveBack(unit, (since, theatre.now)))
    del base.sent[unit]
