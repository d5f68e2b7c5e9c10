"""Sobol' indices: what share of the variance each factor explains, alone and with all its interactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posture.analysis.sensitivity import RESAMPLES, extra, outputs
from posture.core.errors import PostureError
from posture.stats.arrays import Array, same
from posture.stats.estimates import CONFIDENCE, Interval

AT_ONCE = 100
Rows = NDArray[np.intp]


class Layout(NamedTuple):
    """Which rows of the design are A, B and, for each factor, A with that column from B."""

    a: Rows
    b: Rows
    mixed: Rows


@dataclass(frozen=True, slots=True)
class Index:
    """One factor: its share alone (`first`) and with all interactions (`total`), with bootstrap intervals.

    `naive_first` and `naive_total` are SALib's, uncorrected for noise.
    """

    factor: str
    first: float
    first_interval: Interval
    total: float
    total_interval: Interval
    naive_first: float
    naive_total: float


@dataclass(frozen=True, slots=True)
class Indices:
    """All factors, in their order; `base` rows were used.

    `noise` is the share of the variance between point means that is chance and is corrected for; None with
    one replication, where it cannot be told from the factors.
    """

    base: int
    replications: int
    variance: float
    noise: float | None
    factors: tuple[Index, ...]


def layout(design: Array) -> Layout:
    """Find A, B and the mixed rows, base row by base row or block by block; rows out of order are refused."""
    points, factors = design.shape
    for width in (factors + 2, 2 * factors + 2):
        if points % width:
            continue
        base = points // width
        by_row, by_block = np.arange(points).reshape(base, width).T, np.arange(points).reshape(width, base)
        for order in (by_row, by_block):
            last = Layout(order[0], order[-1], order[1 : factors + 1])
            second = Layout(order[0], order[1], order[2 : factors + 2])
            for found in (last, second):
                if _sound(design, found):
                    return found
    raise PostureError(
        f"these {points} rows are no Saltelli design of {factors} factors (A, B and A with one column of B): "
        f"rows are missing or out of order, or the design is of another kind"
    )


def _sound(design: Array, rows: Layout) -> bool:
    a, b = design[rows.a], design[rows.b]
    if np.all(same(a, b)):
        return False
    for column, mixed in enumerate(rows.mixed):
        wanted = a.copy()
        wanted[:, column] = b[:, column]
        if not np.all(same(design[mixed], wanted)):
            return False
    return True


def whole_rows(rows: Layout, values: Array) -> Layout:
    """The base rows of which every run answered; a failed run takes its whole base row with it."""
    good = np.asarray(np.isfinite(values).all(axis=1))
    kept = good[rows.a] & good[rows.b] & good[rows.mixed].all(axis=0)
    return Layout(rows.a[kept], rows.b[kept], rows.mixed[:, kept])


def sobol(
    design: Array,
    values: Array,
    names: Sequence[str],
    *,
    rows: Layout | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> Indices:
    """First and total indices (Saltelli 2010; Jansen 1999) of the *expected* answer.

    With two or more replications every product takes its two factors from different ones, so chance adds
    nothing on average, whether or not the points share it. Intervals resample whole base rows.
    """
    rows = rows or layout(design)
    used = np.unique(np.concatenate([rows.a, rows.b, rows.mixed.ravel()]))
    table = np.asarray(values, dtype=np.float64).reshape(len(values), -1)
    outputs(table[used] if len(table) == len(design) else table, len(used))
    a, b, mixed = table[rows.a], table[rows.b], table[rows.mixed]
    if len(a) < 2 or np.ptp(table[used].mean(axis=1)) == 0:
        raise PostureError("the answer is the same at every point: there is no variance to share out")
    centre = np.concatenate([a, b]).mean(axis=0)
    a, b, mixed = a - centre, b - centre, mixed - centre
    sums = _sums(a, b, mixed)
    first, total, variance = _shares(sums, np.full((1, len(a)), 1 / len(a)))
    if variance[0] <= 0:
        raise PostureError("chance explains all of the variance between points: more replications are needed")
    ends = _bootstrap(sums, seed, resamples, confidence)
    naive = float(np.concatenate([a, b]).mean(axis=1).var())
    noise = max(0.0, 1 - float(variance[0]) / naive) if table.shape[1] > 1 else None
    plain = [_salib(a.mean(axis=1), one.mean(axis=1), b.mean(axis=1)) for one in mixed]
    found = (
        Index(name, float(one), Interval(*low), float(other), Interval(*high), *uncorrected)
        for name, one, low, other, high, uncorrected in zip(
            names, first[0], ends[0].T.tolist(), total[0], ends[1].T.tolist(), plain, strict=True
        )
    )
    return Indices(len(a), table.shape[1], float(variance[0]), noise, tuple(found))


class _Sums(NamedTuple):
    """Terms of the estimators, one for each base row; their means over the rows are the estimates.

    `first` and `total` (factors by rows) give the numerators of both indices, `variance` the denominator.
    """

    first: Array
    total: Array
    variance: Array


def _cross(one: Array, other: Array) -> Array:
    """The mean product of two answers from different replications; from the same one if there is but one."""
    n = one.shape[-1]
    if n == 1:
        return np.asarray(one[..., 0] * other[..., 0])
    products = one.sum(axis=-1) * other.sum(axis=-1) - (one * other).sum(axis=-1)
    return np.asarray(products / (n * (n - 1)))


def _sums(a: Array, b: Array, mixed: Array) -> _Sums:
    first = np.array([_cross(b, one - a) for one in mixed])
    total = np.array([_cross(a - one, a - one) / 2 for one in mixed])
    return _Sums(first, total, (_cross(a, a) + _cross(b, b)) / 2)


def _shares(sums: _Sums, weights: Array) -> tuple[Array, Array, Array]:
    """First and total indices, and the variance, for each row of weights over the base rows."""
    variance = weights @ sums.variance
    return weights @ sums.first.T / variance[:, None], weights @ sums.total.T / variance[:, None], variance


def _bootstrap(sums: _Sums, seed: int, resamples: int, confidence: float) -> tuple[Array, Array]:
    """Low and high ends of all first and all total indices, by the bootstrap-t over base rows."""
    chance = np.random.default_rng(seed)
    n = len(sums.variance)
    whole = np.full((1, n), 1 / n)
    parts = [
        chance.multinomial(n, whole[0], size=min(AT_ONCE, resamples - at))
        for at in range(0, resamples, AT_ONCE)
    ]
    weights = np.concatenate(parts) / n
    first = _ends(sums.first, sums.variance, weights, whole, confidence)
    return first, _ends(sums.total, sums.variance, weights, whole, confidence)


def _ends(tops: Array, bottom: Array, weights: Array, whole: Array, confidence: float) -> Array:
    """Low and high end of an interval for each index: the mean of a row of `tops` over that of `bottom`.

    The bootstrap-t: how far each resample's ratio strays from that of all rows, counted in the resample's own
    standard error, gives the quantiles by which the standard error of all rows is multiplied.
    """
    ends = []
    risks = [(1 + confidence) / 2, (1 - confidence) / 2]
    for top in tops:
        here, error = (float(one[0]) for one in _ratio(top, bottom, whole))
        there, errors = _ratio(top, bottom, weights)
        strays = (there - here) / errors
        sound = strays[np.isfinite(strays)]
        ends.append(here - error * np.quantile(sound, risks) if len(sound) else np.array([here, here]))
    return np.array(ends).T


def _ratio(top: Array, bottom: Array, weights: Array) -> tuple[Array, Array]:
    """The ratio of the weighted means, and its standard error (delta method)."""
    below = weights @ bottom
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = weights @ top / below
        spread = weights @ top**2 - 2 * ratio * (weights @ (top * bottom)) + ratio**2 * (weights @ bottom**2)
        error = np.sqrt(np.maximum(spread, 0.0) / len(bottom)) / below
    return np.asarray(ratio), np.asarray(np.where(error > 0, error, np.nan))


def _salib(a: Array, mixed: Array, b: Array) -> tuple[float, float]:
    """SALib's two estimators on means over replications, which have been found whole and in order."""
    salib = extra("SALib.analyze.sobol", "a Sobol' index")
    return float(salib.first_order(a, mixed, b)), float(salib.total_order(a, mixed, b))
