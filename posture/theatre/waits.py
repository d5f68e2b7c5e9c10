"""Waits: who waits for what, where and since when; those that have not ended with the run are told.

With what each holds meanwhile it is known who waits for ever: Coffman, Elphick and Shoshani, 'System
deadlocks' (1971). Of a thing of which there are several, all that nobody who is stuck holds can still come.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from posture.core.event_log import Log
from posture.theatre.event_kinds import STUCK, WAITED_FOR, WAITING


class BegunWait(NamedTuple):
    """What is waited for and how many of it, the key of the place, the pieces that wait, and since when."""

    what: str
    place: str
    pieces: int
    since: int
    number: int


class Waits:
    """All waits of one run that may have no end; a holder of the ledger is in one at a time."""

    __slots__ = ("_held", "_open", "_sizes")

    def __init__(self) -> None:
        self._open: dict[str, BegunWait] = {}
        self._sizes: dict[str, int] = {}
        self._held: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def __bool__(self) -> bool:
        """Whether anybody waits."""
        return bool(self._open)

    def begin(self, who: str, what: str, place: str, now: int, pieces: int = 0, count: int = 1) -> None:
        """`who` begins to wait."""
        self._open[who] = BegunWait(what, place, pieces, now, count)

    def end(self, who: str) -> None:
        """`who` waits no more."""
        del self._open[who]

    def limit(self, what: str, size: int) -> None:
        """There are so many of what can be held."""
        self._sizes[what] = size

    def hold(self, who: str, what: str, count: int = 1) -> None:
        """`who` has so many of it, until it drops them."""
        self._held[what][who] += count

    def drop(self, who: str, what: str, count: int = 1) -> None:
        """`who` has so many less."""
        self._held[what][who] -= count

    def stuck(self) -> dict[str, str]:
        """Who waits for ever for what others hold who do so too, and for whom of these: the first by name."""
        stuck = {who for who, wait in self._open.items() if wait.what in self._sizes}
        while True:
            free = {who for who in stuck if self._can_come(self._open[who], stuck)}
            if not free:
                break
            stuck -= free
        return {who: min(self._holders(self._open[who].what, stuck)) for who in sorted(stuck)}

    def _can_come(self, wait: BegunWait, stuck: set[str]) -> bool:
        held = sum(self._held[wait.what][one] for one in self._holders(wait.what, stuck))
        return self._sizes[wait.what] - held >= wait.number

    def _holders(self, what: str, among: set[str]) -> set[str]:
        return {who for who, count in self._held[what].items() if count > 0 and who in among}

    def tell(self, log: Log, now: int) -> None:
        """Note every wait that is still open, by name, and who will never be served."""
        for who, wait in sorted(self._open.items()):
            log.note(now, WAITING, who, wait.place, now - wait.since)
            log.note(now, WAITED_FOR, who, wait.what, wait.pieces)
        for who, holder in self.stuck().items():
            log.note(now, STUCK, who, holder, now - self._open[who].since)
