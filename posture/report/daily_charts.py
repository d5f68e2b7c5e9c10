"""What a run tells day by day, in charts: how full gates and lift were, who queued, what watch was kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isnan

import numpy as np

from posture.core.ids import apart
from posture.outcomes import SERIES
from posture.report.drawing import (
    ROW,
    WIDTH,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    multiples,
    whole_width,
)
from posture.report.numbers import figure, in_unit, percent
from posture.report.tables import Table
from posture.runs.daily_file import DailyRuns, Numbers, bands

ALL = "all"
COLUMNS_AT_MOST = 60
ROWS_AT_MOST = 18
FULL = 0.9
"""From this share on something is marked as full."""
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
    yield from filter(None, (received(told), *(heat(one, told, places) for one in MAPS.values())))


def heat(asked: HeatMap, told: DailyRuns, places: Mapping[str, str]) -> ReportChart | None:
    """A row for each subject, a cell for some days; None where nothing is told."""
    import altair as alt

    means = {key: _means(grid) for key, grid in told.items() if key[0] in asked.series and key[1] != ALL}
    chosen = sorted(means, key=lambda key: (-_weight(asked, means[key]), key))[:ROWS_AT_MOST]
    chosen = [key for key in chosen if _weight(asked, means[key]) > (0 if asked.below else LEAST_SEEN)]
    if not chosen:
        return None
    last = max(_last(asked, means[key]) for key in chosen)
    step = ceil(last / COLUMNS_AT_MOST)
    unit = SERIES[asked.series[0]].unit
    rows: Rows = [
        {"name": _name(key[1], places), "begin": day, "end": min(day + step, last), "value": value}
        for key in chosen
        for day, value in _binned(means[key][:last], step)
    ]
    scale = alt.Scale(scheme="cividis", **({"domain": [0, 1]} if unit == "share" else {"domainMin": 0}))
    legend = alt.Legend(
        title=unit, orient="right", gradientLength=90, format="%" if unit == "share" else "~s"
    )
    base = chart_of(rows).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=240, grid=False))
    )
    cells = base.mark_rect(stroke=None).encode(
        x=alt.X(
            "begin:Q",
            title="day of the run",
            scale=alt.Scale(domain=[0, last], nice=False),
            axis=alt.Axis(grid=False),
        ),
        x2="end:Q",
        color=alt.Color("value:Q", scale=scale, legend=legend),
    )
    drawn: alt.LayerChart | alt.Chart = cells
    if asked.sign and (marked := [row for row in rows if _marked(asked, row["value"])]):
        signs = [{**row, "middle": (row["begin"] + row["end"]) / 2} for row in marked]
        text = chart_of(signs).mark_text(text=asked.sign, fontSize=10, fontWeight="bold")
        drawn = cells + text.encode(
            x="middle:Q",
            y=alt.Y("name:N", sort=None),
            color=alt.condition("datum.value > 0.6", alt.value("#000"), alt.value("#fff")),
        )
    return ReportChart(
        asked.title,
        asked.says,
        drawing_of(whole_width(drawn, ROW * len(chosen))),
        _table(asked, {key: means[key][:last] for key in chosen}, unit, places),
        asked.series[0],
    )


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


def _table(
    asked: HeatMap, means: Mapping[tuple[str, str], Numbers], unit: str, places: Mapping[str, str]
) -> Table:
    rows = []
    for (_, subject), numbers in means.items():
        told = np.flatnonzero(~np.isnan(numbers))
        worst = int(told[np.argmin(numbers[told]) if asked.below else np.argmax(numbers[told])])
        marked = sum(_marked(asked, float(numbers[day])) for day in told) if asked.sign else 0
        cells = [_name(subject, places), in_unit(float(numbers[told].mean()), unit)]
        cells += [in_unit(float(numbers[worst]), unit), str(worst)]
        rows.append((*cells, str(marked)) if asked.sign else tuple(cells))
    extreme = "least" if asked.below else "most"
    heads = ["of", "mean", extreme, "on day"]
    heads += [f"days {'below' if asked.below else 'from'} {percent(asked.least)}"] if asked.sign else []
    return Table("", tuple(heads), tuple(rows), tuple(range(1, len(heads))))


def received(told: DailyRuns) -> ReportChart | None:
    """The share of its pieces that each brigade has received by day: median and middle 80 % of the runs."""
    name = "pieces_received_by_day"
    mine = {subject: grid for (series, subject), grid in told.items() if series == name and subject != ALL}
    whole = {subject: float(grid.max()) for subject, grid in mine.items()}
    mine = {subject: grid for subject, grid in mine.items() if whole[subject]}
    if not mine:
        return None
    last = max(int(np.argmax(grid.max(axis=0) >= whole[who])) for who, grid in mine.items()) + 2
    rows: Rows = []
    for who, grid in mine.items():
        low, middle, high = bands(grid)
        rows += [
            {"brigade": who, "day": day, "low": low[day], "middle": middle[day], "high": high[day]}
            for day in range(min(last, grid.shape[1]))
        ]
        for row in rows[-min(last, grid.shape[1]) :]:
            row |= {end: row[end] / whole[who] for end in ("low", "middle", "high")}
    shown = [
        (
            who,
            figure(whole[who]),
            *(_reached(bands(grid).median, share * whole[who]) for share in (0.1, 0.5, 0.9)),
        )
        for who, grid in mine.items()
    ]
    return ReportChart(
        "Pieces received by day" + (", brigade by brigade" if len(mine) > 1 else ""),
        "Of its vehicles, containers and people that travel by themselves, the share that each brigade has "
        "received in the area: the line is the median of the runs, the band holds the middle 80 % of them.",
        multiples(rows, "day of the run", alone=len(mine) == 1),
        Table(
            "",
            ("brigade", "pieces at most", "a tenth on day", "half on day", "nine tenths on day"),
            tuple(shown),
            (1, 2, 3, 4),
        ),
        name,
    )


def _reached(median: Sequence[float] | Numbers, amount: float) -> str:
    """The first day of the median by whose end so many have come."""
    found = [day for day, one in enumerate(median) if not isnan(one) and one >= amount]
    return str(found[0]) if found else "never"


def curves(series: str, mine: Mapping[str, Numbers]) -> ReportChart:
    """A series of some subjects by day: the median of the runs and, around it, the middle 80 % of them."""
    import altair as alt

    known = SERIES[series]
    rows: Rows = []
    for who, grid in mine.items():
        for day, (low, middle, high) in enumerate(zip(*bands(grid), strict=True)):
            if not isnan(middle):
                rows.append({"subject": who, "day": day, "low": low, "middle": middle, "high": high})
    base = chart_of(rows).encode(
        x=alt.X("day:Q", title="day of the run"), color=colour("subject", list(mine))
    )
    band = base.mark_area(interpolate="step-after", opacity=0.2).encode(
        y=alt.Y("low:Q", title=known.unit), y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after").encode(y="middle:Q")
    shown = tuple(
        (
            row["subject"],
            str(row["day"]),
            *(in_unit(row[end], known.unit) for end in ("low", "middle", "high")),
        )
        for row in rows
    )
    return ReportChart(
        f"{series}: {known.help}",
        "Lines are medians of the runs, bands hold the middle 80 % of them.",
        drawing_of((band + line).properties(width=WIDTH, height=260)),
        Table("", ("subject", "day", "10 % of runs", "median", "90 % of runs"), shown, (1, 2, 3, 4)),
        series,
    )
