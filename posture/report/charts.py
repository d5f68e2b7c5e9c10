"""Charts of a run or a study: each one description by Altair, and the same numbers as a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any

from posture.core.clock import DAY
from posture.core.ids import is_whole
from posture.report.brigades import BEFORE_THE_ORDER, CLOSURE, BrigadeEstimates
from posture.report.critical_chain import Told, by_place, costs, stretches
from posture.report.explain import where
from posture.report.numbers import count, in_unit, per_cent_figure, probability, tenth
from posture.report.tables import Table
from posture.stats.estimates import Answer, Estimate, median, quantile, wilson

if TYPE_CHECKING:
    import altair as alt

Closures = Mapping[str, Sequence[float]]
"""Days to closure by brigade, a number a run; infinite where it never closed."""
Drawing = dict[str, Any]
"""A chart as Vega-Lite describes it."""
Rows = list[dict[str, Any]]
"""What a chart draws, a mark each."""
WIDTH = 740
ROW = 26
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
COLUMNS_AT_MOST = 14
PLACES_SHOWN = 12
CAUSES_SHOWN = 9
OTHERS = "all others"
COLOURS = (
    "#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9",
    "#cc79a7", "#b8a400", "#7f7f7f", "#332288", "#999933",
)  # fmt: skip
"""Okabe and Ito's set, told apart by all kinds of colour vision, yellow darkened to stand out on white."""


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart: what it shows in a sentence, its description in Vega-Lite, and its numbers."""

    title: str
    says: str
    drawing: Drawing
    table: Table

    @property
    def svg(self) -> str:
        """As SVG; its text takes the colour of the page."""
        import vl_convert

        convert: Callable[..., str] = vl_convert.vegalite_to_svg
        return convert(self.drawing)

    def picture(self, form: str) -> bytes:
        """As a file on white, with its title: `svg`, `png` at twice the size, or `pdf`."""
        import vl_convert

        whole = {**self.drawing, "background": "white", "padding": 12, "title": self.title}
        if form == "svg":
            drawn: str = vl_convert.vegalite_to_svg(whole)
            return drawn.encode("utf-8")
        made: Callable[..., bytes] = vl_convert.vegalite_to_pdf
        if form == "png":
            made = partial(vl_convert.vegalite_to_png, scale=2)
        return made(whole)


def closures(rows: Sequence[Answer]) -> Closures:
    """Days to closure of every brigade, in the order of the runs."""
    found: dict[str, list[float]] = {}
    for row in rows:
        if row.measure == CLOSURE:
            found.setdefault(row.subject, []).append(row.value)
    return dict(sorted(found.items()))


def closure_curve(days: Closures) -> ReportChart:
    """How many brigades have closed by each day, or how likely the only one has.

    Of several the median run and the middle 80 % of runs, of one the share of runs with Wilson's interval.
    """
    runs = len(next(iter(days.values())))
    last = _last(days)
    alone = len(days) == 1
    rows: Rows = []
    for day in range(last + 1):
        closed = [float(sum(one[run] <= day for one in days.values())) for run in range(runs)]
        if alone:
            low, high = wilson(int(sum(closed)), runs)
            rows.append({"day": day, "low": low, "middle": sum(closed) / runs, "high": high})
        else:
            low, high = quantile(closed, 10), quantile(closed, 90)
            rows.append({"day": day, "low": low, "middle": median(closed), "high": high})
    form, step = probability if alone else count, _step(last)
    shown = tuple(
        (str(row["day"]), *(form(row[key]) for key in ("low", "middle", "high")))
        for row in rows
        if row["day"] % step == 0 or row["day"] == last
    )
    heads = ("day", "low", "share", "high") if alone else ("day", "10 % of runs", "median", "90 % of runs")
    return ReportChart(
        f"Chance that {next(iter(days))} has closed" if alone else "Brigades closed by day",
        f"The line is the share of {runs} runs, the band its 95 % interval."
        if alone
        else f"The line is the median of {runs} runs, the band holds the middle 80 % of them, day by day.",
        _curve(rows, last, len(days), "share of runs" if alone else "brigades closed"),
        Table("", heads, shown, (0, 1, 2, 3)),
    )


def _curve(rows: Rows, last: int, top: int, title: str) -> Drawing:
    """A stepped line within its band, from the activation order to the last day."""
    import altair as alt

    base = _chart(rows).encode(
        x=alt.X(
            "day:Q", title="days after the activation order", scale=alt.Scale(domain=[0, last], nice=False)
        )
    )
    scale = alt.Scale(domain=[0, top])
    ticks = alt.Axis(tickMinStep=1) if top > 1 else alt.Axis()
    band = base.mark_area(interpolate="step-after", opacity=0.3, color=COLOURS[0]).encode(
        y=alt.Y("low:Q", title=title, scale=scale, axis=ticks), y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after", color=COLOURS[0]).encode(y=alt.Y("middle:Q", scale=scale))
    return _drawn((band + line).properties(width=WIDTH, height=240))


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
    base = _chart(rows).encode(
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
        _drawn((cells + text).properties(width=WIDTH - 80, height=ROW * len(days))),
        Table(
            "", ("brigade", *(f"day {limit}" for limit in limits)), shown, tuple(range(1, len(limits) + 1))
        ),
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
            cells[one.name][_among(cause, causes)] += mean if isfinite(mean) else 0.0
    rows: Rows = [
        {"brigade": name, "cause": cause, "days": mean, "rank": rank}
        for name, means in cells.items()
        for rank, (cause, mean) in enumerate(means.items())
        if mean > 0
    ]
    drawn = (
        _chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("days:Q", title="mean days, from the first sign to closure"),
            y=alt.Y("brigade:N", title=None),
            color=_colour("cause", (*causes, OTHERS)),
            order=alt.Order("rank:Q"),
        )
        .properties(width=WIDTH - 80, height=ROW * len(some))
    )
    shown = tuple((name, *map(tenth, means.values())) for name, means in cells.items())
    return ReportChart(
        "What took the time",
        "Mean days of each cause along the critical chain: what held up whoever came last.",
        _drawn(drawn),
        Table("", ("brigade", *causes, OTHERS), shown, tuple(range(1, len(causes) + 2))),
    )


def _among(cause: str, causes: Sequence[str]) -> str:
    return cause if cause in causes else OTHERS


def delay_by_place(has: Told) -> ReportChart | None:
    """The dearest causes with their places, over all brigades; None if nothing closed."""
    import altair as alt

    chains = [
        (subject, run, has.chain(subject, run))
        for subject in has.days
        if is_whole(subject)
        for run in has.closed(subject)
    ]
    every = costs([chain for *_, chain in chains if chain], by_place) if chains else []
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
    base = _chart(rows).encode(y=alt.Y("where:N", title=None, sort=None, axis=alt.Axis(labelLimit=360)))
    bars = base.mark_bar(color=COLOURS[0]).encode(x=alt.X("days:Q", title="mean days on a critical chain"))
    ends = base.mark_rule().encode(x="low:Q", x2="high:Q", color=alt.value("currentColor"))
    shown = tuple((row["where"], tenth(row["days"]), tenth(row["low"]), tenth(row["high"])) for row in rows)
    return ReportChart(
        "Where the time went",
        f"Mean days after the order over {len(chains)} closures of all brigades, with the 95 % interval.",
        _drawn((bars + ends).properties(width=WIDTH - 280, height=ROW * len(rows))),
        Table("", ("cause and place", "days", "low", "high"), shown, (1, 2, 3)),
    )


def median_run(has: Told, days: Closures, causes: Sequence[str]) -> ReportChart | None:
    """Each brigade's critical chain in the run whose last one closes at the median; None if none does."""
    import altair as alt

    runs = len(next(iter(days.values())))
    ends = sorted((max(one[run] for one in days.values()), run) for run in range(runs))
    _, run = ends[(runs - 1) // 2]
    bars: Rows = [row for name in days for row in _stretched(name, has, sorted(has.days[name])[run])]
    if not bars:
        return None
    for row in bars:
        row["shown as"] = _among(row["cause"], causes)
    drawn = (
        _chart(bars)
        .mark_bar(stroke="#fff", strokeWidth=0.5)
        .encode(
            x=alt.X("begin:Q", title="days after the first sign"),
            x2="end:Q",
            y=alt.Y("brigade:N", title=None),
            color=_colour("shown as", (*causes, OTHERS)),
        )
        .properties(width=WIDTH - 80, height=ROW * len(days))
    )
    shown = tuple(
        (row["brigade"], row["cause"], row["place"], tenth(row["begin"]), tenth(row["end"])) for row in bars
    )
    return ReportChart(
        "The median run, step by step",
        f"The critical chain of each brigade, from the first sign to its closure, in replication "
        f"{sorted(next(iter(has.days.values())))[run]}: its last brigade closes at the median of all runs.",
        _drawn(drawn),
        Table("", ("brigade", "cause", "where", "from day", "to day"), shown, (3, 4)),
    )


def people(tiers: Mapping[str, Mapping[int, tuple[float, float, float]]], says: str) -> ReportChart:
    """People by days after the alert: low, median and high of each tier or force."""
    import altair as alt

    rows: Rows = [
        {"tier": tier, "day": day, "low": low, "median": middle, "high": high}
        for tier, by_day in tiers.items()
        for day, (low, middle, high) in sorted(by_day.items())
    ]
    base = _chart(rows).encode(
        x=alt.X("day:Q", title="days after the alert"), color=_colour("tier", list(tiers))
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
        _drawn((band + line).properties(width=WIDTH, height=260)),
        Table("", ("tier or force", "day", "10 % of runs", "median", "90 % of runs"), shown, (1, 2, 3, 4)),
    )


def drawable(some: Sequence[Estimate]) -> list[Estimate]:
    """Those whose median and quantiles came to an end."""
    return [one for one in some if None not in (one.low, one.median, one.high)]


def by_subject(title: str, some: Sequence[Estimate]) -> ReportChart:
    """A measure of each subject: the median of the runs, and the middle 80 % of them."""
    import altair as alt

    told = drawable(some)
    rows: Rows = [
        {"subject": one.subject, "median": one.median, "low": one.low, "high": one.high} for one in told
    ]
    unit = told[0].unit if told else ""
    base = _chart(rows).encode(y=alt.Y("subject:N", title=None, sort=None, axis=alt.Axis(labelLimit=360)))
    dots = base.mark_point(filled=True, size=60, color=COLOURS[0]).encode(
        x=alt.X("median:Q", title=unit, scale=alt.Scale(zero=False))
    )
    ends = base.mark_rule(color=COLOURS[0], strokeWidth=2).encode(x="low:Q", x2="high:Q")
    shown = tuple(
        (one.subject, *(in_unit(end, one.unit) for end in (one.median, one.low, one.high))) for one in told
    )
    runs = max((one.n for one in told), default=0)
    return ReportChart(
        title,
        f"The dot is the median of {runs} runs, the line holds the middle 80 % of them.",
        _drawn((ends + dots).properties(width=WIDTH - 280, height=ROW * max(len(rows), 1))),
        Table("", ("subject", "median", "10 % of runs", "90 % of runs"), shown, (1, 2, 3)),
    )


def means_by_point(title: str, unit: str, rows: Sequence[tuple[str, float, float, float]]) -> ReportChart:
    """A measure at each point of a study: its mean and the interval of the mean."""
    import altair as alt

    data: Rows = [{"point": point, "mean": mean, "low": low, "high": high} for point, mean, low, high in rows]
    base = _chart(data).encode(y=alt.Y("point:N", title=None, sort=None, axis=alt.Axis(labelLimit=360)))
    dots = base.mark_point(filled=True, size=60, color=COLOURS[0]).encode(
        x=alt.X("mean:Q", title=f"mean, {unit}", scale=alt.Scale(zero=False))
    )
    ends = base.mark_rule(color=COLOURS[0]).encode(x="low:Q", x2="high:Q")
    shown = tuple((point, *map(tenth, numbers)) for point, *numbers in rows)
    return ReportChart(
        title,
        "The mean over the runs of each point, with its 95 % interval.",
        _drawn((ends + dots).properties(width=WIDTH - 280, height=ROW * len(rows))),
        Table("", ("point", "mean", "low", "high"), shown, (1, 2, 3)),
    )


def _chart(rows: Rows) -> "alt.Chart":
    import altair as alt
    from pandas import DataFrame

    return alt.Chart(DataFrame(rows))


def _stretched(name: str, has: Told, run: int) -> Iterator[dict[str, Any]]:
    begin = 0.0
    for one in stretches(has.chain(name, run)):
        end = begin + one.seconds / DAY
        yield {"brigade": name, "cause": one.cause, "place": one.place, "begin": begin, "end": end}
        begin = end


def _last(days: Closures) -> int:
    """The last day on which anything closes; a day at least."""
    return max((ceil(one) for found in days.values() for one in found if isfinite(one)), default=1) or 1


def _step(last: int) -> int:
    """Days from one column to the next, so that they stay few."""
    return next((step for step in STEPS if last / step <= COLUMNS_AT_MOST), STEPS[-1])


def _colour(field: str, domain: Sequence[str]) -> "alt.Color":
    import altair as alt

    colours = [COLOURS[at % len(COLOURS)] for at in range(len(domain))]
    legend = alt.Legend(orient="bottom", columns=4, title=None, labelLimit=180)
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=list(domain), range=colours), legend=legend)


def _drawn(chart: "alt.LayerChart | alt.Chart") -> Drawing:
    """The chart's description; its text takes the colour of the page."""
    text = {"labelColor": "currentColor", "titleColor": "currentColor"}
    axis = {**text, "domainColor": "currentColor", "tickColor": "currentColor", "gridOpacity": 0.35}
    whole = chart.configure(background="transparent", axis=axis, legend=text, view={"stroke": None})
    described: Drawing = whole.to_dict()
    return described
