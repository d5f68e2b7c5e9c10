"""A stand-in that knows how unsure it is: a line through the answers, and a Gaussian process over the rest.

As in Vernon, Goldstein & Bower (Bayesian Analysis 5, 2010): a regression on the factors that move an answer,
and a correlated residual whose variance grows away from the points that were run.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from posture.analysis.sensitivity import extra
from posture.stats.arrays import Array

SCALES = (0.2, 20.0)
"""Shortest and longest way over the unit cube on which answers are alike."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """What it says of new points on the unit cube."""

    active: tuple[int, ...]
    """Factors, by number, that move the answer."""
    coefficients: Array
    process: Any
    """The fitted residual; None where nothing moves the answer."""
    spread: float
    """Standard deviation of the residual where no factor is active."""

    def predict(self, points: Array) -> tuple[Array, Array]:
        """Mean and variance at each point."""
        there = points[:, list(self.active)]
        trend = _terms(there) @ self.coefficients
        if self.process is None:
            return trend, np.full(len(points), self.spread**2)
        mean, deviation = self.process.predict(there, return_std=True)
        return trend + mean, deviation**2


def fit(design: Array, values: Array, noise: float, active: tuple[int, ...]) -> Emulator:
    """An emulator of answers at points of the unit cube, each known up to a variance `noise`."""
    there = design[:, list(active)]
    coefficients = np.asarray(np.linalg.lstsq(_terms(there), values, rcond=None)[0], float)
    rest = values - _terms(there) @ coefficients
    spread = float(rest.std())
    if not active or spread < 1e-9:
        return Emulator(active, coefficients, None, spread)
    processes = extra("sklearn.gaussian_process", "an emulator")
    kernels = extra("sklearn.gaussian_process.kernels", "an emulator")
    alike = kernels.RBF([1.0] * len(active), [SCALES] * len(active))
    kernel = kernels.ConstantKernel(spread**2, (1e-8, 1e2)) * alike
    process = processes.GaussianProcessRegressor(kernel, alpha=max(noise, 1e-6), random_state=1)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a scale at its end says that a factor matters little
        process.fit(there, rest)
    return Emulator(active, coefficients, process, spread)


def _terms(points: Array) -> Array:
    return np.column_stack([np.ones(len(points)), points - 0.5])
