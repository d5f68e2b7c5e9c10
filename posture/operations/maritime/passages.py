"""Passages: a group or ship asks for the Turkish Straits, waits for its day, and passes or is refused.

Every ship is a force of its own there, so that its days inside count for itself.
"""

from collections.abc import Generator, Mapping
from math import ceil
from typing import Any

from simpy import Event

from posture.core.clock import DAY
from posture.operations.maritime.sea import GATES, Course
from posture.theatre import Theatre
from posture.theatre.montreux import NOBODY, StraitTransit, TransitShip
from posture.theatre.verdicts import judge

Ships = Mapping[str, TransitShip]
"""Ships by name, as the Convention sees them."""
IN_PARTS = "14"
"""The Article that limits what is in transit at once: who is refused by it waits for its turn."""
MANY = 10**9


def gates(course: Course) -> tuple[str, str] | None:
    """The first and last of the Turkish Straits on a course; None where it meets none."""
    points = (course.reaches[0].start, *course.points)
    passed = [point for point in points[:-1] if point in GATES]
    return (passed[0], passed[-1]) if passed else None


def refusal(theatre: Theatre, ships: Ships, *, into: bool, stay: int = 0) -> str:
    """The Article by which ships would be refused with notice given and by day; empty if none.

    Each must be able to pass alone, and all to be inside together; Article 14 only has them pass in parts.
    """
    law = theatre.straits.law
    if law is None:
        return ""
    together = law.model_copy(update={"vessels": MANY, "in_transit": MANY})
    moment, present = theatre.clock.moment(theatre.now), theatre.straits.present()
    for rules, asked in ((law, [(ship,) for ship in ships.values()]), (together, [tuple(ships.values())])):
        for some in asked:
            passage = StraitTransit(some, moment, into, law.notice_of_others, 0, min(stay, law.stay))
            verdict = judge(rules, passage, present if rules is together else NOBODY)
            if not verdict.allowed:
                return verdict.article
    return ""


def announce(theatre: Theatre, ships: Ships, arrives: int, *, into: bool) -> int:
    """Give notice for ships that will be at the straits in so many seconds; when it is due there.

    The way back was announced with the way there; whose way there was not announces it now.
    """
    due = theatre.now + max(arrives, notice(theatre, ships, into=into))
    for name in _announced(theatre, ships, into=into):
        theatre.straits.notify(name, due)
    return due


def notice(theatre: Theatre, ships: Ships, *, into: bool) -> int:
    """Seconds of notice that must have run before ships may pass; none where nobody has to give any."""
    law = theatre.straits.law
    if law is None or not _announced(theatre, ships, into=into):
        return 0
    riparian = all(ship.riparian for ship in ships.values())
    return law.notice if riparian else law.notice_of_others


def _announced(theatre: Theatre, ships: Ships, *, into: bool) -> list[str]:
    """Who gives notice: no ship of Türkiye's, and none on its way back that told of it before."""
    straits = theatre.straits
    foreign = sorted(name for name, ship in ships.items() if ship.flag != "TR")
    if straits.law is None:
        return []
    return [name for name in foreign if into or straits.leaves_by(name) is None]


def through(
    theatre: Theatre, ships: Ships, seconds: int, *, into: bool, stay: int = 0
) -> Generator[Event, Any, dict[str, str]]:
    """Pass by day and in so many seconds, in parts where Article 14 has it so; gives who is refused, and why.

    A ship that joined a group after its notice is refused with it.
    """
    straits = theatre.straits
    if straits.law is None:
        yield theatre.wait(seconds)
        return {}
    stay = min(stay, straits.law.stay)
    waiting, refused = dict(sorted(ships.items())), dict[str, str]()
    while waiting:
        yield theatre.wait(straits.until_daylight())
        part = dict[str, TransitShip]()
        for name, ship in waiting.items():
            verdict = straits.ask(name, (ship,), into=into, stay=stay)
            if verdict.allowed:
                straits.enter(name, (ship,), into=into)
                part[name] = ship
            elif verdict.article != IN_PARTS:
                refused[name] = verdict.article
        yield theatre.wait(max(1, seconds))
        for name in part:
            straits.come_out(name)
        waiting = {name: ship for name, ship in waiting.items() if name not in part and name not in refused}
    return refused


def until(theatre: Theatre, ships: Ships, to_straits: int, end: float) -> float:
    """When ships in the Black Sea must leave their task to be out in time; `end` if sooner.

    They are back at the straits a day ahead for each part in which they pass, and one more for daylight.
    """
    law = theatre.straits.law
    last = [by for name in ships if (by := theatre.straits.leaves_by(name)) is not None]
    if law is None or not last:
        return end
    parts = ceil(sum(ship.tons for ship in ships.values()) / law.in_transit)
    return min(end, min(last) - to_straits - (parts + 1) * DAY)
