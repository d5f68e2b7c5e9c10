"""In which futures does it go wrong? Boxes of factor values, with coverage and density."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError
from posture.stats.arrays import Array

Flags = NDArray[np.bool_]
Columns = Mapping[str, Array | Sequence[str]]
"""Each factor's values, point by point: numbers, or words where it has no order."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a box asks of one factor: at least `low`, at most `high`, or one of `among`."""

    factor: str
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] = ()

    def holds(self, column: Array | Sequence[str]) -> Flags:
        """At which points the factor is within the limit."""
        if self.among:
            return np.isin(np.asarray(column, dtype=object).astype(str), self.among)
        numbers = np.asarray(column, dtype=np.float64)
        held = np.ones(len(numbers), dtype=bool)
        if self.low is not None:
            held &= numbers >= self.low
        if self.high is not None:
            held &= numbers <= self.high
        return held


@dataclass(frozen=True, slots=True)
class Box:
    """Limits that hold together, and what lies within them.

    `coverage` is the share of all cases of interest that it holds, `density` the share of interest among the
    cases it holds, `mass` the share of all cases it holds. `chance` tells for each limit how likely so many
    cases of interest would be were that limit of no use (quasi-p-value; small is good).
    """

    limits: tuple[Limit, ...]
    cases: int
    hits: int
    coverage: float
    density: float
    mass: float
    chance: tuple[float, ...] = ()


def within(columns: Columns, limits: Sequence[Limit], n: int) -> Flags:
    """At which points all limits hold."""
    held = np.ones(n, dtype=bool)
    for limit in limits:
        held &= limit.holds(columns[limit.factor])
    return held


def box_of(columns: Columns, interest: Flags, limits: Sequence[Limit]) -> Box:
    """A box with its coverage, density and mass, and the quasi-p-value of each of its limits."""
    from scipy.special import bdtrc

    held = within(columns, limits, len(interest))
    cases, hits = int(held.sum()), int(interest[held].sum())
    chances = []
    for number in range(len(limits)):
        wider = within(columns, [*limits[:number], *limits[number + 1 :]], len(interest))
        share = float(interest[wider].mean()) if wider.any() else 0.0
        chances.append(1.0 if hits == 0 else float(bdtrc(hits - 1, cases, share)))
    return Box(
        limits=tuple(limits),
        cases=cases,
        hits=hits,
        coverage=hits / int(interest.sum()),
        density=hits / cases if cases else 0.0,
        mass=cases / len(interest),
        chance=tuple(chances),
    )


def chosen_box(boxes: Sequence[Box], density: float = 0.8) -> Box:
    """The box that covers most among those as dense as asked, with the fewest limits; else the densest."""
    dense = [box for box in boxes if box.density >= density]
    if dense:
        return max(dense, key=lambda box: (box.coverage, -len(box.limits), box.density))
    return max(boxes, key=lambda box: (box.density, box.coverage))


def check_interest(columns: Columns, interest: Flags) -> None:
    """Refuse what has nothing to discover."""
    if not columns or any(len(column) != len(interest) for column in columns.values()):
        raise PostureError("discovery needs one value of every factor at every point")
    if not interest.any() or interest.all():
        found = "every" if interest.all() else "no"
        raise PostureError(f"{found} case is of interest, so nothing sets them apart; move the threshold")
