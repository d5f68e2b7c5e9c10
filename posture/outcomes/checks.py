"""What must hold in every history: balanced books, bounds kept, one place at a time."""

from itertools import chain

from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.outcomes.ledger import accounts
from posture.theatre.event_kinds import (
    BOUND,
    BUMPED,
    CLAIMED,
    CLOSED,
    DRAWN,
    EXPECTED,
    LINE,
    MISSED,
    ORDER,
    RECEIVED,
    RELEASED,
    STATE,
    TURNED_IN,
)
from posture.theatre.status import NEXT


def check(log: Log) -> None:
    """Raise a fault of ours where a history cannot be: each rule on its own, over the whole log."""
    accounts(log)
    _bounds(log)
    _one_place(log)
    _pieces(log)
    _stocks(log)


def _bounds(log: Log) -> None:
    """No brigade closed sooner after its order than its bound."""
    orders: dict[str, int] = {}
    for row in log.of(ORDER):
        if row.where == "deploy":
            orders.setdefault(row.who, row.time)
    subjects = {row.who: row.where for row in log.of(EXPECTED)}
    bounds = {row.who: row.amount for row in log.of(BOUND)}
    for row in log.of(CLOSED):
        if row.who in bounds and row.who in subjects:
            took = row.time - orders[subjects[row.who]]
            if took < bounds[row.who]:
                raise ModelFault(f"'{row.who}' closed after {took} s, its bound is {bounds[row.who]} s")


def _one_place(log: Log) -> None:
    """A unit holds one slot at a time, and its states follow one another as they may."""
    held: dict[str, str] = {}
    states: dict[str, str] = {}
    after = {str(state): frozenset(map(str, following)) for state, following in NEXT.items()}
    for row in log.of(CLAIMED, RELEASED, BUMPED, STATE):
        if row.kind == STATE:
            before = states.get(row.who)
            if before is not None and row.where not in after[before]:
                raise ModelFault(f"'{row.who}' went from {before} to {row.where}")
            states[row.who] = row.where
        elif row.kind == CLAIMED:
            if row.who in held:
                raise ModelFault(f"'{row.who}' holds '{held[row.who]}' and claims '{row.where}'")
            held[row.who] = row.where
        elif held.get(row.who) == row.where:
            del held[row.who]


def _pieces(log: Log) -> None:
    """No more pieces of a line are received, or missed, than it has."""
    left = {row.who: row.amount for row in log.of(LINE)}
    for row in chain(log.of(RECEIVED), log.of(MISSED)):
        left[row.who] -= row.amount
        if left[row.who] < 0:
            raise ModelFault(f"{-left[row.who]} pieces of the line '{row.who}' came twice")


def _stocks(log: Log) -> None:
    """No more is turned in of a line than was drawn for it."""
    drawn = {row.who: row.amount for row in log.of(DRAWN)}
    for row in log.of(TURNED_IN):
        if row.amount > drawn.get(row.who, 0):
            raise ModelFault(f"{row.amount} pieces of the line '{row.who}' are turned in, fewer were drawn")
