"""Elementary effects (Morris 1991; mu* of Campolongo 2007): which factors matter, which bend or meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from posture.analysis.sensitivity import outputs
from posture.core.errors import PostureError
from posture.stats.arrays import TOLERANCE, Array, same
from posture.stats.estimates import CONFIDENCE, Interval, mean_interval


@dataclass(frozen=True, slots=True)
class Effect:
    """One factor over its whole range: mean effect, mean size of it, and its spread over the trajectories.

    `interval` is the t interval of mu, `strength_interval` that of mu*, both over the trajectories. `noise`
    is the standard error of one effect from the replications; None for a single one.
    A sigma no larger than the noise tells nothing of bends or interactions.
    """

    factor: str
    mu: float
    mu_star: float
    sigma: float
    interval: Interval | None
    strength_interval: Interval | None
    noise: float | None


def trajectories(design: Array) -> NDArray[np.intp]:
    """Which factor moves at each step of each trajectory, or refused: rows out of order show here.

    `design` is on the unit cube, trajectories of (factors + 1) points one after the other.
    """
    points, factors = design.shape
    if factors == 0 or points % (factors + 1):
        raise PostureError(
            f"{points} points are no Morris design of {factors} factors: each trajectory has {factors + 1}"
        )
    walks = design.reshape(-1, factors + 1, factors)
    moved = ~same(walks[:, 1:], walks[:, :-1])
    each_once = (moved.sum(axis=2) == 1).all() and (moved.sum(axis=1) == 1).all()
    if not each_once:
        raise PostureError(
            "these rows are no Morris trajectories: each step must move one factor, each factor once; "
            "the rows are out of order, or the design is of another kind"
        )
    return np.asarray(moved.argmax(axis=2))


def elementary(design: Array, values: Array) -> Array:
    """Effects by trajectory, factor and replication: the change over the step, as if over the whole range."""
    table = outputs(values, len(design))
    moved = trajectories(design)
    count, factors = moved.shape
    walks = design.reshape(count, factors + 1, factors)
    answers = table.reshape(count, factors + 1, -1)
    steps = np.take_along_axis(np.diff(walks, axis=1), moved[:, :, None], axis=2)
    if (np.abs(steps) <= TOLERANCE).any():
        raise PostureError("a Morris step has no length")
    effects = np.empty((count, factors, table.shape[1]))
    rows = np.arange(count)[:, None]
    effects[rows, moved] = np.diff(answers, axis=1) / steps
    return effects


def morris(
    design: Array,
    values: Array,
    names: Sequence[str],
    confidence: float = CONFIDENCE,
) -> list[Effect]:
    """One effect a factor, in the order of the names. Noise in one trajectory should share its seed."""
    if len(names) != design.shape[1]:
        raise PostureError(f"{len(names)} names for {design.shape[1]} factors")
    by_replication = elementary(design, values)
    effects = by_replication.mean(axis=2)
    replications = by_replication.shape[2]
    found = []
    for number, name in enumerate(names):
        column = effects[:, number].tolist()
        mu = fsum(column) / len(column)
        sizes = [abs(one) for one in column]
        spread = fsum((one - mu) ** 2 for one in column)
        noise = None
        if replications > 1:
            noise = sqrt(float(by_replication[:, number].var(axis=1, ddof=1).mean()) / replications)
        found.append(
            Effect(
                factor=name,
                mu=mu,
                mu_star=fsum(sizes) / len(sizes),
                sigma=sqrt(spread / (len(column) - 1)) if len(column) > 1 else 0.0,
                interval=mean_interval(column, confidence),
                strength_interval=mean_interval(sizes, confidence),
                noise=noise,
            )
        )
    return found
