"""Arrays of answers: designs scaled to the unit cube, and where two designs agree."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError

Array = NDArray[np.float64]
TOLERANCE = 1e-9


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
