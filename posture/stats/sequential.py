"""When there are enough replications: a stated half-width, looked at where agreed beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite, isinf
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.stats.estimates import CONFIDENCE, mean_interval, wilson
from posture.stats.intervals import quantile_interval

FIRST = 20
"""With fewer, the runs that happen to look alike stop too soon and their intervals miss too often."""
STEP = 5
MOST = 1000


@dataclass(frozen=True, slots=True)
class Precision:
    """How precise an answer must be: within `absolute` of the truth or `relative` of it, either suffices.

    The relative target is a share of the *size* of the mean, so a negative mean is held to it like a positive
    one. Where the mean may be near zero no share of it can be met: state an absolute target as well, which is
    then the floor below which nobody asks for more.
    """

    absolute: float | None = None
    relative: float | None = None
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        """Refuse a precision that says nothing or can never be met."""
        if self.absolute is None and self.relative is None:
            raise PostureError("a precision names an absolute or a relative half-width, or both")
        for name, value in (("absolute", self.absolute), ("relative", self.relative)):
            if value is not None and not (isfinite(value) and value > 0):
                raise PostureError(f"the {name} half-width must be above 0, not {value:g}")
        if not 0 < self.confidence < 1:
            raise PostureError(f"a confidence is between 0 and 1, not {self.confidence:g}")


class Reached(NamedTuple):
    """The estimate after n replications, its half-width, and the half-width that is asked for."""

    n: int
    estimate: float
    half: float
    wanted: float

    @property
    def enough(self) -> bool:
        """Whether it is as precise as asked."""
        return self.half <= self.wanted


def checkpoints(first: int = FIRST, most: int = MOST, step: int = STEP) -> Iterator[int]:
    """After how many replications to look, agreed beforehand, so that no number of workers matters."""
    yield from range(first, most, step)
    if most >= first:
        yield most


def reached(values: Sequence[float], precision: Precision, unit: str = "") -> Reached:
    """How precise these replications are, from 0 on without a gap.

    A mean by its t interval. A probability by its Wilson interval. Where a run never finished there is no
    mean: the median and the longer side of its order-statistic interval are taken instead.
    """
    if unit == "probability":
        share = fsum(values) / len(values)
        low, high = wilson(round(fsum(values)), len(values), precision.confidence)
        return _told(len(values), share, (high - low) / 2, precision)
    if any(map(isinf, values)):
        low, high, _ = quantile_interval(values, 0.5, precision.confidence)
        middle = sorted(values)[(len(values) - 1) // 2]
        half = max(high - middle, middle - low) if isfinite(middle) else inf
        return _told(len(values), middle, half, precision)
    interval = mean_interval(values, precision.confidence)
    if interval is None:
        return Reached(len(values), values[0] if values else 0.0, inf, 0.0)
    centre = (interval.low + interval.high) / 2
    return _told(len(values), centre, (interval.high - interval.low) / 2, precision)


def stop(
    answers: Mapping[str, Sequence[float]],
    precision: Mapping[str, Precision],
    units: Mapping[str, str] | None = None,
    first: int = FIRST,
) -> bool:
    """Whether every measure that has a stated precision has reached it, with no fewer than `first` runs."""
    return all(
        len(answers[name]) >= first and reached(answers[name], wanted, (units or {}).get(name, "")).enough
        for name, wanted in precision.items()
    )


def _told(n: int, estimate: float, half: float, precision: Precision) -> Reached:
    return Reached(n, estimate, half, _wanted(estimate, precision) if isfinite(estimate) else 0.0)


def _wanted(estimate: float, precision: Precision) -> float:
    """The half-width that is asked for: g / (1 + g) of the estimate, for the error is of the truth."""
    relative = precision.relative or 0.0
    return max(precision.absolute or 0.0, relative / (1 + relative) * abs(estimate))
