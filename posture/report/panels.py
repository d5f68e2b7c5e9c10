"""The watch in tables: a panel for each operation, a row for each base, group or site; people by day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from posture.report.numbers import count, form_of, in_unit, spread, two_figures
from posture.report.tables import Table
from posture.stats.estimates import Estimate

ALL = "all"
SPREAD = "10-90 %"

Cells = Mapping[tuple[str, str], Estimate]


class PanelColumn(NamedTuple):
    """One measure under a heading: its median; where `spread` is set, 10 % to 90 % of the runs beside it.

    `ranked` gathers the subjects `name/1`, `name/2` ... into one cell.
    """

    measure: str
    heading: str
    spread: bool = False
    ranked: bool = False


class Panel(NamedTuple):
    """A table: its title, what a row is, its columns; `brief` leaves it out where brigades close."""

    title: str
    row: str
    columns: Sequence[PanelColumn]
    brief: bool = False


PANELS = (
    Panel("decision", "crisis and step", (PanelColumn("decision_days", "days", spread=True),), brief=True),
    Panel("orders", "order", (PanelColumn("order_days", "days", spread=True),), brief=True),
    Panel(
        "air policing",
        "base",
        (
            PanelColumn("kept_share", "kept", spread=True),
            PanelColumn("worst_gap_hours", "worst gaps, h", ranked=True),
            PanelColumn("sorties", "sorties"),
            PanelColumn("flying_hours", "hours"),
        ),
    ),
    Panel(
        "early warning",
        "station",
        (
            PanelColumn("station_coverage_share", "covered", spread=True),
            PanelColumn("on_station_hours", "hours"),
            PanelColumn("station_gaps", "gaps"),
            PanelColumn("longest_station_gap_hours", "longest"),
            PanelColumn("station_gap_hours_p90", "P90"),
            PanelColumn("first_on_station_days", "first, d"),
        ),
    ),
    Panel(
        "early-warning aircraft and crews",
        "base",
        (
            PanelColumn("early_warning_sorties", "sorties", spread=True),
            PanelColumn("early_warning_flying_hours", "hours"),
            PanelColumn("crew_hours", "crew-hours"),
            PanelColumn("early_warning_person_days", "person-days"),
            PanelColumn("early_warning_aircraft", "aircraft"),
        ),
    ),
    Panel(
        "sites covered: at all, by nodes and by layers wanted; longest gap in days",
        "site",
        (
            PanelColumn("site_coverage_share", "at all", spread=True),
            PanelColumn("site_coverage_wanted_share", "wanted"),
            PanelColumn("site_layers_wanted_share", "layers"),
            PanelColumn("site_gaps", "gaps"),
            PanelColumn("longest_site_gap_days", "longest"),
        ),
    ),
    Panel(
        "batteries and other nodes",
        "node",
        (
            PanelColumn("node_availability_share", "available", spread=True),
            PanelColumn("node_operational_days", "days up"),
            PanelColumn("crew_rotations", "turns"),
            PanelColumn("missile_defence_person_days", "person-days"),
        ),
    ),
    Panel(
        "days until operational",
        "node or order",
        (
            PanelColumn("operational_from_request_days", "from first sign", spread=True),
            PanelColumn("operational_from_order_days", "from order"),
        ),
    ),
    Panel(
        "at sea",
        "area or group",
        (
            PanelColumn("presence_share", "present", spread=True),
            PanelColumn("ships_mean", "ships"),
            PanelColumn("presence_gaps", "gaps"),
            PanelColumn("longest_presence_gap_days", "longest, d"),
        ),
    ),
    Panel(
        "ships at sea",
        "group",
        (
            PanelColumn("transit_share", "transit", spread=True),
            PanelColumn("port_share", "port"),
            PanelColumn("repair_share", "repair"),
            PanelColumn("ships_per_station", "for one"),
            PanelColumn("port_visits", "visits"),
            PanelColumn("replenishments", "fuelled"),
        ),
    ),
    Panel(
        "calls for ships",
        "call",
        (
            PanelColumn("first_ship_days", "first, d", spread=True),
            PanelColumn("full_presence_days", "all, d", spread=True),
            PanelColumn("calls_refused", "refused"),
            PanelColumn("left_behind_days", "gap, d"),
        ),
    ),
    Panel(
        "Turkish Straits",
        "force or Article",
        (
            PanelColumn("black_sea_days", "days inside", spread=True),
            PanelColumn("passages_refused", "refused"),
        ),
    ),
    Panel(
        "merchant ships monitored",
        "water",
        (
            PanelColumn("contacts", "came"),
            PanelColumn("contact_share", "hailed", spread=True),
            PanelColumn("boarded", "boarded"),
            PanelColumn("escorted", "escorted"),
            PanelColumn("ships_busy_share", "busy"),
        ),
    ),
    Panel(
        "mines",
        "water",
        (
            PanelColumn("shut_days", "shut, d", spread=True),
            PanelColumn("minehunter_days", "hunter-days"),
            PanelColumn("rough_days", "rough, d"),
        ),
    ),
    Panel(
        "effort",
        "mode or operation",
        (PanelColumn("tonne_km", "tonne-km"), PanelColumn("person_days_deployed", "person-days")),
    ),
    Panel("gaps in the written history", "base and relief", (PanelColumn("handover_gap_days", "days"),)),
    Panel(
        "tracks",
        "area",
        (
            PanelColumn("tracks", "came"),
            PanelColumn("answered_share", "answered", spread=True),
            PanelColumn("met_in_time_share", "in time"),
            PanelColumn("no_pair_free_share", "no pair"),
            PanelColumn("response_minutes_p50", "met, min"),
        ),
    ),
)
"""In the order in which they are printed; a measure of a panel is left out of the list of all others."""
PEOPLE = re.compile(r"people_(ready|in_effect)_by_day_(\d+)")
PEOPLE_TITLES = {
    "ready": "people ready to move, by days after the alert (median)",
    "in_effect": "people ready in their area, by days after the alert (median)",
}

IN_PANELS = frozenset(column.measure for panel in PANELS for column in panel.columns)


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
    return subject.rpartition("/")[0] if column.ranked else subject


def _cells(column: PanelColumn, subject: str, cells: Cells) -> Iterator[str]:
    """The cell of a column, and that of its spread where it has one."""
    if column.ranked:
        ranks = (cells.get((column.measure, f"{subject}/{rank}")) for rank in range(1, 4))
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
