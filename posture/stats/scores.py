"""How good predictions were: what their intervals held, how far off they were, and in which order."""

from collections.abc import Sequence
from math import fsum, isfinite, log
from statistics import mean, median

from posture.stats.estimates import quantile

LEAST = 0.5
"""Half a day: what is below counts as this much, so that a day too much and a day too little are alike."""


def interval(draws: Sequence[float], level: float) -> tuple[float, float]:
    """The central interval that holds a share `level` of all draws; its ends are draws."""
    outside = 50 * (1 - level)
    return quantile(draws, outside), quantile(draws, 100 - outside)


def log_error(predicted: float, seen: float) -> float:
    """By how much what was seen is longer than predicted, as a natural logarithm."""
    return log(max(seen, LEAST) / max(predicted, LEAST))


def median_abs_log_error(pairs: Sequence[tuple[float, float]]) -> float:
    """The median of how far off predictions were: 0.69 is a factor of two. Pairs are (predicted, seen)."""
    return median(abs(log_error(predicted, seen)) for predicted, seen in pairs)


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's rank correlation; None of fewer than three pairs, or where all are alike."""
    if len(pairs) < 3:
        return None
    from scipy.stats import spearmanr

    found = float(spearmanr([one for one, _ in pairs], [other for _, other in pairs]).statistic)
    return found if isfinite(found) else None


def crps(draws: Sequence[float], seen: float) -> float:
    """The continuous ranked probability score of equally likely draws, in their unit; less is better.

    E|X - y| - E|X - X'| / 2 (Gneiting & Raftery, JASA 102, 2007, equation 21); draws must be finite.
    """
    ranked = sorted(draws)
    n = len(ranked)
    spread = fsum((2 * rank - n - 1) * one for rank, one in enumerate(ranked, 1)) / n**2
    return mean(abs(one - seen) for one in ranked) - spread
