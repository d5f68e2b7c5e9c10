"""How much of a series is warm-up: MSER-5 (White 1997; White, Cobb and Spratt 2000), and what follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from posture.stats.estimates import Interval, mean_interval
from posture.stats.intervals import BATCHES, batch_interval

BATCH = 5
LAST_LEFT = 5
"""So many batches at least are left: the mean of fewer can be steady by luck."""


class Warmup(NamedTuple):
    """Observations to leave out at the beginning, and the mean of the rest.

    `sound` is false where the least error lies at or past the middle: the run is too short to tell.
    """

    cut: int
    mean: float
    error: float
    sound: bool


@dataclass(frozen=True, slots=True)
class Steady:
    """The cut in days and the means with it and without; `batches` is of the first replication alone.

    `lag` is the correlation of one batch's mean with the next: far from 0, the batches are too short.
    """

    warmup: Warmup
    days: int
    replications: int
    whole: float
    mean: float
    interval: Interval | None
    batches: Interval | None
    lag: float | None


def mser(series: Sequence[float], batch: int = BATCH, last_left: int = LAST_LEFT) -> Warmup | None:
    """The cut with the least squared standard error of the mean of what is left; the earliest of equals.

    The series is cut into means of `batch` observations, what does not fill one is left out at the end.
    None where no batch could be cut.
    """
    n = len(series) // batch
    means = [fsum(series[at * batch : (at + 1) * batch]) / batch for at in range(n)]
    cuts = range(max(0, n - max(1, last_left) + 1))
    if not cuts:
        return None
    errors = [_error(means[cut:]) for cut in cuts]
    best = min(cuts, key=lambda cut: (errors[cut], cut))
    kept = means[best:]
    return Warmup(best * batch, fsum(kept) / len(kept), errors[best], 2 * best < n)


def _error(means: Sequence[float]) -> float:
    """Sum of squares over the squared count: the variance of the mean, were they independent."""
    middle = fsum(means) / len(means)
    return fsum((one - middle) ** 2 for one in means) / len(means) ** 2


def summed_up(series: Sequence[Sequence[float]], confidence: float) -> Steady | None:
    """What these replications say, day by day; None where they are too short for a warm-up."""
    days, n = len(series[0]), len(series)
    cut = mser([fsum(one[day] for one in series) / n for day in range(days)])
    if cut is None:
        return None
    means = [fsum(one[cut.cut :]) / (days - cut.cut) for one in series]
    alone = series[0][cut.cut :]
    return Steady(
        cut,
        days,
        n,
        fsum(map(fsum, series)) / (n * days),
        fsum(means) / n,
        mean_interval(means, confidence),
        batch_interval(alone, BATCHES, confidence),
        lag_one(alone),
    )


def lag_one(series: Sequence[float]) -> float | None:
    """Correlation between the means of neighbouring batches; None where they are constant or too short."""
    size = len(series) // BATCHES
    if size < 2:
        return None
    kept = series[len(series) - size * BATCHES :]
    means = [fsum(kept[start : start + size]) / size for start in range(0, len(kept), size)]
    middle = fsum(means) / len(means)
    apart = [one - middle for one in means]
    spread = fsum(one * one for one in apart)
    return fsum(one * other for one, other in pairwise(apart)) / spread if spread else None
