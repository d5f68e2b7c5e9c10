"""What standing by does to units: how their time is spent, phase by phase, and how often they are worn."""

from collections import Counter, defaultdict
from itertools import pairwise

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import horizon, measured
from posture.operations.readiness.event_kinds import DECAYED, ENROLLED, PHASE, WORN
from posture.theatre.event_kinds import NOTICE


def phase_unit_days(log: Log) -> dict[str, float]:
    """Days that units spent in each phase, added up, by `tier/phase`."""
    tier = {row.who: row.where for row in log.of(ENROLLED)}
    found: dict[str, int] = defaultdict(int)
    now: dict[str, tuple[int, str]] = {}
    for row in log.of(PHASE):
        if row.who in now:
            since, phase = now[row.who]
            found[id_of(tier[row.who], phase)] += row.time - since
        now[row.who] = row.time, row.where
    for unit, (since, phase) in now.items():
        found[id_of(tier[unit], phase)] += horizon(log) - since
    return {subject: in_days(seconds) for subject, seconds in found.items()}


def worn(log: Log) -> dict[str, float]:
    """Times that a unit stood by, or was raised, for so long that it stood down, by tier."""
    tier = {row.who: row.where for row in log.of(ENROLLED)}
    return {name: float(count) for name, count in Counter(tier[row.who] for row in log.of(WORN)).items()}


def decayed(log: Log) -> dict[str, float]:
    """Times that a worn unit fell to a longer notice, by tier."""
    return {name: float(count) for name, count in Counter(row.where for row in log.of(DECAYED)).items()}


def notice_mean_days(log: Log) -> dict[str, float]:
    """Mean notice at which a unit stood, over the time for which it had one, by unit."""
    stood: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in log.of(NOTICE):
        stood[row.who].append((row.time, row.amount))
    found = {}
    for unit, steps in stood.items():
        spans = [(b[0] - a[0], a[1]) for a, b in pairwise([*steps, (horizon(log), -1)]) if a[1] >= 0]
        whole = sum(seconds for seconds, _ in spans)
        if whole:
            found[unit] = in_days(sum(seconds * notice for seconds, notice in spans) / whole)
    return found


MEASURES = (
    measured(phase_unit_days, "unit-days", "neither", "Days of units in a phase of readiness, added up"),
    measured(worn, "times", "lower", "Times that a unit stood down because it was worn", "units_worn"),
    measured(decayed, "times", "lower", "Times that a worn unit fell to a longer notice", "units_decayed"),
    measured(notice_mean_days, "d", "lower", "Mean notice at which a unit stood, while it had one"),
)
