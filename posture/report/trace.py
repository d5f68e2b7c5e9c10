"""The history of one run, row by row: as lines with dates, and as a frame whose columns say their unit."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from posture.core.errors import PostureError
from posture.core.event_log import Log, Row
from posture.core.findings import did_you_mean
from posture.core.ids import whole_of, within
from posture.operations import EVENT_KINDS
from posture.report.numbers import duration
from posture.report.tables import Part, Table
from posture.runs.log_files import columns

if TYPE_CHECKING:
    import pandas as pd


def selected(log: Log, unit: str | None, kinds: Sequence[str]) -> list[Row]:
    """The rows of a unit, brigade, part or serial (all that is called so, or begins so), of these kinds."""
    for kind in kinds:
        if kind not in EVENT_KINDS:
            raise PostureError(f"there is no kind of row '{kind}'{did_you_mean(kind, EVENT_KINDS)}")
    found = [row for row in log if not kinds or row.kind in kinds]
    if unit is None:
        return found
    mine = [row for row in found if _of(unit, row.who) or _of(unit, row.where)]
    if not mine:
        names = sorted({row.who for row in log} | {whole_of(row.who) for row in log})
        raise PostureError(f"no row tells of '{unit}'{did_you_mean(unit, names)}")
    return mine


def _of(unit: str, name: str) -> bool:
    return name == unit or within(unit, name) is not None


def lines(rows: Sequence[Row], start: datetime, title: str) -> Iterator[Part]:
    """One line a row: when, what, who, where, and what its amount counts."""
    cells = tuple((_moment(start, row.time), row.kind, row.who, row.where, _amount(row)) for row in rows)
    yield Table(title, ("UTC", "what", "who", "where", "amount"), cells, (4,))


def _moment(start: datetime, seconds: int) -> str:
    return (start + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat(" ")


def _amount(row: Row) -> str:
    meaning = EVENT_KINDS[row.kind]
    if not meaning.unit:
        return ""
    if meaning.unit == "s":
        return duration(row.amount)
    unit = meaning.amount if meaning.unit == "1" else meaning.unit
    return f"{row.amount} {unit}"


def frame(rows: Sequence[Row], start: datetime) -> "pd.DataFrame":
    """The rows with seconds, days and moments from the start, and what each amount counts, in which unit."""
    import pandas as pd

    told = columns(rows, start)
    return pd.DataFrame(told | {"moment_utc": pd.to_datetime(told["moment_utc"], utc=True)})
