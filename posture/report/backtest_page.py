"""Past moves beside their predictions, as one HTML page: intervals, calibration, misses."""

from collections.abc import Sequence

from posture.questions.backtest import LONGEST, Backtest, DateScore, Width
from posture.questions.backtest_scenarios import unseen_rules
from posture.report.backtest import TITLES, day, lines
from posture.report.drawing import (
    COLOURS,
    GREY,
    ROW,
    WIDTH,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    whole_width,
)
from posture.report.numbers import exact, percent
from posture.report.page import ReportPage
from posture.report.tables import Part, Table

LEVEL = 0.8
CURVE = tuple(step / 20 for step in range(1, 20))
"""Levels at which calibration is drawn."""
LEAST = 0.5
"""Days: the axis is logarithmic, and what is below counts as this much."""
LIMITS = (
    "Predicted from what was known before each move, by general rules; none knows a case by name.",
    "Scored: dates that were seen or derived, counted from an order whose date was, and shaped no figure.",
    "Public, unclassified figures and generic units.",
)


def of_backtest(found: Backtest, command: str, seed: int, replications: int) -> ReportPage:
    """The page of a backtest; `command` makes it again."""
    words: list[Part] = list(lines(found))
    tables = tuple(one for one in words if isinstance(one, Table))
    said = tuple(one for one in words if isinstance(one, str) and one)
    scored = found.scored
    figures = tuple(
        (one.law, one.key, " / ".join(exact(end) for end in one.figures)) for one in unseen_rules()
    )
    how = (
        ("seed", str(seed)),
        ("histories of each case", str(replications)),
        ("cases", str(len(found.predictions))),
    )
    return ReportPage(
        name="backtest",
        title="Past moves predicted before they are read",
        sample=f"{len(scored)} of {len(found.dates)} recorded dates scored, {replications} histories a case",
        answer=said,
        charts=(predicted(scored), calibration(found)) if scored else (),
        parts=(*((misses(scored),) if scored else ()), *tables),
        limits=LIMITS,
        assumed=Table("", ("law", "row", "low / typical / high"), figures),
        manifest=Table("", ("entry", "value"), how),
        command=command,
        made_by="",
    )


def _named(one: DateScore) -> str:
    return f"{one.case.name} {one.case.title}, {one.date}"


def predicted(scored: Sequence[DateScore]) -> ReportChart:
    """The interval of each scored date, and what was recorded."""
    import altair as alt

    rows: Rows = []
    shown = []
    for one in scored:
        low, high = one.interval(LEVEL, "record")
        rows.append(
            {
                "name": _named(one),
                "low": max(LEAST, low),
                "high": max(LEAST, min(high, LONGEST)),
                "middle": max(LEAST, one.predicted),
                "seen": max(LEAST, one.seen),
            }
        )
        shown.append((_named(one), str(one.seen), day(one.predicted), day(low), day(high)))
    axis = alt.Axis(labelLimit=360)
    base = chart_of(rows).encode(y=alt.Y("name:N", title=None, sort=None, axis=axis))
    x = alt.X("low:Q", title="days from the order", scale=alt.Scale(type="log"))
    ends = base.mark_rule(color=COLOURS[0], strokeWidth=2).encode(x=x, x2="high:Q")
    dots = base.mark_point(filled=True, size=50, color=COLOURS[0]).encode(x="middle:Q")
    seen = base.mark_point(shape="cross", filled=True, size=70, color=COLOURS[3]).encode(x="seen:Q")
    return ReportChart(
        "predicted and recorded",
        "The line holds 80 % with the model's record, the dot is the median, the cross is what was recorded.",
        drawing_of(whole_width(ends + dots + seen, ROW * len(rows))),
        Table("", ("date", "recorded", "predicted", "10 %", "90 %"), tuple(shown), (1, 2, 3, 4)),
    )


def calibration(found: Backtest) -> ReportChart:
    """The share of scored dates in the interval of each level, for each width."""
    import altair as alt

    rows: Rows = [
        {"level": level, "held": found.inside(level, width) or 0.0, "width": TITLES[width]}
        for width in found.widths
        for level in CURVE
    ]
    share = alt.Scale(domain=[0, 1])
    x = alt.X("level:Q", title="level of the interval", scale=share, axis=alt.Axis(format="%"))
    y = alt.Y("held:Q", title="share of dates inside", scale=share, axis=alt.Axis(format="%"))
    names = [TITLES[width] for width in found.widths]
    drawn = chart_of(rows).mark_line(point=True).encode(x=x, y=y, color=colour("width", names))
    ideal: Rows = [{"level": 0.0, "held": 0.0}, {"level": 1.0, "held": 1.0}]
    line = chart_of(ideal).mark_line(strokeDash=[5, 3], color=GREY).encode(x="level:Q", y="held:Q")
    cells = tuple(
        (percent(level), *(percent(found.inside(level, width) or 0.0) for width in found.widths))
        for level in CURVE
    )
    return ReportChart(
        "calibration",
        "On the dashed line an interval holds as often as it says; below it the model is too sure of itself.",
        drawing_of(whole_width(line + drawn, WIDTH // 2)),
        Table("", ("level", *names), cells, tuple(range(1 + len(names)))),
    )


def misses(scored: Sequence[DateScore], width: Width = "record") -> Table:
    """Scored dates outside the 80 % interval, the farthest first by ratio."""
    out = [one for one in scored if not one.inside(LEVEL, width)]
    out.sort(key=lambda one: -abs(one.error))
    rows = tuple(
        (_named(one), str(one.seen), day(one.predicted), *map(day, one.interval(LEVEL, width))) for one in out
    )
    return Table(
        "misses: recorded outside 80 %", ("date", "recorded", "predicted", "low", "high"), rows, (1, 2, 3, 4)
    )
