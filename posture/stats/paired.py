"""Two cases compared, replication by replication, and without the pairing for contrast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, isnan, sqrt
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.stats.estimates import CONFIDENCE, Interval, mean_interval, wilson


class Welch(NamedTuple):
    """The difference of two means without pairing; `freedom` is Welch's."""

    difference: float
    variance: float
    freedom: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Paired:
    """Mean of first minus second over the pairs in which both finished, with its paired t interval.

    `variance` is that of the mean difference, `ratio` the unpaired variance over it (infinite where every
    pair differs by the same): how many times more runs it would take without pairing. `only_first` and
    `only_second` count pairs that finished in one alone, `lost` those that failed or finished in neither.
    """

    pairs: int
    only_first: int
    only_second: int
    lost: int
    mean: float | None
    interval: Interval | None
    variance: float | None
    ratio: float | None
    welch: Welch | None


def paired(first: Sequence[float], second: Sequence[float], confidence: float = CONFIDENCE) -> Paired:
    """Compare by position: value k of both is replication k; infinite never finished, NaN failed."""
    both = list(_matched(first, second))
    whole = [(one, other) for one, other in both if isfinite(one) and isfinite(other)]
    gaps = [one - other for one, other in whole]
    middle = fsum(gaps) / len(gaps) if gaps else None
    variance = _variance_of_mean(gaps) if len(gaps) > 1 else None
    unpaired = welch([one for one, _ in whole], [other for _, other in whole], confidence)
    only_first = sum(isfinite(one) and other == float("inf") for one, other in both)
    only_second = sum(isfinite(other) and one == float("inf") for one, other in both)
    return Paired(
        pairs=len(gaps),
        only_first=only_first,
        only_second=only_second,
        lost=len(both) - len(gaps) - only_first - only_second,
        mean=middle,
        interval=mean_interval(gaps, confidence),
        variance=variance,
        ratio=_ratio(unpaired, variance),
        welch=unpaired,
    )


def welch(first: Sequence[float], second: Sequence[float], confidence: float = CONFIDENCE) -> Welch | None:
    """Welch's interval for the difference of the means; None for fewer than two values in either."""
    if min(len(first), len(second)) < 2:
        return None
    from scipy.special import stdtrit

    one, other = _variance_of_mean(first), _variance_of_mean(second)
    variance = one + other
    difference = fsum(first) / len(first) - fsum(second) / len(second)
    spread = one**2 / (len(first) - 1) + other**2 / (len(second) - 1)
    freedom = variance**2 / spread if spread else float(len(first) + len(second) - 2)
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * sqrt(variance)
    return Welch(difference, variance, freedom, Interval(difference - half, difference + half))


def share_difference(
    first: Sequence[float], second: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, Interval]:
    """Difference of two probabilities seen in pairs of 0 and 1, with Newcombe's interval (1998, method 10).

    Pairs in which either failed are left out of both. Never zero wide, however many pairs agree.
    """
    both = [pair for pair in _matched(first, second) if not any(map(isnan, pair))]
    n = len(both)
    if n == 0:
        raise PostureError("no replication answered in both cases, so their probabilities cannot be compared")
    yes, only_first, only_second, no = (
        sum(pair == seen for pair in both) for seen in ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    )
    p1, p2 = (yes + only_first) / n, (yes + only_second) / n
    (l1, u1), (l2, u2) = wilson(yes + only_first, n, confidence), wilson(yes + only_second, n, confidence)
    phi = _phi(yes, only_first, only_second, no)
    below = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
    above = (u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2
    gap = (only_first - only_second) / n
    return gap, Interval(max(-1.0, gap - sqrt(max(0.0, below))), min(1.0, gap + sqrt(max(0.0, above))))


def _phi(yes: int, only_first: int, only_second: int, no: int) -> float:
    """Correlation of the pairs, with Newcombe's correction where it is positive."""
    margins = (yes + only_first) * (only_second + no) * (yes + only_second) * (only_first + no)
    if margins == 0:
        return 0.0
    product = yes * no - only_first * only_second
    if product > 0:
        product = max(product - (yes + only_first + only_second + no) // 2, 0)
    return product / sqrt(margins)


def _matched(first: Sequence[float], second: Sequence[float]) -> Iterator[tuple[float, float]]:
    if len(first) != len(second):
        raise PostureError(f"{len(first)} replications cannot be paired with {len(second)}")
    return zip(first, second, strict=True)


def _variance_of_mean(values: Sequence[float]) -> float:
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - 1) / len(values)


def _ratio(unpaired: Welch | None, variance: float | None) -> float | None:
    if unpaired is None or variance is None:
        return None
    if variance == 0:
        return 1.0 if unpaired.variance == 0 else float("inf")
    return unpaired.variance / variance
