"""What can be said of a mean where some runs never finish: the share that does, and means up to a limit."""

from collections.abc import Sequence
from math import fsum, isfinite
from typing import NamedTuple

from posture.ground.errors import PostureError
from posture.study.estimates import CONFIDENCE, Interval, mean_interval, wilson


class Restricted(NamedTuple):
    """The mean of min(value, limit): the days lost before the limit, whatever would come after it."""

    limit: float
    mean: float
    interval: Interval | None


class Finished(NamedTuple):
    """How many runs finished, and the Wilson interval of their share."""

    finished: int
    n: int
    interval: Interval


def finished(values: Sequence[float], confidence: float = CONFIDENCE) -> Finished:
    """The runs whose value is finite."""
    count = sum(map(isfinite, values))
    return Finished(count, len(values), wilson(count, len(values), confidence))


def restricted_mean(values: Sequence[float], limit: float, confidence: float = CONFIDENCE) -> Restricted:
    """The mean up to a limit, which must be finite; a run that never finished counts as the limit."""
    if not isfinite(limit):
        raise PostureError("a mean up to a limit needs a finite limit, in the measure's unit")
    cut = [min(value, limit) for value in values]
    return Restricted(limit, fsum(cut) / len(cut), mean_interval(cut, confidence))
