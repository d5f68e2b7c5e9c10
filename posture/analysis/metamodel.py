"""A quick stand-in for the model, linear or a Gaussian process, each with its tested error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np

from posture.analysis.sensitivity import extra, outputs
from posture.core.errors import PostureError
from posture.stats.arrays import Array
from posture.stats.estimates import CONFIDENCE, Interval

FOLDS = 10
RESTARTS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """What a factor (or two together) adds from its low to its high end, others midway; with a t interval."""

    factors: tuple[str, ...]
    change: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Fit:
    """A stand-in: what it says of new points on the unit cube, and how far it was off at points left out.

    `error` is the root of the mean squared error at points left out; `explained` is 1 less its square over
    the variance of the answers. Below 0 the plain mean does better.
    """

    kind: str
    predict: Callable[[Array], Array]
    error: float
    explained: float
    terms: tuple[Term, ...] = ()


def linear(
    design: Array,
    values: Array,
    names: Sequence[str],
    *,
    with_interactions: bool = True,
    confidence: float = CONFIDENCE,
) -> Fit:
    """Least squares on the unit cube; without interactions where there are too few points for them.

    The error is that of leaving one point out, exactly.
    """
    from scipy.special import stdtrit

    answers = outputs(values, len(design)).mean(axis=1)
    pairs = list(combinations(range(len(names)), 2)) if with_interactions else []
    if len(design) < 2 * (1 + len(names) + len(pairs)):
        pairs = []
    freedom = len(design) - 1 - len(names) - len(pairs)
    table = _terms(design, pairs)
    if freedom < 1 or np.linalg.matrix_rank(table) < table.shape[1]:
        raise PostureError(
            f"{len(design)} points cannot tell {len(names)} factors apart; add points, or leave factors out"
        )
    inverse = np.linalg.inv(table.T @ table)
    coefficients = inverse @ table.T @ answers
    residuals = answers - table @ coefficients
    leverage = np.einsum("ij,jk,ik->i", table, inverse, table)
    deviation = sqrt(float(residuals @ residuals) / freedom)
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * deviation * np.sqrt(np.diag(inverse))
    keys = [*((name,) for name in names), *((names[one], names[other]) for one, other in pairs)]
    ends = zip(keys, coefficients[1:].tolist(), half[1:].tolist(), strict=True)
    terms = tuple(Term(key, at, Interval(at - reach, at + reach)) for key, at, reach in ends)

    def predict(points: Array) -> Array:
        return np.asarray(_terms(points, pairs) @ coefficients)

    left_out = residuals / np.maximum(1 - leverage, 1e-12)
    return Fit("linear with interactions" if pairs else "linear", predict, *_told(left_out, answers), terms)


def gaussian_process(design: Array, values: Array, *, seed: int = 0) -> Fit:
    """A Gaussian process, one length a factor (Matern 5/2) and noise; the error by ten folds."""
    answers = outputs(values, len(design)).mean(axis=1)
    if len(design) < 2 * FOLDS:
        raise PostureError(f"a Gaussian process needs {2 * FOLDS} points or more, not {len(design)}")
    folds = np.random.default_rng(seed).permutation(len(design)) % FOLDS
    whole = _fitted(design, answers, seed, RESTARTS)
    left_out = np.empty(len(design))
    for fold in range(FOLDS):
        kept = folds != fold
        model = _fitted(design[kept], answers[kept], seed, 0, whole.kernel_)
        left_out[~kept] = answers[~kept] - model.predict(design[~kept])

    def predict(points: Array) -> Array:
        return np.asarray(whole.predict(points))

    return Fit("Gaussian process", predict, *_told(left_out, answers))


def _terms(design: Array, pairs: Sequence[tuple[int, int]]) -> Array:
    centred = design - 0.5
    columns = [np.ones(len(design)), *centred.T, *(centred[:, a] * centred[:, b] for a, b in pairs)]
    return np.column_stack(columns)


def _told(left_out: Array, answers: Array) -> tuple[float, float]:
    squares = float((left_out**2).mean())
    variance = float(answers.var())
    return sqrt(squares), 1 - squares / variance if variance > 0 else 0.0


def _fitted(design: Array, answers: Array, seed: int, restarts: int, kernel: Any = None) -> Any:
    """A fitted process; with a kernel given, its lengths are kept."""
    import warnings

    processes = extra("sklearn.gaussian_process", "a Gaussian process")
    kernels = extra("sklearn.gaussian_process.kernels", "a Gaussian process")
    if kernel is None:
        shape = kernels.Matern(np.full(design.shape[1], 0.5), (0.05, 50.0), nu=2.5)
        kernel = kernels.ConstantKernel(1.0, (1e-3, 1e3)) * shape + kernels.WhiteKernel(0.1, (1e-8, 1e1))
        optimizer: str | None = "fmin_l_bfgs_b"
    else:
        optimizer = None
    model = processes.GaussianProcessRegressor(
        kernel, normalize_y=True, optimizer=optimizer, n_restarts_optimizer=restarts, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at its bound is a factor that does not matter
        model.fit(design, answers)
    return model
