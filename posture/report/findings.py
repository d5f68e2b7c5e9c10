"""What an analysis found, by any method: one sentence, what it takes for granted, tables, numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite
from typing import Any

from posture.core.measure import Better
from posture.report.numbers import number, number_more, percent_tenth
from posture.report.tables import Part, Table


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a study: one measure of one subject, and how it is to be looked at.

    `limit` is where a mean is cut so that unfinished runs count; `threshold` sets cases of interest apart.
    """

    measure: str
    subject: str
    unit: str
    better: Better
    confidence: float
    seed: int
    limit: float | None = None
    threshold: float | None = None
    indifference: float | None = None
    drop_failed: bool = False
    surrogate: bool = False

    @property
    def about(self) -> str:
        """As it is written on a line."""
        return f"{self.measure} of {self.subject}" if self.subject else self.measure

    def amount(self, value: float) -> str:
        """A value with its unit; days as read, a share in per cent."""
        if self.unit == "share":
            return percent_tenth(value)
        return f"{number(value)} {'' if self.unit == 'probability' else self.unit}".rstrip()

    def size(self, change: float) -> str:
        """How large a difference is; between shares in points of a hundred."""
        return (
            f"{self.told(abs(change))} percentage points"
            if self.unit == "share"
            else self.amount(abs(change))
        )

    @property
    def column(self) -> str:
        """The unit as a column's head or title names it."""
        return "%" if self.unit == "share" else self.unit

    def told(self, value: float | None) -> str:
        """A value under such a head."""
        return number(self._scaled(value))

    def told_more(self, change: float | None) -> str:
        """A change under such a head, with its sign."""
        return number_more(self._scaled(change))

    def _scaled(self, value: float | None) -> float | None:
        return 100 * value if value is not None and self.unit == "share" else value

    def buys(self, change: float) -> str:
        """A change in a policy-maker's words."""
        if self.better == "neither":
            return f"{'adds' if change > 0 else 'takes off'} {self.size(change)}"
        good = (change < 0) == (self.better == "lower")
        return f"{'buys' if good else 'costs'} {self.size(change)}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one method; `results` are its numbers as data, `variant` the part of a study it is of."""

    method: str
    sentence: str
    assumes: tuple[str, ...]
    tables: tuple[Table, ...]
    results: tuple[Any, ...]
    variant: str = ""

    @property
    def said(self) -> str:
        """The sentence, behind the name of the variant."""
        return f"{self.variant}: {self.sentence}" if self.variant else self.sentence


def told(finding: Finding) -> Iterator[Part]:
    """A finding in words and tables."""
    yield finding.said
    yield from finding.tables
    if finding.assumes:
        yield ""
        for one in finding.assumes:
            yield f"({one})"


def plain(value: Any) -> Any:
    """The numbers as JSON knows them: what is infinite or missing becomes null."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding without its tables: its numbers are data already."""
    return {
        "method": finding.method,
        "sentence": finding.said,
        "assumes": list(finding.assumes),
        "results": plain(finding.results),
    }


def cell(value: str, unit: str = "") -> str:
    """A setting as read; an empty cell is the scenario as written."""
    return f"{value} {unit}".rstrip() if value else "as written"
