"""What every chart is made with: a description by Altair, drawn as SVG, PNG or PDF, and its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from posture.report.numbers import SHARES
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
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
"""The widest first: whoever has it to draw with needs its room, and the others fit into it."""
COLOURS = (
    "#0072b2", "#dc7d00", "#009e73", "#5e0001", "#4d94ff",
    "#9890b1", "#2f254a", "#835200", "#2c1db0", "#2f5349",
)  # fmt: skip
"""Begun from Okabe and Ito's set and moved apart by search (decision 0032): a test holds them to their
contrast with white and to their distance from one another for three kinds of colour vision."""
ON_DARK = (
    "#3d9bd9", "#e69f00", "#1fb58a", "#c32f01", "#c8ceff",
    "#ffc6cd", "#795b7d", "#fff000", "#9056ff", "#81ff87",
)  # fmt: skip
"""The same in their order for the dark page."""
GREY, RULE = "#767676", COLOURS[3]
"""What only stands beside, and the dashed line of a date that is asked for."""
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 1], [1, 3])
"""Of lines, so that colour does not tell them apart alone."""
LONGEST, IN_A_SMALL_CHART = 52, 24
"""Letters of a name that a row, and a small chart, has room for."""
WORDS_ACROSS = 116
"""Letters of a line under the title of a picture."""
UNITS = {"d": "days", "h": "hours", "min": "minutes"}
"""Short units by the words that an axis has for them."""


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
        """As SVG; its text takes the colour of the page, and its colours are `--c0` to `--c9` of it."""
        import vl_convert

        convert: Callable[..., str] = vl_convert.vegalite_to_svg
        drawn = convert(self.drawing)
        for at, paint in enumerate(COLOURS):
            drawn = drawn.replace(f'"{paint}"', f'"var(--c{at})"')
        return drawn

    def picture(self, form: str, sample: str = "") -> bytes:
        """As a file on white: `svg`, `png` at twice the size, or `pdf`.

        Its title says what it shows, of how many runs (`sample`), and what its band holds.
        """
        import vl_convert

        said = f"{self.says} {sample[:1].upper()}{sample[1:]}.".removesuffix(" .")
        title = {
            "text": wrap(self.title, WORDS_ACROSS * 4 // 5),
            "subtitle": wrap(said, WORDS_ACROSS),
            "anchor": "start",
            "offset": 12,
            "subtitlePadding": 4,
        }
        whole = {**self.drawing, "background": "white", "padding": 12, "title": title}
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

    short = [
        {key: shortened(one) if isinstance(one, str) else one for key, one in row.items()} for row in rows
    ]
    return alt.Chart(DataFrame(short))


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name without its middle where it is long.

    Vega would cut it too, between the two halves of an emoji even, and fail.
    """
    half = (longest - 1) // 2
    return (
        name if len(name) <= longest else f"{name[: longest - 1 - half]}\N{HORIZONTAL ELLIPSIS}{name[-half:]}"
    )


def colour(field: str, domain: Sequence[str]) -> "alt.Color":
    """One colour a name, the same wherever the names are the same."""
    import altair as alt

    colours = [COLOURS[at % len(COLOURS)] for at in range(len(domain))]
    legend = (
        None
        if len(domain) == 1
        else alt.Legend(orient="bottom", columns=4, columnPadding=24, title=None, symbolOpacity=1)
    )
    return alt.Color(
        f"{field}:N", scale=alt.Scale(domain=[*map(shortened, domain)], range=colours), legend=legend
    )


def drawing_of(chart: "alt.LayerChart | alt.Chart | alt.FacetChart") -> Drawing:
    """The chart's description; its text takes the colour of the page."""
    text = {"labelColor": "currentColor", "titleColor": "currentColor", "labelLimit": 0}
    line = {"domainColor": "currentColor", "tickColor": "currentColor", "gridColor": "currentColor"}
    whole = chart.configure(
        background="transparent",
        font=FONT,
        axis={**text, **line, "gridOpacity": 0.14},
        axisY={"titlePadding": 14},
        axisQuantitative={"labelOverlap": "greedy", "labelSeparation": 7},
        legend=text,
        view={"stroke": None},
        padding=PADDING,
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
    for row in rows:
        row["brigade"] = shortened(row["brigade"], IN_A_SMALL_CHART)
    axis = alt.Axis(tickCount=4, tickMinStep=1)
    base = chart_of(rows).encode(x=alt.X("day:Q", title=title, scale=scale, axis=axis))
    band = base.mark_area(interpolate="step-after", opacity=0.3, color=COLOURS[0]).encode(y=y, y2="high:Q")
    both = band + base.mark_line(interpolate="step-after", color=COLOURS[0]).encode(y="middle:Q")
    if any(row.get("mark") is not None for row in rows):
        # of the same data, or every small chart has all marks
        mark = alt.X("mean(mark):Q", title=title, scale=scale)
        both += base.mark_rule(color=RULE, strokeDash=[5, 3], size=2).encode(x=mark)
    small = both.properties(width=width, height=height)
    if alone:
        return drawing_of(small)
    header = alt.Header(title=None, labelFontWeight="bold", labelColor="currentColor", labelLimit=0)
    return drawing_of(small.facet(facet=alt.Facet("brigade:N", header=header), columns=ACROSS, spacing=18))


def intervals(rows: Rows, title: str, unit: str) -> Drawing:
    """A line of text a row, a dot at its `middle` and a line from `low` to `high`.

    The axis has `title` and, in words, `unit`.
    """
    import altair as alt

    axis = alt.Axis(format="%") if unit in SHARES else alt.Axis()
    said = ", ".join(filter(None, (title, UNITS.get(unit, unit))))

    base = chart_of(rows).encode(y=alt.Y("name:N", title=None, sort=None))
    dots = base.mark_point(filled=True, size=60, color=COLOURS[0]).encode(
        x=alt.X("middle:Q", title=said, scale=alt.Scale(zero=False), axis=axis)
    )
    ends = base.mark_rule(color=COLOURS[0], strokeWidth=2).encode(x="low:Q", x2="high:Q")
    return drawing_of(whole_width(ends + dots, ROW * max(len(rows), 1)))
