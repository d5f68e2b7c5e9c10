"""How brigades close, in charts: by day, how likely by when, what took the time and where."""

from collections.abc import Mapping, Sequence
from math import ceil, isfinite
from typing import Any

from posture.core.ids import is_whole
from posture.report.brigades import BEFORE_THE_ORDER, BrigadeEstimates
from posture.report.critical_chain import Told, by_place, costs
from posture.report.drawing import (
    COLOURS,
    ROW,
    RULE,
    WIDTH,
    Drawing,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    multiples,
)
from posture.report.explain_tables import where
from posture.report.numbers import count, per_cent_figure, probability, tenth
from posture.report.tables import Table
from posture.stats.estimates import median, quantile, wilson

Closures = Mapping[str, Sequence[float]]
"""Days to closure by brigade, a number a run; infinite where it never closed."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
COLUMNS_AT_MOST = 14
PLACES_SHOWN = 12
CAUSES_SHOWN = 9
OTHERS = "all others"


def closure_curve(days: Closures, required: Mapping[str, float]) -> ReportChart:
    """How many brigades have closed by each day, or how likely the only one has, and how many are required.

    Of several the median run and the middle 80 % of runs, of one the share of runs with Wilson's interval.
    """
    runs, alone = len(next(iter(days.values()))), len(days) == 1
    last = max(_last(days), *map(ceil, required.values()), 1)
    rows = [{"day": day, **_closed(days, day), "required": _due(required, day)} for day in range(last + 2)]
    form, step = probability if alone else count, _step(last)
    heads = ("day", "low", "share", "high") if alone else ("day", "10 % of runs", "median", "90 % of runs")
    shown = tuple(
        (
            str(row["day"]),
            *(form(row[key]) for key in ("low", "middle", "high")),
            *([count(row["required"])] if required else []),
        )
        for row in rows
        if row["day"] <= last and (row["day"] % step == 0 or row["day"] == last)
    )
    says = (
        f"The line is the share of {runs} runs, the band its 95 % interval"
        if alone
        else f"The line is the median of {runs} runs, the band holds the middle 80 % of them, day by day"
    )
    dated = "; the dashed line counts those whose last line is required by then" if required else ""
    return ReportChart(
        f"Chance that {next(iter(days))} has closed" if alone else "Brigades closed by day",
        f"{says}{dated}.",
        _curve(rows, last + 1, len(days), "share of runs" if alone else "brigades closed", bool(required)),
        Table("", (*heads, *(["required"] if required else [])), shown, tuple(range(len(heads) + 1))),
        "closure-curve",
    )


def _closed(days: Closures, day: int) -> dict[str, float]:
    """How many have closed by a day, over the runs; of one alone how likely it has."""
    runs = len(next(iter(days.values())))
    closed = [float(sum(one[run] <= day for one in days.values())) for run in range(runs)]
    if len(days) > 1:
        return {"low": quantile(closed, 10), "middle": median(closed), "high": quantile(closed, 90)}
    low, high = wilson(int(sum(closed)), runs)
    return {"low": low, "middle": sum(closed) / runs, "high": high}


def _due(required: Mapping[str, float], day: int) -> int:
    return sum(one <= day for one in required.values())


def _curve(rows: Rows, last: int, top: int, title: str, dated: bool) -> Drawing:
    """A stepped line within its band, from the activation order to the last day."""
    import altair as alt

    domain = alt.Scale(domain=[0, last], nice=False)
    axis = alt.Axis(tickMinStep=1)
    base = chart_of(rows).encode(
        x=alt.X("day:Q", title="days after the activation order", scale=domain, axis=axis)
    )
    scale = alt.Scale(domain=[0, top])
    ticks = alt.Axis(tickMinStep=1) if top > 1 else alt.Axis(format="%")
    band = base.mark_area(interpolate="step-after", opacity=0.3, color=COLOURS[0]).encode(
        y=alt.Y("low:Q", title=title, scale=scale, axis=ticks), y2="high:Q"
    )
    both = band + base.mark_line(interpolate="step-after", color=COLOURS[0]).encode(y="middle:Q")
    if dated:
        line = base.mark_line(interpolate="step-after", color=RULE, strokeDash=[5, 3])
        both += line.encode(y="required:Q")
    return drawing_of(both.properties(width=WIDTH, height=240))


def closed_one_by_one(days: Closures, required: Mapping[str, float]) -> ReportChart:
    """How likely each brigade has closed by each day, with its interval, against the day it is required."""
    runs, last = len(next(iter(days.values()))), max(_last(days), *map(ceil, required.values()), 1)
    rows: Rows = []
    for name, found in days.items():
        for day in range(last + 1):
            closed = sum(one <= day for one in found)
            low, high = wilson(closed, runs)
            row: dict[str, Any] = {"brigade": name, "day": day, "low": low, "middle": closed / runs}
            rows.append(row | {"high": high, "mark": required.get(name)})
    step = _step(last)
    shown = tuple(
        (str(row["brigade"]), str(row["day"]), *(probability(row[key]) for key in ("low", "middle", "high")))
        for row in rows
        if row["day"] % step == 0
    )
    dated = "; the dashed line is the day on which its last line is required" if required else ""
    return ReportChart(
        "Chance to have closed, brigade by brigade",
        f"The line is the share of {runs} runs in which a brigade has closed by a day, the band its 95 % "
        f"interval{dated}.",
        multiples(rows, "days after the activation order", alone=len(days) == 1),
        Table("", ("brigade", "day", "low", "share", "high"), shown, (1, 2, 3, 4)),
        "closed-one-by-one",
    )


def closed_by(days: Closures) -> ReportChart:
    """The share of runs in which each brigade has closed by each of some days."""
    import altair as alt

    runs = len(next(iter(days.values())))
    step = _step(_last(days))
    limits = range(step, _last(days) + step, step)
    rows: Rows = [
        {"brigade": name, "day": limit, "share": sum(one <= limit for one in found) / runs}
        for name, found in days.items()
        for limit in limits
    ]
    for row in rows:
        row["text"] = per_cent_figure(row["share"])
    base = chart_of(rows).encode(
        x=alt.X("day:O", title="closed by day … after the activation order", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("brigade:N", title=None),
    )
    cells = base.mark_rect().encode(
        color=alt.Color("share:Q", scale=alt.Scale(scheme="cividis", domain=[0, 1]), legend=None)
    )
    text = base.mark_text(fontSize=11).encode(
        text="text:N", color=alt.condition("datum.share > 0.55", alt.value("#111"), alt.value("#fff"))
    )
    shown = tuple((name, *(row["text"] for row in rows if row["brigade"] == name)) for name in days)
    return ReportChart(
        "Chance to have closed by day",
        f"Of {runs} runs the share, in per cent, in which a brigade has closed by that day.",
        drawing_of((cells + text).properties(width=WIDTH - 80, height=ROW * len(days))),
        Table(
            "", ("brigade", *(f"day {limit}" for limit in limits)), shown, tuple(range(1, len(limits) + 1))
        ),
        "closed-by",
    )


def leading(some: Sequence[BrigadeEstimates]) -> list[str]:
    """The causes that are told by name, the dearest over all brigades first."""
    sums: dict[str, float] = {}
    for one in some:
        for mean, cause in one.causes:
            sums[cause] = sums.get(cause, 0.0) + (mean if isfinite(mean) else 0.0)
    return sorted(sums, key=lambda cause: (-sums[cause], cause))[:CAUSES_SHOWN]


def delay_by_cause(some: Sequence[BrigadeEstimates], causes: Sequence[str]) -> ReportChart:
    """Mean days by cause along the critical chain of each brigade, from the first sign on."""
    import altair as alt

    cells = {one.name: dict.fromkeys((*causes, OTHERS), 0.0) for one in some}
    for one in some:
        for mean, cause in one.causes:
            cells[one.name][among(cause, causes)] += mean if isfinite(mean) else 0.0
    rows: Rows = [
        {"brigade": name, "cause": cause, "days": mean, "rank": rank}
        for name, means in cells.items()
        for rank, (cause, mean) in enumerate(means.items())
        if mean > 0
    ]
    drawn = (
        chart_of(rows)
        .mark_bar()
        .encode(
            x=alt.X("days:Q", title="mean days, from the first sign to closure"),
            y=alt.Y("brigade:N", title=None),
            color=colour("cause", (*causes, OTHERS)),
            order=alt.Order("rank:Q"),
        )
        .properties(width=WIDTH - 80, height=ROW * len(some))
    )
    shown = tuple((name, *map(tenth, means.values())) for name, means in cells.items())
    return ReportChart(
        "What took the time",
        "Mean days of each cause along the critical chain: what held up whoever came last.",
        drawing_of(drawn),
        Table("", ("brigade", *causes, OTHERS), shown, tuple(range(1, len(causes) + 2))),
        "delay-by-cause",
    )


def among(cause: str, causes: Sequence[str]) -> str:
    """The cause where it is told by name, else that it is one of the others."""
    return cause if cause in causes else OTHERS


def delay_by_place(has: Told) -> ReportChart | None:
    """The dearest causes with their places, over all brigades; None if nothing closed."""
    import altair as alt

    whole = filter(is_whole, has.days)
    chains = [chain for one in whole for run in has.closed(one) if (chain := has.chain(one, run))]
    every = costs(chains, by_place) if chains else []
    found = [one for one in every if one.cause != BEFORE_THE_ORDER]
    if not found:
        return None
    rows: Rows = [
        {
            "where": where(one.cause, one.place),
            "days": one.days,
            "low": one.days if one.low is None else one.low,
            "high": one.days if one.high is None else one.high,
        }
        for one in found[:PLACES_SHOWN]
    ]
    base = chart_of(rows).encode(y=alt.Y("where:N", title=None, sort=None))
    bars = base.mark_bar(color=COLOURS[0]).encode(x=alt.X("days:Q", title="mean days on a critical chain"))
    ends = base.mark_rule().encode(x="low:Q", x2="high:Q", color=alt.value("currentColor"))
    shown = tuple((row["where"], tenth(row["days"]), tenth(row["low"]), tenth(row["high"])) for row in rows)
    return ReportChart(
        "Where the time went",
        f"Mean days after the order over {len(chains)} closures of all brigades, with the 95 % interval.",
        drawing_of((bars + ends).properties(width=WIDTH - 280, height=ROW * len(rows))),
        Table("", ("cause and place", "days", "low", "high"), shown, (1, 2, 3)),
        "delay-by-place",
    )


def _last(days: Closures) -> int:
    """The last day on which anything closes; a day at least."""
    return max((ceil(one) for found in days.values() for one in found if isfinite(one)), default=1) or 1


def _step(last: int) -> int:
    """Days from one column to the next, so that they stay few."""
    return next((step for step in STEPS if last / step <= COLUMNS_AT_MOST), STEPS[-1])
