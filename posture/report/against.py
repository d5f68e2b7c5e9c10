"""One run against another, paired: what the difference between two scenarios costs, and where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from posture.core.clock import DAY
from posture.core.errors import Refused
from posture.report.explain import PLACES_SHOWN, Sums, Told, by_cause, by_place
from posture.runs.ledgers import Booked
from posture.runs.store import StoredRun
from posture.stats.estimates import mean_interval

PAIRED_BY = ("seed", "replications", "deterministic")


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of this run minus the other over the pairs, in days, with its 95 % interval (paired t)."""

    cause: str
    place: str
    days: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BrigadeComparison:
    """One brigade or part in two runs; a pair counts where it closed in both.

    `only_here` and `only_there` count the replications in which it closed in one of them alone.
    """

    subject: str
    pairs: int
    only_here: int
    only_there: int
    closure: Difference | None
    causes: tuple[Difference, ...]
    places: tuple[Difference, ...]


def check_paired(run: StoredRun, other: StoredRun) -> None:
    """Refuse two runs whose replications do not draw alike."""
    for key in PAIRED_BY:
        here, there = run.manifest.get(key), other.manifest.get(key)
        if here != there:
            raise Refused(
                f"{run.folder} and {other.folder} cannot be paired: {key} is {here} here and {there} there; "
                f"run one of them again with the other's"
            )


def compare(here: Told, there: Told, subject: str) -> BrigadeComparison:
    """The difference in closure and in each cause, replication by replication."""
    closed, others = set(here.closed(subject)), set(there.closed(subject) if subject in there.days else ())
    pairs = sorted(closed & others)
    chains = [(here.chain(subject, one), there.chain(subject, one)) for one in pairs]
    days = [here.days[subject][one] - there.days[subject][one] for one in pairs]
    return BrigadeComparison(
        subject,
        len(pairs),
        len(closed - others),
        len(others - closed),
        _difference("", "", days) if days else None,
        tuple(_differences(chains, by_cause)),
        tuple(_differences(chains, by_place))[:PLACES_SHOWN],
    )


Chain = Sequence[Booked]


def _differences(
    chains: Sequence[tuple[Chain, Chain]], split: Callable[[Chain], Sums]
) -> Iterator[Difference]:
    """One for each cause (and place) that differs in any pair, the largest first."""
    sums = [(split(here), split(there)) for here, there in chains]
    found = []
    for key in sorted({key for pair in sums for one in pair for key in one}):
        days = [(here.get(key, 0) - there.get(key, 0)) / DAY for here, there in sums]
        if any(days):
            found.append(_difference(*key, days))
    yield from sorted(found, key=lambda one: (-abs(one.days), one.cause, one.place))


def _difference(cause: str, place: str, days: Sequence[float]) -> Difference:
    low, high = mean_interval(days) or (None, None)
    return Difference(cause, place, fsum(days) / len(days), low, high)
