"""What it means: people ready by day, notices met, what raising costs, how long enough stand by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import NamedTuple

from posture.core.clock import days, in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import Measure, horizon
from posture.operations.readiness.event_kinds import (
    ALERTED,
    ENROLLED,
    IN_EFFECT,
    LOWERED,
    NOTICE_TO_EFFECT,
    NOTICE_TO_MOVE,
    RAISED,
    READY_TO_MOVE,
    SHORTENED,
    STANDS_BY,
    STANDS_OFF,
    WANTED,
)

DAYS = (3, 5, 7, 10, 15, 30, 45, 180)
READY = {NOTICE_TO_MOVE: READY_TO_MOVE, NOTICE_TO_EFFECT: IN_EFFECT}
"""What ends each kind of notice; the two are never added up."""


class Alert(NamedTuple):
    """One unit alerted in a tier: people, when, due when, and ready when, infinite if never."""

    people: int
    at: int
    due: int
    ready: float


def alerts(log: Log) -> dict[str, list[Alert]]:
    """Every alert by tier, the last of each unit."""
    people = {row.who: row.amount for row in log.of(ENROLLED)}
    found: dict[tuple[str, str], Alert] = {}
    for row in log.of(ALERTED, SHORTENED, *READY.values()):
        key = row.where, row.who
        if row.kind == ALERTED:
            found[key] = Alert(people[row.who], row.time, row.time + row.amount, inf)
        elif row.kind == SHORTENED:
            found[key] = found[key]._replace(due=row.time + row.amount)
        else:
            found[key] = found[key]._replace(ready=row.time)
    tiers: dict[str, list[Alert]] = defaultdict(list)
    for (tier, _), alert in found.items():
        tiers[tier].append(alert)
    return tiers


def subjects(log: Log, kind: EventKind) -> Iterator[tuple[str, list[Alert]]]:
    """Each tier with one kind of notice that was alerted, and each force of such tiers, with its alerts."""
    by_tier = alerts(log)
    by_force: dict[str, list[Alert]] = defaultdict(list)
    for row in log.of(kind):
        mine = by_tier.get(row.who)
        if mine:
            yield row.who, mine
            if row.where:
                by_force[row.where] += mine
    yield from by_force.items()


def all_subjects(log: Log) -> Iterator[tuple[str, list[Alert]]]:
    """Each tier and each force that was alerted, with its alerts."""
    for kind in READY:
        yield from subjects(log, kind)


def people_by(log: Log, kind: EventKind, limit: int) -> dict[str, float]:
    """People whose notice has ended so many days after the first alert; not told beyond the end."""
    end = horizon(log)
    found = {}
    for subject, mine in subjects(log, kind):
        last = min(alert.at for alert in mine) + days(limit)
        if last < end:
            found[subject] = float(sum(alert.people for alert in mine if alert.ready <= last))
    return found


def met_notice_share(log: Log) -> dict[str, float]:
    """Share of alerted units that were ready within their notice; who is not yet due is left out."""
    end = horizon(log)
    found = {}
    for subject, mine in all_subjects(log):
        judged = [alert for alert in mine if alert.due < end or alert.ready <= alert.due]
        if judged:
            found[subject] = sum(alert.ready <= alert.due for alert in judged) / len(judged)
    return found


def days_until(log: Log, share: float) -> dict[str, float]:
    """Days from the first alert until more than nothing, and at least a share, of the people are ready."""
    return {subject: _days_until(mine, share) for subject, mine in all_subjects(log)}


def _days_until(mine: Iterable[Alert], share: float) -> float:
    ordered = sorted(mine, key=lambda alert: alert.ready)
    begin = min(alert.at for alert in ordered)
    wanted = share * sum(alert.people for alert in ordered)
    there = 0
    for alert in ordered:
        there += alert.people
        if there >= wanted:
            return in_days(alert.ready - begin)
    return inf


def spells(log: Log, begin: EventKind, end: EventKind) -> Iterator[tuple[str, int, int, int]]:
    """Tier, amount, first and last second of every spell between two kinds of row, or to the end."""
    open_: dict[tuple[str, str], tuple[int, int]] = {}
    for row in log.of(begin, end):
        key = row.who, row.where
        if row.kind == begin:
            open_[key] = row.time, row.amount
        else:
            since, amount = open_.pop(key)
            yield row.where, amount, since, row.time
    last = horizon(log)
    for (_, tier), (since, amount) in open_.items():
        yield tier, amount, since, last


def raised_person_days(log: Log) -> dict[str, float]:
    """Days at a raised notice, times people, by tier and force."""
    spent: dict[str, int] = defaultdict(int)
    forces = _forces(log)
    for tier, people, since, until in spells(log, RAISED, LOWERED):
        for subject in filter(None, (tier, forces[tier])):
            spent[subject] += people * (until - since)
    return {subject: in_days(seconds) for subject, seconds in spent.items()}


def ready_share(log: Log) -> dict[str, float]:
    """Share of their time that the units of a tier stand by in it."""
    units: dict[str, int] = defaultdict(int)
    for row in log.of(ENROLLED):
        units[row.where] += 1
    stood: dict[str, int] = defaultdict(int)
    for tier, _, since, until in spells(log, STANDS_BY, STANDS_OFF):
        stood[tier] += until - since
    end = horizon(log)
    return {tier: stood[tier] / (units[tier] * end) for tier in units if end}


def enough_share(log: Log) -> dict[str, float]:
    """Share of the time in which as many units of a tier stand by as shall."""
    end = horizon(log)
    steps: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for tier, _, since, until in spells(log, STANDS_BY, STANDS_OFF):
        steps[tier] += [(since, 1), (until, -1)]
    wanted = {row.who: row.amount for row in log.of(WANTED) if row.amount}
    return {tier: _time_at(steps[tier], count) / end for tier, count in wanted.items() if end}


def _time_at(steps: list[tuple[int, int]], count: int) -> int:
    """Seconds in which at least `count` stand."""
    total, standing, before = 0, 0, 0
    for second, change in sorted(steps):
        total += (second - before) * (standing >= count)
        standing, before = standing + change, second
    return total


def _forces(log: Log) -> Mapping[str, str]:
    return {row.who: row.where for row in log.of(*READY)}


def _people(kind: EventKind, name: str, what: str, limit: int) -> Measure:
    return Measure(
        f"people_{name}_by_day_{limit}",
        "people",
        "higher",
        f"People {what} within {limit} days of the alert",
        lambda log: people_by(log, kind, limit),
    )


def _until(name: str, share: float, what: str) -> Measure:
    help_text = f"Days from the alert until {what} ready, at the barracks gate or in the area"
    return Measure(f"{name}_ready_days", "d", "lower", help_text, lambda log: days_until(log, share))


MEASURES = (
    *(_people(NOTICE_TO_MOVE, "ready", "ready to move", limit) for limit in DAYS),
    *(_people(NOTICE_TO_EFFECT, "in_effect", "ready in their area", limit) for limit in DAYS),
    Measure(
        "met_notice_share", "share", "higher", "Share of units ready within their notice", met_notice_share
    ),
    _until("first", 0.0, "the first unit is"),
    _until("half", 0.5, "half of the people are"),
    _until("all", 1.0, "all are"),
    Measure(
        "raised_person_days",
        "person-days",
        "lower",
        "Days at raised readiness, times people",
        raised_person_days,
    ),
    Measure("stand_by_share", "share", "higher", "Share of their time that units stand by", ready_share),
    Measure(
        "enough_stand_by_share",
        "share",
        "higher",
        "Share of time in which as many units stand by as shall",
        enough_share,
    ),
)
