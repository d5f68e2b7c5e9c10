"""History matching in lines: what was varied, what is left after each wave, what each past move taught."""

from collections.abc import Iterator
from typing import Any

from posture.questions.history_matching import CaseLesson, Matched
from posture.report.numbers import percent, percent_tenth, score
from posture.report.tables import Part, Table
from posture.stats.estimates import quantile

TENTHS = (10, 50, 90)


def match_lines(found: Matched) -> Iterator[Part]:
    """The figures with what is left of their ranges, the waves, and the cases."""
    rows = tuple(
        (figure, *(percent(quantile([one[figure] for one in found.settings], at)) for at in TENTHS))
        for figure in found.figures
    )
    heads = ("figure", "lowest tenth", "median", "highest tenth")
    yield Table(
        "matched settings, as shares of each range's law (10, 50 and 90 % before)", heads, rows, (1, 2, 3)
    )
    yield ""
    waves = ", ".join(f"{percent_tenth(share)} after wave {n}" for n, share in enumerate(found.left, 1))
    yield f"not ruled out: {waves}; {len(found.settings)} settings kept"
    known = ", ".join(f"{score(sigma)} for {date}" for date, sigma in found.discrepancy.items())
    yield f"discrepancy (standard deviation of ln days): {known}"
    cells = tuple(_lesson(one) for one in found.taught)
    columns = ("case", "", "recorded/predicted", "moved most by", "nearest at", "rules out")
    yield Table("what each case says of the settings", columns, cells, (2, 4, 5))


def _lesson(one: CaseLesson) -> tuple[str, ...]:
    wanted = percent(one.wanted) if one.figure else ""
    return (
        one.case.name,
        one.case.title,
        score(one.ratio),
        one.figure or "none of these",
        wanted,
        percent(one.ruled_out),
    )


def match_data(found: Matched) -> dict[str, Any]:
    """The same as one object."""
    return {
        "figures": list(found.figures),
        "settings": len(found.settings),
        "left": list(found.left),
        "discrepancy": dict(found.discrepancy),
        "cases": [
            {
                "case": one.case.name,
                "recorded_over_predicted": one.ratio,
                "moved_most_by": one.figure or None,
                "nearest_at": one.wanted,
                "ruled_out": one.ruled_out,
            }
            for one in found.taught
        ],
    }
