"""Fill: how much of what standing tasks ask for was there, and how long it was not.

A slot counts while a unit holds it and has authority. What is open when the run ends is closed there; a
commitment is asked for from its declaration until it is retired or the run ends.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from posture.core.clock import days, in_days
from posture.core.daily_series import DailySeries, Days, kept, whole_days
from posture.core.event_log import Log
from posture.core.measure import Measure, horizon
from posture.theatre.event_kinds import AUTHORITY, BUMPED, DECLARED, RELEASED, RETIRED

LONG = 7
"""Days that a shortfall may last before all of it counts as missed."""
BANDS = ((0.95, 3), (0.85, 2), (0.60, 1))
"""Least fill of each band of risk, as in total army analysis; below all of them it is 0."""


class FillSpan(NamedTuple):
    """From one second to another, so many were wanted and so many on task."""

    begin: int
    end: int
    wanted: int
    had: int


def records(log: Log) -> dict[str, tuple[FillSpan, ...]]:
    """What every commitment wanted and had, by name, while it wanted anybody."""
    return log.once(_records)


def _records(log: Log) -> dict[str, tuple[FillSpan, ...]]:
    on_task: dict[str, str] = {}
    changes: dict[str, dict[int, tuple[int, int]]] = {}
    for row in log.of(DECLARED, RETIRED, AUTHORITY, RELEASED, BUMPED):
        if row.kind in {DECLARED, RETIRED}:
            mine = changes.setdefault(row.who, {})
            mine[row.time] = row.amount, _latest(mine)[1]
        elif row.kind == AUTHORITY or on_task.get(row.who) == row.where:
            mine = changes[row.where]
            wanted, had = _latest(mine)
            mine[row.time] = wanted, had + (1 if row.kind == AUTHORITY else -1)
            if row.kind == AUTHORITY:
                on_task[row.who] = row.where
            else:
                del on_task[row.who]
    return {name: _spans(changes[name], horizon(log)) for name in sorted(changes)}


def _latest(changes: dict[int, tuple[int, int]]) -> tuple[int, int]:
    return next(reversed(changes.values()), (0, 0))


def _spans(changes: dict[int, tuple[int, int]], end: int) -> tuple[FillSpan, ...]:
    times = [*(time for time in changes if time < end), end]
    spans = (FillSpan(begin, until, *changes[begin]) for begin, until in pairwise(times))
    return tuple(one for one in spans if one.wanted)


def fill_share(log: Log) -> dict[str, float]:
    """Slot-time on task over slot-time asked for; what is more than asked for fills nothing."""
    return {name: share(spans) for name, spans in records(log).items() if spans}


def share(spans: Sequence[FillSpan]) -> float:
    """How much of what was wanted in these times was there."""
    wanted = sum(one.wanted * (one.end - one.begin) for one in spans)
    return sum(min(one.had, one.wanted) * (one.end - one.begin) for one in spans) / wanted


def gaps(spans: Sequence[FillSpan]) -> list[int]:
    """Seconds of each unbroken time with fewer on task than wanted, in order."""
    found: list[int] = []
    last = -1
    for one in spans:
        if one.had < one.wanted:
            if one.begin == last and found:
                found[-1] += one.end - one.begin
            else:
                found.append(one.end - one.begin)
            last = one.end
    return found


def _of_gaps(log: Log) -> Iterator[tuple[str, list[int]]]:
    return ((name, gaps(spans)) for name, spans in records(log).items() if spans)


def gap_count(log: Log) -> dict[str, float]:
    """How often fewer than wanted were on task."""
    return {name: float(len(found)) for name, found in _of_gaps(log)}


def longest_gap_days(log: Log) -> dict[str, float]:
    """The longest time with fewer on task than wanted; 0 if there was none."""
    return {name: in_days(max(found, default=0)) for name, found in _of_gaps(log)}


def gap_days_p90(log: Log) -> dict[str, float]:
    """The length that nine in ten of such times do not exceed; 0 if there was none."""
    return {
        name: in_days(sorted(found)[-(-len(found) * 9 // 10) - 1]) if found else 0.0
        for name, found in _of_gaps(log)
    }


def missed_days(log: Log) -> dict[str, float]:
    """Days within gaps that lasted longer than a week in a row."""
    return {name: in_days(sum(gap for gap in found if gap > days(LONG))) for name, found in _of_gaps(log)}


def risk_band(log: Log) -> dict[str, float]:
    """3 where at least 95 % were filled, 2 from 85 %, 1 from 60 %, else 0."""
    found: dict[str, float] = defaultdict(float)
    for name, filled in fill_share(log).items():
        found[name] = float(next((band for least, band in BANDS if filled >= least), 0))
    return dict(found)


def fill(log: Log) -> dict[str, Days]:
    """Slots on task over slots asked for, day by day."""
    return kept(records(log), whole_days(log))


SERIES = (DailySeries("fill_by_day", "share", "Slots on task, of those asked for", fill, watch=True),)
MEASURES = (
    Measure("fill_share", "share", "higher", "Slot-time on task of slot-time asked for", fill_share),
    Measure("gap_count", "gaps", "lower", "Times with fewer on task than wanted", gap_count),
    Measure("longest_gap_days", "d", "lower", "Longest time with fewer on task", longest_gap_days),
    Measure("gap_days_p90", "d", "lower", "Length that nine in ten gaps do not exceed", gap_days_p90),
    Measure("missed_days", "d", "lower", f"Days in gaps of more than {LONG} days", missed_days),
    Measure("risk_band", "band", "higher", "3 from 95 % filled, 2 from 85 %, 1 from 60 %, else 0", risk_band),
)
