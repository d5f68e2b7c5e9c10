"""The append-only log of one run and its fingerprints."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, NoReturn, TypeVar, cast

from posture.core.clock import DAY
from posture.core.errors import ModelFault, PostureError
from posture.core.event_kinds import EventKind

T = TypeVar("T")

MOST_ROWS = 5_000_000
"""Of one run: some hundreds of megabytes, and a hundred times what any scenario that ships comes to."""


class Row(NamedTuple):
    """One thing that happened: run seconds, kind, who, where, and how many or how long."""

    time: int
    kind: EventKind
    who: str
    where: str
    amount: int


MANY = 1000
"""Rows that are written at a time to be hashed."""
_KIND_OF = itemgetter(1)
_AS_ROW: Callable[[tuple[int, EventKind, str, str, int]], Row] = partial(tuple.__new__, Row)


class Log:
    """Rows in the order they were noted; time never falls.

    A row is a plain tuple until it is read, so that noting one costs an append and a comparison.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[int, EventKind, str, str, int]] = []
        self._append = self._rows.append
        self._last = 0
        self._made: list[Row] = []
        self._index: defaultdict[EventKind, list[int]] = defaultdict(list)
        self._found: dict[Callable[[Log], Any], tuple[int, Any]] = {}

    def note(self, time: int, kind: EventKind, who: str, where: str = "", amount: int = 0) -> None:
        """Append one row; a time before the last row's is a fault of ours."""
        if time != self._last:
            if time < self._last or len(self._rows) > MOST_ROWS:
                self._refuse(time, kind, who)
            self._last = time
        self._append((time, kind, who, where, amount))

    def _refuse(self, time: int, kind: EventKind, who: str) -> NoReturn:
        if time < self._last:
            raise ModelFault(f"time fell from {self._last} to {time} at '{kind}' of '{who}'")
        (most, busy), count = Counter((row[1], row[2]) for row in self._rows).most_common(1)[0]
        raise PostureError(
            f"a run of over {MOST_ROWS} rows, by day {time / DAY:.0f}; most of them, {count}, are "
            f"'{most}' of '{busy}'; let that happen less often, or write a shorter 'horizon'"
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        self._look_up()
        return iter(self._made)

    def of(self, *kinds: EventKind) -> Iterator[Row]:
        """The rows of these kinds, in order; found by an index that grows with the log."""
        self._look_up()
        found = [self._index[kind] for kind in set(kinds) if kind in self._index]
        if not found:  # most measures ask for what this run has nothing of
            return iter(())
        numbers = found[0] if len(found) == 1 else sorted(number for one in found for number in one)
        return map(self._made.__getitem__, numbers)

    def once(self, find: Callable[["Log"], T]) -> T:
        """What is found in all rows, once for all who ask, and anew where more have come since."""
        rows, found = self._found.get(find, (-1, None))
        if rows != len(self._rows):
            found = find(self)
            self._found[find] = len(self._rows), found
        return cast(T, found)

    def _look_up(self) -> None:
        """Name the fields of the rows that have come since, and let the index know of them.

        Each row is read by dozens of measures; it is made once for all of them, without a call in Python.
        """
        index, known = self._index, len(self._made)
        if known == len(self._rows):
            return
        self._made.extend(map(_AS_ROW, self._rows[known:]))
        for number, kind in enumerate(map(_KIND_OF, self._rows[known:]), known):
            index[kind].append(number)

    def forget(self) -> None:
        """Let all rows go, once they have been read.

        What a run leaves behind holds its log in knots that only the collector of garbage unties, and it
        would look through each row to do so.
        """
        self._rows.clear()
        self._made.clear()
        self._index.clear()
        self._found.clear()

    @property
    def last(self) -> int:
        """The time of the last row; 0 before the first."""
        return self._last

    def fingerprint(self) -> str:
        """Hash of every field of every row so far: equal logs, equal fingerprints.

        Of the three the only one that each run pays for; the others are worked out when asked for.
        """
        return _hash("%s|%s|%s|%s|%s\n", self._rows)

    def fingerprint_of_who(self) -> str:
        """Hash of times, kinds and names alone."""
        return _hash("%s|%s|%s\n", [row[:3] for row in self._rows])

    def fingerprint_of_times(self) -> str:
        """Hash of times alone, the least strict."""
        return _hash("%s\n", [row[:1] for row in self._rows])


def _hash(line: str, rows: Sequence[tuple[Any, ...]]) -> str:
    """Hash of the lines that rows make, written many at a time: a third less than line by line."""
    found = blake2b(digest_size=16)
    for begin in range(0, len(rows), MANY):
        some = rows[begin : begin + MANY]
        found.update((line * len(some) % tuple(chain.from_iterable(some))).encode())
    return found.hexdigest()
