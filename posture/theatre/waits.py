"""Waits: who waits for what, where and since when; those that have not ended with the run are told."""

from dataclasses import dataclass

from posture.core.event_log import Log
from posture.theatre.event_kinds import WAITED_FOR, WAITING


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for, the key of the place, the pieces that wait, and the run second of its beginning."""

    what: str
    place: str
    pieces: int
    since: int


class Waits:
    """All waits of one run that may have no end; a holder of the ledger is in one at a time."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: dict[str, Wait] = {}

    def begin(self, who: str, what: str, place: str, now: int, pieces: int = 0) -> None:
        """`who` begins to wait."""
        self._open[who] = Wait(what, place, pieces, now)

    def end(self, who: str) -> None:
        """`who` waits no more."""
        del self._open[who]

    def tell(self, log: Log, now: int) -> None:
        """Note every wait that is still open, by name."""
        for who, wait in sorted(self._open.items()):
            log.note(now, WAITING, who, wait.place, now - wait.since)
            log.note(now, WAITED_FOR, who, wait.what, wait.pieces)
