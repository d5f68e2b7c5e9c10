"""The guard before every sensitivity index: what is incomplete or out of order is refused by name."""

from importlib import import_module
from typing import Any

import numpy as np

from posture.core.errors import PostureError
from posture.stats.arrays import Array

RESAMPLES = 1000


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
