"""What a study found, in charts: the tornado, what each change of a lever does, how options compare."""

from collections.abc import Iterator, Sequence
from math import inf, isfinite, isnan

from posture.analysis.effects import Gain
from posture.analysis.tornado import Bar
from posture.report.drawing import (
    COLOURS,
    DASHES,
    ROW,
    WIDTH,
    Drawing,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    intervals,
    shortened,
    whole_width,
)
from posture.report.findings import Finding, Question, cell
from posture.report.numbers import between, number, number_more, percent
from posture.report.tables import Table
from posture.stats.arrays import Array
from posture.stats.estimates import median

BARS_SHOWN = 20
MORE, LESS = "more", "less"
OPTIONS_DRAWN = 6
"""Curves of more options than these cannot be told apart; their means stand in the chart before."""


def found_charts(found: Sequence[Finding], question: Question) -> Iterator[ReportChart]:
    """A chart for each finding that has one."""
    for one in found:
        bars = [bar for bar in one.results if isinstance(bar, Bar)]
        gains = [gain for gain in one.results if isinstance(gain, Gain)]
        if any(bar.swing > 0 for bar in bars):
            yield tornado_chart(bars[:BARS_SHOWN], question, one.variant)
        if gains:
            yield gains_chart(gains[:BARS_SHOWN], question, one.variant)


def tornado_chart(bars: Sequence[Bar], question: Question, variant: str = "") -> ReportChart:
    """What each factor adds when it alone is elsewhere; the widest first."""
    import altair as alt

    rows: Rows = [
        {"name": f"{bar.factor} ({cell(move.value)})", "factor": bar.factor, "change": move.change}
        for bar in bars
        for move in bar.moves
        if isfinite(move.change)
    ]
    for row in rows:
        row["way"] = MORE if row["change"] > 0 else LESS
    y = alt.Y("name:N", title=None, sort=None)
    drawn = (
        chart_of(rows)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X("change:Q", title=f"change of {question.about}, {question.unit}"),
            color=colour("way", (MORE, LESS)),
        )
    )
    zero = chart_of([{"at": 0}]).mark_rule().encode(x="at:Q", color=alt.value("currentColor"))
    shown = tuple(
        (bar.factor, cell(bar.base), cell(move.value), number_more(move.change), between(move.interval))
        for bar in bars
        for move in bar.moves
    )
    return ReportChart(
        f"Tornado of {question.about}{_of(variant)}",
        "What the answer is more or less when one factor alone is at its other value, mean of paired runs; "
        "the widest swing stands first.",
        drawing_of(whole_width(drawn + zero, ROW * max(len(rows), 1))),
        Table("", ("factor", "from", "to", "change", "95 % interval"), shown, (3,)),
    )


def gains_chart(gains: Sequence[Gain], question: Question, variant: str = "") -> ReportChart:
    """What going from one level of a factor to another adds, all else equal, with its interval."""
    rows: Rows = [
        {
            "name": f"{one.factor}: {cell(one.base)} to {cell(one.level)}",
            "middle": one.change,
            "low": one.interval.low if one.interval else one.change,
            "high": one.interval.high if one.interval else one.change,
        }
        for one in gains
    ]
    shown = tuple(
        (one.factor, cell(one.base), cell(one.level), number_more(one.change), between(one.interval))
        for one in gains
    )
    return ReportChart(
        f"What each change does to {question.about}{_of(variant)}",
        "The mean over the settings of all other factors, with its 95 % interval over the runs; left of "
        "nought the answer falls, right of it it rises.",
        intervals(rows, f"change of {question.about}", question.unit),
        Table("", ("factor", "from", "to", "change", "95 % interval"), shown, (3,)),
    )


def options_chart(names: Sequence[str], values: Array, question: Question) -> ReportChart | None:
    """The share of runs in which the answer is at most so much, a curve an option; None of one or of many."""
    if not 2 <= len(names) <= OPTIONS_DRAWN:
        return None
    rows: Rows = []
    shown = []
    for name, row in zip(names, values, strict=True):
        told = sorted(float(one) for one in row if not isnan(one))
        ended = [one for one in told if one != inf]
        rows += [
            {"option": name, "value": one, "share": (rank + 1) / len(told)} for rank, one in enumerate(ended)
        ]
        if told:
            shown.append((name, str(len(told)), number(median(told)), percent(len(ended) / len(told))))
    if len({row["value"] for row in rows}) < 2:
        return None
    return ReportChart(
        f"How options compare: {question.about}",
        "The share of runs in which the answer is at most so much; a curve that ends below 100 % has runs "
        "that never came to an end.",
        _steps(rows, names, f"{question.about}, {question.unit}"),
        Table("", ("option", "runs", "median", "came to an end"), tuple(shown), (1, 2, 3)),
    )


def _steps(rows: Rows, names: Sequence[str], title: str) -> Drawing:
    """A stepped line an option, by colour and dash."""
    import altair as alt

    dash = alt.Scale(domain=[*map(shortened, names)], range=DASHES[: len(names)])
    legend = alt.Legend(orient="bottom", columns=2, title=None)
    drawn = (
        chart_of(rows)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("value:Q", title=title, scale=alt.Scale(zero=False)),
            y=alt.Y(
                "share:Q", title="share of runs", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
            ),
            color=alt.Color(
                "option:N",
                scale=alt.Scale(domain=[*map(shortened, names)], range=list(COLOURS[: len(names)])),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash("option:N", scale=dash, legend=legend),
        )
    )
    return drawing_of(drawn.properties(width=WIDTH, height=260))


def _of(variant: str) -> str:
    return f", {variant}" if variant else ""
