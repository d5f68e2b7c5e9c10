"""Charts of any measure: by subject, by point of a study, and people by day."""

from collections.abc import Mapping, Sequence

from posture.report.drawing import WIDTH, ReportChart, Rows, chart_of, colour, drawing_of, intervals
from posture.report.numbers import count, in_unit, tenth
from posture.report.tables import Table
from posture.stats.estimates import Estimate


def drawable(some: Sequence[Estimate]) -> list[Estimate]:
    """Those whose median and quantiles came to an end."""
    return [one for one in some if None not in (one.low, one.median, one.high)]


def by_subject(title: str, some: Sequence[Estimate]) -> ReportChart:
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
        intervals(rows, told[0].unit if told else ""),
        Table("", ("subject", "median", "10 % of runs", "90 % of runs"), shown, (1, 2, 3)),
    )


def means_by_point(title: str, unit: str, rows: Sequence[tuple[str, float, float, float]]) -> ReportChart:
    """A measure at each point of a study: its mean and the interval of the mean."""
    marks: Rows = [
        {"name": point, "middle": mean, "low": low, "high": high} for point, mean, low, high in rows
    ]
    shown = tuple((point, *map(tenth, numbers)) for point, *numbers in rows)
    return ReportChart(
        title,
        "The mean over the runs of each point, with its 95 % interval.",
        intervals(marks, f"mean, {unit}"),
        Table("", ("point", "mean", "low", "high"), shown, (1, 2, 3)),
    )


def people(tiers: Mapping[str, Mapping[int, tuple[float, float, float]]], says: str) -> ReportChart:
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
    )
