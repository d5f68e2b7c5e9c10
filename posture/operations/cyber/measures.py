"""What it means: how often, for how long and by how much systems were degraded, and who brought them back."""

from collections import Counter, defaultdict
from collections.abc import Callable

from posture.core.clock import HOUR
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.cyber.event_kinds import INCIDENT, NOTICED, RECOVERED, REFERRED, TEAM

WHOLE = 1000
"""Thousandths of a capacity."""


def incidents(log: Log) -> dict[str, float]:
    """Incidents, by system."""
    return {name: float(count) for name, count in Counter(row.who for row in log.of(INCIDENT)).items()}


def _hours(log: Log, weight: Callable[[int], int]) -> dict[str, float]:
    """Hours between incident and recovery, or the end of the run, each weighed by the thousandths left."""
    end, found = horizon(log), defaultdict[str, int](int)
    since: dict[str, tuple[int, int]] = {}
    for row in log.of(INCIDENT, RECOVERED):
        if row.kind == INCIDENT:
            since[row.who] = row.time, row.amount
        else:
            begin, left = since.pop(row.who)
            found[row.who] += weight(left) * (row.time - begin)
    for name, (begin, left) in since.items():
        found[name] += weight(left) * (end - begin)
    return {name: total / WHOLE / HOUR for name, total in found.items()}


def degraded_hours(log: Log) -> dict[str, float]:
    """Hours for which a system had less than its capacity."""
    return _hours(log, lambda _: WHOLE)


def capacity_hours_lost(log: Log) -> dict[str, float]:
    """The same, each hour as heavy as the share of the capacity that was lost."""
    return _hours(log, lambda left: WHOLE - left)


def _mean_hours(log: Log, *kinds: EventKind) -> dict[str, float]:
    found = defaultdict[str, list[int]](list)
    for row in log.of(*kinds):
        found[row.who].append(row.amount)
    return {name: sum(some) / len(some) / HOUR for name, some in found.items()}


def unnoticed_hours(log: Log) -> dict[str, float]:
    """Hours until an incident was noticed, on average, by system."""
    return _mean_hours(log, NOTICED)


def team_hours(log: Log) -> dict[str, float]:
    """Hours from then until a team worked on it, on average, by system."""
    return _mean_hours(log, TEAM)


def recovery_hours(log: Log) -> dict[str, float]:
    """Hours from an incident until it was recovered, on average, by system."""
    return _mean_hours(log, RECOVERED)


def recoveries(log: Log) -> dict[str, float]:
    """Incidents recovered, by whose teams did it."""
    return {whose: float(count) for whose, count in Counter(row.where for row in log.of(RECOVERED)).items()}


def referrals(log: Log) -> dict[str, float]:
    """Incidents referred to the Council, by system."""
    return {name: float(count) for name, count in Counter(row.who for row in log.of(REFERRED)).items()}


MEASURES = (
    measured(incidents, "incidents", "lower", "Incidents of a system"),
    measured(degraded_hours, "h", "lower", "Hours for which a system had less than its capacity"),
    measured(capacity_hours_lost, "h", "lower", "Hours of a system's whole capacity that were lost"),
    measured(unnoticed_hours, "h", "lower", "Hours until an incident was noticed, on average"),
    measured(team_hours, "h", "lower", "Hours from then until a team worked on it, on average"),
    measured(recovery_hours, "h", "lower", "Hours from an incident until it was recovered, on average"),
    measured(recoveries, "incidents", "neither", "Incidents recovered, by whose teams did it"),
    measured(referrals, "incidents", "neither", "Incidents of a system referred to the Council"),
)
PANELS = (
    Panel(
        "degraded systems",
        "system",
        (
            PanelColumn("incidents", "incidents"),
            PanelColumn("degraded_hours", "degraded, h", spread=True),
            PanelColumn("capacity_hours_lost", "lost, h"),
            PanelColumn("unnoticed_hours", "unnoticed, h"),
            PanelColumn("team_hours", "for a team, h"),
        ),
    ),
)
