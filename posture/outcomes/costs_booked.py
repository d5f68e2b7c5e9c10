"""What degraded systems, orders, satellites and late warning cost a closure, as far as one run tells.

A wait on the critical chain is booked to an incident by the share of capacity that this takes, for as long as
both last; work that begins meanwhile by the share of its time that is longer for it. What would have happened
otherwise (another way, another chain) is not in one run: pairs of runs tell that.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of, mode_of
from posture.core.measure import measured
from posture.operations.cyber.event_kinds import INCIDENT
from posture.operations.decision.event_kinds import RECOGNISED, STEP
from posture.outcomes.ledger import LedgerEntry, books, closed
from posture.outcomes.spells import Losses, LossSpell, levels, losses, lost_at
from posture.theatre.event_kinds import (
    CLOSURE,
    DEPARTED,
    EVERYTHING,
    GATE_QUEUE,
    INDICATION,
    LOADING,
    ORDERS,
    RAIL,
    READINESS,
    ROAD,
    SATELLITE,
    TRANSLOAD,
    UNLOADING,
)
from posture.theatre.levels import network_lost, satellite_lost

OPERATIONS = ("command", "cyber", "space", "surveillance")
GATES = {"sea": "berth", "inland_waterway": "berth", "rail": "ramp", "air": "airfield"}
"""At which gate what goes by a mode loads and unloads."""


class BookedWait(NamedTuple):
    """One entry of a chain, from when to when, and where its holder was before.

    `work` is what it was, or of a queue what it was for. One is `idle` that another wait went on beside and
    outlasted: an order that came while the notice still ran.
    """

    entry: LedgerEntry
    begin: int
    end: int
    before: str
    work: str
    idle: bool


def waits(log: Log, who: str) -> Iterator[BookedWait]:
    """The critical chain of a brigade that closed, in seconds of the run."""
    held, left = books(log), log.once(_left)
    chain = held.entries(who)
    moment = held.closed[who] - sum(one.seconds for one in chain)
    for at, entry in enumerate(chain):
        after = chain[at + 1] if at + 1 < len(chain) else entry
        behind = entry.cause == GATE_QUEUE and (after.who, after.where) == (entry.who, entry.where)
        work = after.cause if behind else entry.cause
        on = at > 0 and chain[at - 1].who == entry.who
        before = chain[at - 1].where if on else left.get(entry.who, "")
        idle = entry.cause == ORDERS and after.cause == READINESS and after.seconds > 0
        yield BookedWait(entry, moment, moment + entry.seconds, before, work, idle)
        moment += entry.seconds


def _left(log: Log) -> dict[str, str]:
    """From where each serial departed."""
    return {row.who: row.where for row in log.of(DEPARTED)}


def _depends(wait: BookedWait) -> Iterator[tuple[str, str]]:
    """What a wait, or work, may depend on, and where."""
    where, work = wait.entry.where, wait.work
    if work in {ROAD, RAIL} and wait.entry.cause == GATE_QUEUE:
        yield EVERYTHING, where
        yield work, where
    elif work in {LOADING, UNLOADING}:
        yield EVERYTHING, where
        yield GATES.get(mode_of(wait.entry.who), ""), where
    elif work == TRANSLOAD:
        yield EVERYTHING, where
        yield TRANSLOAD, where
    elif work == CLOSURE:
        yield from (
            (what, where) for what in (EVERYTHING, "approach", *GATES.values(), TRANSLOAD, ROAD, RAIL)
        )


def _seconds(wait: BookedWait, spells: Sequence[LossSpell]) -> float:
    """What of a wait the spells take: their share while both last; of work, if it begins within one."""
    if wait.entry.cause in {GATE_QUEUE, CLOSURE, ORDERS}:
        return sum(one.lost * max(0, min(wait.end, one.end) - max(wait.begin, one.begin)) for one in spells)
    return sum(one.lost * wait.entry.seconds for one in spells if one.begin <= wait.begin < one.end)


def _of_incidents(wait: BookedWait, lost: Losses) -> dict[str, float]:
    """Seconds of a wait by the system that cost them; together never more than it lasted."""
    found: dict[str, float] = {}
    for node in dict.fromkeys(_depends(wait)):
        for system, spells in lost.get(node, {}).items():
            if node[0] in {ROAD, RAIL} and system not in lost.get((node[0], wait.before), {}):
                continue
            found[system] = max(found.get(system, 0.0), _seconds(wait, spells))
    total = sum(found.values())
    if total > wait.entry.seconds:
        found = {system: seconds * wait.entry.seconds / total for system, seconds in found.items()}
    return found


def _of_orders(wait: BookedWait, below: Mapping[str, Sequence[LossSpell]]) -> tuple[float, float]:
    """Seconds of a wait for an order by the headquarters' network and its satellites.

    Where both are short they multiply: of what the two take together each bears its part.
    """
    name = wait.entry.where
    network = below.get(network_lost(name), ())
    satellites = below.get(satellite_lost("headquarters", name), ())
    cuts = {wait.begin, wait.end} | {one for spell in (*network, *satellites) for one in spell[:2]}
    moments = sorted(one for one in cuts if wait.begin <= one <= wait.end)
    cyber, space = [0.0], [0.0]
    for begin, end in pairwise(moments):
        down, short = lost_at(network, begin), lost_at(satellites, begin)
        if down or short:
            taken = (1 - (1 - down) * (1 - short)) * (end - begin)
            cyber.append(taken * down / (down + short))
            space.append(taken * short / (down + short))
    return fsum(cyber), fsum(space)


Booked = dict[str, dict[tuple[str, str], float]]


def booked(log: Log) -> Booked:
    """By brigade that closed: seconds by operation and by what of it, the system or what was waited for."""
    return log.once(_booked)


def _booked(log: Log) -> Booked:
    lost, below, warned = losses(log), levels(log), recognised(log)
    networks = {row.where: row.who for row in log.of(INCIDENT)}
    found: dict[str, dict[tuple[str, str], float]] = {}
    for who, _ in closed(log):
        mine = found[who] = defaultdict[tuple[str, str], float](float)
        for wait in waits(log, who):
            if wait.idle:
                continue
            if wait.entry.cause == ORDERS:
                cyber, space = _of_orders(wait, below)
                mine["cyber", networks.get(wait.entry.where, "")] += cyber
                mine["space", "orders written slower"] += space
                mine["command", "orders"] += wait.entry.seconds - cyber - space
            elif wait.entry.cause == SATELLITE:
                mine["space", "no service on the way"] += wait.entry.seconds
            else:
                for system, seconds in _of_incidents(wait, lost).items():
                    mine["cyber", system] += seconds
        mine["surveillance", "until the crisis was recognised"] += warned.get(books(log).subjects[who], 0)
    return found


def recognised(log: Log) -> dict[str, int]:
    """Seconds for which the crisis showed before it was recognised, by subject of each order that answers it.

    A crisis tells of its subjects, how long it took, and that it is at its first step, in one go.
    """
    found: dict[str, int] = {}
    told: list[str] = []
    took = 0
    for row in log.of(INDICATION, RECOGNISED, STEP):
        if row.kind == INDICATION:
            told.append(row.who)
        elif row.kind == RECOGNISED:
            took = row.amount
        elif row.where == "indication":
            found |= dict.fromkeys(told, took)
            told, took = [], 0
    return found


def closure_cost_days(log: Log) -> dict[str, float]:
    """Days that each operation cost the closure of a brigade, by `brigade/operation`."""
    found = {}
    for who, seconds in booked(log).items():
        for operation in OPERATIONS:
            total = sum(spent for (of, _), spent in seconds.items() if of == operation)
            found[id_of(who, operation)] = in_days(total)
    return found


def closure_cost_by_node_days(log: Log) -> dict[str, float]:
    """The same by `brigade/operation/what`: the system that was degraded, orders, service; if any."""
    return {
        id_of(id_of(who, operation), what): in_days(spent)
        for who, seconds in booked(log).items()
        for (operation, what), spent in seconds.items()
        if spent
    }


MEASURES = (
    measured(closure_cost_days, "d", "lower", "Days that an operation cost a closure, as booked in the run"),
    measured(closure_cost_by_node_days, "d", "lower", "The same by system, orders or service"),
)
