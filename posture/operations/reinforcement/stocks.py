"""Prepositioned equipment: stores that issue it, and the people of a part who come to draw it."""

from collections.abc import Sequence

from simpy import Event

from posture.ground.clock import DAY
from posture.operations.reinforcement.written import Issue, Wanted
from posture.theatre import Theatre
from posture.theatre.gates import Calendar
from posture.theatre.requests import Arrival


class Store:
    """One site in one run: it issues piece by piece, first come, first served."""

    def __init__(self, theatre: Theatre, name: str, written: Issue) -> None:
        self._theatre = theatre
        self._written = written
        self._gate = Calendar(name, 1)

    def issue(self, pieces: int) -> int:
        """Seconds until so many pieces have been issued, the queue before them included."""
        hold = round(pieces * DAY / self._written.rate)
        return self._gate.book(self._theatre.now, hold) - self._theatre.now + hold

    def sound(self, line: Wanted) -> int:
        """How many pieces of a line can be issued at once."""
        share = self._theatre.chance.draw(self._written.serviceable, line.name, "serviceable")
        return round(share * line.pieces)

    def repair(self, line: Wanted) -> int:
        """Seconds that the other pieces of a line need."""
        return self._theatre.chance.seconds(self._written.repair, line.name, "repair")


class Crew:
    """The people of one part who draw equipment: when all are at the site, and when all of it is drawn."""

    def __init__(self, theatre: Theatre, lines: Sequence[Wanted]) -> None:
        self.here = Event(theatre.env)
        self.drawn = Event(theatre.env)
        self.last = ""
        self._people = sum(line.pieces for line in lines if line.site and line.load.cargo == "people")
        self._open = sum(1 for line in lines if self.draws(line))
        if not self._open:
            self.drawn.succeed()

    def draws(self, line: Wanted) -> bool:
        """Whether a line is equipment that people who come draw."""
        return bool(line.site) and line.load.cargo != "people"

    def came(self, arrival: Arrival) -> None:
        """A serial of them has come to the site."""
        self.last = arrival.serial
        self._people -= arrival.pieces
        if self._people == 0:
            self.here.succeed()

    def issued(self) -> None:
        """One line of equipment has been drawn."""
        self._open -= 1
        if self._open == 0:
            self.drawn.succeed()
