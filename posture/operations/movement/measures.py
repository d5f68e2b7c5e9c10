"""What it means: into how many serials brigades were split, and what closures did to them on their way."""

from collections import Counter, defaultdict
from statistics import fmean

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import whole_of
from posture.core.measure import measured
from posture.operations.movement.event_kinds import BALLAST, FILLED, REROUTED, SPLIT, STRANDED
from posture.theatre.event_kinds import GUARDED


def _brigades(log: Log) -> dict[str, int]:
    """Nothing yet for every brigade that moves."""
    return dict.fromkeys((whole_of(row.who) for row in log.of(SPLIT)), 0)


def serials(log: Log) -> dict[str, float]:
    """Serials of a brigade, over all legs: one that goes on by another mode is another serial."""
    found = Counter(_brigades(log))
    for row in log.of(SPLIT):
        found[whole_of(row.who)] += row.amount
    return {brigade: float(count) for brigade, count in found.items()}


def reroutes(log: Log) -> dict[str, float]:
    """Times that a serial took another way round something shut, by brigade."""
    found = Counter(_brigades(log))
    found.update(whole_of(row.who) for row in log.of(REROUTED))
    return {brigade: float(count) for brigade, count in found.items()}


def stranded_pieces(log: Log) -> dict[str, float]:
    """Pieces that waited for a way that does not open again, by brigade; a serial counts once."""
    found = Counter(_brigades(log))
    for who, pieces in {row.who: row.amount for row in log.of(STRANDED)}.items():
        found[whole_of(who)] += pieces
    return {brigade: float(count) for brigade, count in found.items()}


def failures_prevented(log: Log) -> dict[str, float]:
    """Failures by chance that did not happen, by the measure of the Council that prevented them."""
    return {name: float(count) for name, count in Counter(row.who for row in log.of(GUARDED)).items()}


def ballast_days(log: Log) -> dict[str, float]:
    """Days that lift went empty to where it was wanted, all of a pool together."""
    found: Counter[str] = Counter()
    for row in log.of(BALLAST):
        found[row.who] += row.amount
    return {pool: in_days(seconds) for pool, seconds in found.items()}


def lift_trips(log: Log) -> dict[str, float]:
    """Loads that the ships, trains and aircraft of a pool carried."""
    return {pool: float(count) for pool, count in Counter(row.who for row in log.of(FILLED)).items()}


def lift_fill(log: Log) -> dict[str, float]:
    """How full the ships, trains and aircraft of a pool were, on average over their loads."""
    filled = defaultdict[str, list[int]](list)
    for row in log.of(FILLED):
        filled[row.who].append(row.amount)
    return {pool: fmean(shares) / 1000 for pool, shares in filled.items()}


MEASURES = (
    measured(serials, "serials", "neither", "Serials of a brigade, over all legs"),
    measured(reroutes, "times", "lower", "Times that a serial took another way round something shut"),
    measured(stranded_pieces, "pieces", "lower", "Pieces that waited for a way that does not open again"),
    measured(ballast_days, "d", "lower", "Days that lift of a pool went empty to where it was wanted"),
    measured(lift_trips, "loads", "neither", "Loads that ships, trains or aircraft of a pool carried"),
    measured(lift_fill, "share", "higher", "How full ships, trains or aircraft of a pool were, on average"),
    measured(failures_prevented, "failures", "higher", "Failures that guards of facilities prevented"),
)
