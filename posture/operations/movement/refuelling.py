"""Refuelling: a march unit takes fuel for what it has come, on the way and at its end."""

from math import inf

from posture.core.ids import is_homeward, part_of
from posture.operations.movement.handling import Handling
from posture.operations.movement.legs import Step, Steps
from posture.operations.movement.serials import Serial
from posture.theatre import Process
from posture.theatre.event_kinds import FUEL_WAIT
from posture.theatre.requests import Refuel


class FuelTanks:
    """The tanks of one march unit: full when it sets out, filled again before they would be empty.

    It stops for them at the end of a way, before one that would bring it farther than they last; the time is
    that of its halts, and only where there is no fuel does it wait. A way longer than that is gone in one.
    """

    def __init__(self, handling: Handling, serial: Serial, lasts: float) -> None:
        self._handling = handling
        self._serial = serial
        self._lasts = lasts
        self._gone = 0
        self._country = ""

    def reach(self, steps: Steps, index: int, end: int) -> int:
        """Where a run of steps from an index ends, of those up to `end` for which these tanks last."""
        gone = self._gone + steps[index].hop.metres
        for number in range(index + 1, end):
            gone += steps[number].hop.metres
            if gone > self._lasts:
                return number
        return end

    def burn(self, steps: Steps) -> None:
        """These steps have been passed."""
        if steps:
            self._gone += sum(step.hop.metres for step in steps)
            self._country = steps[-1].country

    def fill(self, step: Step) -> Process:
        """Fill up before a step for which they do not last; books the wait for fuel as `fuel wait`."""
        if not self._gone or self._gone + step.hop.metres <= self._lasts:
            return
        handling, serial, place = self._handling, self._serial, step.hop.start
        theatre, begin = handling.theatre, handling.theatre.now
        filled = theatre.ask(self._request(place))
        if not filled.triggered:
            theatre.waits.begin(serial.name, FUEL_WAIT, place, begin, serial.pieces)
            yield filled
            theatre.waits.end(serial.name)
            handling.book(serial, theatre.now - begin, FUEL_WAIT, place)

    def top_up(self) -> None:
        """At the end of the march take fuel for what is gone since; nobody waits for it."""
        if self._gone:
            self._handling.theatre.ask(self._request(self._serial.end))

    def _request(self, place: str) -> Refuel:
        serial, gone = self._serial, self._gone
        self._gone = 0
        cargo = serial.move.load.cargo
        return Refuel(part_of(serial.move.name), cargo, serial.pieces, gone, place, self._country)


def tanks_of(handling: Handling, serial: Serial) -> FuelTanks | None:
    """The tanks of a march unit on its own wheels or tracks; None where nobody counts its fuel."""
    name, counted = serial.move.name, handling.theatre.answers(Refuel)
    if not counted or serial.move.load.cargo not in {"wheeled", "tracked"} or is_homeward(name):
        return None
    return FuelTanks(handling, serial, handling.parameters.march.refuelled_every or inf)
