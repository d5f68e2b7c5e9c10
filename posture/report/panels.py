"""The watch in tables: a panel for each operation that keeps one, a row for each base, group or site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from posture.core.ids import apart, id_of
from posture.core.panel import Panel, PanelColumn
from posture.outcomes import PANELS
from posture.stats.estimates import Estimate

ALL = "all"
SPREAD = "10-90 %"

Cells = Mapping[tuple[str, str], Estimate]


IN_PANELS = frozenset(column.measure for panel in PANELS for column in panel.columns)
"""A measure of a panel is left out of the list of all others."""


def panels(estimates: Sequence[Estimate], *, brief: bool = False) -> Iterator[tuple[str, Table]]:
    """A title and a table for each panel that has anything to tell; a column without answers is left out."""
    cells = {(one.measure, one.subject): one for one in estimates if one.measure in IN_PANELS}
    for panel in PANELS:
        columns = [column for column in panel.columns if any(name == column.measure for name, _ in cells)]
        if columns and not (brief and panel.brief):
            yield panel.title, _table(panel, columns, cells)


def _table(panel: Panel, columns: Sequence[PanelColumn], cells: Cells) -> Table:
    subjects = {_subject(column, one) for column in columns for name, one in cells if name == column.measure}
    table = Table(box=None, pad_edge=False)
    table.add_column(panel.row, no_wrap=True)
    for column in columns:
        for heading in (column.heading, SPREAD)[: 1 + column.spread]:
            table.add_column(heading, justify="right", no_wrap=True)
    for subject in sorted(subjects, key=lambda one: (one == ALL, one)):
        table.add_row(
            Text(subject), *(Text(cell) for column in columns for cell in _cells(column, subject, cells))
        )
    return table


def _subject(column: PanelColumn, subject: str) -> str:
    return apart(subject).whole if column.ranked else subject


def _cells(column: PanelColumn, subject: str, cells: Cells) -> Iterator[str]:
    """The cell of a column, and that of its spread where it has one."""
    if column.ranked:
        ranks = (cells.get((column.measure, id_of(subject, rank))) for rank in range(1, 4))
        yield ", ".join(_said(one.median, one.unit, digits=2) for one in ranks if one)
        return
    one = cells.get((column.measure, subject))
    yield "" if one is None else _said(one.median, one.unit)
    if column.spread:
        yield "" if one is None or one.n == 1 else _spread(one)


def _spread(one: Estimate) -> str:
    return "-".join(_said(end, one.unit).removesuffix(" %") for end in (one.low, one.high))


def _said(value: float | None, unit: str, digits: int = 3) -> str:
    """A number as a table has it: shares in per cent, large ones whole."""
    if value is None:
        return "never"
    if unit in ("share", "probability"):
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 100 else f"{value:.{digits}g}"


def others(estimates: Iterable[Estimate]) -> Table:
    """Every measure of these: its name and unit on a line, then a row for each subject."""
    table = Table(box=None, pad_edge=False)
    table.add_column("measure", overflow="fold")
    for heading in ("median", "low", "high", "unfinished"):
        table.add_column(heading, justify="right", overflow="fold")
    last = ""
    for one in estimates:
        if one.measure != last:
            table.add_row(Text(f"{one.measure}, {one.unit}"))
            last = one.measure
        numbers = (_number(one.median), _number(one.low), _number(one.high), str(one.unfinished or ""))
        table.add_row(*map(Text, (f"  {one.subject}", *numbers)))
    return table


def _number(value: float | None) -> str:
    return "never" if value is None else f"{value:.4g}"
