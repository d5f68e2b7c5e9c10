"""Answers to calls: how soon ships were there, who might not come, and what was left behind."""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from math import inf

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.measure import horizon
from posture.operations.maritime.event_kinds import ANSWERS, CALL_OVER, CALL_REFUSED, CALLED, ON_CALL, PATROLS
from posture.operations.maritime.presence import Record, records


def _presences(log: Log) -> dict[str, tuple[int, int, list[tuple[int, int]]]]:
    """By call: when it came, how many were wanted, and the numbers on task for it from second to second."""
    found: dict[str, tuple[int, int, list[tuple[int, int]]]] = {}
    for row in log.of(CALLED, ANSWERS, ON_CALL):
        if row.kind == CALLED:
            found[row.who] = row.time, row.amount, []
        elif row.kind == ANSWERS:
            came, _, steps = found[row.who]
            found[row.who] = came, row.amount, steps
        else:
            found[row.who][2].append((row.time, row.amount))
    return found


def _response(log: Log, least: Callable[[int], int]) -> dict[str, float]:
    return {
        call: in_days(next((time - came for time, number in steps if number >= least(wanted)), inf))
        for call, (came, wanted, steps) in _presences(log).items()
    }


def first_ship_days(log: Log) -> dict[str, float]:
    """Days from a call to the first ship on task for it; infinite if none comes."""
    return _response(log, lambda _: 1)


def full_presence_days(log: Log) -> dict[str, float]:
    """Days from a call to all that are wanted at once; infinite if they never are."""
    return _response(log, lambda wanted: wanted)


def calls_refused(log: Log) -> dict[str, float]:
    """Groups and ships that might not pass the straits, by call."""
    counts = Counter(row.who for row in log.of(CALL_REFUSED))
    return {row.who: float(counts[row.who]) for row in log.of(CALLED)}


def left_behind_days(log: Log) -> dict[str, float]:
    """Days without presence in any area of the groups that answer, from the answer until the call is over."""
    found: dict[str, float] = {}
    over = {row.who: row.time for row in log.of(CALL_OVER)}
    patrols: dict[str, list[str]] = defaultdict(list)
    for row in log.of(PATROLS):
        patrols[row.who].append(row.where)
    kept = records(log)
    for row in log.of(ANSWERS):
        if row.where in patrols and row.who not in found:
            end = over.get(row.who, horizon(log))
            areas = [kept[area] for area in patrols[row.where]]
            found[row.who] = in_days(_empty(areas, row.time, end))
    return found


def _empty(areas: list[Record], begin: int, end: int) -> int:
    """Seconds within which no area has its presence."""
    times = sorted({begin, end, *(time for area in areas for time, _ in area.steps if begin < time < end)})
    held = [(start, until) for one in areas for start, until, number in one.spans() if number >= one.least]
    return sum(
        until - start
        for start, until in pairwise(times)
        if not any(kept_from <= start and until <= kept_to for kept_from, kept_to in held)
    )
