"""What it means: how hard units rotate, what a filled slot costs, what is left at home, who is bumped."""

from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import Measure, horizon
from posture.operations.rotations.event_kinds import DWELL_BROKEN
from posture.theatre.event_kinds import AUTHORITY, BUMPED, DECLARED, DEPLOYED, POOLED, RELEASED, STATE

ALL = "all"
AT_HOME = frozenset({"ready", "committed"})
"""States of a unit that is at home and ready."""


def _pool(log: Log) -> dict[str, str]:
    """Every unit that rotates, with its nation."""
    return {row.who: row.where for row in log.of(POOLED)}


def _deployments(log: Log) -> dict[str, list[tuple[int, int, str]]]:
    """Each unit's deployments that began within the run and are over or go on: begin, end, where; end -1."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in log.of(DEPLOYED, RELEASED, BUMPED):
        mine = found[row.who]
        if row.kind == DEPLOYED:
            mine.append((row.time, -1, row.where))
        elif mine and mine[-1][1] < 0 and mine[-1][2] == row.where:
            mine[-1] = (mine[-1][0], row.time, row.where)
    return found


def _rests(log: Log) -> dict[str, list[tuple[int, int]]]:
    """Deployed and not deployed seconds before each next deployment, by commitment and all together.

    What was there when the run began has no known beginning and is left out.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for stays in _deployments(log).values():
        for (begin, end, _), (again, _, where) in pairwise(stays):
            if begin > 0 and again > end > begin:
                for subject in (where, ALL):
                    found[subject].append((end - begin, again - end))
    return found


def dwell_ratio(log: Log) -> dict[str, float]:
    """The median of time not deployed to time deployed, seen at the next deployment: X in 1:X."""
    return {name: median(rest / away for away, rest in found) for name, found in _rests(log).items()}


def dwell_days(log: Log) -> dict[str, float]:
    """The median of days between two deployments of a unit, by the commitment of the second."""
    return {name: in_days(median(rest for _, rest in found)) for name, found in _rests(log).items()}


def units_per_slot(log: Log) -> dict[str, float]:
    """Units it takes to keep one slot filled: time for which it ties units up over time they are on task.

    A unit is tied up from when it stops being ready until it is ready again. Only whole turns count, and
    only those in which it had one commitment.
    """
    tied: dict[str, int] = defaultdict(int)
    served: dict[str, int] = defaultdict(int)
    pool = _pool(log)
    left_ready: dict[str, int] = {}
    on_task: dict[str, tuple[str, int]] = {}
    done: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in log.of(STATE, AUTHORITY, RELEASED):
        who = row.who
        if row.kind == AUTHORITY and row.time > 0:
            on_task[who] = row.where, row.time
        elif row.kind == RELEASED and who in on_task:
            name, since = on_task.pop(who)
            done[who].append((name, row.time - since))
        elif row.kind == STATE and who in pool:
            if row.where != "ready":
                left_ready.setdefault(who, row.time)
                continue
            since, mine = left_ready.pop(who, row.time), done.pop(who, [])
            if len(mine) == 1:
                served[mine[0][0]] += mine[0][1]
                tied[mine[0][0]] += row.time - since
    return {name: tied[name] / seconds for name, seconds in served.items() if seconds}


def home_ready_share(log: Log) -> dict[str, float]:
    """Share of a nation's units, over the run, that is at home and ready or held ready there."""
    end = horizon(log)
    pool = _pool(log)
    since: dict[str, int] = {}
    ready: dict[str, int] = defaultdict(int)
    for row in log.of(STATE):
        if row.who in pool:
            ready[pool[row.who]] += row.time - since.pop(row.who, row.time)
            if row.where in AT_HOME:
                since[row.who] = row.time
    for who, begin in since.items():
        ready[pool[who]] += end - begin
    return {nation: ready[nation] / (count * end) for nation, count in Counter(pool.values()).items()}


def bumps(log: Log) -> dict[str, float]:
    """How often a commitment lost a unit to a more urgent one."""
    pool = _pool(log)
    found = {row.who: 0.0 for row in log.of(DECLARED)} if pool else {}
    for row in log.of(BUMPED):
        if row.who in pool:
            found[row.where] += 1
    return found


def bumped_units(log: Log) -> dict[str, float]:
    """How often units of a nation were taken from a commitment."""
    pool = _pool(log)
    rows = (row for row in log.of(BUMPED) if row.who in pool)
    return {name: float(n) for name, n in Counter(id_of(row.where, pool[row.who]) for row in rows).items()}


def dwell_broken_days(log: Log) -> dict[str, float]:
    """Days of dwell, added up by nation, that units still had before them when a crisis took them."""
    found: dict[str, int] = defaultdict(int)
    pool = _pool(log)
    for row in log.of(DWELL_BROKEN):
        found[pool[row.who]] += row.amount
    return {nation: in_days(seconds) for nation, seconds in found.items()}


MEASURES = (
    Measure("dwell_ratio", "1:X", "higher", "Time not deployed to time deployed, median", dwell_ratio),
    Measure("dwell_days", "d", "higher", "Days between two deployments, median", dwell_days),
    Measure("units_per_slot", "units", "lower", "Units it takes to keep one slot filled", units_per_slot),
    Measure("home_ready_share", "share", "higher", "Share of units at home and ready", home_ready_share),
    Measure("bumps", "units", "lower", "Units lost to more urgent commitments", bumps),
    Measure("dwell_broken_days", "d", "lower", "Days of dwell broken by what took units", dwell_broken_days),
    Measure("bumped_units", "units", "lower", "Units lost, by commitment and nation", bumped_units),
)
