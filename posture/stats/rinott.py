"""Rinott's two-stage procedure (1978): how often to run each of k independent systems to pick the best."""

from functools import lru_cache
from math import ceil

import numpy as np

from posture.core.errors import PostureError

NODES = 200
HALVINGS = 60


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
