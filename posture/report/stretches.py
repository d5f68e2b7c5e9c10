"""A critical chain in readable steps: ways of one mode in a row are one journey."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from posture.runs.ledgers import Booked

MODES = ("road", "rail", "sea", "inland_waterway", "air")
TO = " \N{EN DASH} "
"""Between the two ends of a journey."""
NOWHERE = ("decision",)
"""Causes whose `where` is no place."""


@dataclass(frozen=True, slots=True)
class ChainStretch:
    """A journey by one mode, or one entry of any other cause, with the names of its places.

    `rows` are its entries in order. Of a journey, `start` is where it began; else it is `end`.
    """

    cause: str
    start: str
    end: str
    rows: tuple[Booked, ...]

    @property
    def seconds(self) -> int:
        """All of its entries together, queues and borders on the way included."""
        return sum(row.seconds for row in self.rows)

    @property
    def place(self) -> str:
        """Where it was, in words; empty where it was nowhere."""
        return self.end if self.start == self.end else f"{self.start}{TO}{self.end}"


def stretches(chain: Sequence[Booked]) -> Iterator[ChainStretch]:
    """The chain cut into stretches, in order; no entry is lost and none counted twice."""
    at, here = 0, ""
    while at < len(chain):
        end = _end_of_journey(chain, at)
        rows = tuple(chain[at : end or at + 1])
        place = _named(rows[-1])
        cause = rows[-1].cause if end is None else _mode(rows)
        yield ChainStretch(cause, place if end is None or not here else here, place, rows)
        if rows[-1].cause not in NOWHERE:
            here = place
        at += len(rows)


def _end_of_journey(chain: Sequence[Booked], begin: int) -> int | None:
    """Where the journey that starts at `begin` ends; None if none starts there.

    A queue belongs to the way behind it if both were noted at the same place, else it is one of its own;
    a night ban between two ways of a journey does not end it.
    """
    mode, end = "", begin
    for at in range(begin, len(chain)):
        row = chain[at]
        if row.cause in MODES and mode in ("", row.cause):
            mode, end = row.cause, at + 1
        elif row.cause == "border" and mode:
            end = at + 1
        elif not _before_way(chain, at, mode):
            break
    return end if mode else None


def _before_way(chain: Sequence[Booked], at: int, mode: str) -> bool:
    """Whether an entry is the wait for the way behind it."""
    row = chain[at]
    if row.cause == "night ban" and mode:
        return True
    if row.cause != "gate queue" or at + 1 == len(chain):
        return False
    after = chain[at + 1]
    return after.cause in ((mode,) if mode else MODES) and after.where == row.where


def _mode(rows: Sequence[Booked]) -> str:
    return next(row.cause for row in rows if row.cause in MODES)


def _named(row: Booked) -> str:
    if row.cause in NOWHERE:
        return ""
    return row.place or row.where
