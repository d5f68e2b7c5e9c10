"""Which nation a brigade waited for: when its last part closed, how often it was last, what that cost."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from posture.core.clock import DAY
from posture.core.ids import apart, within
from posture.report.text import columns, days, percent, span
from posture.runs.ledgers import Booked
from posture.stats.estimates import Interval, mean_interval

Days = Mapping[int, float]
"""By replication."""
ChainOf = Callable[[str, int], Sequence[Booked]]


@dataclass(frozen=True, slots=True)
class Nation:
    """One nation's parts of a brigade over the runs in which it closed; means with 95 % intervals.

    `closes` is the day on which its last part closed, `last` the share of runs in which no other nation's was
    later, and `alone` the days that the brigade would have closed sooner without it. `cause` is what took its
    last part most, over all runs, and `cause_days` how much.
    """

    nation: str
    parts: tuple[str, ...]
    closes: float
    closes_interval: Interval | None
    last: float
    alone: float
    alone_interval: Interval | None
    cause: str
    cause_days: float
    cause_interval: Interval | None


def by_nation(
    brigade: str,
    closed: Sequence[int],
    parts_days: Mapping[str, Days],
    chain: ChainOf,
    nations: Mapping[str, str],
) -> list[Nation]:
    """Each nation of a brigade, the one that cost most first; none where fewer than two take part."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for part, nation in sorted(nations.items()):
        if within(brigade, part) and all(run in parts_days.get(part, {}) for run in closed):
            parts[nation].append(part)
    if len(parts) < 2 or not closed:
        return []
    found = [_nation(nation, parts, closed, parts_days, chain) for nation in parts]
    return sorted(found, key=lambda one: (-one.alone, -one.last, one.nation))


def _nation(
    nation: str,
    parts: Mapping[str, Sequence[str]],
    closed: Sequence[int],
    parts_days: Mapping[str, Days],
    chain: ChainOf,
) -> Nation:
    mine = [max((parts_days[part][run], part) for part in parts[nation]) for run in closed]
    theirs = [
        max(parts_days[part][run] for other in parts if other != nation for part in parts[other])
        for run in closed
    ]
    own = [day for day, _ in mine]
    alone = [max(0.0, day - other) for day, other in zip(own, theirs, strict=True)]
    last = sum(day >= other for day, other in zip(own, theirs, strict=True)) / len(closed)
    spent = [_by_cause(chain(part, run)) for (_, part), run in zip(mine, closed, strict=True)]
    cause, some = _dearest(spent)
    return Nation(
        nation,
        tuple(apart(part).name for part in parts[nation]),
        _mean(own),
        mean_interval(own),
        last,
        _mean(alone),
        _above_zero(mean_interval(alone)),
        cause,
        _mean(some),
        _above_zero(mean_interval(some)),
    )


def _by_cause(chain: Sequence[Booked]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for row in chain:
        spent[row.cause] += row.seconds
    return spent


def _dearest(spent: Sequence[Counter[str]]) -> tuple[str, list[float]]:
    """The cause with most days over all runs, and its days in each."""
    whole = sum(spent, Counter[str]())
    cause = max(sorted(whole), key=lambda one: whole[one], default="")
    return cause, [one[cause] / DAY for one in spent]


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _above_zero(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(max(0.0, interval.low), interval.high)


def told(nations: Sequence[Nation]) -> Iterator[str]:
    """A line for each nation."""
    yield "which nation it waits for (its last part's closure, 95 % interval; how much sooner without it)"
    yield from columns([_row(one) for one in nations], right=(1, 2, 4, 5))


def _row(one: Nation) -> tuple[str, ...]:
    return (
        one.nation,
        f"D{one.closes:+.1f}",
        _span(one.closes_interval, "+.1f"),
        f"last in {percent(one.last)}",
        days(one.alone),
        _span(one.alone_interval),
        f"most by {one.cause} ({days(one.cause_days)})" if one.cause else "there already",
    )


def _span(interval: Interval | None, form: str = ".1f") -> str:
    return span(interval.low, interval.high, form) if interval else ""
