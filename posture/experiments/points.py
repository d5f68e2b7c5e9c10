"""The points of a study: each row of the design under each variant, as changes to one base scenario."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from posture.core.errors import PostureError
from posture.experiments.conditions import Condition, Named, holds
from posture.experiments.design import Assumptions, Drawn, Listed, Row, drawn
from posture.experiments.factors import Axis, Cell, Factor, node
from posture.experiments.specification import ExperimentSpec
from posture.experiments.unit_conversion import in_own_units
from posture.scenario import base, settle
from posture.scenario.loading import (
    Fault,
    Faults,
    Figure,
    Node,
    Override,
    Stack,
    override,
    parse_override,
    plain,
    split_path,
    written,
)
from posture.scenario.loading.patterns import expanded
from posture.scenario.loading.tables import amount_of

LAYER_KEYS = {"network", "tables"}
"""What decides which files lie under a scenario, so that a change of it needs another reading."""


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of all factors: its cells in `design.csv`, and its changes to the base."""

    cells: Row
    changes: tuple[Override, ...]
    key: str

    @property
    def ground(self) -> tuple[str, ...]:
        """The changes that decide which files are read."""
        return tuple(written(one) for one in self.changes if one.path[0] in LAYER_KEYS)

    @property
    def sets(self) -> tuple[str, ...]:
        """Its changes as `--set` takes them."""
        return tuple(map(written, self.changes))


@dataclass(frozen=True, slots=True)
class Points:
    """All points in the order of the design, its factors, and what the manifest tells of them."""

    points: tuple[Point, ...]
    columns: tuple[str, ...]
    told: dict[str, Any]
    factors: list[dict[str, Any]]


@cache
def stack(scenario: str, ground: tuple[str, ...] = ()) -> Stack:
    """The scenario's files, read once a process."""
    return base(scenario, ground)


def points(asked: ExperimentSpec) -> Points:
    """Every point of an experiment; a pattern that finds nothing is a fault, and so is a bad setting."""
    sets = tuple(parse_override(text) for text in asked.sets)
    if isinstance(asked.design, Assumptions):
        axes = _assumed(asked, sets)
        figures = axes
    else:
        axes, figures = asked.axes(), {}
    design = _drawn(asked, axes)
    rows = _kept(asked, design, axes)
    found: list[Point] = []
    seen: dict[str, int] = {}
    for variant in asked.experiment.variants or (None,):
        under = sets if variant is None else (*sets, *asked.overrides("variants", variant))
        tree = over(stack(asked.scenario, _ground(under)).tree, under)
        _check_patterns(axes, tree)
        for row in rows:
            changes = (*under, *_changes(axes, row, tree))
            cells = row if variant is None else {"variant": variant, **row}
            found.append(Point(cells, changes, _key(changes, seen)))
    columns = (*(("variant",) if asked.experiment.variants else ()), *axes)
    told = {"kind": asked.experiment.design.kind, "rows": len(rows), **design.told}
    return Points(tuple(found), columns, told, [_of(axis, figures) for axis in axes.values()])


def _drawn(asked: ExperimentSpec, axes: dict[str, Axis]) -> Drawn:
    """The rows; what a setting of the user's is wrong in is told where it stands."""
    if isinstance(asked.design, Listed):
        faults = list(_bad_cells(asked, asked.design, axes))
        if faults:
            raise Faults(faults)
    try:
        return drawn(asked.design, axes)
    except PostureError as fault:
        raise Faults([Fault(asked.mark("design"), "design", str(fault))]) from None


def _bad_cells(asked: ExperimentSpec, design: Listed, axes: dict[str, Axis]) -> Iterator[Fault]:
    for index, point in enumerate(design.points):
        for name, value in point.items():
            try:
                _of_name(axes, name).cell(value)
            except ValueError as fault:
                mark = asked.mark("design", "points", index, name)
                yield Fault(mark, f"design.points.{index}.{name}", str(fault))


def _of_name(axes: dict[str, Axis], name: str) -> Axis:
    if name not in axes:
        raise ValueError(f"there is no factor '{name}'; known here: {', '.join(axes)}")
    return axes[name]


def _kept(asked: ExperimentSpec, design: Drawn, axes: dict[str, Axis]) -> list[Row]:
    def unit(named: Named) -> str:
        return axes[named.name].unit if named.name in axes else ""

    try:
        conditions = [in_own_units(one, unit) for one in asked.conditions()]
        kept = [row for row in design.rows if all(_holds(one, row) for one in conditions)]
    except (PostureError, TypeError) as fault:
        raise Faults([Fault(asked.mark("constraints"), "constraints", str(fault))]) from None
    if not kept:
        raise Faults([Fault(asked.mark("constraints"), "constraints", "no point is left; loosen them")])
    return kept


def _holds(condition: Condition, row: Row) -> bool:
    def lookup(named: Named) -> Any:
        cell = row.get(named.name)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return {"true": True, "false": False}.get(str(cell), cell)
        return cell

    return holds(condition, lookup)


def _ground(changes: Sequence[Override]) -> tuple[str, ...]:
    return tuple(written(one) for one in changes if one.path[0] in LAYER_KEYS)


def over(tree: Node, changes: Sequence[Override]) -> Node:
    """The tree with changes on top; every one that leads nowhere is told."""
    faults: list[Fault] = []
    for change in changes:
        try:
            tree = override(tree, change)
        except Faults as fault:
            faults += fault.faults
    if faults:
        raise Faults(faults)
    return tree


def _check_patterns(axes: dict[str, Axis], tree: Node) -> None:
    faults = [
        Fault(axis.mark, f"factors.{axis.name}.path", f"'{axis.factor.path}' matches nothing that is written")
        for axis in axes.values()
        if axis.factor.path is not None and not expanded(tree, split_path(axis.factor.path))
    ]
    if faults:
        raise Faults(faults)


def _changes(axes: dict[str, Axis], row: Row, tree: Node) -> Iterator[Override]:
    """The changes of one row, in the order of the factors; a scale multiplies what those before it left."""
    for name, axis in axes.items():
        try:
            changes = list(axis.changes(row[name], tree))
        except ValueError as fault:
            raise Faults([Fault(axis.mark, f"factors.{name}", str(fault))]) from None
        if axis.factor.scale is None and any(one.factor.scale is not None for one in axes.values()):
            tree = over(tree, changes)
        yield from changes


def _key(changes: Sequence[Override], seen: dict[str, int]) -> str:
    """What a point is, whichever study it is in; the same setting a second time is another point."""
    text = json.dumps([[*one.path, plain(one.node)] for one in changes], sort_keys=True)
    key = sha256(text.encode()).hexdigest()[:32]
    again = seen.get(key, 0)
    seen[key] = again + 1
    return f"{key}-{again}" if again else key


def _assumed(asked: ExperimentSpec, sets: Sequence[Override]) -> dict[str, Axis]:
    """A factor for each row of assumed figures in force, with its ends as choices where they differ."""
    loaded = settle(stack(asked.scenario, _ground(sets)), sets)
    rows: dict[tuple[str, int], list[Figure]] = {}
    for figure in loaded.figures:
        if figure.confidence == "assumed":
            rows.setdefault((figure.file, figure.line), []).append(figure)
    axes = {}
    for figures in rows.values():
        choices = dict(_ends(figures))
        if choices:
            name = figures[0].path
            factor = Factor.model_construct(choices=dict.fromkeys(choices, ()), kind="uncertainty")
            axes[name] = Axis(name, factor, figures[0].mark, choices)
    if not axes:
        raise PostureError(
            f"'{asked.scenario}' stands on no assumed figure with a range; there is nothing to vary"
        )
    return axes


def _ends(figures: Sequence[Figure]) -> Iterator[tuple[str, tuple[Override, ...]]]:
    first = figures[0]
    for column in ("low", "high"):
        cell = getattr(first, column)
        same = cell == first.typical and first.use == "constant"
        if not cell or same:
            continue
        yield (
            column,
            tuple(
                Override(split_path(one.path), node(amount_of(getattr(one, column), one, column), one.mark))
                for one in figures
            ),
        )


def _of(axis: Axis, assumed: dict[str, Axis]) -> dict[str, Any]:
    """One factor as the manifest tells it."""
    factor = axis.factor
    ends = axis.ends
    told: dict[str, Any] = {
        "name": axis.name,
        "path": axis.name if axis.name in assumed else factor.path,
        "kind": factor.kind,
        "label": factor.label,
        "unit": axis.unit,
        "low": ends[0] if ends else None,
        "high": ends[1] if ends else None,
        "scale": factor.scale is not None,
    }
    if not axis.continuous:
        told["settings"] = axis.levels(2)
    return told


def cell_text(cell: Cell) -> str:
    """A cell as `design.csv` has it; empty for as written."""
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
