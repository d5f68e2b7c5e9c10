"""What an analysis found, by any method: one sentence, what it takes for granted, tables, numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite, isnan
from typing import Any

from posture.core.measure import Better
from posture.report.text import columns


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
        """A size with its unit; days as read."""
        return f"{_rounded(value)} {'' if self.unit == 'probability' else self.unit}".rstrip()

    def buys(self, change: float) -> str:
        """A change in a policy-maker's words."""
        if self.better == "neither":
            return f"{'adds' if change > 0 else 'takes off'} {self.amount(abs(change))}"
        good = (change < 0) == (self.better == "lower")
        return f"{'buys' if good else 'costs'} {self.amount(abs(change))}"


@dataclass(frozen=True, slots=True)
class FindingTable:
    """Heads and cells; the columns `right` end under one another."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one method; `results` are its numbers as data."""

    method: str
    sentence: str
    assumes: tuple[str, ...]
    tables: tuple[FindingTable, ...]
    results: tuple[Any, ...]


def told(finding: Finding) -> Iterator[str]:
    """A finding as lines of text."""
    yield finding.sentence
    for table in finding.tables:
        yield ""
        yield table.title
        yield from columns([table.heads, *table.rows], table.right)
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
        "sentence": finding.sentence,
        "assumes": list(finding.assumes),
        "results": plain(finding.results),
    }


def number(value: float | None) -> str:
    """A number as read; an infinite one never finished, none was not answered."""
    if value is None or isnan(value):
        return "-"
    return _rounded(value) if isfinite(value) else "never"


def signed(value: float | None) -> str:
    """A change with its sign."""
    if value is None or not isfinite(value):
        return "-"
    return f"+{_rounded(value)}" if value > 0 else _rounded(value)


def between(interval: Sequence[float] | None, *, sign: bool = False) -> str:
    """An interval as read; a dash where one run alone gives none."""
    if interval is None:
        return "-"
    form = signed if sign else number
    low, high = interval[0], interval[1]
    return f"{form(low) if isfinite(low) else 'no limit'} to {form(high) if isfinite(high) else 'no limit'}"


def cell(value: str, unit: str = "") -> str:
    """A setting as read; an empty cell is the scenario as written."""
    return f"{value} {unit}".rstrip() if value else "as written"


def percent_of(confidence: float) -> str:
    """A confidence as read."""
    return f"{100 * confidence:g} %"


def _rounded(value: float) -> str:
    """Three figures, at most two places: 22.8, 3.12, 0.05, 1240."""
    size = abs(value)
    text = f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"
    return text.removeprefix("-") if float(text) == 0 else text
