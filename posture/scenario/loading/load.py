"""The whole of reading: files, layers and overrides become one validated model, or one list of faults."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from posture.scenario.loading.faults import Fault, Faults, Mark, Steps, dotted
from posture.scenario.loading.files import Intake, Source
from posture.scenario.loading.merge import Collector, Shipped, SourceFile, merge
from posture.scenario.loading.overrides import Override, override, parse_override, split_path
from posture.scenario.loading.tables import Figure, TableLayer
from posture.scenario.loading.translate import nearest, place, translated
from posture.scenario.loading.wording import MISSING
from posture.scenario.loading.yaml_nodes import Node, plain

M = TypeVar("M", bound=BaseModel)
Check: TypeAlias = Callable[[M], Iterable[tuple[Steps, str]]]


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """What was read: the value, the tree it came from, the figures still in force, and the files.

    A figure is in force where neither a file nor an override has replaced it, not even in part.
    """

    value: M
    tree: Node
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    layers: tuple[TableLayer, ...] = ()

    def mark(self, *path: str | int) -> Mark:
        """Where a path is written, or the nearest above it that is."""
        return place(self.tree, path)

    def data(self) -> Any:
        """The merged text as plain data: enough to read the same value again."""
        return plain(self.tree)


@dataclass(frozen=True, slots=True)
class Stack:
    """Files and layers as one tree, before overrides and validation: read once, settled many times."""

    tree: Node
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    layers: tuple[TableLayer, ...] = ()


def nothing_ships(_kind: str, _name: str) -> Path | None:
    """Find nothing: for readings that stand on no shipped scenario."""
    return None


def read(
    path: str | Path,
    model: type[M],
    *,
    overrides: Sequence[str] = (),
    layers: Sequence[TableLayer | Node] = (),
    named: Callable[[Node], Sequence[TableLayer]] | None = None,
    shipped: Shipped = nothing_ships,
    check: Check[M] | None = None,
    shown: str = "",
) -> Read[M]:
    """Read one scenario file with all that it stands on.

    From the lowest: `layers` in order, those that `named` finds named in the scenario, the file's base, its
    includes, itself, `overrides`.
    `check` looks for faults between values and gives their paths; it is asked once the rest is sound.
    Faults call the file `shown`, by default its path as given.
    All that can go wrong with the user's words is raised together, as `Faults`.
    """
    intake = Intake()
    below = [one if isinstance(one, TableLayer) else TableLayer(one) for one in layers]
    tree = _collected(Path(path), shown or str(path), shipped, intake)
    if tree is not None and named is not None:
        below += _named(named, _tried(tree, overrides), intake)
    for one in reversed(below):
        tree = tree if tree is None else merge(one.node, tree)
    for text in overrides:
        tree = _overridden(tree, text, intake)
    value = None if tree is None else _validated(tree, model, intake)
    if tree is not None and value is not None and check is not None and not intake.faults:
        intake.faults += [Fault(place(tree, at), dotted(at), message) for at, message in check(value)]
    if tree is None or value is None or intake.faults:
        raise Faults(intake.faults)
    figures = tuple(figure for one in below for figure in one.figures if in_force(figure, tree))
    sources = [*(source for one in below for source in one.sources), *intake.sources]
    return Read(value, tree, figures, tuple(dict.fromkeys(sources)), tuple(below))


def stacked(
    path: str | Path,
    *,
    overrides: Sequence[str] = (),
    named: Callable[[Node], Sequence[TableLayer]] | None = None,
    shipped: Shipped = nothing_ships,
    shown: str = "",
) -> Stack:
    """Read one scenario file with all that it stands on, for `settled` to finish.

    `overrides` only help `named` to find the network and the tables; they are not applied.
    """
    intake = Intake()
    tree = _collected(Path(path), shown or str(path), shipped, intake)
    below = _named(named, _tried(tree, overrides), intake) if tree is not None and named is not None else ()
    if tree is None or intake.faults:
        raise Faults(intake.faults)
    for one in reversed(below):
        tree = merge(one.node, tree)
    sources = [*(source for one in below for source in one.sources), *intake.sources]
    figures = tuple(figure for one in below for figure in one.figures)
    return Stack(tree, figures, tuple(dict.fromkeys(sources)), tuple(below))


def settled(
    stack: Stack, model: type[M], changes: Sequence[Override], check: Check[M] | None = None
) -> Read[M]:
    """The stack with changes on top, validated as `read` does; every fault is told at once."""
    intake = Intake()
    tree = stack.tree
    for change in changes:
        tree = _changed(tree, change, intake)
    value = _validated(tree, model, intake)
    if value is not None and check is not None and not intake.faults:
        intake.faults += [Fault(place(tree, at), dotted(at), message) for at, message in check(value)]
    if value is None or intake.faults:
        raise Faults(intake.faults)
    figures = tuple(figure for figure in stack.figures if in_force(figure, tree))
    return Read(value, tree, figures, stack.sources, stack.layers)


def _changed(tree: Node, change: Override, intake: Intake) -> Node:
    try:
        return override(tree, change)
    except Faults as fault:
        intake.faults.extend(fault.faults)
        return tree


def _collected(path: Path, shown: str, shipped: Shipped, intake: Intake) -> Node | None:
    try:
        root = path.parent.resolve()
        start = SourceFile(root / path.name, shown, root)
    except (OSError, RuntimeError, ValueError):
        intake.fault(Mark(shown), "leads nowhere; name a plain file")
        return None
    return Collector(shipped, intake).gather(start)


def _named(named: Callable[[Node], Sequence[TableLayer]], tree: Node, intake: Intake) -> Sequence[TableLayer]:
    try:
        return named(tree)
    except Faults as fault:
        intake.whole = False
        intake.faults.extend(fault.faults)
        return ()


def _tried(tree: Node, overrides: Sequence[str]) -> Node:
    """The tree as overrides would have it, so that they can name a network; their faults are told later."""
    for text in overrides:
        tree = _overridden(tree, text, Intake()) or tree
    return tree


def _overridden(tree: Node | None, text: str, intake: Intake) -> Node | None:
    try:
        change = parse_override(text)
        return None if tree is None else override(tree, change)
    except Faults as fault:
        intake.faults.extend(fault.faults)
        return tree


def _validated(tree: Node, model: type[M], intake: Intake) -> M | None:
    try:
        return model.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as error:
        intake.faults += _fresh(translated(error, model, tree), intake)
        return None


def _fresh(found: Iterable[Fault], intake: Intake) -> list[Fault]:
    """Without what only follows from faults of reading: refused values, and what an unread file may hold."""
    refused = {fault.mark for fault in intake.faults}
    return [
        fault
        for fault in found
        if fault.mark not in refused and (intake.whole or not fault.message.startswith(MISSING))
    ]


def in_force(figure: Figure, tree: Node) -> bool:
    """Whether the tree still holds the figure just as its row has it."""
    node, found = nearest(tree, split_path(figure.path))
    return found and _untouched(node, figure.mark)


def _untouched(node: Node, mark: Mark) -> bool:
    if node.mark != mark:
        return False
    if isinstance(node.value, dict):
        return all(_untouched(one, mark) for one in node.value.values())
    return not isinstance(node.value, list) or all(_untouched(one, mark) for one in node.value)
