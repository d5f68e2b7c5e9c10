"""Presence: how many ships were on task in an area, or in company of a group, from second to second."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.measure import horizon
from posture.operations.maritime.event_kinds import GROUP, IN_COMPANY, SEA_AREA
from posture.theatre.event_kinds import LEVEL
from posture.theatre.levels import minehunters, ships


class Record(NamedTuple):
    """Numbers in time, each from its second on, and the least that was wanted of them."""

    least: int
    steps: tuple[tuple[int, int], ...]
    end: int

    def spans(self) -> Iterable[tuple[int, int, int]]:
        """Begin, end and number of each span; those of no length are left out."""
        times = [*self.steps, (self.end, 0)]
        return ((begin, end, number) for (begin, number), (end, _) in pairwise(times) if end > begin)


def records(log: Log) -> dict[str, Record]:
    """Ships on task in each area, and in company of each group, through the run."""
    end = horizon(log)
    least = {row.who: row.amount for row in log.of(SEA_AREA, GROUP)}
    name_of = {ships(row.who): row.who for row in log.of(SEA_AREA)}
    steps: dict[str, list[tuple[int, int]]] = {name: [(0, 0)] for name in least}
    for row in log.of(LEVEL):
        if row.who in name_of:
            steps[name_of[row.who]].append((row.time, row.amount // 1000))
    for row in log.of(IN_COMPANY):
        steps[row.who].append((row.time, row.amount))
    return {name: Record(least[name], tuple(steps[name]), end) for name in least}


def presence_share(log: Log) -> dict[str, float]:
    """Share of the run with at least so many ships as make a presence, by area and by group."""
    return {
        name: sum(end - begin for begin, end, number in one.spans() if number >= one.least) / one.end
        for name, one in records(log).items()
    }


def ships_mean(log: Log) -> dict[str, float]:
    """Ships on task in an area, or in company of a group, on average over the run."""
    return {
        name: sum((end - begin) * number for begin, end, number in one.spans()) / one.end
        for name, one in records(log).items()
    }


def minehunters_mean(log: Log) -> dict[str, float]:
    """Minehunters on task in an area, on average over the run; areas that never had any left out."""
    end, found = horizon(log), {}
    for row in log.of(SEA_AREA):
        level = minehunters(row.who)
        steps = [(one.time, one.amount // 1000) for one in log.of(LEVEL) if one.who == level]
        if steps:
            record = Record(1, tuple(steps), end)
            found[row.who] = sum((until - begin) * number for begin, until, number in record.spans()) / end
    return found


def _gaps(record: Record) -> list[int]:
    """Seconds of each unbroken time without presence."""
    found: list[int] = []
    last = -1
    for begin, end, number in record.spans():
        if number < record.least:
            if begin == last:
                found[-1] += end - begin
            else:
                found.append(end - begin)
            last = end
    return found


def presence_gaps(log: Log) -> dict[str, float]:
    """Times without presence."""
    return {name: float(len(_gaps(one))) for name, one in records(log).items()}


def longest_presence_gap_days(log: Log) -> dict[str, float]:
    """The longest of them; 0 where there was none."""
    return {name: in_days(max(_gaps(one), default=0)) for name, one in records(log).items()}
