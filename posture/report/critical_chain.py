"""The critical chains of a stored run: in readable steps, by cause and place, and who was last."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, isfinite

from posture.core.clock import DAY, HOUR
from posture.core.errors import PostureError
from posture.core.ids import depth, part_and_line, whole_of
from posture.core.read_anew import ReadAnew
from posture.runs.ledgers import Booked, Ledgers, ledgers
from posture.runs.store import StoredRun
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import mean_interval

CLOSURES = ("closure_days", "part_closure_days")
SINCE, PIECES = "waiting_since_days", "waiting_pieces"
MODES = ("road", "rail", "sea", "inland_waterway", "air")
TO = " \N{EN DASH} "
"""Between the two ends of a journey."""
NOWHERE = ("decision",)
"""Causes whose `where` is no place."""
Sums = Mapping[tuple[str, str], int]
Key = tuple[str, str]
"""Cause and place; the place is empty where all places count together."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run holds of its closures: days by subject and replication, the chains, whose each part is.

    `waits` are those that the end of the run cut: by measure, subject and replication.
    """

    days: Mapping[str, Mapping[int, float]]
    chains: Ledgers
    nations: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, Mapping[str, Mapping[int, float]]] = field(default_factory=dict)

    def closed(self, subject: str) -> list[int]:
        """The replications in which it closed."""
        return [one for one, days in self.days[subject].items() if isfinite(days)]

    def chain(self, subject: str, replication: int) -> tuple[Booked, ...]:
        """Its chain in one replication; empty where no time passed at all."""
        return self.chains.get(subject, {}).get(replication, ())

    def chains_in(self, subject: str, replications: Sequence[int]) -> Sequence[tuple[Booked, ...]]:
        """Its chain in each of some replications, made anew each time it is come to."""
        return ReadAnew(lambda: (self.chain(subject, one) for one in replications), len(replications))


def told(run: StoredRun) -> Told:
    """Closures and chains of a stored run."""
    if run.ledger is None:
        again = run.manifest.get("command", "posture run")
        raise PostureError(f"{run.folder} holds no ledger: an older version made it; run again: {again}")
    days: dict[str, dict[int, float]] = defaultdict(dict)
    waits: dict[str, dict[str, dict[int, float]]] = {SINCE: defaultdict(dict), PIECES: defaultdict(dict)}
    for row in answers_of(run.rows, (*CLOSURES, SINCE, PIECES)):
        if row.measure in CLOSURES:
            days[row.subject][row.replication] = row.value
        else:
            waits[row.measure][row.subject][row.replication] = row.value
    return Told(days, ledgers(run.ledger), run.manifest.get("nations", {}), waits)


@dataclass(frozen=True, slots=True)
class ChainStretch:
    """A journey by one mode, or one entry of any other cause, with the names of its places.

    `rows` are its entries in order. Of a journey, `start` is where it began; else it is `end`.
    """

    cause: str
    start: str
    end: str
    rows: tuple[Booked, ...]

    @property
    def seconds(self) -> int:
        """All of its entries together, queues and borders on the way included."""
        return sum(row.seconds for row in self.rows)

    @property
    def place(self) -> str:
        """Where it was, in words; empty where it was nowhere."""
        return self.end if self.start == self.end else f"{self.start}{TO}{self.end}"


def stretches(chain: Sequence[Booked]) -> Iterator[ChainStretch]:
    """The chain cut into stretches, in order; no entry is lost and none counted twice."""
    at, here = 0, ""
    while at < len(chain):
        end = _end_of_journey(chain, at)
        rows = tuple(chain[at : end or at + 1])
        place = _named(rows[-1])
        cause = rows[-1].cause if end is None else _mode(rows)
        yield ChainStretch(cause, place if end is None or not here else here, place, rows)
        if rows[-1].cause not in NOWHERE:
            here = place
        at += len(rows)


def _end_of_journey(chain: Sequence[Booked], begin: int) -> int | None:
    """Where the journey that starts at `begin` ends; None if none starts there.

    A queue belongs to the way behind it if both were noted at the same place, else it is one of its own;
    a night ban between two ways of a journey does not end it.
    """
    mode, end = "", begin
    for at in range(begin, len(chain)):
        row = chain[at]
        if row.cause in MODES and mode in ("", row.cause):
            mode, end = row.cause, at + 1
        elif row.cause == "border" and mode:
            end = at + 1
        elif not _before_way(chain, at, mode):
            break
    return end if mode else None


def _before_way(chain: Sequence[Booked], at: int, mode: str) -> bool:
    """Whether an entry is the wait for the way behind it."""
    row = chain[at]
    if row.cause == "night ban" and mode:
        return True
    if row.cause != "gate queue" or at + 1 == len(chain):
        return False
    after = chain[at + 1]
    return after.cause in ((mode,) if mode else MODES) and after.where == row.where


def _mode(rows: Sequence[Booked]) -> str:
    return next(row.cause for row in rows if row.cause in MODES)


def _named(row: Booked) -> str:
    if row.cause in NOWHERE:
        return ""
    return row.place or row.where


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


def spent(
    chains: Sequence[Sequence[Booked]], split: Callable[[Sequence[Booked]], Sums]
) -> dict[Key, list[int]]:
    """Seconds by cause and place: of each a number for every chain, in their order."""
    found: dict[Key, list[int]] = {}
    for number, chain in enumerate(chains):
        for key, seconds in split(chain).items():
            found.setdefault(key, [0] * len(chains))[number] = seconds
    return found


def costs(chains: Sequence[Sequence[Booked]], split: Callable[[Sequence[Booked]], Sums]) -> list[DelayShare]:
    """One cost a key, the largest first."""
    sums = spent(chains, split)
    whole = fsum(map(sum, sums.values()))
    found = []
    for (cause, place), seconds in sorted(sums.items()):
        days = [one / DAY for one in seconds]
        mean, interval = fsum(days) / len(days), mean_interval(days)
        low, high = (max(0.0, interval.low), interval.high) if interval else (None, None)
        on_chain = sum(day > 0 for day in days) / len(days)
        found.append(DelayShare(cause, place, mean, low, high, mean * DAY * len(days) / whole, on_chain))
    return sorted(found, key=lambda cost: (-cost.days, cost.cause, cost.place))


def deciders(subject: str, chains: Sequence[Sequence[Booked]]) -> Iterator[Decider]:
    """Which line the chain began with, the most frequent first."""
    counts = Counter(_decider(subject, chain) for chain in chains if chain)
    for (part, line), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Decider(part, line, count / len(chains))


def _decider(subject: str, chain: Sequence[Booked]) -> tuple[str, str]:
    """Part and line of the longest name on the chain; a part in place has no line."""
    names = [row.who for row in chain if row.who != whole_of(subject)]
    return part_and_line(max(names, key=depth, default=""))


def steps(chain: Sequence[Booked]) -> Iterator[ChainStep]:
    """The chain step by step, from the indication to the closure."""
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
