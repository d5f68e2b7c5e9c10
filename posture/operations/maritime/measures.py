"""What it means: what presence costs, by group and nation; all that the maritime groups are asked."""

from collections import Counter, defaultdict
from collections.abc import Callable
from math import fsum, inf
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.maritime.answers import (
    calls_refused,
    first_ship_days,
    full_presence_days,
    left_behind_days,
)
from posture.operations.maritime.event_kinds import COMMAND, GROUP, PATROLS, PORT_VISIT, REPLENISHED
from posture.operations.maritime.presence import (
    longest_presence_gap_days,
    minehunters_mean,
    presence_gaps,
    presence_share,
    ships_mean,
)
from posture.theatre.event_kinds import BUMPED, CLAIMED, RELEASED, SHIP, SHIP_IS

ALL = "all"
NATIONAL = "national"
HOME = "home"
SHARES = {
    "transit": frozenset({"transit", "weather"}),
    "port": frozenset({"visit"}),
    "repair": frozenset({"maintenance", "repair"}),
}
"""What ships do, as shares of their days away from home."""


class Spell(NamedTuple):
    """A ship with a group, or none, did one thing from one second to another."""

    begin: int
    end: int
    ship: str
    group: str
    doing: str


def spells(log: Log) -> tuple[Spell, ...]:
    """All that ships did away from home."""
    return log.once(_spells)


def _spells(log: Log) -> tuple[Spell, ...]:
    group = {row.who: NATIONAL for row in log.of(SHIP)}
    doing = dict.fromkeys(group, (0, HOME))
    found: list[Spell] = []
    for row in log.of(CLAIMED, SHIP_IS):
        if row.who not in group:
            continue
        since, what = doing[row.who]
        if what != HOME and row.time > since:
            found.append(Spell(since, row.time, row.who, group[row.who], what))
        if row.kind == CLAIMED:
            group[row.who] = row.where
            doing[row.who] = row.time, what
        else:
            doing[row.who] = row.time, row.where
    end = horizon(log)
    for ship, (since, what) in doing.items():
        if what != HOME and end > since:
            found.append(Spell(since, end, ship, group[ship], what))
    return tuple(found)


def _days(log: Log, key: Callable[[Spell], str], which: Callable[[Spell], bool]) -> dict[str, float]:
    found: dict[str, int] = defaultdict(int)
    for one in spells(log):
        if which(one):
            for subject in (key(one), ALL):
                found[subject] += one.end - one.begin
    return {subject: in_days(seconds) for subject, seconds in found.items()}


def _share(log: Log, what: str) -> dict[str, float]:
    """Share of the ship-days of a group that went on something."""
    away = _days(log, lambda one: one.group, lambda _: True)
    spent = _days(log, lambda one: one.group, lambda one: one.doing in SHARES[what])
    return {group: spent.get(group, 0.0) / total for group, total in away.items()}


def transit_share(log: Log) -> dict[str, float]:
    """Share of ship-days on the way, the wait for weather off a port included."""
    return _share(log, "transit")


def port_share(log: Log) -> dict[str, float]:
    """Share of ship-days on visits in port."""
    return _share(log, "port")


def repair_share(log: Log) -> dict[str, float]:
    """Share of ship-days in maintenance and repair."""
    return _share(log, "repair")


def ships_per_station(log: Log) -> dict[str, float]:
    """Ship-days away from home over ship-days on task: ships that keep one on task."""
    away = _days(log, lambda one: one.group, lambda _: True)
    on_task = _days(log, lambda one: one.group, lambda one: one.doing == "on task")
    return {group: days / on_task[group] if on_task.get(group) else inf for group, days in away.items()}


def ship_days(log: Log) -> dict[str, float]:
    """Ship-days away from home, by nation."""
    nation = {row.who: row.where for row in log.of(SHIP)}
    return _days(log, lambda one: nation[one.ship], lambda _: True)


def sea_person_days(log: Log) -> dict[str, float]:
    """Ship-days away from home times the ship's company, by nation."""
    facts = {row.who: (row.where, row.amount) for row in log.of(SHIP)}
    found: dict[str, int] = defaultdict(int)
    for one in spells(log):
        nation, people = facts[one.ship]
        for subject in (nation, ALL):
            found[subject] += people * (one.end - one.begin)
    return {subject: in_days(seconds) for subject, seconds in found.items()}


def _counted(log: Log, kind: EventKind) -> dict[str, float]:
    counts = Counter(row.who for row in log.of(kind))
    return {row.who: float(counts[row.who]) for row in log.of(GROUP)}


def replenishments(log: Log) -> dict[str, float]:
    """How often a group was replenished, at sea or in port."""
    return _counted(log, REPLENISHED)


def port_visits(log: Log) -> dict[str, float]:
    """Visits of a group to ports."""
    return _counted(log, PORT_VISIT)


def flagship_share(log: Log) -> dict[str, float]:
    """Share of the run in which a ship of the commanding nation is in the group, from claim to release."""
    nation = {row.who: row.where for row in log.of(SHIP)}
    commands = {row.who: "" for row in log.of(COMMAND)}
    present: dict[str, Counter[str]] = {group: Counter() for group in commands}
    since = dict.fromkeys(commands, 0)
    kept: Counter[str] = Counter()

    def until(group: str, time: int) -> None:
        if present[group][commands[group]] > 0:
            kept[group] += time - since[group]
        since[group] = time

    for row in log.of(COMMAND, CLAIMED, RELEASED, BUMPED):
        group = row.who if row.kind == COMMAND else row.where
        if group not in commands:
            continue
        until(group, row.time)
        if row.kind == COMMAND:
            commands[group] = row.where
        elif row.who in nation:
            present[group][nation[row.who]] += 1 if row.kind == CLAIMED else -1
    end = horizon(log)
    for group in commands:
        until(group, end)
    return {group: kept[group] / end for group in commands}


def patrol_presence_share(log: Log) -> dict[str, float]:
    """Share of the run with a presence in the areas that a group patrols, their mean, by group."""
    kept = presence_share(log)
    areas: dict[str, list[float]] = defaultdict(list)
    for row in log.of(PATROLS):
        areas[row.who].append(kept[row.where])
    return {group: fsum(shares) / len(shares) for group, shares in areas.items()}


MEASURES = (
    measured(presence_share, "share", "higher", "Share of time with presence in an area or group"),
    measured(ships_mean, "ships", "higher", "Ships on task in an area, in company of a group"),
    measured(minehunters_mean, "ships", "higher", "Minehunters on task in an area"),
    measured(presence_gaps, "gaps", "lower", "Times without presence"),
    measured(longest_presence_gap_days, "d", "lower", "Longest time without presence"),
    measured(first_ship_days, "d", "lower", "From a call to the first ship on task for it"),
    measured(full_presence_days, "d", "lower", "From a call to all ships wanted on task"),
    measured(calls_refused, "refusals", "lower", "Groups and ships that might not pass the straits"),
    measured(left_behind_days, "d", "lower", "Days without presence where those came from who answer"),
    measured(transit_share, "share", "lower", "Share of ship-days on the way"),
    measured(port_share, "share", "neither", "Share of ship-days on visits in port"),
    measured(repair_share, "share", "lower", "Share of ship-days in maintenance and repair"),
    measured(ships_per_station, "ships", "lower", "Ship-days for one ship-day on task"),
    measured(ship_days, "ship-days", "neither", "Days of ships away from home"),
    measured(sea_person_days, "person-days", "lower", "Days of ships away from home, times people"),
    measured(replenishments, "times", "neither", "Replenishments of a group"),
    measured(port_visits, "visits", "neither", "Visits of a group to ports"),
    measured(flagship_share, "share", "higher", "Share of time with a ship of the commanding nation"),
    measured(patrol_presence_share, "share", "higher", "Share of time with presence where a group patrols"),
)
PANELS = (
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
)
