"""Past moves beside their predictions: in lines, and as data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from posture.questions.backtest import LEVELS, LONGEST, Backtest, DateScore, Width
from posture.questions.backtest_verdicts import MovedVerdict
from posture.report.numbers import NEVER, exact, percent, score, tenth
from posture.report.tables import Part, Table
from posture.stats.estimates import finite

TITLES: Mapping[Width, str] = {
    "chance": "by chance alone",
    "assumed": "by chance and what is assumed",
    "record": "with the record",
}


def lines(found: Backtest) -> Iterator[Part]:
    """Each recorded date with its prediction, what could not be told to the model, and the score."""
    rows = tuple(_row(one, found.widths) for one in found.dates)
    intervals = (f"80 % {width}" for width in found.widths)
    heads = ("case", "date", "seen", "predicted", *intervals, "held", "not scored")
    yield Table("recorded and predicted days from the order", heads, rows, (2, 3))
    refused = [one for one in found.predictions if one.refused]
    if refused:
        cells = tuple((one.case.name, one.case.title, one.refused) for one in refused)
        yield Table("cases that the model cannot express", ("case", "", "why"), cells)
    unsound = sum(one.unsound for one in found.predictions)
    if unsound:
        yield f"{unsound} joint draws made no sound scenario of their case and are left out"
    yield from _why_not(found)
    yield ""
    if not found.scored:
        yield "no date of these cases can be scored"
        return
    table = tuple(
        (percent(level), *(percent(found.inside(level, width) or 0.0) for width in found.widths))
        for level in LEVELS
    )
    columns = ("interval", *(TITLES[width] for width in found.widths))
    yield Table("share of scored dates inside", columns, table, (*range(len(columns)),))
    yield ""
    rivals = found.rivals()
    errors = ", ".join(f"{score(found.error(width))} {TITLES[width]}" for width in reversed(found.widths))
    yield (
        f"median absolute log error {errors} (300 km a day and 5 days: {score(rivals['pace'])}, "
        f"the table's own median: {score(rivals['table_median'])})"
    )
    yield f"rank correlation {score(found.rank())}, CRPS with the record {score(found.crps())} d"
    yield "with the record: past errors of other cases on top of chance; dates count within a day"
    yield from _freed(found)


def _freed(found: Backtest) -> Iterator[Part]:
    """How it stands with dates of intervals that are marked as used and that no figure was read from."""
    freed = found.freed
    more = len(freed.scored) - len(found.scored)
    if more:
        held, error = freed.inside(0.8, "record") or 0.0, freed.error("record")
        yield (
            f"{more} dates more end intervals that the table marks as used and no figure was read from "
            f"(case-intervals.csv); with them 80 % intervals hold {percent(held)}, error {score(error)}"
        )


def _why_not(found: Backtest) -> Iterator[Part]:
    """How many recorded dates are scored, and how many are not for each reason."""
    told = list(reasons(found))
    counts = Counter(why for *_, why in told if why)
    yield Table(
        f"{len(told)} recorded dates, {len(found.scored)} of them scored",
        ("why not", "dates"),
        tuple((why, str(number)) for why, number in counts.most_common()),
        (1,),
    )


def reasons(found: Backtest) -> Iterator[tuple[str, str, str]]:
    """Every recorded date by case and kind, with why it is not scored; empty where it is."""
    for one in found.predictions:
        for kind in one.case.days:
            why = f"the model cannot express it: {one.refused}" if one.refused else ""
            yield one.case.name, kind, why or one.case.unscored.get(kind, "")


def _row(one: DateScore, widths: Sequence[Width]) -> tuple[str, ...]:
    spans = (one.interval(0.8, width) for width in widths)
    held = "yes" if one.inside(0.8, "record") else "no"
    return (
        f"{one.case.name} {one.case.title}",
        one.date,
        str(one.seen),
        day(one.predicted),
        *(f"{day(low)}-{day(high)}" for low, high in spans),
        held if not one.unscored else "",
        one.unscored,
    )


def day(value: float) -> str:
    """Days to a tenth; `never` where it had not come when the case ended."""
    return tenth(value) if isfinite(value) and value != LONGEST else NEVER


def verdict_lines(verdicts: Sequence[MovedVerdict]) -> Iterator[Part]:
    """Figures that turn the verdict of more than one case at an end of their range, and how many turn one."""
    several = [one for one in verdicts if len(one.cases) > 1]
    yield ""
    cells = tuple((one.figure, one.end, ", ".join(one.cases)) for one in several)
    if cells:
        yield Table("figures that turn the verdict of more than one case", ("figure", "end", "cases"), cells)
    else:
        yield "no figure, moved to either end of its range by itself, turns the verdict of more than one case"
    yield f"{len(verdicts) - len(several)} ends turn that of a single case"


def as_data(found: Backtest) -> dict[str, Any]:
    """The same as one object; what ends in `_chance` or `_assumed` is of that width, else with the record."""
    others = {
        f"{name}_{width}": value
        for width in found.widths
        if width != "record"
        for name, value in (("inside", _inside(found, width)), ("median_abs_log_error", found.error(width)))
    }
    return {
        "scored": len(found.scored),
        "scored_with_freed": len(found.freed.scored),
        "inside": _inside(found, "record"),
        "median_abs_log_error": found.error("record"),
        **others,
        "rank_correlation": found.rank(),
        "crps": found.crps(),
        "rivals": found.rivals(),
        "cases": [
            {
                "case": one.case.name,
                "name": one.case.title,
                "refused": one.refused or None,
                "unsound_draws": one.unsound,
                "dates": [_date(date, found.widths) for date in found.dates if date.case is one.case],
            }
            for one in found.predictions
        ],
        "unscored": [
            {"case": case, "date": date, "because": why} for case, date, why in reasons(found) if why
        ],
    }


def _inside(found: Backtest, width: Width) -> dict[str, float | None]:
    return {exact(100 * level): found.inside(level, width) for level in LEVELS}


def _date(one: DateScore, widths: Sequence[Width]) -> dict[str, Any]:
    def intervals(width: Width) -> dict[str, list[float | None]]:
        return {exact(100 * level): [finite(end) for end in one.interval(level, width)] for level in LEVELS}

    return {
        "date": one.date,
        "recorded": one.seen,
        "predicted": one.predicted,
        **{width: intervals(width) for width in widths},
        "inside": {exact(100 * level): one.inside(level, "record") for level in LEVELS},
        "scored": not one.unscored,
        "unscored_because": one.unscored or None,
    }
