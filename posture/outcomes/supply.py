"""What kept supply from brigades: on the average piece, days at each gate, for lift and in each queue."""

from collections import defaultdict
from collections.abc import Iterator

from posture.core.clock import in_days
from posture.core.event_log import Log, Row
from posture.core.ids import apart, id_of, is_supply, line_of, mode_of, supplied
from posture.core.measure import measured
from posture.outcomes.ledger import books
from posture.outcomes.waiting import AT, open_waits
from posture.theatre.event_kinds import (
    AIR,
    CAUSES,
    DEPARTED,
    FOLLOWS,
    INLAND_WATERWAY,
    LIFT_WAIT,
    RAIL,
    ROAD,
    SEA,
)

DELAYS = frozenset(CAUSES) - {ROAD, RAIL, SEA, INLAND_WATERWAY, AIR}
"""What is no way that is gone: queues, lift, loading, permissions, closures."""


def supply_delay_days(log: Log) -> dict[str, float]:
    """Days that a piece sent for waited, on average over all that a brigade was sent, by what for and where.

    By `brigade/class/cause at place`, from the books of the lines that bring supply: queues, lift, loading,
    permissions and closures on the way, what still waits at the end too; the way itself is left out.
    """
    pieces = {row.who: row.amount for row in log.of(DEPARTED) if is_supply(row.who)}
    sent = defaultdict[str, int](int)
    for row in log.of(FOLLOWS):
        if is_supply(row.who) and row.where == line_of(row.who):
            sent[supplied(row.who)] += pieces.get(row.who, 0)
    waited = defaultdict[str, int](int)
    for who, row in _delays(log, pieces):
        what = f"{row.kind} by {mode_of(who)}" if row.kind == LIFT_WAIT else row.kind
        waited[id_of(supplied(who), f"{what}{AT}{row.where}")] += row.amount * pieces[who]
    for one in open_waits(log):
        line, what = apart(one.subject)
        if is_supply(line) and sent[supplied(line)]:
            waited[id_of(supplied(line), what)] += (log.last - one.since) * one.pieces
    return {name: in_days(total) / sent[apart(name).whole] for name, total in waited.items()}


def _delays(log: Log, pieces: dict[str, int]) -> Iterator[tuple[str, Row]]:
    """What each serial of supply waited for, alone or with the load whose lift it went by."""
    held = books(log)
    for who in pieces:
        yield from ((who, row) for row in held.rows(who) if row.kind in DELAYS)


MEASURES = (
    measured(supply_delay_days, "d", "lower", "Days that a piece of supply waited, for what and where"),
)
