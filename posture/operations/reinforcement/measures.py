"""What it means: when brigades and parts closed, and which lines were late."""

from collections import defaultdict
from math import inf

from posture.core.clock import days, in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.ids import is_whole, part_of, whole_of, within
from posture.core.measure import Measure, measured
from posture.operations.reinforcement.event_kinds import BACK_HOME, DUE, LATEST, RECONSTITUTED, REDEPLOYS
from posture.theatre.event_kinds import ARRIVED, CLOSED, EXPECTED, INDICATION, LINE, ORDER, RECEIVED, STAYED


def closures(log: Log) -> dict[str, tuple[str, float]]:
    """Each brigade with its order's subject and the second at which it closed, infinite if it never did."""
    closed = {row.who: row.time for row in log.of(CLOSED)}
    return {row.who: (row.where, closed.get(row.who, inf)) for row in log.of(EXPECTED)}


def _deployed(log: Log) -> dict[str, int]:
    """When each subject was ordered to deploy; it may be raised before and ended after."""
    return {row.who: row.time for row in log.of(ORDER) if row.where == "deploy"}


def _since(log: Log, kind: EventKind) -> dict[str, float]:
    begin = _deployed(log) if kind == ORDER else {row.who: row.time for row in log.of(kind)}
    return {who: end - begin.get(order, 0) for who, (order, end) in closures(log).items()}


def closure_days(log: Log) -> dict[str, float]:
    """Days from the order until the brigade closed."""
    return {who: in_days(seconds) for who, seconds in _since(log, ORDER).items()}


def closure_from_indication_days(log: Log) -> dict[str, float]:
    """Days from the first sign until the brigade closed."""
    return {who: in_days(seconds) for who, seconds in _since(log, INDICATION).items()}


def part_closure_days(log: Log) -> dict[str, float]:
    """Days from the order until each part closed; a part that never closed is left to its brigade."""
    orders = _deployed(log)
    begin = {brigade: orders.get(order, 0) for brigade, (order, _) in closures(log).items()}
    rows = (row for row in log.of(CLOSED) if not is_whole(row.who))
    return {row.who: in_days(row.time - begin[whole_of(row.who)]) for row in rows}


def _order_of(log: Log) -> dict[str, int]:
    """When the order of each brigade was given."""
    orders = _deployed(log)
    return {row.who: orders[row.where] for row in log.of(EXPECTED) if row.where in orders}


def _held_by(who: str) -> tuple[str, ...]:
    """The brigade and the part that a line or serial belongs to."""
    return whole_of(who), part_of(who)


def first_arrival_days(log: Log) -> dict[str, float]:
    """Days from the order until the first piece of each brigade and part is where it is received."""
    orders, found = _order_of(log), dict[str, float]()
    places = {(holder, row.where) for row in log.of(RECEIVED) for holder in _held_by(row.who)}
    for row in log.of(ARRIVED):
        for holder in _held_by(row.who):
            if (holder, row.where) in places and whole_of(holder) in orders:
                found.setdefault(holder, in_days(row.time - orders[whole_of(holder)]))
    return found


def received_days(log: Log) -> dict[str, float]:
    """Days from the order until all of each brigade and part that moves is received; infinite if never."""
    orders = _order_of(log)
    left, last = defaultdict[str, int](int), dict[str, int]()
    for row in log.of(LINE):
        for holder in _held_by(row.who):
            left[holder] += row.amount
    for row in log.of(RECEIVED):
        for holder in _held_by(row.who):
            left[holder] -= row.amount
            last[holder] = row.time
    return {
        holder: in_days(last[holder] - orders[whole_of(holder)]) if not pieces else inf
        for holder, pieces in left.items()
        if whole_of(holder) in orders
    }


def late_share(log: Log) -> dict[str, float]:
    """Share of each dated line's pieces not received by its required date, missed ones among them."""
    orders = _order_of(log)
    in_time: dict[str, int] = defaultdict(int)
    due = {row.who: orders[whole_of(row.who)] + row.amount for row in log.of(DUE)}
    for row in log.of(RECEIVED):
        if row.who in due and row.time <= due[row.who]:
            in_time[row.who] += row.amount
    pieces = {row.who: row.amount for row in log.of(LINE)}
    return {line: 1 - in_time[line] / pieces[line] for line in due}


def lateness_days(log: Log) -> dict[str, float]:
    """Days from each dated line's required date until its last piece was received; 0 if in time."""
    orders = _order_of(log)
    pieces = {row.who: row.amount for row in log.of(LINE)}
    got: dict[str, int] = defaultdict(int)
    last: dict[str, int] = {}
    for row in log.of(RECEIVED):
        got[row.who] += row.amount
        last[row.who] = row.time
    found = {}
    for row in log.of(DUE):
        due = orders[whole_of(row.who)] + row.amount
        whole = got[row.who] == pieces[row.who]
        found[row.who] = in_days(max(0, last[row.who] - due)) if whole else inf
    return found


def late_at_debarkation_share(log: Log) -> dict[str, float]:
    """Share of each dated line's pieces that were not at their place of debarkation by the latest date."""
    orders = _order_of(log)
    pieces = {row.who: row.amount for row in log.of(LINE)}
    arrived = list(log.of(ARRIVED))
    found = {}
    for row in log.of(LATEST):
        limit = orders[whole_of(row.who)] + row.amount
        mine = (a for a in arrived if a.where == row.where and within(row.who, a.who))
        found[row.who] = 1 - sum(a.amount for a in mine if a.time <= limit) / pieces[row.who]
    return found


def stayed_share(log: Log) -> dict[str, float]:
    """Share of each ordered brigade's pieces that were stopped before they set out."""
    wanted, stayed = defaultdict[str, int](int), defaultdict[str, int](int)
    for row in log.of(LINE):
        wanted[whole_of(row.who)] += row.amount
    for row in log.of(STAYED):
        stayed[whole_of(row.who)] += row.amount
    return {who: stayed[who] / pieces for who, pieces in wanted.items()}


def _after_the_end(log: Log, kind: EventKind) -> dict[str, float]:
    """Days from the end of each brigade's order until the last of its units that were away did this."""
    ends = {row.who: row.time for row in log.of(ORDER) if row.where == "end"}
    away: dict[str, set[str]] = defaultdict(set)
    for row in log.of(REDEPLOYS):
        away[row.where].add(row.who)
    found = {}
    for row in log.of(EXPECTED):
        if row.where in ends and row.who in away:
            did = {one.who: one.time for one in log.of(kind) if one.where == row.who}
            last = max(did.get(unit, inf) for unit in away[row.who])
            found[row.who] = in_days(last - ends[row.where])
    return found


def home_again_days(log: Log) -> dict[str, float]:
    """Days from the end of the order until the last unit is home."""
    return _after_the_end(log, BACK_HOME)


def reconstituted_days(log: Log) -> dict[str, float]:
    """Days from the end of the order until the last unit that had come stands as before."""
    return _after_the_end(log, RECONSTITUTED)


def _within(limit: int) -> Measure:
    def chance(log: Log) -> dict[str, float]:
        return {who: float(seconds <= days(limit)) for who, seconds in _since(log, ORDER).items()}

    help_text = f"Whether the brigade closed within {limit} days of the order"
    return Measure(f"closed_within_{limit}_days", "probability", "higher", help_text, chance)


MEASURES = (
    Measure("closure_days", "d", "lower", "Days from the order until the brigade closed", closure_days),
    Measure(
        "closure_from_indication_days",
        "d",
        "lower",
        "Days from the first sign until the brigade closed",
        closure_from_indication_days,
    ),
    Measure("part_closure_days", "d", "lower", "Days from the order until a part closed", part_closure_days),
    Measure(
        "first_arrival_days",
        "d",
        "lower",
        "Days from the order until the first piece of a brigade or part is there",
        first_arrival_days,
    ),
    Measure(
        "received_days",
        "d",
        "lower",
        "Days from the order until all of a brigade or part is received",
        received_days,
    ),
    Measure(
        "late_share", "share", "lower", "Share of a line's pieces not there by its required date", late_share
    ),
    Measure("lateness_days", "d", "lower", "Days by which a line's last piece is late", lateness_days),
    Measure(
        "late_at_debarkation_share",
        "share",
        "lower",
        "Share of a line's pieces not at their port or airfield by its latest date",
        late_at_debarkation_share,
    ),
    measured(stayed_share, "share", "neither", "Share of a brigade's pieces stopped before they set out"),
    measured(home_again_days, "d", "lower", "Days from the end of its order until a brigade is home"),
    measured(
        reconstituted_days, "d", "lower", "Days from the end of its order until a brigade stands as before"
    ),
    *(_within(limit) for limit in (10, 15, 30)),
)
