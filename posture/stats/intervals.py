"""Intervals beside the t interval: quantiles by order statistics, and means of one series by batch."""

from collections.abc import Sequence
from math import inf, nan
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.stats.estimates import CONFIDENCE, Interval, mean, mean_interval

BATCHES = 20


class QuantileInterval(NamedTuple):
    """Two order statistics and the probability with which they hold the quantile between them.

    An end that so few values cannot give is infinite, never the largest value seen.
    """

    low: float
    high: float
    exact: float


class Ranks(NamedTuple):
    """Which order statistics bound a quantile, counted from 1; 0 and n + 1 stand for no bound."""

    low: int
    high: int
    exact: float


def quantile_ranks(n: int, share: float, confidence: float = CONFIDENCE) -> Ranks:
    """The narrowest pair with at most half the risk on either side: P(low <= B < high), B binomial."""
    from scipy.special import bdtr

    if not 0 < share < 1:
        raise PostureError(f"a quantile is between 0 and 1, not {share:g}")
    risk = (1 - confidence) / 2
    below = [float(bdtr(count, n, share)) for count in range(n + 1)]
    low = max((rank for rank in range(1, n + 1) if below[rank - 1] <= risk), default=0)
    high = next((rank for rank in range(1, n + 1) if below[rank - 1] >= 1 - risk), n + 1)
    return Ranks(low, high, below[high - 1] - (below[low - 1] if low else 0.0))


def quantile_interval(
    values: Sequence[float], share: float, confidence: float = CONFIDENCE
) -> QuantileInterval:
    """The interval for a quantile; runs that never finished are infinite and count as the largest."""
    ordered = [-inf, *sorted(values), inf]
    ranks = quantile_ranks(len(values), share, confidence)
    return QuantileInterval(ordered[ranks.low], ordered[ranks.high], ranks.exact)


def batch_interval(
    series: Sequence[float], batches: int = BATCHES, confidence: float = CONFIDENCE
) -> Interval | None:
    """The t interval for the mean of one long series, from the means of consecutive batches.

    What does not fill a batch is left out at the beginning. None for fewer than two values a batch.
    """
    size = len(series) // batches
    if size < 2:
        return None
    kept = series[len(series) - size * batches :]
    means = [mean(kept[start : start + size]) for start in range(0, len(kept), size)]
    return mean_interval([nan if one is None else one for one in means], confidence)
