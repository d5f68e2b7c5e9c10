"""Prepositioned equipment: stores that issue it and take it back, and the people who come to draw it."""

from collections.abc import Generator, Sequence
from typing import Any

from simpy import Event

from posture.core.clock import DAY
from posture.operations.reinforcement.requirements import MovementRequirement, stock_of
from posture.operations.reinforcement.schema import EquipmentSite, Issue
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import DRAWN, TURNED_IN
from posture.theatre.forces import Cargo, Unit
from posture.theatre.gates import Calendar
from posture.theatre.requests import Arrival


class Store:
    """One site in one run: it issues piece by piece, first come, first served, as long as its stock lasts.

    Notes `drawn` when pieces of a line are taken out of stock, `turned in` when they are in it again.
    """

    def __init__(self, theatre: Theatre, name: str, site: EquipmentSite, issue: Issue) -> None:
        self._theatre = theatre
        self._name = name
        self._site = site
        self._issue = issue
        self._gate = Calendar(name, 1)
        self._left: dict[Cargo, int] = dict(site.stock)
        self._waiting: list[tuple[Cargo, int, Event]] = []
        written: dict[str, Any] = {
            "nation": "",
            "home": site.at,
            **{str(cargo): count for cargo, count in site.stock.items()},
        }
        equipment = Unit.model_construct(None, **written)  # stock is nobody's until it is drawn
        theatre.forces.station(stock_of(name), equipment, site.at)

    def take(self, line: MovementRequirement, stop: Event | None) -> Generator[Event, Any, bool]:
        """Wait until so many pieces are in stock and have been issued, the queue before them included.

        Gives whether they have been: not, where it is stopped before they are taken out of stock.
        """
        granted = Event(self._theatre.env)
        self._waiting.append((line.load.cargo, line.pieces, granted))
        self._serve()
        if not granted.triggered:
            yield granted if stop is None else granted | stop
        if not granted.triggered:
            self._waiting = [entry for entry in self._waiting if entry[2] is not granted]
            self._serve()
            return False
        self._theatre.note(DRAWN, line.name, self._name, line.pieces)
        hold, now = round(line.pieces * DAY / self._issue.rate), self._theatre.now
        yield self._theatre.wait(self._gate.book(now, hold) - now + hold)
        return True

    def sound(self, line: MovementRequirement) -> int:
        """How many pieces of a line can be issued at once."""
        share = self._theatre.chance.draw(self._issue.serviceable, line.name, "serviceable")
        return round(share * line.pieces)

    def repair(self, line: MovementRequirement) -> int:
        """Seconds that the other pieces of a line need."""
        return self._theatre.chance.seconds(self._issue.repair, line.name, "repair")

    def turn_in(self, line: MovementRequirement, pieces: int) -> Process:
        """Bring back pieces of a line from where they were received, refit them, and have them in stock."""
        theatre, cargo = self._theatre, line.load.cargo
        if self._site.turn_in is None:
            return
        yield theatre.wait(theatre.chance.seconds(self._site.turn_in, line.name, "turn in"))
        theatre.forces.move(line.holder, cargo, line.end, line.store, pieces)
        theatre.note(TURNED_IN, line.name, self._name, pieces)
        self._left[cargo] += pieces
        self._serve()

    def _serve(self) -> None:
        """Grant what the stock suffices for; nobody overtakes who waits for the same class."""
        short: set[Cargo] = set()
        for entry in list(self._waiting):
            cargo, pieces, granted = entry
            if cargo in short or self._left.get(cargo, 0) < pieces:
                short.add(cargo)
                continue
            self._left[cargo] -= pieces
            self._waiting.remove(entry)
            granted.succeed()


class DrawingParty:
    """The people of one part who draw equipment: when all are at the site, and when all of it is drawn."""

    def __init__(self, theatre: Theatre, lines: Sequence[MovementRequirement]) -> None:
        self.here = Event(theatre.env)
        self.drawn = Event(theatre.env)
        self.last = ""
        self._people = sum(line.pieces for line in lines if line.site and not line.drawn)
        self._open = sum(1 for line in lines if line.drawn)
        if not self._open:
            self.drawn.succeed()

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
