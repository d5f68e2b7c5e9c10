"""Which dates of past moves are spent: the intervals that shaped a timing, and the figures read from them.

A table marks such an interval in `used_for_timings`. `case-intervals.csv` says of each that ships which dates
it shaped through a figure that cases draw; where none was read from it (the timing is there to be compared
with, counts things, or ends before the days begin) the dates are free. Of any other case the words decide.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from posture.scenario.loading import rows
from posture.scenario.shipped import shipped

COLUMNS = ("case_id", "interval", "shaped", "figure", "basis", "source", "as_of", "confidence")
NOT_USED = ("", "no")
EVERY = ("first arrival", "all received", "operational")
SHAPES: Mapping[str, tuple[str, ...]] = {
    "order to first": ("first arrival",),
    "order to closure": ("all received",),
    "arrival to": ("operational",),
    **dict.fromkeys(("relief overlap", "accident", "parliament delay"), ()),
}
"""Which dates an interval shaped, by how it begins, of a case that the table does not know; else all."""


def spans(used: str) -> list[str]:
    """The intervals that a cell of `used_for_timings` names."""
    return [one for one in re.split(r"\s*[;,]\s*", used) if one not in NOT_USED]


def taught_by(case: str, used: Sequence[str]) -> Mapping[str, list[str]]:
    """For each date the intervals that shaped it."""
    found: dict[str, list[str]] = {date: [] for date in EVERY}
    for interval in used:
        for date in _known().get((case, interval), by_words(interval)):
            found[date].append(interval)
    return found


def by_words(interval: str) -> tuple[str, ...]:
    """Which dates an interval shaped by what it is called alone."""
    return next((dates for begins, dates in SHAPES.items() if interval.startswith(begins)), EVERY)


@cache
def _known() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Case and interval, and what it shaped."""
    path = shipped("table", "case-intervals")
    assert path is not None
    return {
        (row["case_id"], row["interval"]): tuple(date for date in row["shaped"].split(";") if date)
        for row, _ in rows(path, COLUMNS)
    }
