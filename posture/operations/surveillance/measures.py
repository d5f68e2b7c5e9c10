"""What it means: how well areas were watched, which signs were found and what was seen pass, how soon."""

from collections import Counter, defaultdict

from posture.core.clock import HOUR
from posture.core.event_log import Log
from posture.core.ids import whole_of
from posture.core.measure import horizon, measured, over_time
from posture.core.panel import Panel, PanelColumn
from posture.operations.surveillance.event_kinds import (
    COVERAGE,
    FOUND,
    OVERCAST,
    PASSES,
    SEEN,
    SIGN,
    WATCHES,
)


def finds_a_day(log: Log) -> dict[str, float]:
    """How often a day what shows in an area would be found, on average, by area."""
    return {area: total / 1000 / horizon(log) for area, total in over_time(log, COVERAGE).items()}


def area_watched_share(log: Log) -> dict[str, float]:
    """Share of the time for which anybody watches an area, by area."""
    end, found = horizon(log), defaultdict[str, int](int)
    before: dict[str, int] = {}
    for row in log.of(COVERAGE):
        found[row.who] += ((row.amount > 0) - before.get(row.who, 0)) * (end - row.time)
        before[row.who] = row.amount > 0
    return {area: seconds / end for area, seconds in found.items()}


def on_watch_share(log: Log) -> dict[str, float]:
    """Share of its platforms that watch, on average, by collector; of ships on task, their mean number."""
    return {one: total / 1000 / horizon(log) for one, total in over_time(log, WATCHES).items()}


def overcast_days(log: Log) -> dict[str, float]:
    """Days on which clouds covered an area."""
    return {area: float(count) for area, count in Counter(row.who for row in log.of(OVERCAST)).items()}


def signs_found_share(log: Log) -> dict[str, float]:
    """Share of the signs of a crisis that somebody found before it was recognised, by crisis."""
    shown = Counter(whole_of(row.who) for row in log.of(SIGN))
    found = Counter(whole_of(sign) for sign in {row.who for row in log.of(FOUND)})
    return {crisis: found[crisis] / count for crisis, count in shown.items()}


def sign_hours(log: Log) -> dict[str, float]:
    """Hours from when a sign began to show until it was first found, on average, by crisis."""
    first: dict[str, int] = {}
    for row in log.of(FOUND):
        first.setdefault(row.who, row.amount)
    waits = defaultdict[str, list[int]](list)
    for sign, seconds in first.items():
        waits[whole_of(sign)].append(seconds)
    return {crisis: sum(some) / len(some) / HOUR for crisis, some in waits.items()}


def longest_unwatched_hours(log: Log) -> dict[str, float]:
    """Hours of the longest unbroken time for which nobody watched an area that is watched, by area."""
    end = horizon(log)
    since: dict[str, int] = {}
    found = defaultdict[str, float](float)
    last: dict[str, bool] = {}
    for row in log.of(COVERAGE):
        if row.amount and not last.get(row.who, False):
            found[row.who] = max(found[row.who], (row.time - since.get(row.who, 0)) / HOUR)
        elif not row.amount and last.get(row.who, False):
            since[row.who] = row.time
        last[row.who] = bool(row.amount)
    for area, watched in last.items():
        if not watched:
            found[area] = max(found[area], (end - since[area]) / HOUR)
    return dict(found)


def passers(log: Log) -> dict[str, float]:
    """Merchant ships and tracks that came into an area in which they can be seen, by area."""
    return {area: float(count) for area, count in Counter(row.where for row in log.of(PASSES)).items()}


def passers_seen_share(log: Log) -> dict[str, float]:
    """Share of them that somebody saw, of those that were seen or have left, by area."""
    end, seen = horizon(log), {row.who for row in log.of(SEEN)}
    told, there = Counter[str](), Counter[str]()
    for row in log.of(PASSES):
        told[row.where] += row.who in seen
        there[row.where] += row.who in seen or 0 <= row.amount <= end - row.time
    return {area: told[area] / count for area, count in there.items() if count}


def unseen_hours(log: Log) -> dict[str, float]:
    """Hours from when a ship or track came until it was first seen, on average of those seen, by area."""
    hours = defaultdict[str, list[float]](list)
    for row in log.of(SEEN):
        hours[row.where].append(row.amount / HOUR)
    return {area: sum(found) / len(found) for area, found in hours.items()}


MEASURES = (
    measured(finds_a_day, "times a day", "higher", "How often a day what shows in an area would be found"),
    measured(area_watched_share, "share", "higher", "Share of the time for which an area is watched"),
    measured(on_watch_share, "share", "higher", "Share of a collector's platforms that watch, on average"),
    measured(overcast_days, "d", "neither", "Days on which clouds covered an area"),
    measured(signs_found_share, "share", "higher", "Share of the signs of a crisis that somebody found"),
    measured(sign_hours, "h", "lower", "Hours until a sign that is found was found, on average"),
    measured(longest_unwatched_hours, "h", "lower", "Longest time for which nobody watched an area"),
    measured(passers, "ships or tracks", "neither", "Merchant ships and tracks that came into an area"),
    measured(
        passers_seen_share, "share", "higher", "Share of the ships and tracks of an area that were seen"
    ),
    measured(
        unseen_hours, "h", "lower", "Hours until a ship or track that is seen was first seen, on average"
    ),
)
PANELS = (
    Panel(
        "surveillance",
        "area",
        (
            PanelColumn("finds_a_day", "finds a day", spread=True),
            PanelColumn("area_watched_share", "watched"),
            PanelColumn("longest_unwatched_hours", "longest unwatched, h"),
            PanelColumn("overcast_days", "overcast, d"),
        ),
    ),
    Panel(
        "ships and tracks seen",
        "area",
        (
            PanelColumn("passers", "came"),
            PanelColumn("passers_seen_share", "seen", spread=True),
            PanelColumn("unseen_hours", "until seen, h"),
        ),
    ),
    Panel(
        "signs",
        "crisis",
        (
            PanelColumn("signs_found_share", "found", spread=True),
            PanelColumn("sign_hours", "hours"),
        ),
    ),
)
