"""Effort: what a posture costs beyond time, over all operations: people away from home, and weight moved."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_log import Log, Row
from posture.core.ids import announced_line_of, is_homeward, whole_of
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.theatre.event_kinds import (
    ARRIVED,
    BASE,
    BUMPED,
    DEPARTED,
    DEPLOYED,
    EARLY_WARNING_BASE,
    EXPECTED,
    FREIGHT,
    GARRISON,
    HAULED,
    LINE,
    MANNING,
    NODE,
    PEOPLE,
    POOLED,
    PRESENCE,
    RELEASED,
    RIDES,
    RODE_HOME,
    SENT_BY,
    SHIP,
    SHIP_IS,
    STAYED,
    WENT_BACK,
)

ALL = "all"
MODES = ("road", "rail", "sea", "air")
TONNE_KM = 1_000_000
"""Kilograms times metres in a tonne-kilometre."""
OPERATIONS = {
    BASE: "air policing",
    EARLY_WARNING_BASE: "early warning",
    NODE: "missile defence",
    SHIP: "maritime",
    POOLED: "rotations",
    PEOPLE: "reinforcement",
}
"""Operations that may have people away from home, by a kind of row that each run with them has."""
TELLS = {PRESENCE: "air policing", MANNING: "early warning", GARRISON: "missile defence"}
"""Rows that tell how many people are there from now on, and for which operation."""

RIDING = {RIDES: 1, RODE_HOME: -1}
"""Who rides, away from home and back again."""


class Away(NamedTuple):
    """So many people of `who` are away from home for an operation from a second on."""

    operation: str
    who: str
    time: int
    people: int


def person_days_deployed(log: Log) -> dict[str, float]:
    """Days of people away from home until the end of the run, by operation and all; each is counted once.

    Bases and sites tell how many people of whoever fills their commitments are there; `rotations` are units
    of the pool in all other commitments, `maritime` the companies of ships. People of `reinforcement` are
    away from when they leave home; those of a battery belong to `missile defence` once it is emplaced.
    """
    found = Counter({operation: 0 for kind, operation in OPERATIONS.items() if any(log.of(kind))})
    if found:
        found[ALL] = 0
    end = horizon(log)
    now: dict[tuple[str, str], int] = {}
    for one in (*_told(log), *_ships(log), *_pool(log), *_brigades(log)):
        key = one.operation, one.who
        for subject in (one.operation, ALL):
            found[subject] += (one.people - now.get(key, 0)) * (end - one.time)
        now[key] = one.people
    return {subject: in_days(total) for subject, total in found.items()}


def _told(log: Log) -> Iterator[Away]:
    for row in log.of(*TELLS):
        yield Away(TELLS[row.kind], row.who, row.time, row.amount)


def _ships(log: Log) -> Iterator[Away]:
    company = {row.who: row.amount for row in log.of(SHIP)}
    for row in log.of(SHIP_IS):
        yield Away("maritime", row.who, row.time, 0 if row.where == "home" else company[row.who])


def _pool(log: Log) -> Iterator[Away]:
    """Units of the pool that no base, site or ship tells of."""
    people = {row.who: row.amount for row in log.of(POOLED)}
    told = {row.who for row in log.of(BASE, EARLY_WARNING_BASE, GARRISON)}
    for ship in log.of(SHIP):
        people.pop(ship.who, None)
    lines = {row.who for row in log.of(EXPECTED)}
    for row in log.of(DEPLOYED, RELEASED, BUMPED):
        by_its_lines = row.where in lines and row.time > 0  # a unit of a brigade that has set out
        if row.who in people and row.where not in told and not by_its_lines:
            yield Away("rotations", row.who, row.time, people[row.who] if row.kind == DEPLOYED else 0)


def _brigades(log: Log) -> Iterator[Away]:
    """People who have left home, by the order that sent them, without those who are with a node by now."""
    orders = {row.who: row.where for row in log.of(EXPECTED)}
    homes = {row.who: row.where for row in log.of(LINE)}
    travel = {row.who for row in log.of(PEOPLE)}
    sent = {row.who: row.where for row in log.of(SENT_BY)}
    left: dict[str, int] = defaultdict(int)
    gone: dict[str, int] = defaultdict(int)
    for row in log.of(DEPARTED, WENT_BACK, GARRISON, STAYED, ARRIVED, *RIDING):
        line = announced_line_of(row.who)
        if row.kind == GARRISON:
            order, change = sent.pop(row.who, None), -row.amount
        elif row.kind in RIDING:
            order, change = orders[whole_of(line)], RIDING[row.kind] * row.amount
        else:
            change = (
                _left_home(row, gone[line], at_home=row.where == homes.get(line)) if line in travel else 0
            )
            gone[line] += change
            order = orders[whole_of(line)] if change else None
        if order is not None:
            left[order] = max(0, left[order] + change)
            yield Away("reinforcement", order, row.time, left[order])


def _left_home(row: Row, gone: int, *, at_home: bool) -> int:
    """By how many a row changes the people of a line that are away: who set out, stayed or came back."""
    if not at_home or (row.kind == ARRIVED and not is_homeward(row.who)):
        return 0
    return row.amount if row.kind == DEPARTED else -min(row.amount, gone)


def tonne_km(log: Log) -> dict[str, float]:
    """Tonnes times kilometres by mode and by all, over the legs that were finished, ways round included.

    A piece weighs what its unit's pieces weigh on average; people, and units without `tonnes`, weigh nothing.
    """
    found = Counter(dict.fromkeys((*MODES, ALL), 0) if any(log.of(FREIGHT)) else {})
    for row in log.of(HAULED):
        for mode in (row.where, ALL):
            found[mode] += row.amount
    return {mode: total / TONNE_KM for mode, total in found.items()}


def brigade_tonne_km(log: Log) -> dict[str, float]:
    """The same by brigade."""
    found = Counter(dict.fromkeys((whole_of(row.who) for row in log.of(FREIGHT)), 0))
    for row in log.of(HAULED):
        found[whole_of(row.who)] += row.amount
    return {brigade: total / TONNE_KM for brigade, total in found.items()}


MEASURES = (
    measured(person_days_deployed, "person-days", "lower", "Days of people away from home, by operation"),
    measured(tonne_km, "t km", "neither", "Tonnes times kilometres of finished legs, by mode"),
    measured(brigade_tonne_km, "t km", "neither", "Tonnes times kilometres of finished legs, by brigade"),
)
PANELS = (
    Panel(
        "effort",
        "mode or operation",
        (PanelColumn("tonne_km", "tonne-km"), PanelColumn("person_days_deployed", "person-days")),
    ),
)
