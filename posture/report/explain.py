"""Why a run closed when it did: what took the time, where, who came last, and one run step by step."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, isfinite

from posture.core.clock import DAY, HOUR
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.ids import depth, is_whole, part_and_line, whole_of
from posture.report.nations import Nation, by_nation
from posture.report.stretches import MODES, stretches
from posture.runs.ledgers import Booked, Ledgers, ledgers
from posture.runs.store import StoredRun
from posture.stats.estimates import finite, mean_interval, median

CLOSURES = ("closure_days", "part_closure_days")
PLACES_SHOWN = 12
Sums = Mapping[tuple[str, str], int]
Key = tuple[str, str]
"""Cause and place; the place is empty where all places count together."""


@dataclass(frozen=True, slots=True)
class DelayShare:
    """Mean days that went to a cause (at a place) over the runs that closed, with its 95 % interval.

    `share` is its part of the whole from the indication to the closure, `runs` the share of runs in which it
    is on the critical chain.
    """

    cause: str
    place: str
    days: float
    low: float | None
    high: float | None
    share: float
    runs: float


@dataclass(frozen=True, slots=True)
class Decider:
    """A part and line, and the share of the runs that closed in which it closed last."""

    part: str
    line: str
    runs: float


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One stretch of the chain: it begins so many days after the order (before it, if negative).

    `waits` are the hours in it, by cause, in which a journey did not go on.
    """

    begins: float
    cause: str
    place: str
    hours: float
    who: str
    waits: Mapping[str, float]


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


@dataclass(frozen=True, slots=True)
class Told:
    """What a run holds of its closures: days by subject and replication, the chains, whose each part is."""

    days: Mapping[str, Mapping[int, float]]
    chains: Ledgers
    nations: Mapping[str, str] = field(default_factory=dict)

    def closed(self, subject: str) -> list[int]:
        """The replications in which it closed."""
        return [one for one, days in self.days[subject].items() if isfinite(days)]

    def chain(self, subject: str, replication: int) -> tuple[Booked, ...]:
        """Its chain in one replication; empty where no time passed at all."""
        return self.chains.get(subject, {}).get(replication, ())


def told(run: StoredRun) -> Told:
    """Closures and chains of a stored run."""
    if run.ledger is None:
        again = run.manifest.get("command", "posture run")
        raise PostureError(f"{run.folder} holds no ledger: an older version made it; run again: {again}")
    days: dict[str, dict[int, float]] = defaultdict(dict)
    for row in run.rows:
        if row.measure in CLOSURES:
            days[row.subject][row.replication] = row.value
    return Told(days, ledgers(run.ledger), run.manifest.get("nations", {}))


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
    chains = [has.chain(subject, one) for one in closed]
    middle = _middle({one: has.days[subject][one] for one in closed}, runs)
    return Explanation(
        subject,
        runs,
        len(closed),
        finite(median([*days, *[float("inf")] * (runs - len(days))])),
        tuple(_costs(chains, by_cause)),
        tuple(_costs(chains, by_place))[:PLACES_SHOWN],
        tuple(by_nation(subject, closed, has.days, has.chain, has.nations)),
        tuple(_deciders(subject, chains)),
        middle,
        () if middle is None else tuple(_steps(has.chain(subject, middle))),
    )


def by_cause(chain: Sequence[Booked]) -> Sums:
    """Seconds of a chain by cause."""
    sums: Counter[Key] = Counter()
    for row in chain:
        sums[row.cause, ""] += row.seconds
    return sums


def by_place(chain: Sequence[Booked]) -> Sums:
    """Seconds of a chain by cause and place; a journey counts as one place, from its start to its end."""
    sums: Counter[Key] = Counter()
    for stretch in stretches(chain):
        for row in stretch.rows:
            named = row.place or row.where
            sums[row.cause, stretch.place if row.cause in (*MODES, "decision") else named] += row.seconds
    return sums


def _costs(chains: Sequence[Sequence[Booked]], split: Callable[[Sequence[Booked]], Sums]) -> list[DelayShare]:
    """One cost a key, the largest first."""
    sums = [split(chain) for chain in chains]
    whole = fsum(sum(one.values()) for one in sums)
    costs = []
    for cause, place in sorted({key for one in sums for key in one}):
        days = [one.get((cause, place), 0) / DAY for one in sums]
        mean, interval = fsum(days) / len(days), mean_interval(days)
        low, high = (max(0.0, interval.low), interval.high) if interval else (None, None)
        on_chain = sum(day > 0 for day in days) / len(days)
        costs.append(DelayShare(cause, place, mean, low, high, mean * DAY * len(days) / whole, on_chain))
    return sorted(costs, key=lambda cost: (-cost.days, cost.cause, cost.place))


def _deciders(subject: str, chains: Sequence[Sequence[Booked]]) -> Iterator[Decider]:
    """Which line the chain began with, the most frequent first."""
    counts = Counter(_decider(subject, chain) for chain in chains if chain)
    for (part, line), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Decider(part, line, count / len(chains))


def _decider(subject: str, chain: Sequence[Booked]) -> tuple[str, str]:
    """Part and line of the longest name on the chain; a part in place has no line."""
    names = [row.who for row in chain if row.who != whole_of(subject)]
    return part_and_line(max(names, key=depth, default=""))


def _middle(days: Mapping[int, float], runs: int) -> int | None:
    """The replication whose closure is the median of all runs, the lower of two.

    Where most runs never close, the median of those that do.
    """
    ordered = sorted(days, key=lambda one: (days[one], one))
    at = (runs - 1) // 2
    at = at if at < len(ordered) else (len(ordered) - 1) // 2
    return ordered[at] if ordered else None


def _steps(chain: Sequence[Booked]) -> Iterator[ChainStep]:
    seconds = -sum(row.seconds for row in chain if row.cause == "decision")
    for stretch in stretches(chain):
        waits = {cause: spent / HOUR for (cause, _), spent in by_cause(stretch.rows).items()}
        waits.pop(stretch.cause)
        yield ChainStep(
            seconds / DAY,
            stretch.cause,
            stretch.place,
            stretch.seconds / HOUR,
            stretch.rows[-1].who,
            waits,
        )
        seconds += stretch.seconds
