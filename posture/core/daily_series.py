"""What a run is asked day by day: pure functions of its log, a number for each whole day of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import nan

from posture.core.clock import DAY
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import horizon

Days = list[float]
"""A number for each whole day, the first day first; not a number where there is nothing to tell."""
Event = tuple[int, str, float]
"""A run second, whom it is about, and how many."""
Span = tuple[int, int, int, int]
"""From one run second to another so many were wanted, and so many were there."""


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Numbers by day for each subject that one log answers; `help` says what a number is.

    `watch` marks what of a watch is kept, 1 being all of it.
    """

    name: str
    unit: str
    help: str
    of: Callable[[Log], Mapping[str, Days]]
    watch: bool = False


def whole_days(log: Log) -> int:
    """How many days a run has that are whole."""
    return horizon(log) // DAY


def spread(totals: Days, begin: int, end: int, amount: float) -> None:
    """Add an amount that holds from begin to end, in seconds times it, to each day; days beyond are cut."""
    end = min(end, len(totals) * DAY)
    while amount and begin < end:
        day = begin // DAY
        until = min(end, (day + 1) * DAY)
        totals[day] += amount * (until - begin)
        begin = until


def mean_held(log: Log, kind: EventKind) -> dict[str, Days]:
    """Of a kind whose amount holds from its row on: its mean over each day, by `who`; 0 before the first."""
    length, since = whole_days(log), dict[str, tuple[int, int]]()
    found: dict[str, Days] = {}
    for row in log.of(kind):
        begin, amount = since.get(row.who, (0, 0))
        spread(found.setdefault(row.who, [0.0] * length), begin, row.time, amount)
        since[row.who] = row.time, row.amount
    for who, (begin, amount) in since.items():
        spread(found[who], begin, length * DAY, amount)
    return {who: [one / DAY for one in days] for who, days in found.items()}


def mean_at_once(stretches: Iterable[tuple[str, int, int]], length: int) -> dict[str, Days]:
    """How many of these stretches, each of a subject between two seconds, are open on average of a day."""
    found: defaultdict[str, Days] = defaultdict(lambda: [0.0] * length)
    for who, begin, end in stretches:
        spread(found[who], begin, end, 1)
    return {who: [one / DAY for one in days] for who, days in found.items()}


def counted(events: Iterable[Event], length: int) -> dict[str, Days]:
    """How many come on each day, by subject."""
    found: defaultdict[str, Days] = defaultdict(lambda: [0.0] * length)
    for time, who, count in events:
        days = found[who]
        if time < length * DAY:
            days[time // DAY] += count
    return dict(found)


def added_up(events: Iterable[Event], length: int) -> dict[str, Days]:
    """How many have come by the end of each day, by subject."""
    found = counted(events, length)
    for days in found.values():
        for day in range(1, length):
            days[day] += days[day - 1]
    return found


def kept(spans: Mapping[str, Iterable[Span]], length: int) -> dict[str, Days]:
    """How much of what is wanted is there on each day, by subject; what is more than wanted keeps nothing.

    Not a number on a day on which nothing is wanted.
    """
    found: dict[str, Days] = {}
    for who, mine in spans.items():
        had, wanted = [0.0] * length, [0.0] * length
        for begin, end, least, number in mine:
            spread(wanted, begin, end, least)
            spread(had, begin, end, min(number, least))
        if any(wanted):
            found[who] = [part / whole if whole else nan for part, whole in zip(had, wanted, strict=True)]
    return found
