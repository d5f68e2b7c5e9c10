"""Charts of any measure: by subject, by point of a study, and people by day."""

from collections.abc import Mapping, Sequence

from posture.report.drawing import (
    GREY,
    ROW,
    WIDTH,
    Drawing,
    ReportChart,
    Rows,
    chart_of,
    colour,
    drawing_of,
    intervals,
    whole_width,
)
from posture.report.numbers import count, in_unit
from posture.report.tables import Table
from posture.stats.estimates import Estimate

WHEN = ("the whole run", "while brigades came")
LEAST_LOSS = 0.005
LOSSES_SHOWN = 18


def drawable(some: Sequence[Estimate]) -> list[Estimate]:
    """Those whose median and quantiles came to an end."""
    return [one for one in some if None not in (one.low, one.median, one.high)]


def by_subject(title: str, some: Sequence[Estimate], name: str = "") -> ReportChart:
    """A measure of each subject: the median of the runs, and the middle 80 % of them."""
    told = drawable(some)
    rows: Rows = [
        {"name": one.subject, "middle": one.median, "low": one.low, "high": one.high} for one in told
    ]
    shown = tuple(
        (one.subject, *(in_unit(end, one.unit) for end in (one.median, one.low, one.high))) for one in told
    )
    runs = max((one.n for one in told), default=0)
    return ReportChart(
        title,
        f"The dot is the median of {runs} runs, the line holds the middle 80 % of them.",
        intervals(rows, "", told[0].unit if told else ""),
        Table("", ("subject", "median", "10 % of runs", "90 % of runs"), shown, (1, 2, 3)),
        name,
    )


def means_by_point(title: str, unit: str, rows: Sequence[tuple[str, float, float, float]]) -> ReportChart:
    """A measure at each point of a study: its mean and the interval of the mean."""
    marks: Rows = [
        {"name": point, "middle": mean, "low": low, "high": high} for point, mean, low, high in rows
    ]
    shown = tuple((point, *(in_unit(one, unit) for one in numbers)) for point, *numbers in rows)
    return ReportChart(
        title,
        "The mean over the runs of each point, with its 95 % interval.",
        intervals(marks, "mean", unit),
        Table("", ("point", "mean", "low", "high"), shown, (1, 2, 3)),
    )


def taken(before: Mapping[str, Estimate], during: Mapping[str, Estimate]) -> ReportChart | None:
    """What of each commitment was filled in the whole run, and while brigades were on their way; means.

    Those that lost most come first; None where nothing lost anything.
    """
    both = {name: (before[name].mean, one.mean) for name, one in during.items() if name in before}
    lost = {
        name: (first, then) for name, (first, then) in both.items() if first is not None and then is not None
    }
    order = sorted(lost, key=lambda name: (lost[name][1] - lost[name][0], name))[:LOSSES_SHOWN]
    order = [name for name in order if lost[name][0] - lost[name][1] > LEAST_LOSS]
    if not order:
        return None
    shown = tuple((name, *(in_unit(share, "share") for share in lost[name])) for name in order)
    return ReportChart(
        "What the crisis took from the watch",
        "Of each standing commitment the share of its slots that was on task in the whole run (dot), and "
        "from the first brigade's order to the last one's closure (triangle); means of the runs.",
        _dumbbells({name: lost[name] for name in order}),
        Table("", ("commitment", *WHEN), shown, (1, 2)),
        "crisis",
    )


def _dumbbells(lost: Mapping[str, tuple[float, float]]) -> Drawing:
    """A line of each, from its dot to its triangle."""
    import altair as alt

    rows: Rows = [
        {"name": name, "when": when, "share": share}
        for name in lost
        for when, share in zip(WHEN, lost[name], strict=True)
    ]
    y = alt.Y("name:N", title=None, sort=None)
    line = chart_of(rows).mark_line(color=GREY, strokeWidth=2).encode(y=y, x="share:Q", detail="name:N")
    dots = (
        chart_of(rows)
        .mark_point(filled=True, size=70)
        .encode(
            y=y,
            x=alt.X("share:Q", title="slots on task, of those asked for", axis=alt.Axis(format="%")),
            color=colour("when", WHEN),
            shape=alt.Shape(
                "when:N", scale=alt.Scale(domain=list(WHEN), range=["circle", "triangle"]), legend=None
            ),
        )
    )
    return drawing_of(whole_width(line + dots, ROW * len(lost)))


def people(
    tiers: Mapping[str, Mapping[int, tuple[float, float, float]]], says: str, name: str
) -> ReportChart:
    """People by days after the alert: low, median and high of each tier or force."""
    import altair as alt

    rows: Rows = [
        {"tier": tier, "day": day, "low": low, "median": middle, "high": high}
        for tier, by_day in tiers.items()
        for day, (low, middle, high) in sorted(by_day.items())
    ]
    base = chart_of(rows).encode(
        x=alt.X("day:Q", title="days after the alert"), color=colour("tier", list(tiers))
    )
    band = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title="people"), y2="high:Q")
    line = base.mark_line(point=True).encode(y="median:Q")
    shown = tuple(
        (str(row["tier"]), str(row["day"]), *(count(row[key]) for key in ("low", "median", "high")))
        for row in rows
    )
    return ReportChart(
        says,
        "Lines are medians of the runs, bands hold the middle 80 % of them.",
        drawing_of((band + line).properties(width=WIDTH, height=260)),
        Table("", ("tier or force", "day", "10 % of runs", "median", "90 % of runs"), shown, (1, 2, 3, 4)),
        name,
    )
