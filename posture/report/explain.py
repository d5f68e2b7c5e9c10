"""Why a run closed when it did: what took the time, where, who came last, and one run step by step."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from posture.core.clock import DAY
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.ids import apart, is_whole, within
from posture.outcomes.waiting import AT
from posture.report.critical_chain import (
    PIECES,
    SINCE,
    ChainStep,
    Decider,
    DelayShare,
    Told,
    by_cause,
    by_place,
    costs,
    deciders,
    steps,
)
from posture.runs.ledgers import Booked
from posture.stats.estimates import Interval, finite, mean_interval, median

PLACES_SHOWN = 12


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


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """What a line still waited for, and where, when runs ended in which the brigade had not closed.

    `runs` of them; on average over these so many pieces, the longest since this day of the run.
    """

    who: str
    what: str
    where: str
    runs: int
    pieces: float
    since: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one brigade or part; `steps` are those of the replication `middle`."""

    subject: str
    runs: int
    closed: int
    closure_days: float | None
    causes: tuple[DelayShare, ...]
    places: tuple[DelayShare, ...]
    nations: tuple[Nation, ...]
    deciders: tuple[Decider, ...]
    middle: int | None
    steps: tuple[ChainStep, ...]
    waiting: tuple[StillWaiting, ...]


def chosen(has: Told, subject: str | None) -> list[str]:
    """The subjects to tell of: the one that is asked for, or every brigade."""
    brigades = [name for name in sorted(has.days) if is_whole(name)]
    if subject is None:
        return brigades
    if subject in has.days:
        return [subject]
    hint = did_you_mean(subject, has.days) or f"; known: {', '.join(sorted(has.days)) or 'none'}"
    raise PostureError(f"this run tells of no '{subject}'{hint}")


def explain(has: Told, subject: str) -> Explanation:
    """What took a subject its time over all replications in which it closed."""
    closed = has.closed(subject)
    days = list(has.days[subject].values())
    runs = max((len(one) for one in has.days.values()), default=0)
    chains = has.chains_in(subject, closed)
    middle = _middle({one: has.days[subject][one] for one in closed}, runs)
    return Explanation(
        subject,
        runs,
        len(closed),
        finite(median([*days, *[float("inf")] * (runs - len(days))])),
        tuple(costs(chains, by_cause)),
        tuple(costs(chains, by_place))[:PLACES_SHOWN],
        tuple(by_nation(subject, closed, has.days, has.chain, has.nations)),
        tuple(deciders(subject, chains)),
        middle,
        () if middle is None else tuple(steps(has.chain(subject, middle))),
        tuple(sorted(_waiting(has, subject, closed), key=lambda one: (-one.runs, one.since, one.who))),
    )


def _waiting(has: Told, subject: str, closed: Sequence[int]) -> Iterator[StillWaiting]:
    """What the end of the run cut, in the runs in which the subject had not closed."""
    over = set(closed)
    for name, since in has.waits.get(SINCE, {}).items():
        who, said = apart(name)
        open_in = [run for run in since if run not in over]
        if open_in and (
            who == subject or within(subject, who) is not None or within(who, subject) is not None
        ):
            what, _, place = said.rpartition(AT)
            pieces = [has.waits[PIECES][name][run] for run in open_in]
            days_on = [since[run] for run in open_in]
            yield StillWaiting(who, what, place, len(open_in), _mean(pieces), _mean(days_on))


def _middle(days: Mapping[int, float], runs: int) -> int | None:
    """The replication whose closure is the median of all runs, the lower of two.

    Where most runs never close, the median of those that do.
    """
    ordered = sorted(days, key=lambda one: (days[one], one))
    at = (runs - 1) // 2
    at = at if at < len(ordered) else (len(ordered) - 1) // 2
    return ordered[at] if ordered else None


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
    spent = [_spent(chain(part, run)) for (_, part), run in zip(mine, closed, strict=True)]
    cause, some = _dearest_cause(spent)
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


def _spent(chain: Sequence[Booked]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for row in chain:
        spent[row.cause] += row.seconds
    return spent


def _dearest_cause(spent: Sequence[Counter[str]]) -> tuple[str, list[float]]:
    """The cause with most days over all runs, and its days in each."""
    whole = sum(spent, Counter[str]())
    cause = max(sorted(whole), key=lambda one: whole[one], default="")
    return cause, [one[cause] / DAY for one in spent]


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _above_zero(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(max(0.0, interval.low), interval.high)
