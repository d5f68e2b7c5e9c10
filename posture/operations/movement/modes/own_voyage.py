"""Voyages of warships that sail themselves: fuel on the way, notice and daylight for the Turkish Straits."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from simpy import Event

from posture.core.clock import HOUR
from posture.operations.movement.event_kinds import STRANDED
from posture.operations.movement.legs import LegPlan, Step, Steps
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.self_deploying import Warships
from posture.operations.movement.serials import Serial
from posture.theatre import Process
from posture.theatre.closures import Key
from posture.theatre.event_kinds import CLEARANCE, SEA
from posture.theatre.montreux import TransitShip
from posture.theatre.requests import Load
from posture.theatre.straits import DARDANELLES, TURKISH_STRAITS

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel

IN_TURN = "14"
"""The Article by which a ship waits until there is room for it in the straits; others refuse it for good."""


def warship_kind(written: Mapping[str, Warships], load: Load) -> str | None:
    """The kind of a load that sails itself; None where it names none."""
    return load.lift if load.lift in written else None


def sail(travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
    """Ships in company: sail, take fuel whenever they have gone so far, pass straits by day and by notice."""
    ships = travel.parameters.warships[serial.move.load.lift]
    serial.loaded = True
    yield from travel.handling.pass_ice(serial, leg.start)
    yield from travel.wait_open(serial, leg.start, *_keys(leg.start))
    straits = _StraitPassage(travel, serial, ships)
    marked = straits.marked(leg.alternatives[0])
    steps = yield from travel.along(serial, leg, marked, before=straits.before)
    straits.end()
    metres = sum(step.hop.metres for step in steps)
    for _ in range(fillings(ships, metres)):
        yield from travel.handling.beside(serial, ships.refuel, SEA, serial.end)
    yield from travel.handling.pass_ice(serial, serial.end)
    yield from travel.wait_open(serial, serial.end, *_keys(serial.end))


def fillings(ships: Warships, metres: int) -> int:
    """How often they take fuel on their way: once for each full endurance that leaves some way to go."""
    return max(0, metres - 1) // ships.endurance


def _keys(place: str) -> tuple[Key, ...]:
    return ("place", place), ("gate", place, "berth"), ("gate", place, "approach")


class _StraitPassage:
    """The passage of the Turkish Straits by the ships of one serial, together."""

    def __init__(self, travel: "Travel", serial: Serial, ships: Warships) -> None:
        move = serial.move
        self._travel = travel
        self._serial = serial
        self._force = f"{move.unit} {move.load.lift} {serial.first + 1}"
        self._ships = (TransitShip(move.load.nation, ships.strait_class, ships.tons),) * serial.pieces
        self._narrows: Step | None = None
        self._due = 0
        self._inside = False

    def marked(self, steps: Steps) -> Steps:
        """The steps, of which the one to the first of both straits leaves the passage to `before`.

        Notice is given in time to be there, as soon as the order came.
        """
        straits = self._travel.theatre.straits
        found = [step for step in steps if step.hop.end in TURKISH_STRAITS]
        if straits.law is None or self._serial.move.load.nation == "TR" or len(found) < len(TURKISH_STRAITS):
            return steps
        first = self._narrows = found[0]
        since, ship = self._travel.foreseen(self._serial.move), self._ships[0]
        there = sum(round(step.hop.metres / step.speed.middle) for step in steps[: steps.index(first) + 1])
        notice = straits.law.notice if ship.riparian else straits.law.notice_of_others
        self._due = max(self._travel.theatre.now + there, since + notice)
        straits.notify(self._force, self._due, since)
        alone = replace(first, passage=None, dwell=0, name=f"{first.name} by notice")
        return tuple(alone if step is first else step for step in steps)

    def before(self, steps: Steps, index: int) -> Process:
        """Before it goes on from the first of both straits: waits for its day, asks, and passes it."""
        here = steps[index].hop.start
        if self._narrows is None or here not in TURKISH_STRAITS:
            return
        if not self._inside and here == self._narrows.hop.end and steps[index - 1].passage is None:
            yield from self._enter(here)
        elif self._inside and here != self._narrows.hop.end:
            self.end()

    def _enter(self, place: str) -> Process:
        """Wait for the day of the notice, for daylight and for room; who is refused stays there."""
        theatre, serial, begin = self._travel.theatre, self._serial, self._travel.theatre.now
        straits = theatre.straits
        assert straits.law is not None and self._narrows is not None
        theatre.waits.begin(serial.name, CLEARANCE, place, begin, serial.pieces)
        yield theatre.wait(max(0, self._due - begin))
        while True:
            yield theatre.wait(straits.until_daylight())
            verdict = straits.ask(self._force, self._ships, into=place == DARDANELLES, stay=straits.law.stay)
            if verdict.allowed:
                break
            if verdict.article != IN_TURN:
                theatre.note(STRANDED, serial.name, place, serial.pieces)
                yield Event(theatre.env)
            yield theatre.wait(HOUR)
        theatre.waits.end(serial.name)
        self._travel.handling.book(serial, theatre.now - begin, CLEARANCE, place)
        straits.enter(self._force, self._ships, into=place == DARDANELLES)
        self._inside = True
        if self._narrows.passage is not None:
            yield from self._travel.handling.beside(serial, self._narrows.passage.time, SEA, place)

    def end(self) -> None:
        """Out of the straits, if it was in them."""
        if self._inside:
            self._inside = False
            self._travel.theatre.straits.come_out(self._force)


def lacking_ship(parameters: Parameters, load: Load) -> Iterator[str]:
    """The kind."""
    if warship_kind(parameters.written.warships, load) is None:
        yield "kind of ship in 'movement.warships' is named by its 'lift'"
