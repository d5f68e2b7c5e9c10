"""The median run as a Gantt chart: what each brigade, or each part of the only one, waited for and did."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from posture.core.clock import DAY
from posture.core.ids import is_part, whole_of
from posture.report.brigades import BEFORE_THE_ORDER
from posture.report.closure_charts import OTHERS, Closures, among
from posture.report.critical_chain import Told, stretches
from posture.report.drawing import (
    COLOURS,
    ROW,
    WIDTH,
    Drawing,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    shortened,
)
from posture.report.numbers import tenth
from posture.report.tables import Table

DATE = "\N{BLACK UP-POINTING TRIANGLE}"


def median_run(
    has: Told, days: Closures, causes: Sequence[str], required: Mapping[str, float]
) -> ReportChart | None:
    """The chain of each brigade in the run whose last one closes at the median; None if none does.

    Of a brigade by itself its parts stand below it. A triangle stands at the date that a brigade is required.
    """
    runs = len(next(iter(days.values())))
    _, at = sorted((max(one[run] for one in days.values()), run) for run in range(runs))[(runs - 1) // 2]
    run = sorted(next(iter(has.days.values())))[at]
    parts = (
        sorted(one for one in has.days if is_part(one) and whole_of(one) in days) if len(days) == 1 else []
    )
    bars: Rows = [row for name in (*days, *parts) for row in _stretched(name, has, run)]
    if not bars:
        return None
    for row in bars:
        row["shown as"] = among(row["cause"], causes)
    dates = [{"who": who, "due": _order(has, who, run) + day} for who, day in required.items()]
    shown = tuple(
        (row["who"], row["cause"], row["place"], tenth(row["begin"]), tenth(row["end"])) for row in bars
    )
    dated = f" {DATE} stands at the date by which its last line is required." if dates else ""
    whose = (
        "The critical chain of each brigade"
        if not parts
        else "The critical chain of the brigade and of each part"
    )
    return ReportChart(
        "The median run, step by step",
        f"{whose}, from the first sign to its closure, in replication {run}: the last brigade closes at the "
        f"median of all runs.{dated}",
        _gantt(bars, dates, (*causes, OTHERS)),
        Table("", ("who", "cause", "where", "from day", "to day"), shown, (3, 4)),
        "median-run",
    )


def _gantt(bars: Rows, dates: Rows, causes: Sequence[str]) -> Drawing:
    import altair as alt

    order = list(dict.fromkeys(shortened(row["who"]) for row in bars))
    y = alt.Y("who:N", title=None, sort=order)
    drawn: alt.Chart | alt.LayerChart = (
        chart_of(bars)
        .mark_bar(stroke="#fff", strokeWidth=0.5)
        .encode(
            x=alt.X("begin:Q", title="days after the first sign"),
            x2="end:Q",
            y=y,
            color=colour("shown as", causes),
        )
    )
    if dates:
        mark = chart_of(dates).mark_text(text=DATE, fontSize=15, stroke="#fff", strokeWidth=0.7)
        drawn = drawn + mark.encode(x="due:Q", y=y, color=alt.value(COLOURS[6]))
    return drawing_of(drawn.properties(width=WIDTH - 110, height=ROW * len(order)))


def _stretched(name: str, has: Told, run: int) -> Iterator[dict[str, Any]]:
    begin = 0.0
    for one in stretches(has.chain(name, run)):
        end = begin + one.seconds / DAY
        yield {"who": name, "cause": one.cause, "place": one.place, "begin": begin, "end": end}
        begin = end


def _order(has: Told, name: str, run: int) -> float:
    """Days from the first sign to the order, from which closures and dates count."""
    before = takewhile(lambda one: one.cause == BEFORE_THE_ORDER, stretches(has.chain(name, run)))
    return sum(one.seconds for one in before) / DAY
