"""What a run tells day by day, in charts: how full gates and lift were, who queued, what watch was kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from posture.core.ids import apart
from posture.outcomes import SERIES
from posture.report.day_curves import ALL, people, received
from posture.report.drawing import (
    ROW,
    ReportChart,
    Rows,
    chart_of,
    drawing_of,
    shortened,
    whole_width,
)
from posture.report.numbers import in_unit, percent
from posture.report.tables import Table
from posture.runs.daily_file import DailyRuns, Numbers

if TYPE_CHECKING:
    import altair as alt

COLUMNS_AT_MOST = 60
ROWS_AT_MOST = 18
FULL = 0.9
"""From this share on something is marked as full."""
FEW = 5
"""Rows beside which a legend has no room."""
KEPT = 0.95
"""Below this share a watch is marked as a gap."""
LEAST_SEEN = 0.002
"""What never comes to so much, such as the share of a line of ferries, is left out."""
GAP = "\N{BOX DRAWINGS LIGHT DIAGONAL UPPER RIGHT TO LOWER LEFT}"
"""Strikes through what was not kept, so that colour does not tell it alone."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """How a series is drawn in cells: of which subjects, with which mark where, and what is said of it.

    `sign` marks a cell whose number is at least `least`, or less where `below`.
    """

    series: tuple[str, ...]
    title: str
    says: str
    sign: str = ""
    least: float = 0.0
    below: bool = False


FULLNESS = HeatMap(
    ("gate_use_by_day",),
    "How full gates were",
    "The share of ramps, gauge-change tracks, berths and working places at work, mean of the runs; "
    "a cross marks nine tenths and more. The fullest are shown.",
    "✕",
    FULL,
)
LIFT = HeatMap(
    ("lift_use_by_day",),
    "How full lift was",
    "Of the wagon sets, ships, transporters and aircraft of a pool the share that was taken, mean of the "
    "runs; a cross marks nine tenths and more.",
    "✕",
    FULL,
)
QUEUES = HeatMap(
    ("queue_by_day",),
    "Where serials queued",
    "Trains, march units, shiploads and chalks that wait at a place, mean of the runs over each day. "
    "The longest queues are shown.",
)
LIFT_QUEUES = HeatMap(
    ("lift_queue_by_day",),
    "What lift was waited for",
    "Wagon sets, ships, transporters and aircraft that are asked for and not there yet, mean of the runs.",
)
THROUGHPUT = HeatMap(
    ("pieces_in_by_day",),
    "What places took in",
    "Pieces that come to a port, airfield, railhead or base on a day, mean of the runs. "
    "The busiest are shown.",
)
WATCH = HeatMap(
    tuple(name for name, series in SERIES.items() if series.watch),
    "What was kept of the watch",
    "Of what is wanted of each commitment, air base, station, site and sea area the share that is there, "
    "mean of the runs; where a twentieth and more is missing it is struck through. "
    "Those with the largest gaps are shown.",
    GAP,
    KEPT,
    below=True,
)
MAPS = {one.series[0]: one for one in (FULLNESS, LIFT, QUEUES, LIFT_QUEUES, THROUGHPUT, WATCH)}


def daily_charts(told: DailyRuns, places: Mapping[str, str]) -> Iterator[ReportChart]:
    """Every chart of daily numbers that this run has something for; `places` names places by key."""
    yield from filter(None, (received(told), people(told)))
    yield from filter(None, (heat(one, told, places) for one in MAPS.values()))


def heat(asked: HeatMap, told: DailyRuns, places: Mapping[str, str]) -> ReportChart | None:
    """A row for each subject, a cell for some days; None where nothing is told."""
    means = {key: _means(grid) for key, grid in told.items() if key[0] in asked.series and key[1] != ALL}
    chosen = sorted(means, key=lambda key: (-_weight(asked, means[key]), key))[:ROWS_AT_MOST]
    chosen = [key for key in chosen if _weight(asked, means[key]) > (0 if asked.below else LEAST_SEEN)]
    if not chosen:
        return None
    last = max(_last(asked, means[key]) for key in chosen)
    step = ceil(last / COLUMNS_AT_MOST)
    unit = SERIES[asked.series[0]].unit
    called = _called(chosen, places)
    rows: Rows = [
        {"name": called[key], "begin": day, "end": min(day + step, last), "value": value}
        for key in chosen
        for day, value in _binned(means[key][:last], step)
    ]
    return ReportChart(
        asked.title,
        asked.says,
        drawing_of(whole_width(_cells(asked, rows, last, unit), ROW * len(chosen))),
        _table(asked, {called[key]: means[key][:last] for key in chosen}, unit),
        asked.series[0],
    )


def _cells(asked: HeatMap, rows: Rows, last: int, unit: str) -> "alt.LayerChart | alt.Chart":
    """A cell for each row in the colour of its value, and the sign on those that are marked.

    A watch is told from nought to whole; what else is a share up to the largest, for a port at a tenth of its
    room is not seen against the whole.
    """
    import altair as alt

    whole = {"domain": [0, 1]} if asked.below else {"domainMin": 0}
    form = "%" if unit == "share" else "~s" if max(row["value"] for row in rows) >= 1000 else "~g"
    few = len({row["name"] for row in rows}) < FEW
    legend = alt.Legend(
        title=unit,
        orient="bottom" if few else "right",
        direction="horizontal" if few else "vertical",
        gradientLength=160 if few else 90,
        format=form,
        tickCount=4,
    )
    axis = alt.Axis(grid=False)
    base = chart_of(rows).encode(y=alt.Y("name:N", title=None, sort=None, axis=axis))
    days = alt.Scale(domain=[0, last], nice=False)
    cells: alt.Chart = base.mark_rect(stroke=None).encode(
        x=alt.X("begin:Q", title="day of the run", scale=days, axis=alt.Axis(grid=False, tickMinStep=1)),
        x2="end:Q",
        color=alt.Color("value:Q", scale=alt.Scale(scheme="cividis", **whole), legend=legend),
    )
    marked = [row for row in rows if asked.sign and _marked(asked, row["value"])]
    if not marked:
        return cells
    signs = [{**row, "middle": (row["begin"] + row["end"]) / 2} for row in marked]
    text = chart_of(signs).mark_text(text=asked.sign, fontSize=10, fontWeight="bold")
    signed: alt.LayerChart = cells + text.encode(
        x="middle:Q",
        y=alt.Y("name:N", sort=None),
        color=alt.condition("datum.value > 0.6", alt.value("#000"), alt.value("#fff")),
    )
    return signed


def _means(grid: Numbers) -> Numbers:
    """The mean over the runs that tell of a day; not a number where none does."""
    wanted = ~np.isnan(grid)
    count = wanted.sum(axis=0)
    total = np.where(wanted, grid, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _weight(asked: HeatMap, means: Numbers) -> float:
    """By what subjects are ranked: their greatest day, or what is missing of a watch."""
    told = means[~np.isnan(means)]
    if not len(told):
        return 0.0
    if asked.below:
        return float((1 - told).sum()) + 1e-9
    return float(told.max())


def _last(asked: HeatMap, means: Numbers) -> int:
    """The day after the last on which there is anything to see."""
    seen = ~np.isnan(means) if asked.below else np.nan_to_num(means) > 0
    found = np.flatnonzero(seen)
    return int(found[-1]) + 1 if len(found) else 1


def _binned(means: Numbers, step: int) -> Iterator[tuple[int, float]]:
    for day in range(0, len(means), step):
        part = means[day : day + step]
        told = part[~np.isnan(part)]
        if len(told):
            yield day, float(told.mean())


def _marked(asked: HeatMap, value: float) -> bool:
    return value < asked.least if asked.below else value >= asked.least


def _name(subject: str, places: Mapping[str, str]) -> str:
    """A place by its name, with the kind of gate behind it."""
    whole, name = apart(subject)
    if whole:
        return f"{places.get(whole, whole)}, {name}"
    return places.get(subject, subject)


def _called(keys: Sequence[tuple[str, str]], places: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Each by its name; where two have one name, by its series and what it is written as, too."""
    names = {key: shortened(_name(key[1], places)) for key in keys}
    often = Counter(names.values())
    return {
        (series, subject): name
        if often[name] == 1
        else f"{name} ({series.removesuffix('_by_day') if subject == name else subject})"
        for (series, subject), name in names.items()
    }


def _table(asked: HeatMap, means: Mapping[str, Numbers], unit: str) -> Table:
    rows = []
    for name, numbers in means.items():
        told = np.flatnonzero(~np.isnan(numbers))
        worst = int(told[np.argmin(numbers[told]) if asked.below else np.argmax(numbers[told])])
        marked = sum(_marked(asked, float(numbers[day])) for day in told) if asked.sign else 0
        cells = [name, in_unit(float(numbers[told].mean()), unit)]
        cells += [in_unit(float(numbers[worst]), unit), str(worst)]
        rows.append((*cells, str(marked)) if asked.sign else tuple(cells))
    extreme = "least" if asked.below else "most"
    heads = ["of", "mean", extreme, "on day"]
    heads += [f"days {'below' if asked.below else 'from'} {percent(asked.least)}"] if asked.sign else []
    return Table("", tuple(heads), tuple(rows), tuple(range(1, len(heads))))
