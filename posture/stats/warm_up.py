"""How much of a series is warm-up: MSER-5 (White 1997; White, Cobb and Spratt 2000)."""

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

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
