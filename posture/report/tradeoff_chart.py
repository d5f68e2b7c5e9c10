"""What a lever costs against what it brings: every point of a study, and those that no other beats."""

from collections.abc import Iterator

import numpy as np

from posture.core.errors import PostureError
from posture.core.measure import Better
from posture.report.drawing import COLOURS, GREY, WIDTH, Drawing, ReportChart, Rows, chart_of, drawing_of
from posture.report.findings import Question, cell
from posture.report.numbers import number
from posture.report.tables import Table
from posture.report.tradeoffs import Weighed, weighed
from posture.runs.studies import Study
from posture.stats.arrays import Array

ONE_BY_ONE = frozenset({"one-at-a-time", "assumptions", "morris", "sobol"})
"""Designs whose points are no offers to choose from."""
LEVERS_DRAWN = 2
"""Charts for each answer; `posture analyse --pareto` weighs any aims."""
FRONT, SURE, BEATEN = "front", "not surely beaten", "beaten"
STATES = (FRONT, SURE, BEATEN)


def tradeoff_charts(study: Study, question: Question, better: Better) -> Iterator[ReportChart]:
    """A chart for each of the first levers in numbers that moves the answer.

    Nobody states what a lever costs. The way in which the answer gets better is taken as the dearer one: more
    wagons, a shorter notice.
    """
    if study.kind in ONE_BY_ONE or better == "neither":
        return
    answer = f"{question.measure}[{question.subject}]"
    drawn = 0
    for one in study.factors:
        if one.kind == "uncertainty" or one.numbers is None or len(set(one.numbers.tolist())) < 2:
            continue
        try:
            bare = weighed(study, [answer, one.name], question.confidence)
        except PostureError:  # never reached at any point: there is nothing to weigh
            return
        rises = _rises(bare.means)
        if rises and drawn < LEVERS_DRAWN:
            drawn += 1
            dearer_below = (rises > 0) == (better == "lower")
            price = f"{one.name}:higher" if dearer_below else one.name
            told = weighed(study, [answer, price], question.confidence)
            words = "less" if dearer_below else "more"
            yield tradeoff_chart(study, told, question, one.name, words)


def _rises(means: Array) -> float:
    """How the first aim goes with the second: the sign of the slope, nought where it does not."""
    return float(np.sign(np.round(np.polyfit(means[:, 1], means[:, 0], 1)[0], 9)))


def tradeoff_chart(study: Study, told: Weighed, question: Question, lever: str, dearer: str) -> ReportChart:
    """The answer over a lever, a mark a point; those that no other beats are joined by a line."""
    rows: Rows = [
        {
            "lever": float(price),
            "answer": float(mean),
            "stands": FRONT if row in told.front else SURE if row in told.sure else BEATEN,
        }
        for row, (mean, price) in enumerate(told.means.tolist())
    ]
    ranked = sorted(range(len(rows)), key=lambda row: (STATES.index(rows[row]["stands"]), rows[row]["lever"]))
    shown = tuple(
        (
            str(study.points[row]),
            *map(cell, study.design[row]),
            number(rows[row]["answer"]),
            rows[row]["stands"],
        )
        for row in ranked
    )
    answer = f"{question.about}, {question.unit}"
    heads = ("point", *study.names, answer, "stands")
    return ReportChart(
        f"What {lever} brings: {question.about}",
        f"Each mark is the mean of a point over its {told.aims[0].values.shape[1]} runs. "
        f"{dearer.capitalize()} {lever} is taken as dearer; on the front are points that none beats in both, "
        "and not surely beaten those that no other beats in pairs of runs, by 95 % intervals.",
        _marks(rows, f"{lever}, {told.aims[1].unit}".rstrip(", "), f"mean of {answer}"),
        Table("", heads, shown, (0, len(heads) - 2)),
    )


def _marks(rows: Rows, lever: str, answer: str) -> Drawing:
    """A mark a row, by form and colour where it stands, and a line through the front."""
    import altair as alt

    x = alt.X("lever:Q", title=lever, scale=alt.Scale(zero=False))
    y = alt.Y("answer:Q", title=answer, scale=alt.Scale(zero=False))
    legend = alt.Legend(orient="bottom", title=None, columnPadding=24)
    shape = alt.Scale(domain=list(STATES), range=["circle", "square", "cross"])
    paint = alt.Scale(domain=list(STATES), range=[COLOURS[0], COLOURS[1], GREY])
    marks = chart_of(rows).mark_point(size=70, filled=True, opacity=1)
    marks = marks.encode(
        x=x,
        y=y,
        shape=alt.Shape("stands:N", scale=shape, legend=legend),
        color=alt.Color("stands:N", scale=paint, legend=legend),
    )
    joined = [row for row in rows if row["stands"] == FRONT]
    line = chart_of(joined).mark_line(color=COLOURS[0], opacity=0.6).encode(x=x, y=y, order="lever:Q")
    return drawing_of((line + marks).properties(width=WIDTH, height=280))
