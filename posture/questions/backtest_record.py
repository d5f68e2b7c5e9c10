"""The model's own record: by how much past moves took longer or shorter than predicted, and what that adds.

Errors are natural logarithms of recorded over predicted days. Their mean for a date and a kind of move is
drawn towards that of all kinds by how few there are (partial pooling: as if the mean of all had been seen
`POOLED` times more), their spread is that of the date; a case never counts among the errors that widen its
own intervals (Kennedy & O'Hagan, J. R. Stat. Soc. B 63, 2001: a discrepancy as a random term of the model).
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from math import exp, fsum, sqrt
from pathlib import Path
from statistics import mean
from typing import NamedTuple, get_args

from posture.core import storage
from posture.core.csv_text import guarded
from posture.questions.backtest_cases import Date, PastCase
from posture.scenario.loading import rows
from posture.scenario.shipped import shipped
from posture.stats.scores import log_error

POOLED = 4.0
GRID = 40
"""Points at which the spread of past errors is taken, all alike likely."""
FEWEST = 3
"""With fewer past errors of a date than this, those of all dates are taken."""
COLUMNS = ("case_id", "date", "move", "predicted", "recorded")


class PastError(NamedTuple):
    """How far off one date of one case was; `error` is the logarithm of recorded over predicted."""

    case: str
    date: Date
    move: str
    predicted: float
    recorded: float

    @property
    def error(self) -> float:
        """Above zero where it took longer than predicted."""
        return log_error(self.predicted, self.recorded)


class ModelRecord(NamedTuple):
    """All past errors that are known."""

    errors: tuple[PastError, ...]

    @classmethod
    def of(cls, found: Iterable[tuple[str, Date, str, float, float]]) -> "ModelRecord":
        """From cases, dates, kinds of move, predicted and recorded days."""
        return cls(tuple(PastError(*one) for one in found))

    @classmethod
    def shipped(cls) -> "ModelRecord":
        """The record that ships, made by `posture backtest --keep-record`."""
        path = shipped("table", "backtest-record")
        assert path is not None
        dates: tuple[Date, ...] = get_args(Date)
        return cls.of(
            (
                row["case_id"],
                next(one for one in dates if one == row["date"]),
                row["move"],
                float(row["predicted"]),
                float(row["recorded"]),
            )
            for row, _ in rows(path, COLUMNS)
        )

    def write(self, path: Path) -> None:
        """As the table that ships."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in self.errors:
            row = (one.case, one.date, one.move, f"{one.predicted:.4f}", f"{one.recorded:g}")
            writer.writerow(map(guarded, row))
        storage.write(path, text.getvalue().encode())

    def alike(self, date: Date, without: str = "") -> list[PastError]:
        """The errors that count for a date: its own, or all where these are too few."""
        others = [one for one in self.errors if one.case != without]
        mine = [one for one in others if one.date == date]
        return mine if len(mine) >= FEWEST else others

    def widened(self, date: Date, move: str, draws: Sequence[float], without: str = "") -> tuple[float, ...]:
        """Draws with the model's own record on top: each times what past errors say, a case's left out."""
        alike = self.alike(date, without)
        if len(alike) < FEWEST:
            return tuple(draws)
        from scipy.special import stdtrit

        overall = mean(one.error for one in alike)
        moves = [one.error for one in alike if one.move == move]
        centre = (fsum(moves) + POOLED * overall) / (len(moves) + POOLED)
        spread = sqrt(fsum((one.error - overall) ** 2 for one in alike) / (len(alike) - 1))
        freedom = len(alike) - 1
        steps = [exp(centre + spread * float(stdtrit(freedom, (k + 0.5) / GRID))) for k in range(GRID)]
        return tuple(draw * step for draw in draws for step in steps)


def kind_of_move(case: PastCase) -> str:
    """By air, by sea, on land, or mixed: over the sea or through the air and on land."""
    modes = set(case.modes)
    if modes <= {"road", "rail"}:
        return "land"
    if len(modes) == 1:
        return next(iter(modes))
    return "mixed"
