"""What can be said where some runs never finish: the share that does."""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from posture.stats.estimates import CONFIDENCE, Interval, wilson


class Finished(NamedTuple):
    """How many runs finished, and the Wilson interval of their share."""

    finished: int
    n: int
    interval: Interval


def finished(values: Sequence[float], confidence: float = CONFIDENCE) -> Finished:
    """The runs whose value is finite."""
    count = sum(map(isfinite, values))
    return Finished(count, len(values), wilson(count, len(values), confidence))
