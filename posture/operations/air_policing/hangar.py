"""The hangar of a detachment: what breaks, waits for a part or a crew, and is repaired. Kept in numbers."""

from collections.abc import Callable

from posture.operations.air_policing.event_kinds import CANNIBALISED
from posture.operations.air_policing.schema import FighterUpkeep
from posture.theatre import Theatre


class Hangar:
    """Aircraft that cannot fly; `mended` is called for each that can again."""

    def __init__(
        self, theatre: Theatre, name: str, written: FighterUpkeep, mended: Callable[[], None]
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.written = written
        self.mended = mended
        self.waiting = 0
        self.in_repair = 0
        self.for_parts = 0
        self.missing = 0

    def lands_broken(self) -> bool:
        """Whether an aircraft that lands is broken."""
        breaks = self.written.breaks
        return breaks > 0 and self.theatre.chance.uniform(self.name, "breaks") < breaks

    def take(self) -> None:
        """Take in one broken aircraft."""
        parts = self.written.parts
        if parts and self.theatre.chance.uniform(self.name, "parts") < parts:
            self._lacks()
        else:
            self._queue()

    def _lacks(self) -> None:
        """A part is missing: an aircraft that waits already gives it, or this one waits."""
        self.missing += 1
        supply = self.theatre.chance.seconds(self.written.supply, self.name, "supply")
        self.theatre.after(supply, self._supplied)
        if self.written.cannibalise and self.for_parts:
            self.theatre.note(CANNIBALISED, self.name)
            self._queue()
        else:
            self.for_parts += 1

    def _supplied(self) -> None:
        """A part has come; who gave parts to others is whole again when all have."""
        self.missing -= 1
        if not self.written.cannibalise or not self.missing:
            self.for_parts -= 1
            self._queue()

    def _queue(self) -> None:
        if self.in_repair < self.written.crews:
            self.in_repair += 1
            self._repair()
        else:
            self.waiting += 1

    def _repair(self) -> None:
        seconds = self.theatre.chance.seconds(self.written.repair, self.name, "repair")
        self.theatre.after(seconds, self._done)

    def _done(self) -> None:
        if self.waiting:
            self.waiting -= 1
            self._repair()
        else:
            self.in_repair -= 1
        self.mended()
