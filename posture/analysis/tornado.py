"""One at a time: what each factor moves when it alone goes to its low and its high, ranked by how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from posture.core.errors import PostureError
from posture.stats.arrays import Array
from posture.stats.estimates import CONFIDENCE, Interval
from posture.stats.paired import paired


@dataclass(frozen=True, slots=True)
class FactorMove:
    """One factor at one other value: what the answer then is more than at the base, in pairs."""

    value: str
    point: int
    change: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One factor: its moves in the order of the design, and the widest difference among them and the base.

    `swing` is never negative; `interval` is that of the pair of points that makes it, chosen after looking,
    so the swing of a factor that moves nothing is still a little above 0.
    """

    factor: str
    base: str
    moves: tuple[FactorMove, ...]
    swing: float
    interval: Interval | None
    pairs: int

    @property
    def certain(self) -> bool:
        """Whether the swing is told from nothing."""
        return self.interval is not None and self.interval.low > 0


def base_point(design: Sequence[Sequence[str]]) -> int:
    """The row from which every other differs in one factor at most."""
    for row, values in enumerate(design):
        if all(sum(one != other for one, other in zip(values, row2, strict=True)) <= 1 for row2 in design):
            return row
    raise PostureError("no point of this design differs from each other point in one factor alone")


def tornado(
    design: Sequence[Sequence[str]],
    values: Array,
    names: Sequence[str],
    confidence: float = CONFIDENCE,
) -> list[Bar]:
    """The bars, the widest first; `design` is as written, `values` points by replications."""
    base = base_point(design)
    bars = []
    for column, name in enumerate(names):
        points = [row for row, one in enumerate(design) if one[column] != design[base][column]]
        if points:
            bars.append(_bar(design, values, (column, name), base, points, confidence))
    return sorted(bars, key=lambda bar: (-bar.swing, bar.factor))


def _bar(
    design: Sequence[Sequence[str]],
    values: Array,
    factor: tuple[int, str],
    base: int,
    points: Sequence[int],
    confidence: float,
) -> Bar:
    column, name = factor
    moves = tuple(_moves(design, values, column, base, points, confidence))
    means = {base: 0.0} | {move.point: move.change for move in moves if not isnan(move.change)}
    top, bottom = max(means, key=lambda at: means[at]), min(means, key=lambda at: means[at])
    if top == bottom:
        top = points[0]
    widest = paired(values[top].tolist(), values[bottom].tolist(), confidence)
    swing = widest.mean if widest.mean is not None else float("nan")
    return Bar(name, design[base][column], moves, swing, widest.interval, widest.pairs)


def _moves(
    design: Sequence[Sequence[str]],
    values: Array,
    column: int,
    base: int,
    points: Sequence[int],
    confidence: float,
) -> Iterator[FactorMove]:
    for point in points:
        one = paired(values[point].tolist(), values[base].tolist(), confidence)
        change = np.nan if one.mean is None else one.mean
        yield FactorMove(design[point][column], point, change, one.interval)
