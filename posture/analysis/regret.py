"""Choices that stand up in many futures: regret, and the Pareto front."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posture.core.errors import PostureError
from posture.core.measure import Better
from posture.stats.arrays import Array
from posture.stats.estimates import CONFIDENCE
from posture.stats.paired import paired

LATE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Robustness:
    """One choice over all futures: regret is what it loses to the best choice in the same future.

    `satisfies` is the share of futures in which it meets the threshold, None where none is stated.
    """

    choice: int
    mean: float
    worst: float
    largest_regret: float
    regret_90: float
    mean_regret: float
    satisfies: float | None


def regrets(table: Array, better: Better = "lower") -> Array:
    """Choices by futures: how much worse than the best choice in that future; infinite if it never finishes.

    Where no choice finishes there is nothing to regret.
    """
    losses = losses_of(table, better)
    best = losses.min(axis=0)
    return np.where(np.isinf(best), 0.0, losses - np.where(np.isinf(best), 0.0, best))


def robustness(table: Array, better: Better = "lower", threshold: float | None = None) -> list[Robustness]:
    """One for each choice, the least largest regret first (then the least mean regret)."""
    regret, losses = regrets(table, better), losses_of(table, better)
    sign = -1 if better == "higher" else 1
    found = []
    for choice, row in enumerate(regret):
        met = None if threshold is None else float((losses[choice] <= sign * threshold).mean())
        found.append(
            Robustness(
                choice=choice,
                mean=float(table[choice].mean()),
                worst=float(sign * losses[choice].max()),
                largest_regret=float(row.max()),
                regret_90=float(np.quantile(row, LATE_SHARE, method="inverted_cdf")),
                mean_regret=float(row.mean()),
                satisfies=met,
            )
        )
    return sorted(found, key=lambda one: (one.largest_regret, one.mean_regret, one.choice))


def pareto(objectives: Array, better: Sequence[Better]) -> list[int]:
    """The rows that no other row beats in one objective without losing in another; equals are all kept."""
    losses = np.array([losses_of(column, way) for column, way in zip(objectives.T, better, strict=True)]).T
    return [
        row
        for row, one in enumerate(losses)
        if not ((losses <= one).all(axis=1) & (losses < one).any(axis=1)).any()
    ]


def sure_pareto(
    replications: Sequence[Array], better: Sequence[Better], confidence: float = CONFIDENCE
) -> list[int]:
    """The rows that none beats for sure: one is out if another is no worse in all and surely better in one.

    `replications` holds points by replications for each objective. "Surely" needs a paired interval that
    leaves out 0; "no worse" goes by the mean.
    """
    points = len(replications[0])
    losses = [losses_of(table, way) for table, way in zip(replications, better, strict=True)]
    return [
        row
        for row in range(points)
        if not any(_beats(losses, other, row, confidence) for other in range(points) if other != row)
    ]


def _beats(losses: Sequence[Array], one: int, other: int, confidence: float) -> bool:
    surely = False
    for table in losses:
        found = paired(table[one].tolist(), table[other].tolist(), confidence)
        if found.mean is None or found.interval is None or found.mean > 0:
            return False
        surely = surely or found.interval.high < 0
    return surely


def losses_of(table: Array, better: Better) -> Array:
    """The table with less as better."""
    if better == "neither":
        raise PostureError("neither more nor less of this measure is better, so it ranks no choice")
    if np.isnan(table).any():
        raise PostureError("answers are missing: a choice cannot be judged by the futures that did not fail")
    return np.asarray(-table if better == "higher" else table, dtype=np.float64)
