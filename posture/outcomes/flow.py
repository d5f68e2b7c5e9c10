"""The flow day by day: what has come and closed, what each place took in, how full gates and lift were."""

from collections import defaultdict
from collections.abc import Iterator

from posture.core.daily_series import (
    DailySeries,
    Days,
    Event,
    added_up,
    counted,
    mean_at_once,
    mean_held,
    whole_days,
)
from posture.core.event_log import Log
from posture.core.ids import id_of, is_part, mode_of, part_of, whole_of
from posture.theatre.event_kinds import (
    ARRIVED,
    CLOSED,
    GATE,
    GATE_QUEUE,
    LIFT,
    LIFT_ASKED_FOR,
    LIFT_IN_USE,
    LOADING,
    PEOPLE,
    RECEIVED,
    TRANSLOAD,
    UNLOADING,
    WAITED_FOR,
    WAITING,
)

ALL = "all"
WORK = (LOADING, UNLOADING, TRANSLOAD)
GATES = {"rail": "ramp", "sea": "berth", "air": "airfield", "inland_waterway": "berth"}
"""Where a serial of a mode loads and unloads."""


def _with_all(events: Iterator[Event]) -> Iterator[Event]:
    for time, who, count in events:
        yield time, who, count
        yield time, ALL, count


def pieces_received(log: Log) -> dict[str, Days]:
    """Pieces that a brigade, or all together, has received by the end of each day."""
    events = ((row.time, whole_of(row.who), float(row.amount)) for row in log.of(RECEIVED))
    return added_up(_with_all(events), whole_days(log))


def people_closed(log: Log) -> dict[str, Days]:
    """People of a brigade, or of all, who moved and whose part has closed by the end of each day."""
    people: defaultdict[str, int] = defaultdict(int)
    for row in log.of(PEOPLE):
        people[part_of(row.who)] += row.amount
    closed = (row for row in log.of(CLOSED) if is_part(row.who))
    events = ((row.time, whole_of(row.who), float(people[row.who])) for row in closed)
    return added_up(_with_all(events), whole_days(log))


def pieces_in(log: Log) -> dict[str, Days]:
    """Pieces that came to each place, by whatever mode, on each day."""
    events = ((row.time, row.where, float(row.amount)) for row in log.of(ARRIVED))
    return counted(events, whole_days(log))


def queue(log: Log) -> dict[str, Days]:
    """Serials that wait at a place for a gate, the way ahead, or to clear a port, on average over each day.

    Who still waits to be worked when the run ends has waited until then.
    """
    what = {row.who: row.where for row in log.of(WAITED_FOR)}
    waits = [*log.of(GATE_QUEUE), *(row for row in log.of(WAITING) if what.get(row.who) in WORK)]
    stretches = ((row.where, row.time - row.amount, row.time) for row in waits)
    return mean_at_once(stretches, whole_days(log))


def gate_use(log: Log) -> dict[str, Days]:
    """The share of a gate's ramps, tracks, berths or working places that is at work, over each day.

    An airfield holds a place longer than it works on it, by its queueing efficiency: it is full below 1.
    """
    servers: defaultdict[str, int] = defaultdict(int)
    for row in log.of(GATE):
        servers[id_of(row.who, row.where)] += row.amount
    stretches = (
        (id_of(row.where, gate), row.time - row.amount, row.time)
        for row in log.of(*WORK)
        if (gate := "transload" if row.kind == TRANSLOAD else GATES.get(mode_of(row.who), ""))
    )
    found = mean_at_once(stretches, whole_days(log))
    return {
        gate: [one / servers[gate] for one in days]
        for gate, days in found.items()
        if servers.get(gate, 0) > 0
    }


def lift_use(log: Log) -> dict[str, Days]:
    """The share of a pool of lift that is taken, from loading until it is free again; empty ways are not."""
    size = {row.who: row.amount for row in log.of(LIFT)}
    taken = mean_held(log, LIFT_IN_USE)
    return {pool: [one / size[pool] for one in days] for pool, days in taken.items() if size[pool]}


def lift_queue(log: Log) -> dict[str, Days]:
    """Things of a pool that are asked for and not there yet, on average over each day."""
    return mean_held(log, LIFT_ASKED_FOR)


SERIES = (
    DailySeries(
        "pieces_received_by_day",
        "pieces",
        "Pieces received in the area by the end of the day",
        pieces_received,
    ),
    DailySeries(
        "people_closed_by_day", "people", "People who moved and whose part has closed by then", people_closed
    ),
    DailySeries("pieces_in_by_day", "pieces", "Pieces that came to the place on that day", pieces_in),
    DailySeries("queue_by_day", "serials", "Serials that wait at the place, mean over the day", queue),
    DailySeries("gate_use_by_day", "share", "Share of the gate at work, mean over the day", gate_use),
    DailySeries("lift_use_by_day", "share", "Share of the pool that is taken, mean over the day", lift_use),
    DailySeries(
        "lift_queue_by_day",
        "things",
        "Things of the pool asked for and not there, mean over the day",
        lift_queue,
    ),
)
