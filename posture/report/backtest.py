"""Past moves beside their predictions: in lines, and as data."""

from collections.abc import Iterator
from typing import Any

from posture.questions.backtest import LEVELS, Backtest, DateScore
from posture.report.numbers import exact, percent, score, tenth
from posture.report.tables import Part, Table
from posture.stats.estimates import finite


def lines(found: Backtest) -> Iterator[Part]:
    """Each recorded date with its prediction, what could not be told to the model, and the score."""
    rows = tuple(_row(one) for one in found.dates)
    heads = ("case", "date", "seen", "predicted", "80 % by chance", "80 % with record", "held", "")
    yield Table("recorded and predicted days from the order", heads, rows, (2, 3))
    refused = [one for one in found.predictions if one.refused]
    if refused:
        cells = tuple((one.case.name, one.case.title, one.refused) for one in refused)
        yield Table("cases that the model cannot express", ("case", "", "why"), cells)
    yield ""
    if not found.scored:
        yield "no date of these cases can be scored"
        return
    yield f"{len(found.scored)} dates scored, {len(found.dates) - len(found.scored)} shown only"
    table = tuple(
        (
            percent(level),
            percent(found.inside(level, record=False) or 0.0),
            percent(found.inside(level, record=True) or 0.0),
        )
        for level in LEVELS
    )
    columns = ("interval", "holds, by chance alone", "holds, with the record")
    yield Table("share of scored dates inside", columns, table, (0, 1, 2))
    yield ""
    rivals = found.rivals()
    yield (
        f"median absolute log error {score(found.error(record=True))} with the record, "
        f"{score(found.error(record=False))} without (300 km a day and 5 days: {score(rivals['pace'])}, "
        f"the table's own median: {score(rivals['table_median'])})"
    )
    yield f"rank correlation {score(found.rank())}, CRPS with the record {score(found.crps())} d"
    yield "with the record: past errors of other cases on top of chance; dates count within a day"


def _row(one: DateScore) -> tuple[str, ...]:
    chance, record = (one.interval(0.8, record=record) for record in (False, True))
    held = "yes" if one.inside(0.8, record=True) else "no"
    return (
        f"{one.case.name} {one.case.title}",
        one.date,
        str(one.seen),
        tenth(one.predicted),
        f"{tenth(chance[0])}-{tenth(chance[1])}",
        f"{tenth(record[0])}-{tenth(record[1])}",
        held if not one.unscored else "",
        one.unscored,
    )


def as_data(found: Backtest) -> dict[str, Any]:
    """The same as one object; what ends in `_chance` is without the record."""
    return {
        "scored": len(found.scored),
        "inside": {exact(100 * level): found.inside(level, record=True) for level in LEVELS},
        "inside_chance": {exact(100 * level): found.inside(level, record=False) for level in LEVELS},
        "median_abs_log_error": found.error(record=True),
        "median_abs_log_error_chance": found.error(record=False),
        "rank_correlation": found.rank(),
        "crps": found.crps(),
        "rivals": found.rivals(),
        "cases": [
            {
                "case": one.case.name,
                "name": one.case.title,
                "refused": one.refused or None,
                "dates": [_date(date) for date in found.dates if date.case is one.case],
            }
            for one in found.predictions
        ],
    }


def _date(one: DateScore) -> dict[str, Any]:
    def intervals(*, record: bool) -> dict[str, list[float | None]]:
        return {
            exact(100 * level): [finite(end) for end in one.interval(level, record=record)]
            for level in LEVELS
        }

    return {
        "date": one.date,
        "recorded": one.seen,
        "predicted": one.predicted,
        "chance": intervals(record=False),
        "record": intervals(record=True),
        "inside": {exact(100 * level): one.inside(level, record=True) for level in LEVELS},
        "scored": not one.unscored,
        "unscored_because": one.unscored or None,
    }
