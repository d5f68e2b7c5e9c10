"""What it means: how many days of supply there were, what ran short when, and what was asked and met."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import inf

from posture.core.clock import DAY, in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log, Row
from posture.core.ids import id_of, whole_of
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.sustainment.event_kinds import (
    DELIVERED,
    DEPOT_ASKS,
    DEPOT_EMPTY,
    FED_MOVING,
    IN_DEPOT,
    MARCHED,
    NEEDS,
    ON_HAND,
    REFUELLED,
    SENT_FOR,
    STANCE,
    UNMET,
    USED_MOVING,
)

TONNE = 1000
IN_PLACE, ON_ALERT, MOVING = "in place", "on alert", "moving"


def _levels(log: Log) -> Iterator[tuple[Row, int, int]]:
    """Each change of a stock, with what was there and what is used of it in a day from then on."""
    there, a_day = dict[str, int](), dict[str, int]()
    for row in log.of(NEEDS, ON_HAND):
        (a_day if row.kind == NEEDS else there)[row.who] = row.amount
        if row.who in there:
            yield row, there[row.who], a_day[row.who]


def least_days_of_supply(log: Log) -> dict[str, float]:
    """Fewest days of supply on hand, by `brigade/class`."""
    found: dict[str, float] = {}
    for row, there, a_day in _levels(log):
        found[row.who] = min(found.get(row.who, inf), there / a_day if a_day else inf)
    return found


def days_until_out(log: Log) -> dict[str, float]:
    """Days from the first use of a stock until something was wanted and not there; infinite if never."""
    first: dict[str, int] = {}
    found: dict[str, float] = {}
    for row in log.of(NEEDS, UNMET):
        if row.kind == NEEDS:
            first.setdefault(row.who, row.time)
            found.setdefault(row.who, inf)
        elif found[row.who] == inf:
            found[row.who] = in_days(row.time - first[row.who])
    return found


def out_on_day(log: Log) -> dict[str, float]:
    """Day of the run on which something was first wanted and not there; infinite if never."""
    found = {row.who: inf for row in log.of(NEEDS)}
    for row in log.of(UNMET):
        found[row.who] = min(found[row.who], in_days(row.time))
    return found


def out_days(log: Log) -> dict[str, float]:
    """Days on which a stock was empty."""
    end, found = horizon(log), defaultdict[str, int](int)
    before: dict[str, tuple[int, int]] = {}
    for row in log.of(ON_HAND):
        begin, there = before.get(row.who, (row.time, 1))
        found[row.who] += 0 if there else row.time - begin
        before[row.who] = row.time, row.amount
    for name, (begin, there) in before.items():
        found[name] += 0 if there else end - begin
    return {name: in_days(seconds) for name, seconds in found.items()}


def unmet_share(log: Log) -> dict[str, float]:
    """Share of what was wanted that was not there, by `brigade/class`."""
    wanted, missing = defaultdict[str, int](int), defaultdict[str, int](int)
    end = horizon(log)
    before: dict[str, tuple[int, int]] = {}
    for row in log.of(NEEDS):
        begin, a_day = before.get(row.who, (row.time, 0))
        wanted[row.who] += a_day * (row.time - begin)
        before[row.who] = row.time, row.amount
    for name, (begin, a_day) in before.items():
        wanted[name] += a_day * (end - begin)
    for row in log.of(UNMET):
        missing[row.who] += row.amount
    return {name: missing[name] * DAY / total for name, total in wanted.items() if total}


def used_tonnes(log: Log) -> dict[str, float]:
    """Tonnes wanted by the end, by `brigade/state`: in place, on alert, or moving, marches left aside."""
    found, since = Counter[str](), dict[str, int]()
    state = defaultdict[str, str](lambda: IN_PLACE)
    a_day = defaultdict[str, dict[str, int]](dict)

    def stood(brigade: str, until: int) -> None:
        found[id_of(brigade, state[brigade])] += sum(a_day[brigade].values()) * (
            until - since.get(brigade, until)
        )
        since[brigade] = until

    for row in log.of(NEEDS, STANCE, USED_MOVING, FED_MOVING):
        brigade = whole_of(row.who)
        if row.kind in (USED_MOVING, FED_MOVING):
            found[id_of(brigade, MOVING)] += row.amount * DAY
            continue
        stood(brigade, row.time)
        if row.kind == NEEDS:
            a_day[brigade][row.who] = row.amount
        else:
            state[brigade] = ON_ALERT if row.where == ON_ALERT else IN_PLACE
    for brigade in [*since]:
        stood(brigade, horizon(log))
    return {name: in_days(total) / TONNE for name, total in found.items() if total}


def _tonnes_of(log: Log, kind: EventKind) -> dict[str, float]:
    """Tonnes of all rows of a kind, by who."""
    found = Counter[str]()
    for row in log.of(kind):
        found[row.who] += row.amount
    return {name: total / TONNE for name, total in found.items()}


def march_tonnes(log: Log) -> dict[str, float]:
    """Tonnes used on the march by vehicles on their own wheels or tracks, by `brigade/class`."""
    return _tonnes_of(log, MARCHED)


def fed_by_others_tonnes(log: Log) -> dict[str, float]:
    """Tonnes given by those who carry or host what is under way, once nothing of its own is left."""
    return _tonnes_of(log, FED_MOVING)


def drawn_tonnes(log: Log) -> dict[str, float]:
    """Tonnes that came from each source, sent for or given on the march, by `depot/brigade`."""
    found = Counter[str]()
    for row in log.of(SENT_FOR, REFUELLED):
        found[id_of(row.where, whole_of(row.who))] += row.amount
    return {name: total / TONNE for name, total in found.items()}


def least_in_depot(log: Log) -> dict[str, float]:
    """Fewest pieces that were in a depot, by `depot/class of pieces`."""
    found: dict[str, float] = {}
    for row in log.of(IN_DEPOT):
        found[row.who] = min(found.get(row.who, inf), row.amount)
    return found


def pieces_asked_by_depot(log: Log) -> dict[str, float]:
    """Pieces for which a host's depot has sent, by `depot/class of pieces`."""
    found = defaultdict[str, float](float)
    for row in log.of(DEPOT_ASKS):
        found[row.who] += row.amount
    return dict(found)


def _tonnes_a_day(log: Log, kind: EventKind) -> dict[str, float]:
    """Tonnes of rows of a kind over the days since a brigade first needed anything, by brigade."""
    since: dict[str, int] = {}
    for row in log.of(NEEDS):
        since.setdefault(whole_of(row.who), row.time)
    kilograms = dict.fromkeys(since, 0)
    for row in log.of(kind):
        kilograms[whole_of(row.who)] += row.amount
    end = horizon(log)
    return {
        name: kilograms[name] / TONNE / in_days(end - begin) for name, begin in since.items() if end > begin
    }


def tonnes_a_day_needed(log: Log) -> dict[str, float]:
    """Tonnes a day that a brigade uses at the end of the run, by brigade."""
    last = {row.who: row.amount for row in log.of(NEEDS)}
    found = defaultdict[str, int](int)
    for name, kilograms in last.items():
        found[whole_of(name)] += kilograms
    return {name: kilograms / TONNE for name, kilograms in found.items()}


def tonnes_a_day_asked(log: Log) -> dict[str, float]:
    """Tonnes a day sent for, on average since a brigade's first part closed."""
    return _tonnes_a_day(log, SENT_FOR)


def tonnes_a_day_delivered(log: Log) -> dict[str, float]:
    """Tonnes a day delivered, on average since then."""
    return _tonnes_a_day(log, DELIVERED)


def depots_empty(log: Log) -> dict[str, float]:
    """Days from the start until a depot could not send all that was asked, by `depot/brigade`."""
    found: dict[str, float] = {}
    for row in log.of(DEPOT_EMPTY):
        found.setdefault(id_of(row.where, whole_of(row.who)), in_days(row.time))
    return found


MEASURES = (
    measured(least_days_of_supply, "d", "higher", "Fewest days of supply that were on hand"),
    measured(days_until_out, "d", "higher", "Days from first use until something wanted was not there"),
    measured(out_on_day, "d", "higher", "Day of the run on which something wanted was first not there"),
    measured(out_days, "d", "lower", "Days on which a stock was empty"),
    measured(unmet_share, "share", "lower", "Share of what was wanted that was not there"),
    measured(tonnes_a_day_needed, "t/d", "neither", "Tonnes a day that a brigade uses"),
    measured(tonnes_a_day_asked, "t/d", "neither", "Tonnes a day that a brigade sent for"),
    measured(tonnes_a_day_delivered, "t/d", "higher", "Tonnes a day that were delivered to a brigade"),
    measured(used_tonnes, "t", "neither", "Tonnes wanted in place, on alert and moving"),
    measured(march_tonnes, "t", "neither", "Tonnes used by vehicles on the march"),
    measured(fed_by_others_tonnes, "t", "neither", "Tonnes that carriers and hosts gave under way"),
    measured(drawn_tonnes, "t", "neither", "Tonnes that each depot gave, sent for or on the march"),
    measured(least_in_depot, "1", "higher", "Fewest pieces that were in a depot"),
    measured(pieces_asked_by_depot, "1", "neither", "Pieces for which a host's depot has sent"),
    measured(depots_empty, "d", "higher", "Days until a depot could not send all that was asked"),
)
PANELS = (
    Panel(
        "days of supply",
        "brigade and class",
        (
            PanelColumn("least_days_of_supply", "least, d", spread=True),
            PanelColumn("out_on_day", "out on day"),
            PanelColumn("out_days", "empty, d"),
            PanelColumn("unmet_share", "unmet"),
            PanelColumn("march_tonnes", "march, t"),
        ),
    ),
    Panel(
        "supply",
        "brigade",
        (
            PanelColumn("tonnes_a_day_needed", "used, t/d"),
            PanelColumn("tonnes_a_day_asked", "asked, t/d"),
            PanelColumn("tonnes_a_day_delivered", "delivered, t/d"),
        ),
    ),
    Panel(
        "depots",
        "depot and class of pieces",
        (PanelColumn("least_in_depot", "least"), PanelColumn("pieces_asked_by_depot", "sent for")),
    ),
)
