"""A study that is over: its design, and for each measure one table of points by replications."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError, StorageFault
from posture.core.findings import did_you_mean
from posture.experiments.conditions import Named, holds, names, parse_condition
from posture.experiments.unit_conversion import in_own_units
from posture.stats.arrays import Array, unit_cube

SOUND = ("done", "")
"""Status of a run whose answers count."""
VARIANT = "variant"
ZERO_IF_UNTOLD = frozenset({"delay_days"})
"""Measures that a run does not name where they are nothing."""


@dataclass(frozen=True, slots=True)
class Varied:
    """One factor of a study, its cell at each point as written, and its ends where it has them."""

    name: str
    path: str
    kind: str
    unit: str
    cells: tuple[str, ...]
    low: float | None
    high: float | None
    listed: tuple[str, ...] = ()
    """Its values in their own order, where the manifest tells them."""
    label: str = ""
    """What it is in the words of whoever decides; empty where nobody said."""
    scaled: bool = False
    """Whether its numbers are times what is written."""

    @property
    def numbers(self) -> Array | None:
        """The cells as numbers; None if one of them is a word."""
        found = [number_of(cell) for cell in self.cells]
        if any(one is None for one in found):
            return None
        return np.array(found, dtype=np.float64)

    @property
    def steps(self) -> Array:
        """The cells as numbers, or the place of each word in the order of the words."""
        numbers = self.numbers
        if numbers is not None:
            return numbers
        seen = dict.fromkeys(self.cells)
        order = {word: place for place, word in enumerate((*(one for one in self.listed if one in seen),))}
        for word in seen:
            order.setdefault(word, len(order))
        return np.array([order[cell] for cell in self.cells], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Cells:
    """One measure of one subject: points by replications, NaN where nothing was answered.

    `failed` counts the runs among them that failed or were never made.
    """

    measure: str
    subject: str
    unit: str
    values: Array
    failed: int


@dataclass(frozen=True)
class Study:
    """A study; `points` are the point numbers of the design, in its order."""

    folder: Path
    manifest: Mapping[str, Any]
    kind: str
    common: bool
    factors: tuple[Varied, ...]
    points: tuple[int, ...]
    columns: Mapping[str, NDArray[Any]] = field(repr=False)

    @property
    def design(self) -> list[tuple[str, ...]]:
        """The points as written, a row each."""
        return [tuple(factor.cells[row] for factor in self.factors) for row in range(len(self.points))]

    @property
    def names(self) -> list[str]:
        """The factors' names."""
        return [factor.name for factor in self.factors]

    def unit_design(self) -> Array:
        """The design on the unit cube; words stand at even steps in their order."""
        steps = [factor.steps for factor in self.factors]
        lows, highs = [], []
        for factor, column in zip(self.factors, steps, strict=True):
            scaled = factor.numbers is not None and factor.low is not None and factor.high is not None
            lows.append(factor.low if scaled and factor.low is not None else float(column.min()))
            highs.append(factor.high if scaled and factor.high is not None else float(column.max()))
        return unit_cube(np.array(steps).T, lows, highs)

    def by_variant(self) -> "list[tuple[str, Study]]":
        """Each variant as a study of its own; the study itself, without a name, where it has none."""
        variants = next((one.cells for one in self.factors if one.name == VARIANT), None)
        if variants is None:
            return [("", self)]
        found = []
        for name in dict.fromkeys(variants):
            rows = [row for row, one in enumerate(variants) if one == name]
            found.append((name, self._only(rows, {VARIANT})))
        return found

    def where(self, text: str) -> "Study":
        """The points at which a condition on factors holds; factors that no longer vary are left out.

        A cell that is as written is not known, so that a comparison with it holds.
        """
        said = parse_condition(text)
        of = {one.name: one for one in self.factors}
        for named in names(said):
            if named.name not in of or named.subject is not None:
                hint = did_you_mean(named.name, of) or f"; known: {', '.join(of)}"
                raise PostureError(f"there is no factor '{named.name}'{hint}")

        condition = in_own_units(said, lambda named: of[named.name].unit)

        def cell(row: int, named: Named) -> float | str | None:
            told, number = of[named.name].cells[row], number_of(of[named.name].cells[row])
            return (told or None) if number is None else number

        rows = [row for row in range(len(self.points)) if holds(condition, partial(cell, row))]
        if not rows:
            raise PostureError(f"'{text}' holds at none of the {len(self.points)} points")
        still = {one.name for one in self.factors if len({one.cells[row] for row in rows}) == 1}
        return self._only(rows, still)

    def _only(self, rows: list[int], without: set[str]) -> "Study":
        """These rows of the design, without some of its factors."""
        factors = tuple(
            replace(one, cells=tuple(one.cells[row] for row in rows))
            for one in self.factors
            if one.name not in without
        )
        points = tuple(self.points[row] for row in rows)
        inside = np.isin(self.columns["point"], points)
        columns = {key: column[inside] for key, column in self.columns.items()}
        return replace(self, factors=factors, points=points, columns=columns)

    def measures(self) -> list[str]:
        """What was measured."""
        return sorted(set(self.columns["measure"].tolist()) - {""})

    def subjects(self, measure: str) -> list[str]:
        """About whom a measure tells."""
        known = self.measures()
        if measure not in known:
            hint = did_you_mean(measure, known) or f"; known: {', '.join(known) or 'none'}"
            raise PostureError(f"this study has no measure '{measure}'{hint}")
        return sorted(set(self.columns["subject"][self.columns["measure"] == measure].tolist()))

    def cells(self, measure: str, subject: str) -> Cells:
        """The answers, matched by point and replication, never by their place in the file.

        Points that were run more often than others are cut to what all have been run.
        """
        known = self.subjects(measure)
        if subject not in known:
            hint = did_you_mean(subject, known) or f"; known: {', '.join(known)}"
            raise PostureError(f"'{measure}' tells of no '{subject}'{hint}")
        told = (self.columns["measure"] == measure) & (self.columns["subject"] == subject)
        told &= self._sound
        rows, replications = self._at[0][told], self.columns["replication"][told]
        ran = self._ran
        values = np.full(ran.shape, np.nan)
        if len(set(zip(rows.tolist(), replications.tolist(), strict=True))) < len(rows):
            raise StorageFault(f"{self.folder}: '{measure}' of '{subject}' is told twice for one run")
        inside = replications < ran.shape[1]
        values[rows[inside], replications[inside]] = self.columns["value"][told][inside]
        if measure in ZERO_IF_UNTOLD:
            values[np.isnan(values) & ran] = 0.0
        unit = str(self.columns["unit"][told][0]) if told.any() else ""
        return Cells(measure, subject, unit, values, int((~ran).sum()))

    @cached_property
    def _at(self) -> tuple[NDArray[np.intp], int]:
        """The design's row of each answer, and how many replications every point has been asked for."""
        place = {point: row for row, point in enumerate(self.points)}
        try:
            rows = np.array([place[point] for point in self.columns["point"].tolist()], dtype=np.intp)
        except KeyError as stranger:
            raise StorageFault(
                f"{self.folder}: point {stranger} of the results is not in its design"
            ) from None
        most = np.zeros(len(self.points), dtype=np.intp)
        np.maximum.at(most, rows, self.columns["replication"] + 1)
        if not most.all():
            missing = [self.points[row] for row in np.flatnonzero(most == 0)]
            raise PostureError(
                f"{self.folder}: {len(missing)} of {len(self.points)} points have no result yet, the first "
                f"is {missing[0]}; finish the sweep: the same command resumes it"
            )
        return rows, int(most.min())

    @cached_property
    def _sound(self) -> NDArray[np.bool_]:
        done = np.isin(self.columns["status"].astype(str), SOUND)
        return np.asarray(done & ~np.isnan(self.columns["value"]))

    @cached_property
    def _ran(self) -> NDArray[np.bool_]:
        """Which runs gave any answer."""
        rows, most = self._at
        ran = np.zeros((len(self.points), most), dtype=bool)
        replications = self.columns["replication"]
        inside = self._sound & (replications < most)
        ran[rows[inside], replications[inside]] = True
        return ran


def number_of(value: Any) -> float | None:
    """The number that a cell is; None for a word, for nothing and for a truth value."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if abs(found) < inf else None
