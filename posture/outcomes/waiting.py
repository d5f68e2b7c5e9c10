"""What had not ended when the run did: who still waits, for what, where and since when."""

from collections.abc import Iterator
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of, line_of
from posture.core.measure import measured
from posture.theatre.event_kinds import WAITED_FOR, WAITING

AT = " at "
"""Between what is waited for and where, in the subject of these measures."""


class OpenWait(NamedTuple):
    """One wait that the end of the run cut: its subject, its pieces, and the run second of its beginning."""

    subject: str
    pieces: int
    since: int


def open_waits(log: Log) -> Iterator[OpenWait]:
    """Every wait that the end of the run cut; its subject is the line, what it waits for and where."""
    told = {row.who: row for row in log.of(WAITED_FOR)}
    for row in log.of(WAITING):
        what = told[row.who]
        subject = id_of(line_of(row.who), f"{what.where}{AT}{row.where}")
        yield OpenWait(subject, what.amount, row.time - row.amount)


def waiting_pieces(log: Log) -> dict[str, float]:
    """Pieces that wait when the run ends, by line, for what and where; 0 for a whole brigade."""
    found: dict[str, float] = {}
    for wait in open_waits(log):
        found[wait.subject] = found.get(wait.subject, 0.0) + wait.pieces
    return found


def waiting_since_days(log: Log) -> dict[str, float]:
    """The day of the run on which the longest of these waits began."""
    found: dict[str, float] = {}
    for wait in open_waits(log):
        since = in_days(wait.since)
        found[wait.subject] = min(since, found.get(wait.subject, since))
    return found


MEASURES = (
    measured(waiting_pieces, "pieces", "lower", "Pieces that still wait at the end, for what and where"),
    measured(waiting_since_days, "d", "neither", "Day of the run on which the longest such wait began"),
)
