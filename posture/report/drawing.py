"""What every chart is made with: a description by Altair, drawn as SVG, PNG or PDF, and its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from posture.report.tables import Table

if TYPE_CHECKING:
    import altair as alt

Drawing = dict[str, Any]
"""A chart as Vega-Lite describes it."""
Rows = list[dict[str, Any]]
"""What a chart draws, a mark each."""
WIDTH = 740
ROW = 26
ACROSS = 3
"""Small charts beside one another."""
PADDING = {"left": 28, "right": 8, "top": 5, "bottom": 5}
"""Room for labels where a browser's letters are wider than those that the drawing was measured with."""
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
    name: str = ""
    """By which `posture plot` draws it again."""

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


def chart_of(rows: Rows) -> "alt.Chart":
    """A chart of these marks, still without a drawing."""
    import altair as alt
    from pandas import DataFrame

    return alt.Chart(DataFrame(rows))


def colour(field: str, domain: Sequence[str]) -> "alt.Color":
    """One colour a name, the same wherever the names are the same."""
    import altair as alt

    colours = [COLOURS[at % len(COLOURS)] for at in range(len(domain))]
    legend = alt.Legend(orient="bottom", columns=4, title=None, labelLimit=180)
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=list(domain), range=colours), legend=legend)


def drawing_of(chart: "alt.LayerChart | alt.Chart | alt.FacetChart") -> Drawing:
    """The chart's description; its text takes the colour of the page."""
    text = {"labelColor": "currentColor", "titleColor": "currentColor"}
    axis = {**text, "domainColor": "currentColor", "tickColor": "currentColor", "gridOpacity": 0.35}
    whole = chart.configure(
        background="transparent", axis=axis, legend=text, view={"stroke": None}, padding=PADDING
    )
    described: Drawing = whole.to_dict()
    return described


def whole_width(chart: "alt.LayerChart | alt.Chart", height: int) -> "alt.LayerChart | alt.Chart":
    """The chart with its labels and legend as wide as all others, so that text is of one size everywhere."""
    import altair as alt

    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    wide: alt.LayerChart | alt.Chart = chart.properties(width=WIDTH + 60, height=height, autosize=fit)
    return wide


def multiples(rows: Rows, title: str, *, alone: bool) -> Drawing:
    """One small chart a brigade, all to one scale: `middle` by `day` in its band, a dashed line at `mark`."""
    import altair as alt

    width, height = (WIDTH, 220) if alone else (WIDTH // ACROSS - 46, 96)
    y = alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=3))
    last = max(row["day"] for row in rows)
    scale = alt.Scale(domain=[0, last], nice=False)
    base = chart_of(rows).encode(x=alt.X("day:Q", title=title, scale=scale, axis=alt.Axis(tickCount=4)))
    band = base.mark_area(interpolate="step-after", opacity=0.3, color=COLOURS[0]).encode(y=y, y2="high:Q")
    both = band + base.mark_line(interpolate="step-after", color=COLOURS[0]).encode(y="middle:Q")
    if any(row.get("mark") is not None for row in rows):
        both += chart_of(rows).mark_rule(color=COLOURS[3], strokeDash=[5, 3], size=2).encode(x="mean(mark):Q")
    small = both.properties(width=width, height=height)
    if alone:
        return drawing_of(small)
    header = alt.Header(title=None, labelFontWeight="bold", labelColor="currentColor")
    return drawing_of(small.facet(facet=alt.Facet("brigade:N", header=header), columns=ACROSS, spacing=18))


def intervals(rows: Rows, title: str) -> Drawing:
    """A line of text a row, a dot at its `middle` and a line from `low` to `high`; `title` is the axis'."""
    import altair as alt

    base = chart_of(rows).encode(y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=360)))
    dots = base.mark_point(filled=True, size=60, color=COLOURS[0]).encode(
        x=alt.X("middle:Q", title=title, scale=alt.Scale(zero=False))
    )
    ends = base.mark_rule(color=COLOURS[0], strokeWidth=2).encode(x="low:Q", x2="high:Q")
    return drawing_of(whole_width(ends + dots, ROW * max(len(rows), 1)))
