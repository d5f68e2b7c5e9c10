"""What it means: tracks answered, the watch kept, and what it costs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from math import fsum

from posture.core.clock import DAY, HOUR, MINUTE, in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import horizon, measured, over_time
from posture.operations.air_policing.event_kinds import (
    AREA,
    CANNIBALISED,
    FLIES,
    HANDOVER_GAP,
    LET_GO,
    MEETS,
    NO_PAIR,
    READINESS_STATE,
    RECALLED,
    SCRAMBLED,
    TAKES_OVER,
    TOO_LATE,
    TRACK,
    TRAINING,
)
from posture.theatre.event_kinds import BASE, ON_ALERT, PRESENCE, SERVICEABLE, WATCH

WORST = 3
"""Gaps that are told, the longest first."""
WEEK = 7 * DAY
PAIR = 2
"""Aircraft in a pair."""


def _tracks(log: Log) -> dict[str, list[str]]:
    """The tracks of each area."""
    found: dict[str, list[str]] = {row.who: [] for row in log.of(AREA)}
    for row in log.of(TRACK):
        found[row.where].append(row.who)
    return found


def _share(log: Log, kind: EventKind, within: bool = False) -> dict[str, float]:
    """Share of an area's tracks of which a row of this kind tells; of those in time where `within`."""
    limits = {row.who: row.amount for row in log.of(AREA)}
    told = {row.who: row.amount for row in log.of(kind)}
    found = {}
    for area, tracks in _tracks(log).items():
        limit = limits[area]
        counted = sum(1 for one in tracks if one in told and (not within or limit < 0 or told[one] <= limit))
        if tracks:
            found[area] = counted / len(tracks)
    return found


def answered_share(log: Log) -> dict[str, float]:
    """Share of tracks that are met before they leave."""
    return _share(log, MEETS)


def met_in_time_share(log: Log) -> dict[str, float]:
    """Share of tracks that are met as soon as the area wants."""
    return _share(log, MEETS, within=True)


def no_pair_free_share(log: Log) -> dict[str, float]:
    """Share of tracks for which no pair is free anywhere."""
    return _share(log, NO_PAIR)


def too_late_share(log: Log) -> dict[str, float]:
    """Share of tracks that no free pair can meet before they leave."""
    return _share(log, TOO_LATE)


def tracks(log: Log) -> dict[str, float]:
    """How many tracks came, by area."""
    return {area: float(len(found)) for area, found in _tracks(log).items()}


def weekly_dispersion(log: Log) -> dict[str, float]:
    """Variance over mean of the tracks of whole weeks, by area; 1 for plain Poisson."""
    weeks = horizon(log) // WEEK
    if weeks < 2:
        return {}
    found = {}
    counts: dict[str, Counter[int]] = {row.who: Counter() for row in log.of(AREA)}
    for row in log.of(TRACK):
        counts[row.where][row.time // WEEK] += 1
    for area, by_week in counts.items():
        numbers = [by_week[week] for week in range(weeks)]
        mean = sum(numbers) / weeks
        if mean:
            found[area] = fsum((number - mean) ** 2 for number in numbers) / (weeks - 1) / mean
    return found


def alpha_scrambles(log: Log) -> dict[str, float]:
    """Pairs sent to tracks, by base and all together."""
    found = {row.who: 0.0 for row in log.of(BASE)}
    for row in log.of(SCRAMBLED, RECALLED):
        found[row.where] += 1
    return found | ({"all": sum(found.values())} if found else {})


def training_flights(log: Log) -> dict[str, float]:
    """Take-offs of pairs for training, by base."""
    counts = Counter(row.who for row in log.of(TRAINING))
    return {name: float(count) for name, count in counts.items()}


def _quantile(values: list[int], share: float) -> float:
    """The least value that at least this share does not exceed."""
    return float(sorted(values)[max(0, -int(-len(values) * share // 1) - 1)])


def response_minutes(log: Log, share: float) -> dict[str, float]:
    """Minutes from coming to meeting that this share of an area's met tracks does not exceed."""
    met = {row.who: row.amount for row in log.of(MEETS)}
    found = {area: [met[one] for one in names if one in met] for area, names in _tracks(log).items()}
    return {area: _quantile(values, share) / MINUTE for area, values in found.items() if values}


def airborne_in_time_share(log: Log) -> dict[str, float]:
    """Share of scrambles in the air within the readiness state, by base."""
    limit = next((row.amount for row in log.of(READINESS_STATE)), 0)
    waits: dict[str, list[int]] = defaultdict(list)
    for row in log.of(SCRAMBLED):
        waits[row.where].append(row.amount)
    return {base: sum(wait <= limit for wait in found) / len(found) for base, found in waits.items()}


def watches(log: Log) -> dict[str, list[tuple[int, int, int, int]]]:
    """Each base's times by begin, end, pairs wanted and pairs on alert."""
    end = horizon(log)
    found: dict[str, list[tuple[int, int, int, int]]] = {row.who: [] for row in log.of(BASE)}
    now: dict[str, tuple[int, int, int]] = dict.fromkeys(found, (0, 0, 0))
    for row in log.of(WATCH, ON_ALERT):
        since, wanted, had = now[row.who]
        if row.time > since:
            found[row.who].append((since, row.time, wanted, had))
        now[row.who] = (row.time, row.amount, had) if row.kind == WATCH else (row.time, wanted, row.amount)
    for base, (since, wanted, had) in now.items():
        if end > since:
            found[base].append((since, end, wanted, had))
    return found


def alert_coverage_share(log: Log) -> dict[str, float]:
    """Alert slots that hold a pair on alert over alert slots wanted, in time, by base."""
    found = {}
    for base, spans in watches(log).items():
        wanted = sum((end - begin) * want for begin, end, want, _ in spans)
        if wanted:
            found[base] = sum((end - begin) * min(want, had) for begin, end, want, had in spans) / wanted
    return found


def kept_share(log: Log) -> dict[str, float]:
    """Share of the time in which any pair is wanted that one is on alert, by base; `all` anywhere at all."""
    spans = watches(log)
    found = {}
    for base, mine in spans.items():
        wanted = sum(end - begin for begin, end, want, _ in mine if want)
        if wanted:
            found[base] = sum(end - begin for begin, end, want, had in mine if want and had) / wanted
    if found:
        kept = sorted((begin, end) for mine in spans.values() for begin, end, _, had in mine if had)
        covered, last = 0, 0
        for begin, end in kept:
            covered += max(0, end - max(begin, last))
            last = max(last, end)
        found["all"] = covered / horizon(log)
    return found


def _empty(spans: Iterable[tuple[int, int, int, int]]) -> list[int]:
    """Seconds of each unbroken time in which pairs are wanted and none is on alert."""
    found: list[int] = []
    last = -1
    for begin, end, want, had in spans:
        if want and not had:
            if begin == last:
                found[-1] += end - begin
            else:
                found.append(end - begin)
            last = end
    return found


def worst_gap_hours(log: Log) -> dict[str, float]:
    """The three longest times with no pair on alert, by base and rank; 0 where there were fewer."""
    found = {}
    for base, spans in watches(log).items():
        if any(want for _, _, want, _ in spans):
            longest = sorted(_empty(spans), reverse=True)[:WORST]
            for rank in range(WORST):
                found[id_of(base, rank + 1)] = longest[rank] / HOUR if rank < len(longest) else 0.0
    return found


def handover_gap_days(log: Log) -> dict[str, float]:
    """Gaps of the written history, by base and the detachment that ends them."""
    return {
        id_of(row.who, f"before {row.where}" if row.where else "at the end"): in_days(row.amount)
        for row in log.of(HANDOVER_GAP)
    }


def _by_base(log: Log, each: Callable[[int], float]) -> dict[str, float]:
    found = {row.who: 0.0 for row in log.of(BASE)}
    for row in log.of(FLIES):
        found[row.who] += PAIR * each(row.amount)
    return found


def flying_hours(log: Log) -> dict[str, float]:
    """Hours in the air of all aircraft, by base."""
    return _by_base(log, lambda seconds: seconds / HOUR)


def sorties(log: Log) -> dict[str, float]:
    """Flights of single aircraft, by base."""
    return _by_base(log, lambda _: 1.0)


def person_days(log: Log) -> dict[str, float]:
    """Days that people of detachments are at a base, times people."""
    return {base: in_days(total) for base, total in over_time(log, PRESENCE).items()}


def serviceable_mean(log: Log) -> dict[str, float]:
    """Aircraft that are not in the hangar, on average over the run, by base."""
    return {base: total / horizon(log) for base, total in over_time(log, SERVICEABLE).items()}


def escorts_taken_over(log: Log) -> dict[str, float]:
    """Escorts that a pair of the base went on with when another's fuel ran out, by base."""
    return _times(log, TAKES_OVER)


def escorts_let_go(log: Log) -> dict[str, float]:
    """Escorts that nobody went on with, by area."""
    return _times(log, LET_GO)


def cannibalised(log: Log) -> dict[str, float]:
    """Aircraft that were given a part of another, by detachment."""
    return {name: float(count) for name, count in Counter(row.who for row in log.of(CANNIBALISED)).items()}


def _times(log: Log, kind: EventKind) -> dict[str, float]:
    return {name: float(count) for name, count in Counter(row.where for row in log.of(kind)).items()}


MEASURES = (
    measured(answered_share, "share", "higher", "Share of tracks met before they leave the area"),
    measured(met_in_time_share, "share", "higher", "Share of tracks met as soon as wanted"),
    measured(no_pair_free_share, "share", "lower", "Share of tracks for which no pair was free"),
    measured(too_late_share, "share", "lower", "Share of tracks that no free pair could meet"),
    measured(tracks, "tracks", "neither", "Tracks that came"),
    measured(weekly_dispersion, "ratio", "neither", "Variance over mean of weekly tracks"),
    measured(alpha_scrambles, "scrambles", "neither", "Pairs sent to tracks"),
    measured(training_flights, "flights", "neither", "Take-offs of pairs for training"),
    *(
        measured(
            partial(response_minutes, share=percent / 100),
            "min",
            "lower",
            f"Minutes from a track's coming to meeting it, {percent} % of those met",
            f"response_minutes_p{percent}",
        )
        for percent in (50, 90, 99)
    ),
    measured(airborne_in_time_share, "share", "higher", "Share of scrambles airborne within readiness"),
    measured(alert_coverage_share, "share", "higher", "Alert slots held of alert slots wanted"),
    measured(kept_share, "share", "higher", "Share of time with any pair on alert"),
    measured(worst_gap_hours, "h", "lower", "Longest times with no pair on alert"),
    measured(handover_gap_days, "d", "lower", "Gaps between detachments in the written history"),
    measured(flying_hours, "h", "neither", "Hours in the air, all aircraft"),
    measured(sorties, "sorties", "neither", "Flights of single aircraft"),
    measured(person_days, "person-days", "lower", "Days at the bases, times people"),
    measured(serviceable_mean, "aircraft", "higher", "Aircraft that could fly, on average"),
    measured(escorts_taken_over, "escorts", "neither", "Escorts that another pair went on with"),
    measured(escorts_let_go, "escorts", "lower", "Escorts that nobody went on with"),
    measured(cannibalised, "times", "lower", "Aircraft given a part of another", "aircraft_cannibalised"),
)
