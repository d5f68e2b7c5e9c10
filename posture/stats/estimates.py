"""What the replications together say: means, quantiles and intervals, with the unfinished kept."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, inf, isinf, sqrt
from statistics import NormalDist
from typing import NamedTuple

LOW_PERCENT = 10
HIGH_PERCENT = 90
CONFIDENCE = 0.95


class Answer(NamedTuple):
    """What one replication answered to one measure about one subject; infinite if it never finished."""

    replication: int
    measure: str
    subject: str
    value: float
    unit: str


class Interval(NamedTuple):
    """From low to high, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measure of one subject over all replications that answered; None where it is infinite.

    `low` and `high` are the 10 % and 90 % quantiles of the runs; for a probability they are its Wilson 95 %
    interval, and both mean and median are its share.
    """

    measure: str
    subject: str
    unit: str
    n: int
    unfinished: int
    mean: float | None
    median: float | None
    low: float | None
    high: float | None


def summarise(answers: Iterable[Answer]) -> list[Estimate]:
    """One estimate for each measure and subject, sorted by both."""
    gathered: defaultdict[tuple[str, str, str], array[float]] = defaultdict(lambda: array("d"))
    for answer in answers:
        gathered[answer.measure, answer.subject, answer.unit].append(answer.value)
    return [_estimate(*key, values) for key, values in sorted(gathered.items())]


def _estimate(measure: str, subject: str, unit: str, values: Sequence[float]) -> Estimate:
    n = len(values)
    if unit == "probability":
        share = fsum(values) / n
        interval = wilson(round(fsum(values)), n)
        return Estimate(measure, subject, unit, n, 0, share, share, *interval)
    return Estimate(
        measure,
        subject,
        unit,
        n,
        unfinished=sum(map(isinf, values)),
        mean=mean(values),
        median=finite(median(values)),
        low=finite(quantile(values, LOW_PERCENT)),
        high=finite(quantile(values, HIGH_PERCENT)),
    )


def finite(value: float) -> float | None:
    """The value, or None if it is infinite."""
    return None if isinf(value) else value


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean; None if any value is infinite, for then no mean exists."""
    if any(map(isinf, values)):
        return None
    return fsum(values) / len(values)


def median(values: Sequence[float]) -> float:
    """The middle value, or the mean of the middle two; infinite if either of them is."""
    ordered = sorted(values)
    lower, upper = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return inf if isinf(upper) else fsum((lower, upper)) / 2


def quantile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all do not exceed (inverse of the sample distribution).

    It never interpolates, so an unfinished run, infinite, is only ever the largest.
    """
    ordered = sorted(values)
    rank = int(-(-len(ordered) * percent // 100))
    return ordered[max(rank, 1) - 1]


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval | None:
    """Student's t interval for the mean; None for fewer than two values or if any is infinite."""
    middle = mean(values) if len(values) > 1 else None
    if middle is None:
        return None
    from scipy.special import stdtrit

    freedom = len(values) - 1
    deviation = sqrt(fsum((value - middle) ** 2 for value in values) / freedom)
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * deviation / sqrt(len(values))
    return Interval(middle - half, middle + half)


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval for a probability; never outside 0 to 1, and 0 to 1 where nothing was tried."""
    if n == 0:
        return Interval(0.0, 1.0)
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    share = successes / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(low, high)
