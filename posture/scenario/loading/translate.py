"""What pydantic says of a tree, in plain words and at the places in the tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from posture.core.findings import did_you_mean
from posture.scenario.loading.faults import Fault, Mark, Steps, dotted
from posture.scenario.loading.wording import worded
from posture.scenario.loading.yaml_nodes import Node

MOST_NAMED = 12
ALL_FIELDS = "'posture list fields' shows all"
KEY = "[key]"


@dataclass(frozen=True, slots=True)
class Trail:
    """How an error's location runs through the tree: real steps, the model they end in, unions passed."""

    path: Steps
    owner: Any
    unions: tuple[tuple[Steps, str], ...]


def translated(error: ValidationError, model: type[BaseModel], tree: Node) -> list[Fault]:
    """Every error as a fault; of a value that fits no part of a union, the nearest part's alone.

    What only follows from another fault is left out: from a refused value, or from a bad entry of a list.
    """
    told = [(trail(model, one["loc"], tree), one) for one in error.errors(include_url=False)]
    return [
        _fault(way, one, model, tree)
        for way, one in _nearest(told)
        if not _follows(way, one, tree) and not (one["type"] == "too_short" and _any_below(way.path, told))
    ]


def _follows(way: Trail, error: Any, tree: Node) -> bool:
    """Whether an error says no more than that a value was refused."""
    if error["type"] == "missing":
        return nearest(tree, way.path[:-1])[0].refused
    node, found = nearest(tree, way.path)
    if error["type"] in {"value_error", "assertion_error"}:
        return found and _holds_refused(node)
    return found and node.refused and node.value is None


def _holds_refused(node: Node) -> bool:
    below = node.value.values() if isinstance(node.value, dict) else node.value
    return node.refused or (
        not isinstance(below, str) and isinstance(below, Iterable) and any(map(_holds_refused, below))
    )


def _any_below(path: Steps, told: "Sequence[Told]") -> bool:
    return any(len(way.path) > len(path) and way.path[: len(path)] == path for way, _ in told)


def trail(model: Any, location: Sequence[str | int], tree: Node) -> Trail:
    """Follow a location of pydantic's, which also holds tags of unions and marks for keys."""
    kind, owner = _bare(model), _bare(model)
    node: Node | None = tree
    path: Steps = ()
    unions: tuple[tuple[Steps, str], ...] = ()
    for step in location:
        if step == KEY:
            break
        if _is_union(kind):
            unions = (*unions, (path, str(step)))
            kind = _member(kind, str(step))
            continue
        below = _below(kind, step)
        if below is None and not _holds(node, step):
            continue
        path, owner, kind = (*path, step), kind, _bare(below)
        node = _child(node, step)
    return Trail(path, owner, unions)


def _bare(kind: Any) -> Any:
    """A type without its notes, and without None beside it."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in {Union, UnionType}:
            parts = [one for one in get_args(kind) if one is not type(None)]
            if len(parts) > 1:
                return Union[tuple(parts)]  # noqa: UP007 - built while running
            kind = parts[0]
        else:
            return kind


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in {Union, UnionType}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _member(union: Any, tag: str) -> Any:
    for one in get_args(union):
        kind = _bare(one)
        if getattr(kind, "__name__", "") == tag or tag.startswith(f"{getattr(kind, '__name__', '?')}["):
            return kind
        if _is_model(kind) and any(tag in get_args(field.annotation) for field in kind.model_fields.values()):
            return kind
    return None


def _below(kind: Any, step: str | int) -> Any:
    if _is_model(kind):
        field = kind.model_fields.get(step)
        return None if field is None else field.annotation
    parts = get_args(kind)
    origin = get_origin(kind)
    if not isinstance(origin, type) or not parts:
        return None
    if issubclass(origin, Mapping):
        return parts[-1]
    if isinstance(step, int) and issubclass(origin, tuple) and Ellipsis not in parts:
        return parts[min(step, len(parts) - 1)]
    return parts[0] if isinstance(step, int) else None


def _holds(node: Node | None, step: str | int) -> bool:
    return _child(node, step) is not None


def _child(node: Node | None, step: str | int) -> Node | None:
    if node is None:
        return None
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def nearest(tree: Node, path: Iterable[str | int]) -> tuple[Node, bool]:
    """The node at a path, or the last above it that is written; and whether it is the one asked for."""
    node = tree
    for step in path:
        child = _child(node, step)
        if child is None:
            return node, False
        node = child
    return node, True


def place(tree: Node, path: Iterable[str | int]) -> Mark:
    """Where a path is written, or the nearest above it that is."""
    node, found = nearest(tree, path)
    return node.mark if found else node.head


Told = tuple[Trail, Any]


def _nearest(told: Sequence[Told]) -> list[Told]:
    chosen: list[Told] = [one for one in told if not one[0].unions]
    groups: dict[Steps, dict[str, list[Told]]] = {}
    for one in told:
        if one[0].unions:
            at, tag = one[0].unions[0]
            groups.setdefault(at, {}).setdefault(tag, []).append(one)
    for parts in groups.values():
        best: list[Told] = min(parts.values(), key=_distance)
        chosen += best
    return chosen


def _distance(part: list[Told]) -> tuple[int, int]:
    """How far a value is from one part of a union: the deeper it got, and the fewer faults, the nearer."""
    return -max(len(way.path) for way, _ in part), len(part)


def _fault(way: Trail, error: Any, model: Any, tree: Node) -> Fault:
    path = way.path
    if error["type"] == "union_tag_invalid":
        path = (*path, error["ctx"]["discriminator"].strip("'"))
    node, found = nearest(tree, path)
    at_key = not found or error["type"] == "extra_forbidden" or KEY in error["loc"]
    hint = _meant(error["loc"], model, tree) if error["type"] == "missing" else ""
    return Fault(node.head if at_key else node.mark, dotted(path), _message(way, error) + hint)


def _meant(location: Sequence[str | int], model: Any, tree: Node) -> str:
    """For what an entry of a user's own naming lacks: the entry beside it that may be meant."""
    above = trail(model, location[:-1], tree)
    if not above.path or _is_model(above.owner):
        return ""
    beside = nearest(tree, above.path[:-1])[0].value
    if not isinstance(beside, dict):
        return ""
    return did_you_mean(str(above.path[-1]), beside.keys() - {above.path[-1]}, ", or ")


def _message(way: Trail, error: Any) -> str:
    return f"unknown{_known(way)}" if error["type"] == "extra_forbidden" else worded(error)


def _known(way: Trail) -> str:
    if not _is_model(way.owner):
        return ""
    names = list(way.owner.model_fields)
    near = did_you_mean(str(way.path[-1]), names)
    return near or (f"; known here: {', '.join(names)}" if len(names) <= MOST_NAMED else f"; {ALL_FIELDS}")
