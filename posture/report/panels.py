"""The watch in tables: a panel for each operation, a row for each base, group or site; people by day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from posture.core.ids import apart, id_of
from posture.core.panel import Panel, PanelColumn
from posture.outcomes import PANELS
from posture.report.numbers import count, form_of, in_unit, spread, two_figures
from posture.report.tables import Table
from posture.stats.estimates import Estimate

ALL = "all"
SPREAD = "10-90 %"

Cells = Mapping[tuple[str, str], Estimate]


PEOPLE = re.compile(r"people_(ready|in_effect)_by_day_(\d+)")
PEOPLE_TITLES = {
    "ready": "people ready to move, by days after the alert (median)",
    "in_effect": "people ready in their area, by days after the alert (median)",
}

IN_PANELS = frozenset(column.measure for panel in PANELS for column in panel.columns)
"""A measure of a panel is left out of the list of all others."""


def panels(estimates: Sequence[Estimate], *, brief: bool = False) -> Iterator[Table]:
    """A table for each panel that has anything to tell; a column without answers is left out."""
    cells = {(one.measure, one.subject): one for one in estimates if one.measure in IN_PANELS}
    for panel in PANELS:
        columns = [column for column in panel.columns if any(name == column.measure for name, _ in cells)]
        if columns and not (brief and panel.brief):
            yield _table(panel, columns, cells)


def _table(panel: Panel, columns: Sequence[PanelColumn], cells: Cells) -> Table:
    subjects = {_subject(column, one) for column in columns for name, one in cells if name == column.measure}
    heads = [head for column in columns for head in (column.heading, SPREAD)[: 1 + column.spread]]
    rows = tuple(
        (subject, *(cell for column in columns for cell in _cells(column, subject, cells)))
        for subject in sorted(subjects, key=lambda one: (one == ALL, one))
    )
    return Table(panel.title, (panel.row, *heads), rows, tuple(range(1, len(heads) + 1)))


def _subject(column: PanelColumn, subject: str) -> str:
    return apart(subject).whole if column.ranked else subject


def _cells(column: PanelColumn, subject: str, cells: Cells) -> Iterator[str]:
    """The cell of a column, and that of its spread where it has one."""
    if column.ranked:
        ranks = (cells.get((column.measure, id_of(subject, rank))) for rank in range(1, 4))
        yield ", ".join(two_figures(one.median) for one in ranks if one)
        return
    one = cells.get((column.measure, subject))
    yield "" if one is None else in_unit(one.median, one.unit)
    if column.spread:
        yield "" if one is None or one.n == 1 else spread(one.low, one.high, form_of(one.unit))


def people_by_day(estimates: Iterable[Estimate]) -> Iterator[Table]:
    """A table for each kind of notice that was run down, people by days after the alert.

    The two kinds of notice are never in one table.
    """
    cells: dict[str, dict[str, dict[int, float | None]]] = {kind: {} for kind in PEOPLE_TITLES}
    for one in estimates:
        if found := PEOPLE.fullmatch(one.measure):
            cells[found[1]].setdefault(one.subject, {})[int(found[2])] = one.median
    for kind, rows in cells.items():
        days = sorted({day for row in rows.values() for day in row})
        told = tuple((who, *(_people(row.get(day)) for day in days)) for who, row in sorted(rows.items()))
        if told:
            heads = ("tier or force", *(f"day {day}" for day in days))
            yield Table(PEOPLE_TITLES[kind], heads, told, tuple(range(1, len(heads))))


def _people(number: float | None) -> str:
    return "" if number is None else count(number)
