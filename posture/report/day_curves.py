"""Curves by day: what brigades have received, whose people have closed, and any series of chosen subjects."""

from collections.abc import Mapping, Sequence
from math import isnan

import numpy as np

from posture.outcomes import SERIES
from posture.report.drawing import (
    DASHES,
    WIDTH,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    multiples,
    shortened,
)
from posture.report.numbers import figure, in_unit
from posture.report.tables import Table
from posture.runs.daily_file import DailyRuns, Numbers, bands

ALL = "all"


def received(told: DailyRuns) -> ReportChart | None:
    """The share of its pieces that each brigade has received by day: median and middle 80 % of the runs."""
    name = "pieces_received_by_day"
    mine = {subject: grid for (series, subject), grid in told.items() if series == name and subject != ALL}
    whole = {subject: float(grid.max()) for subject, grid in mine.items()}
    mine = {subject: grid for subject, grid in mine.items() if whole[subject]}
    if not mine:
        return None
    last = max(map(_still, mine.values())) + 2
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


def _still(grid: Numbers) -> int:
    """The last day on which any run differs from the day before."""
    return int(np.flatnonzero(np.diff(grid, axis=1, prepend=0.0).any(axis=0)).max(initial=0))


def _reached(median: Sequence[float] | Numbers, amount: float) -> str:
    """The first day of the median by whose end so many have come."""
    found = [day for day, one in enumerate(median) if not isnan(one) and one >= amount]
    return str(found[0]) if found else "never"


def curves(series: str, mine: Mapping[str, Numbers], title: str = "") -> ReportChart:
    """A series of some subjects by day: the median of the runs and, around it, the middle 80 % of them.

    Lines are told apart by dashes too.
    """
    import altair as alt

    known = SERIES[series]
    rows: Rows = []
    for who, grid in mine.items():
        for day, (low, middle, high) in enumerate(zip(*bands(grid), strict=True)):
            if not isnan(middle):
                rows.append({"subject": who, "day": day, "low": low, "middle": middle, "high": high})
    base = chart_of(rows).encode(
        x=alt.X("day:Q", title="day of the run", axis=alt.Axis(tickMinStep=1)),
        color=colour("subject", list(mine)),
    )
    band = base.mark_area(interpolate="step-after", opacity=0.2).encode(
        y=alt.Y("low:Q", title=known.unit), y2="high:Q"
    )
    dashes = alt.Scale(
        domain=[*map(shortened, mine)], range=[DASHES[at % len(DASHES)] for at in range(len(mine))]
    )
    line = base.mark_line(interpolate="step-after").encode(
        y="middle:Q", strokeDash=alt.StrokeDash("subject:N", scale=dashes, legend=None)
    )
    shown = tuple(
        (
            row["subject"],
            str(row["day"]),
            *(in_unit(row[end], known.unit) for end in ("low", "middle", "high")),
        )
        for row in rows
    )
    return ReportChart(
        title or f"{series}: {known.help}",
        "Lines are medians of the runs, bands hold the middle 80 % of them.",
        drawing_of((band + line).properties(width=WIDTH, height=260)),
        Table("", ("subject", "day", "10 % of runs", "median", "90 % of runs"), shown, (1, 2, 3, 4)),
        series,
    )


def people(told: DailyRuns) -> ReportChart | None:
    """People of all brigades whose part has closed, by day; None where nobody's has."""
    name = "people_closed_by_day"
    grid = told.get((name, ALL))
    if grid is None or not grid.max():
        return None
    return curves(name, {ALL: grid[:, : _still(grid) + 2]}, "People whose unit has closed, by day")
