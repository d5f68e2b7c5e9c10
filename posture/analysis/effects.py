"""Main effects and interactions of a grid: what one level does against another, all else equal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

import numpy as np

from posture.core.errors import PostureError
from posture.runs.studies import number_of
from posture.stats.arrays import Array
from posture.stats.estimates import CONFIDENCE, Interval, mean_interval

Design = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gain:
    """What going from `base` to `level` of one factor adds, mean over the settings of all other factors.

    `least` and `most` are over those settings; `interval` is over the replications, so it holds the
    settings as they are. `settings` counts them, `pairs` the replications in which all of them answered.
    """

    factor: str
    base: str
    level: str
    change: float
    interval: Interval | None
    least: float
    most: float
    settings: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Interaction:
    """How much more the first factor's change adds at the second factor's last level than at its first."""

    first: str
    second: str
    change: float
    interval: Interval | None


Levels = Sequence[Sequence[str]]
"""For each factor its levels in order; the first is what the others are held against."""


def as_written(design: Design) -> list[list[str]]:
    """The levels of each factor, in the order in which they first appear."""
    return [list(dict.fromkeys(column)) for column in zip(*design, strict=True)]


def worst_first(design: Design, values: Array, *, lower_is_better: bool) -> list[list[str]]:
    """The levels of each factor: numbers as they rise, words from the worst mean to the best."""
    means = np.nanmean(values, axis=1) * (-1 if lower_is_better else 1)
    found = []
    for column, given in enumerate(as_written(design)):
        ranks = {level: number for level in given if (number := number_of(level)) is not None}
        if len(ranks) < len(given):
            ranks = {level: float(means[[row[column] == level for row in design]].mean()) for level in given}
        found.append(sorted(given, key=ranks.__getitem__))
    return found


def gains(
    design: Design,
    values: Array,
    names: Sequence[str],
    confidence: float = CONFIDENCE,
    levels: Levels | None = None,
) -> list[Gain]:
    """Every level of every factor against the factor's first."""
    return [
        _gain(design, values, (column, name), first, level, confidence)
        for (column, name), (first, *others) in zip(
            enumerate(names), levels or as_written(design), strict=True
        )
        for level in others
    ]


def interactions(
    design: Design,
    values: Array,
    names: Sequence[str],
    confidence: float = CONFIDENCE,
    levels: Levels | None = None,
) -> list[Interaction]:
    """For each two factors, between their first and last levels, the largest first."""
    found = []
    levels = levels or as_written(design)
    for one, other in combinations(range(len(names)), 2):
        ends = [(levels[column][0], levels[column][-1]) for column in (one, other)]
        if any(low == high for low, high in ends):
            continue
        quads = list(_quads(design, (one, other), ends))
        if not quads:
            continue
        changes = _mean_rows([values[d] - values[c] - values[b] + values[a] for a, b, c, d in quads])
        if changes:
            mean = fsum(changes) / len(changes)
            found.append(Interaction(names[one], names[other], mean, mean_interval(changes, confidence)))
    return sorted(found, key=lambda one: (-abs(one.change), one.first, one.second))


def contrasts(
    design: Design,
    values: Array,
    names: Sequence[str],
    confidence: float = CONFIDENCE,
    levels: Levels | None = None,
) -> list[Gain]:
    """The same from all points at either level, for a fraction of a grid in which no pair stands alone.

    What other factors do must balance out; what two of them do together may be mixed in.
    """
    found = []
    for (column, name), (first, *others) in zip(enumerate(names), levels or as_written(design), strict=True):
        at = {level: [point for point, row in enumerate(design) if row[column] == level] for level in others}
        base = [point for point, row in enumerate(design) if row[column] == first]
        for level in others:
            there, here = _mean_rows(values[at[level]]), _mean_rows(values[base])
            if len(there) != values.shape[1] or len(here) != values.shape[1]:
                raise PostureError("a fraction of a grid needs every answer; rerun what failed")
            changes = [one - other for one, other in zip(there, here, strict=True)]
            mean = fsum(changes) / len(changes)
            interval = mean_interval(changes, confidence)
            found.append(
                Gain(
                    factor=name,
                    base=first,
                    level=level,
                    change=mean,
                    interval=interval,
                    least=mean,
                    most=mean,
                    settings=len(base),
                    pairs=len(changes),
                )
            )
    return found


def _gain(
    design: Design, values: Array, factor: tuple[int, str], base: str, level: str, confidence: float
) -> Gain:
    column, name = factor
    pairs = list(_pairs(design, column, base, level))
    if not pairs:
        raise PostureError(
            f"no two points differ in '{name}' alone ({base} and {level}): this design is no grid"
        )
    rows = [values[there] - values[here] for here, there in pairs]
    changes = _mean_rows(rows)
    if not changes:
        raise PostureError(
            f"no replication answered at every setting of '{name}'; rerun what failed, or give --limit"
        )
    each = [float(np.nanmean(row)) for row in rows]
    mean = fsum(changes) / len(changes)
    interval = mean_interval(changes, confidence)
    return Gain(
        factor=name,
        base=base,
        level=level,
        change=mean,
        interval=interval,
        least=min(each),
        most=max(each),
        settings=len(pairs),
        pairs=len(changes),
    )


def _mean_rows(rows: Sequence[Array] | Array) -> list[float]:
    """The mean over settings for each replication in which all of them answered."""
    table = np.array(rows)
    whole = table[:, np.isfinite(table).all(axis=0)]
    return [fsum(column) / len(column) for column in whole.T.tolist()]


def _pairs(design: Design, column: int, base: str, level: str) -> Iterator[tuple[int, int]]:
    """Points at `base` and at `level` that agree in all other factors."""
    at: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for point, row in enumerate(design):
        others = (*row[:column], *row[column + 1 :])
        at[others].setdefault(row[column], point)
    for here in at.values():
        if base in here and level in here:
            yield here[base], here[level]


def _quads(
    design: Design, columns: tuple[int, int], ends: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, int, int, int]]:
    """Points at low-low, high-low, low-high and high-high of two factors, all else equal."""
    at: dict[tuple[str, ...], dict[tuple[str, str], int]] = defaultdict(dict)
    for point, row in enumerate(design):
        others = tuple(value for column, value in enumerate(row) if column not in columns)
        at[others].setdefault((row[columns[0]], row[columns[1]]), point)
    (low, high), (left, right) = ends
    corners = [(low, left), (high, left), (low, right), (high, right)]
    for here in at.values():
        if all(corner in here for corner in corners):
            a, b, c, d = (here[corner] for corner in corners)
            yield a, b, c, d
