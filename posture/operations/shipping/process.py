"""What happens: contacts come, ships attend to them one after the other, and what is left leaves unseen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from simpy import Event

from posture.core.arrivals import YEAR, ArrivalProcess
from posture.core.clock import DAY
from posture.operations.shipping.event_kinds import (
    ATTENDED,
    BOARDED,
    CONTACT,
    ESCORT_ASKED,
    ESCORTED,
    HAILED,
    SHIPS_WATCH,
    UNSEEN,
    WATERS,
)
from posture.operations.shipping.schema import Shipping, Waters
from posture.theatre import Process, Theatre
from posture.theatre.levels import ships
from posture.theatre.requests import Sighting

Come = Callable[[], None]
"""What happens when one comes."""


def start(theatre: Theatre, written: Shipping) -> None:
    """Watch all waters from when they are to be watched."""
    for name, waters in written.waters.items():
        ShippingWatch(theatre, name, waters).open()


@dataclass(slots=True)
class Contact:
    """A ship to attend to; all of it is drawn when it comes, so that one more warship changes no contact.

    `boarding` is -1 for one that is not boarded.
    """

    name: str
    came: int
    hailing: int
    boarding: int = -1
    escort: bool = False


class ShippingWatch:
    """Waters and the ships that watch them: so many contacts at once, escorts first, then first come.

    Notes `ships watch` (contacts that can be attended to at once from now on), `contact`, `escort asked`,
    `attended` (the seconds it takes) with `hailed` or `escorted` (those it waited), `boarded`, `unseen`.
    """

    def __init__(self, theatre: Theatre, name: str, waters: Waters) -> None:
        self.theatre = theatre
        self.name = name
        self.waters = waters
        clock = theatre.clock
        self.begin = 0 if waters.since is None else max(0, clock.seconds(waters.since))
        self.end = theatre.horizon
        if waters.until is not None:
            self.end = min(self.end, clock.seconds(waters.until))
        self.room = 0
        self.busy = 0
        self._unknown: dict[str, Contact] = {}
        self._contacts: dict[str, Contact] = {}
        self._escorts: dict[str, Contact] = {}
        self._number = 0

    def open(self) -> None:
        """Begin when it is time, if that is within the run."""
        if self.begin < self.end:
            self.theatre.after(self.begin, self._open)

    def _open(self) -> None:
        waters = self.waters
        self.theatre.note(WATERS, self.name, amount=self.end - self.begin)
        self.theatre.start(self._keep())
        for rate, what, come in (
            (waters.contacts, "contacts", self._contact),
            (waters.escorts, "escorts", self._escort),
        ):
            if rate:
                self._await(self._times(rate, what), come)

    def _keep(self) -> Process:
        """So many ships as there are, own and of the standing groups, until the watch ends."""
        theatre, area = self.theatre, self.waters.area
        while True:
            mine = self.waters.ships + (round(theatre.levels.get(ships(area))) if area else 0)
            if mine * self.waters.at_once != self.room or theatre.now == self.begin:
                self.room = mine * self.waters.at_once
                theatre.note(SHIPS_WATCH, self.name, amount=self.room)
                self._next()
            timer = theatre.wait(self.end - theatre.now)
            yield timer | theatre.levels.changed(ships(area)) if area else timer
            if theatre.now >= self.end:
                self.room = 0
                theatre.note(SHIPS_WATCH, self.name)
                return

    def _times(self, rate: float, what: str) -> Iterator[tuple[int, int]]:
        """When contacts come while the watch lasts, and how many together."""
        waters, chance, month = self.waters, self.theatre.chance, self.theatre.clock.month
        batch = waters.together if what == "contacts" else None
        each = rate / YEAR / ((batch.mean if batch else 0) or 1)
        weights = waters.months if what == "contacts" else ()
        total = sum(weights)

        def daily(day: int) -> float:
            return each * (12 * weights[month(day * DAY) - 1] / total if total else 1)

        hours = waters.hours if what == "contacts" else ()
        name = f"{self.name} {what}"
        for moment in ArrivalProcess(chance, self.theatre.clock, name, daily, hours).moments(self.end):
            if moment >= self.begin:
                yield int(moment), round(chance.draw(batch, name, "together")) if batch else 1

    def _await(self, times: Iterator[tuple[int, int]], come: Come) -> None:
        moment, count = next(times, (-1, 0))
        if moment >= 0:
            self.theatre.after(moment - self.theatre.now, partial(self._arrive, times, come, count))

    def _arrive(self, times: Iterator[tuple[int, int]], come: Come, count: int) -> None:
        for _each in range(count):
            come()
        self._await(times, come)

    def _contact(self) -> None:
        theatre, waters, chance = self.theatre, self.waters, self.theatre.chance
        self._number += 1
        name = f"{self.name}-{self._number}"
        boards = waters.boards > 0 and chance.uniform(self.name, "boards") < waters.boards
        hailing = chance.seconds(waters.hailing, self.name, "hailing")
        boarding = chance.seconds(waters.boarding, self.name, "boarding") if boards else -1
        stays = -1 if waters.stays is None else chance.seconds(waters.stays, self.name, "stays")
        theatre.note(CONTACT, name, self.name, stays)
        contact = Contact(name, theatre.now, hailing, boarding)
        if waters.seen_in is not None and stays != 0:
            self._unknown[name] = contact
            sighted = theatre.ask(Sighting(name, self.name, waters.seen_in, stays)).callbacks
            assert sighted is not None  # it cannot have been seen yet
            sighted.append(partial(self._sight, name))
        elif waters.seen_in is None and self.busy < self.room:
            self._attend(contact)
            return
        elif stays == 0:
            theatre.note(UNSEEN, name, self.name)
            return
        else:
            self._contacts[name] = contact
        if stays > 0:
            theatre.after(stays, partial(self._leave, name))

    def _sight(self, name: str, _: Event) -> None:
        """Surveillance has seen a contact: a ship can attend to it from now on."""
        self._contacts[name] = self._unknown.pop(name)
        self._next()

    def _escort(self) -> None:
        theatre, waters = self.theatre, self.waters
        self._number += 1
        name = f"{self.name}-{self._number}"
        theatre.note(ESCORT_ASKED, name, self.name)
        seconds = theatre.chance.seconds(waters.escort, self.name, "escort")
        self._escorts[name] = Contact(name, theatre.now, seconds, escort=True)
        self._next()

    def _leave(self, name: str) -> None:
        """A contact that nobody has attended to by now is out of reach."""
        if (self._unknown.pop(name, None) or self._contacts.pop(name, None)) is not None:
            self.theatre.note(UNSEEN, name, self.name)

    def _next(self) -> None:
        while self.busy < self.room and (self._escorts or self._contacts):
            waiting = self._escorts or self._contacts
            self._attend(waiting.pop(next(iter(waiting))))

    def _attend(self, contact: Contact) -> None:
        theatre, seconds = self.theatre, contact.hailing + max(0, contact.boarding)
        self.busy += 1
        theatre.note(ATTENDED, contact.name, self.name, seconds)
        waited = theatre.now - contact.came
        theatre.note(ESCORTED if contact.escort else HAILED, contact.name, self.name, waited)
        if contact.boarding >= 0:
            theatre.note(BOARDED, contact.name, self.name, contact.boarding)
        theatre.after(seconds, self._done)

    def _done(self) -> None:
        self.busy -= 1
        self._next()
