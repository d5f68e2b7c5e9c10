"""The guard before every sensitivity index: what is incomplete or out of order is refused by name."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError

Array = NDArray[np.float64]
RESAMPLES = 1000
TOLERANCE = 1e-9


def extra(module: str, needed_for: str) -> Any:
    """A module of the `analysis` extra, or how to get it."""
    try:
        return import_module(module)
    except ImportError as missing:
        package = module.split(".", maxsplit=1)[0]
        name = {"sklearn": "scikit-learn"}.get(package, package)
        raise PostureError(
            f"{needed_for} needs {name}, which is not installed; pip install 'posture[analysis]'"
        ) from missing


def outputs(values: Array, points: int) -> Array:
    """The answers as points by replications, finite and as many as the design has points, or refused.

    One missing answer makes an index of zero in some tools; here it is counted and nothing is computed.
    """
    table = np.asarray(values, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    if table.ndim != 2 or table.shape[0] != points or table.shape[1] == 0:
        raise PostureError(
            f"the design has {points} points and the answers are {' x '.join(map(str, table.shape))}; "
            f"give one row of replications for each point, in the order of the design"
        )
    failed, unfinished = int(np.isnan(table).sum()), int(np.isinf(table).sum())
    if failed or unfinished:
        raise PostureError(
            f"{failed} answers are missing and {unfinished} never finished, of {table.size}; no index is "
            f"computed from what is left: rerun them, leave out their blocks (--drop-failed), or take the "
            f"mean up to a limit (--limit)"
        )
    return table


def unit_cube(design: Array, low: Sequence[float], high: Sequence[float]) -> Array:
    """The design with each factor from 0 at its low to 1 at its high end; a point outside is refused."""
    design = np.asarray(design, dtype=np.float64)
    lows, highs = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    if design.ndim != 2 or design.shape[1] != len(lows) or len(lows) != len(highs):
        raise PostureError(f"the design has {design.shape[-1]} columns for {len(lows)} factors")
    if not (np.isfinite(design).all() and (highs > lows).all()):
        raise PostureError("every factor needs a finite value at every point, and its high end above its low")
    scaled: Array = (design - lows) / (highs - lows)
    if scaled.min() < -TOLERANCE or scaled.max() > 1 + TOLERANCE:
        raise PostureError("a point of the design lies outside the bounds of its factors")
    return scaled


def same(one: Array, other: Array) -> NDArray[np.bool_]:
    """Where two designs agree, to rounding."""
    agree: NDArray[np.bool_] = np.isclose(one, other, rtol=TOLERANCE, atol=TOLERANCE)
    return agree
