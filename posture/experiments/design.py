"""Designs: which settings of the factors a study runs, as rows in a stated order."""

from collections.abc import Mapping
from itertools import combinations, product
from math import prod
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from pydantic import Field, JsonValue

from posture.core.errors import PostureError
from posture.core.schema import FrozenMap, Positive, Schema
from posture.experiments.factors import Axis, Cell

Row: TypeAlias = dict[str, Cell]
Axes: TypeAlias = Mapping[str, Axis]
MOST_POINTS = 100_000
TRIES = 200
LARGEST_SEED = 2**63 - 1
MOST_REPLICATIONS = 10**6

Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]


class Drawn(NamedTuple):
    """The rows of a design, and what its analysis needs to know of how they were made."""

    rows: list[Row]
    told: dict[str, Any]


class Listed(Schema):
    """Points written out one by one."""

    kind: Literal["list"]
    points: Annotated[tuple[FrozenMap[str, JsonValue], ...], Field(min_length=1)]
    """For each point its settings by factor; a factor left out stays as written."""


class DesignTable(Schema):
    """Points from a CSV file with a column for each factor; an empty cell stays as written."""

    kind: Literal["table"]
    file: str
    """The file, in the folder of the experiment."""


class Full(Schema):
    """Every combination."""

    kind: Literal["full"]
    levels: Positive = 2
    """Steps of each range or scale that names none itself."""


class Fractional(Schema):
    """Some of the combinations of two levels: what is generated follows from the signs of others."""

    kind: Literal["fractional"]
    generators: FrozenMap[str, tuple[str, ...]]
    """For each generated factor those whose product it is; a sign '-' before a name turns it round."""


class OneAtATime(Schema):
    """The scenario as written, then each factor alone at each of its levels."""

    kind: Literal["one-at-a-time"]
    levels: Positive = 2
    """Steps of each range or scale that names none itself."""


class LatinHypercube(Schema):
    """Each factor's range in as many strips as there are points, one point in each."""

    kind: Literal["latin-hypercube"]
    points: Positive
    seed: Seed = 1


class SpaceFilling(Schema):
    """The least correlated of many Latin hypercubes; its largest correlation is told."""

    kind: Literal["space-filling"]
    points: Positive
    tries: Positive = TRIES
    seed: Seed = 1


class Sobol(Schema):
    """Saltelli's rows for Sobol' indices: A, then A with each column from B, then B, for each of `points`."""

    kind: Literal["sobol"]
    points: Positive
    """Base rows, a power of two; the design has points x (factors + 2) rows."""
    seed: Seed = 1


class Morris(Schema):
    """Walks on a grid, one factor a step, for elementary effects."""

    kind: Literal["morris"]
    trajectories: Positive
    levels: Annotated[int, Field(ge=4, le=100, multiple_of=2)] = 4
    """Of the grid; a step is levels / (2 (levels - 1)) of the range."""
    seed: Seed = 1


class Assumptions(Schema):
    """The scenario as written, then each assumed figure that it uses alone at its low and at its high end."""

    kind: Literal["assumptions"]


Design: TypeAlias = Annotated[
    Listed
    | DesignTable
    | Full
    | Fractional
    | OneAtATime
    | LatinHypercube
    | SpaceFilling
    | Sobol
    | Morris
    | Assumptions,
    Field(discriminator="kind"),
]
FREE = (Listed, DesignTable)
"""Designs whose points name their settings, so that a factor needs no values of its own."""
WHOLE = (Fractional, OneAtATime, Sobol, Morris, Assumptions)
"""Designs whose analysis needs every row, so that no constraint may take one away."""


def drawn(design: Design, axes: Axes) -> Drawn:
    """The rows of a design; those of a table are read elsewhere and come as a list."""
    found = _drawn(design, axes)
    if len(found.rows) > MOST_POINTS:
        raise PostureError(f"{len(found.rows)} points; the most is {MOST_POINTS}")
    return found


def _drawn(design: Design, axes: Axes) -> Drawn:
    match design:
        case Listed():
            found = Drawn([{name: _cell(axes, name, point) for name in axes} for point in design.points], {})
        case Full():
            found = _full(axes, design.levels)
        case Fractional():
            found = _fractional(design, axes)
        case OneAtATime():
            found = _one_at_a_time(axes, design.levels)
        case LatinHypercube():
            found = Drawn(_placed(_hypercube(design.points, len(axes), design.seed), axes), {})
        case SpaceFilling():
            found = _space_filling(design, axes)
        case Sobol():
            found = _saltelli(design, axes)
        case Morris():
            found = _morris(design, axes)
        case _:
            found = _one_at_a_time(axes, 2)
    return found


def _cell(axes: Axes, name: str, point: Mapping[str, JsonValue]) -> Cell:
    return axes[name].cell(point[name]) if name in point else None


def _full(axes: Axes, levels: int) -> Drawn:
    steps = [axis.levels(levels) for axis in axes.values()]
    if prod(map(len, steps)) > MOST_POINTS:
        raise PostureError(f"{prod(map(len, steps))} points; the most is {MOST_POINTS}")
    return Drawn([dict(zip(axes, cells, strict=True)) for cells in product(*steps)], {})


def _one_at_a_time(axes: Axes, levels: int) -> Drawn:
    base: Row = dict.fromkeys(axes)
    rows, moves = [base], []
    for name, axis in axes.items():
        for cell in axis.levels(levels):
            moves.append({"factor": name, "value": cell, "row": len(rows)})
            rows.append({**base, name: cell})
    return Drawn(rows, {"base": 0, "moves": moves})


def _fractional(design: Fractional, axes: Axes) -> Drawn:
    """All combinations of the basic factors' signs; the others' signs are products of theirs."""
    basic = [name for name in axes if name not in design.generators]
    for name, axis in axes.items():
        if len(axis.levels(2)) != 2:
            raise PostureError(
                f"'{name}' has {len(axis.levels(2))} levels; a fractional design takes two of each"
            )
    for name, factors in design.generators.items():
        wrong = [one for one in (name, *(one.removeprefix("-") for one in factors)) if one not in axes]
        later = [one for one in factors if one.removeprefix("-") in design.generators]
        if wrong or later or not factors:
            raise PostureError(f"'{name}' is to be the product of basic factors: {', '.join(basic)}")
    rows = []
    for signs in product((-1, 1), repeat=len(basic)):
        sign = dict(zip(basic, signs, strict=True))
        for name, factors in design.generators.items():
            sign[name] = prod(-sign[one[1:]] if one.startswith("-") else sign[one] for one in factors)
        rows.append({name: axis.levels(2)[(sign[name] + 1) // 2] for name, axis in axes.items()})
    words = _words(design)
    shortest = min((len(word) for word in words), default=0)
    return Drawn(rows, {"resolution": shortest, "defining": [sorted(word) for word in words]})


def _words(design: Fractional) -> list[frozenset[str]]:
    """The defining relation: every product of generators, each a set of factors whose product is constant."""
    own = [
        frozenset([name]) ^ frozenset(one.removeprefix("-") for one in factors)
        for name, factors in design.generators.items()
    ]
    found = set()
    for size in range(1, len(own) + 1):
        for some in combinations(own, size):
            word: frozenset[str] = frozenset()
            for one in some:
                word ^= one
            found.add(word)
    return sorted(found, key=lambda word: (len(word), sorted(word)))


def _hypercube(points: int, factors: int, seed: int) -> Any:
    from scipy.stats import qmc

    return qmc.LatinHypercube(factors, seed=np.random.default_rng(seed)).random(points)


def _placed(cube: Any, axes: Axes) -> list[Row]:
    """The points of the unit cube as settings."""
    return [
        {name: axis.at(float(share)) for (name, axis), share in zip(axes.items(), point, strict=True)}
        for point in cube
    ]


def _space_filling(design: SpaceFilling, axes: Axes) -> Drawn:
    if design.points < 3:
        raise PostureError("a space-filling design needs at least three points")
    cubes = (_hypercube(design.points, len(axes), design.seed + number) for number in range(design.tries))
    best = min(
        ((_correlation(cube), number, cube) for number, cube in enumerate(cubes)), key=lambda one: one[:2]
    )
    return Drawn(_placed(best[2], axes), {"largest_correlation": round(best[0], 6), "tries": design.tries})


def _correlation(cube: Any) -> float:
    """The largest correlation between two factors, sign aside."""
    if cube.shape[1] < 2:
        return 0.0
    return float(np.abs(np.corrcoef(cube, rowvar=False)[np.triu_indices(cube.shape[1], 1)]).max())


def _saltelli(design: Sobol, axes: Axes) -> Drawn:
    from scipy.stats import qmc

    if design.points & (design.points - 1):
        raise PostureError(f"{design.points} is no power of two, which Sobol' points need to be balanced")
    factors = len(axes)
    both = qmc.Sobol(2 * factors, seed=np.random.default_rng(design.seed)).random(design.points)
    cube = []
    for row in both:
        a, b = row[:factors], row[factors:]
        mixed = [np.where(np.arange(factors) == factor, b, a) for factor in range(factors)]
        cube += [a, *mixed, b]
    return Drawn(
        _placed(cube, axes), {"base": design.points, "block": ["A", *axes, "B"], "second_order": False}
    )


def _morris(design: Morris, axes: Axes) -> Drawn:
    draw = np.random.default_rng(design.seed)
    factors, half = len(axes), design.levels // 2
    cube = []
    for _ in range(design.trajectories):
        at = draw.integers(0, half, factors)  # the lower half, so that a step up stays inside
        up = draw.random(factors) < 0.5
        at = np.where(up, at, at + half)
        cube.append(at / (design.levels - 1))
        for factor in draw.permutation(factors):
            at = at.copy()
            at[factor] += half if up[factor] else -half
            cube.append(at / (design.levels - 1))
    return Drawn(_placed(cube, axes), {"trajectories": design.trajectories, "levels": design.levels})
