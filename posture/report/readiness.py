"""People by tier and day after the alert: one row a tier or force, one column a day."""

import re
from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from posture.stats.estimates import Estimate

PEOPLE = re.compile(r"people_(ready|in_effect)_by_day_(\d+)")
TITLES = {
    "ready": "people ready to move, by days after the alert (median)",
    "in_effect": "people ready in their area, by days after the alert (median)",
}


def people_by_day(estimates: Iterable[Estimate]) -> Iterator[tuple[str, Table]]:
    """A title and a table for each kind of notice that was run down; the two are never in one table."""
    cells: dict[str, dict[str, dict[int, float | None]]] = {kind: {} for kind in TITLES}
    for one in estimates:
        if found := PEOPLE.fullmatch(one.measure):
            cells[found[1]].setdefault(one.subject, {})[int(found[2])] = one.median
    for kind, rows in cells.items():
        if rows:
            yield TITLES[kind], _table(rows)


def _table(rows: dict[str, dict[int, float | None]]) -> Table:
    days = sorted({day for row in rows.values() for day in row})
    table = Table(box=None, pad_edge=False)
    table.add_column("tier or force", overflow="fold")
    for day in days:
        table.add_column(f"day {day}", justify="right", overflow="fold")
    for subject, row in sorted(rows.items()):
        table.add_row(Text(subject), *(_people(row.get(day)) for day in days))
    return table


def _people(count: float | None) -> str:
    return "" if count is None else f"{count:,.0f}".replace(",", " ")
