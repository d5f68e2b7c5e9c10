"""What had not ended when the run did, and what took too long: who waits, for what, where and since when."""

from collections.abc import Iterator
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of, line_of
from posture.core.measure import measured
from posture.theatre.event_kinds import (
    CLEARANCE,
    CLOSURE,
    GATE_QUEUE,
    LIFT_WAIT,
    LONGEST_WAIT,
    STALLED,
    STUCK,
    WAITED_FOR,
    WAITING,
)

AT = " at "
"""Between what is waited for and where, in the subject of these measures."""
HELD_BY = " held by "
QUEUES = (GATE_QUEUE, LIFT_WAIT, CLEARANCE, CLOSURE)
"""Causes of waits for what others use, or for what is shut."""


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


def stuck_since_days(log: Log) -> dict[str, float]:
    """The day from which two or more hold each other up for ever: who waits, for what, held by whom."""
    told = {row.who: row.where for row in log.of(WAITED_FOR)}
    found: dict[str, float] = {}
    for row in log.of(STUCK):
        subject = id_of(line_of(row.who), f"{told[row.who]}{HELD_BY}{line_of(row.where)}")
        since = in_days(row.time - row.amount)
        found[subject] = min(since, found.get(subject, since))
    return found


def stalled_since_days(log: Log) -> dict[str, float]:
    """The day after which nothing could happen though somebody waited; only of a run that stalls."""
    since = [in_days(row.time - row.amount) for row in log.of(STALLED)]
    return {"all": since[0]} if since else {}


def too_long_wait_days(log: Log) -> dict[str, float]:
    """The longest wait of each line, for what and where, of those above the scenario's `longest_wait`."""
    limit = next((row.amount for row in log.of(LONGEST_WAIT)), None)
    if limit is None:
        return {}
    waits = [(id_of(line_of(row.who), f"{row.kind}{AT}{row.where}"), row.amount) for row in log.of(*QUEUES)]
    waits += [(wait.subject, log.last - wait.since) for wait in open_waits(log)]
    found: dict[str, float] = {}
    for subject, seconds in waits:
        if seconds > limit:
            found[subject] = max(in_days(seconds), found.get(subject, 0.0))
    return found


MEASURES = (
    measured(
        stalled_since_days, "d", "neither", "Day after which nothing could happen, though somebody waits"
    ),
    measured(stuck_since_days, "d", "neither", "Day from which some hold each other up for ever"),
    measured(too_long_wait_days, "d", "lower", "Longest wait of a line above the scenario's `longest_wait`"),
    measured(waiting_pieces, "pieces", "lower", "Pieces that still wait at the end, for what and where"),
    measured(waiting_since_days, "d", "neither", "Day of the run on which the longest such wait began"),
)
