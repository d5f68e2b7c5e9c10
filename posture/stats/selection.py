"""The best of several systems: KN (Kim and Nelson 2001), which pairing helps, screening of many, Rinott."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, fsum

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError
from posture.core.measure import Better
from posture.stats.arrays import Array
from posture.stats.estimates import CONFIDENCE

FIRST = 10
NODES = 200
"""Of the quadrature by which Rinott's constant is found."""
HALVINGS = 60
"""Of the interval in which it lies."""
Draw = Callable[[Sequence[int], int], Sequence[float]]
"""Answers of these systems in one replication, in their order."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What is left, the best first; more than one where the runs ended before it was decided.

    `runs` counts all answers used, `rounds` the replications of those that are left.
    """

    left: tuple[int, ...]
    runs: int
    rounds: int
    decided: bool


def kn_eta(systems: int, first: int, confidence: float) -> float:
    """KN's constant eta; its h squared is 2 eta (n0 - 1)."""
    return float(((2 * (1 - confidence) / (systems - 1)) ** (-2 / (first - 1)) - 1) / 2)


def kn(
    draw: Draw,
    systems: int,
    indifference: float,
    *,
    better: Better = "lower",
    first: int = FIRST,
    most: int = 100_000,
    confidence: float = CONFIDENCE,
) -> Selected:
    """Run systems one more replication at a time and drop each as soon as it is surely not the best.

    Picks a system whose mean is within `indifference` of the best with at least this confidence, if answers
    are normal; common random numbers are welcome and make it quicker.
    """
    if systems < 2 or first < 2 or not indifference > 0:
        raise PostureError("a selection needs two systems, two first runs and a difference that matters")
    sign = _sign(better)
    left = np.arange(systems)
    sample = np.array([sign * np.asarray(draw(range(systems), one)) for one in range(first)]).T
    _check(sample)
    sums, runs, rounds = sample.sum(axis=1), systems * first, first
    spread = (sample[:, None, :] - sample[None, :, :]).var(axis=2, ddof=1)
    h2 = 2 * kn_eta(systems, first, confidence) * (first - 1)
    while True:
        reach = h2 * spread[np.ix_(left, left)] / indifference**2
        margin = np.maximum(0.0, indifference / (2 * rounds) * (reach - rounds))
        means = sums[left] / rounds
        keep = (means[:, None] >= means[None, :] - margin).all(axis=1)
        ended = len(left) == 1 or rounds >= reach.max()
        left = left[keep]
        if len(left) == 1 or ended or rounds >= most:
            break
        answers = sign * np.asarray(draw(left.tolist(), rounds), dtype=np.float64)
        _check(answers)
        sums[left] += answers
        runs, rounds = runs + len(left), rounds + 1
    order = left[np.argsort(-sums[left], kind="stable")]
    decided = len(order) == 1 or bool(ended)
    return Selected(tuple((order[:1] if decided else order).tolist()), runs, rounds, decided)


def screen(
    values: Array, *, better: Better = "lower", indifference: float = 0.0, confidence: float = CONFIDENCE
) -> list[int]:
    """The systems that may be the best (or within `indifference` of it), the best mean first.

    Systems by replications, paired; each difference has its own t interval and all hold together
    (Bonferroni). Uses what has been run and needs no plan made before.
    """
    from scipy.special import stdtrit

    systems, n = values.shape
    if n < 2:
        raise PostureError("screening needs two replications or more of each system")
    if systems < 2:
        return [0]
    answers = _sign(better) * values
    _check(answers)
    quantile = float(stdtrit(n - 1, 1 - (1 - confidence) / (systems - 1)))
    means = np.array([fsum(row) / n for row in answers.tolist()])
    kept = []
    for one in range(systems):
        spread = (answers[one] - answers).var(axis=1, ddof=1)
        margin = np.maximum(0.0, quantile * np.sqrt(spread / n) - indifference)
        if (means[one] >= means - margin).all():
            kept.append(one)
    return sorted(kept, key=lambda one: (-means[one], one))


def ocba(
    means: Sequence[float], deviations: Sequence[float], better: Better = "lower"
) -> NDArray[np.float64]:
    """Shares of the next runs that best raise the chance of a right choice (Chen et al. 2000).

    For independent systems. A tie with the best counts as the smallest difference that is not one; where all
    tie, runs go by variance. A system without variance needs no more runs.
    """
    centre = _sign(better) * np.asarray(means, dtype=np.float64)
    spread = np.asarray(deviations, dtype=np.float64)
    if len(centre) < 2 or len(centre) != len(spread) or not np.isfinite([centre, spread]).all():
        raise PostureError("an allocation needs a finite mean and deviation of two systems or more")
    best = int(centre.argmax())
    others = np.arange(len(centre)) != best
    behind = centre[best] - centre
    apart = behind[others & (behind > 0)]
    if not spread.any():
        return np.full(len(centre), 1 / len(centre))
    if not len(apart):
        return np.asarray(spread**2 / (spread**2).sum())
    shares = np.zeros(len(centre))
    shares[others] = (spread[others] / np.maximum(behind[others], apart.min())) ** 2
    moving = others & (spread > 0)
    shares[best] = spread[best] * np.sqrt(((shares[moving] / spread[moving]) ** 2).sum())
    if not shares.any():
        shares[best] = 1.0
    return np.asarray(shares / shares.sum())


def _sign(better: Better) -> int:
    if better == "neither":
        raise PostureError("neither more nor less of this measure is better, so none is the best")
    return 1 if better == "higher" else -1


def _check(answers: Array) -> None:
    if not np.isfinite(answers).all():
        raise PostureError("a selection needs a finite answer from every system in every replication")


@lru_cache(maxsize=256)
def rinott_h(systems: int, first: int, confidence: float) -> float:
    """The constant h for k systems, n0 first runs of each and a probability P* of correct selection.

    Solves E[(E[Phi(h / sqrt(v (1/X + 1/Y))) | Y])^(k-1)] = P*, X and Y chi-square with v = n0 - 1 degrees of
    freedom, by Gauss-Legendre quadrature on the scale of their quantiles.
    """
    from scipy.special import chdtri, ndtr

    if systems < 2 or first < 2 or not 1 / systems < confidence < 1:
        raise PostureError(
            f"Rinott's constant needs two systems, two first runs and a confidence above 1/k at least; "
            f"not {systems}, {first} and {confidence:g}"
        )
    freedom = first - 1
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    nodes, weights = (nodes + 1) / 2, weights / 2
    quantiles = chdtri(freedom, 1 - nodes)
    scale = np.sqrt(freedom * (1 / quantiles[:, None] + 1 / quantiles[None, :]))

    def correct(h: float) -> float:
        return float(weights @ (ndtr(h / scale) @ weights) ** (systems - 1))

    low, high = 0.0, 1.0
    while correct(high) < confidence:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if correct(middle) < confidence else (low, middle)
    return (low + high) / 2


def rinott_runs(deviation: float, indifference: float, first: int, h: float) -> int:
    """How many runs a system needs in all: n0, or the squared ratio of h S to the indifference."""
    if not indifference > 0:
        raise PostureError("the smallest difference that matters must be above 0")
    return max(first, ceil((h * deviation / indifference) ** 2))
