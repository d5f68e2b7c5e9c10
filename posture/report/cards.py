"""Cards for rooms without computers: who has closed by which day, what is where, and dice for chance."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, isfinite

import numpy as np

from posture.core.ids import is_part, is_whole
from posture.report.numbers import count, per_cent_figure, tenth
from posture.report.tables import Table
from posture.runs.daily_file import DailyRuns, bands
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import Answer, quantile

CLOSURES = frozenset({"closure_days", "part_closure_days"})
"""Of brigades and of their parts, days after the order."""
RECEIVED, TAKEN_IN = "pieces_received_by_day", "pieces_in_by_day"
ALL = "all"
COLUMNS = 12
STEPS = (1, 2, 5, 10, 20, 30)
ROLLS = tuple(range(5, 100, 10))
"""The middle of each face of a die of ten, in per cent."""
NEVER = "never"


def cards(rows: Sequence[Answer], told: DailyRuns, places: Mapping[str, str]) -> Iterator[Table]:
    """Every card that a run can fill; `places` names places by key."""
    days: dict[str, list[float]] = {}
    for row in answers_of(rows, CLOSURES):
        days.setdefault(row.subject, []).append(row.value)
    known = [one for found in days.values() for one in found if isfinite(one)]
    if known:
        limits = _limits(ceil(max(known)))
        whole = {name: found for name, found in sorted(days.items()) if is_whole(name)}
        yield _chances("Brigades: chance in per cent to have closed by day", "brigade", whole, limits)
        yield _rolls(whole)
        parts = {name: found for name, found in sorted(days.items()) if is_part(name)}
        if parts:
            yield _chances("Units: chance in per cent to have closed by day", "unit", parts, limits)
    yield from _there(told, places)


def _limits(last: int) -> list[int]:
    step = next((step for step in STEPS if last / step <= COLUMNS), STEPS[-1])
    return list(range(step, last + step, step))


def _chances(title: str, row: str, days: Mapping[str, Sequence[float]], limits: Sequence[int]) -> Table:
    rows = tuple(
        (name, *(per_cent_figure(sum(one <= limit for one in found) / len(found)) for limit in limits))
        for name, found in days.items()
    )
    return Table(title, (row, *(f"D+{limit}" for limit in limits)), rows, tuple(range(1, len(limits) + 1)))


def _rolls(days: Mapping[str, Sequence[float]]) -> Table:
    """A die of ten says on which day after its order a brigade closes: each face is a tenth of the runs."""
    rows = tuple((name, *(_day(quantile(found, roll)) for roll in ROLLS)) for name, found in days.items())
    heads = ("brigade", *(str(face) for face in range(1, len(ROLLS) + 1)))
    return Table("Roll a die of ten: the brigade closes on day", heads, rows, tuple(range(1, len(heads))))


def _day(value: float) -> str:
    return tenth(value) if isfinite(value) else NEVER


def _there(told: DailyRuns, places: Mapping[str, str]) -> Iterator[Table]:
    """Pieces that have come to each place, and to each brigade, by the end of each day: medians."""
    received = {who: grid for (name, who), grid in told.items() if name == RECEIVED and who != ALL}
    came = {
        places.get(who, who): grid.cumsum(axis=1) for (name, who), grid in told.items() if name == TAKEN_IN
    }
    for title, row, grids in (
        ("What a brigade has: pieces received by the end of the day (median)", "brigade", received),
        ("What has come to a place by the end of the day: pieces (median)", "place", came),
    ):
        medians = {who: bands(grid).median for who, grid in sorted(grids.items())}
        medians = {who: one for who, one in medians.items() if one.max(initial=0) > 0}
        if medians:
            last = max(int(np.argmax(one >= one.max())) for one in medians.values()) + 1
            limits = _limits(last)
            rows = tuple(
                (who, *(count(float(one[min(limit, len(one)) - 1])) for limit in limits))
                for who, one in medians.items()
            )
            heads = (row, *(f"day {limit}" for limit in limits))
            yield Table(title, heads, rows, tuple(range(1, len(heads))))
