"""What pydantic says of a tree, in plain words and at the places in the tree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from posture.ground.written.amounts import kind_of
from posture.scenario.reading.document import Node
from posture.scenario.reading.faults import Fault, Mark, Steps, did_you_mean, dotted, short

MOST_NAMED = 12
KEY = "[key]"
MISSING = "missing"
WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
}


@dataclass(frozen=True, slots=True)
class Trail:
    """How an error's location runs through the tree: real steps, the model they end in, unions passed."""

    path: Steps
    owner: Any
    unions: tuple[tuple[Steps, str], ...]


def translated(error: ValidationError, model: type[BaseModel], tree: Node) -> list[Fault]:
    """Every error as a fault; of a value that fits no part of a union, the nearest part's alone."""
    told = [(trail(model, one["loc"], tree), one) for one in error.errors(include_url=False)]
    return [_fault(way, one, tree) for way, one in _nearest(told)]


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


def _fault(way: Trail, error: Any, tree: Node) -> Fault:
    path = way.path
    if error["type"] == "union_tag_invalid":
        path = (*path, error["ctx"]["discriminator"].strip("'"))
    node, found = nearest(tree, path)
    at_key = not found or error["type"] == "extra_forbidden" or KEY in error["loc"]
    return Fault(node.head if at_key else node.mark, dotted(path), _message(way, error))


def _message(way: Trail, error: Any) -> str:
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown{_known(way)}"
    if kind in WANTED:
        return _wanted(WANTED[kind], value)
    if kind in MESSAGES:
        return MESSAGES[kind](value, context)
    message: str = error["msg"]
    return message[:1].lower() + message[1:]


def _known(way: Trail) -> str:
    if not _is_model(way.owner):
        return ""
    names = list(way.owner.model_fields)
    near = did_you_mean(str(way.path[-1]), names)
    if near or not 0 < len(names) <= MOST_NAMED:
        return near
    return f"; known here: {', '.join(names)}"


def _wanted(wanted: str, value: Any) -> str:
    if isinstance(value, float) and wanted == "a whole number":
        return f"a whole number is wanted, not {value}"
    quotes = "; put it in quotes" if wanted == "text" and isinstance(value, int | float) else ""
    return f"{wanted} is wanted, not {kind_of(value)}{quotes}"


def _choice(value: Any, context: Mapping[str, Any]) -> str:
    expected = str(context["expected"])
    options = [one.strip(" '") for one in expected.replace(" or ", ", ").split(",")]
    if not isinstance(value, str):
        return f"one of {expected} is wanted, not {kind_of(value)}"
    return f"'{short(value)}' is not one of {expected}{did_you_mean(value, options)}"


def _tag(_: Any, context: Mapping[str, Any]) -> str:
    tag, expected = str(context["tag"]), str(context["expected_tags"])
    options = [one.strip(" '") for one in expected.split(",")]
    return f"'{short(tag)}' is not one of {expected}{did_you_mean(tag, options)}"


def _bound(words: str, key: str) -> Callable[[Any, Mapping[str, Any]], str]:
    return lambda value, context: f"{value} is {words} {context[key]}"


def _own(_: Any, context: Mapping[str, Any]) -> str:
    return str(context["error"])


def _length(_: Any, context: Mapping[str, Any]) -> str:
    least, most = context.get("min_length"), context.get("max_length")
    bound = f"at least {least}" if least is not None else f"at most {most}"
    return f"{bound} wanted, {context.get('actual_length', 'another number')} written"


MESSAGES: Mapping[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "missing": lambda _value, _context: f"{MISSING}; write it here",
    "value_error": _own,
    "assertion_error": _own,
    "literal_error": _choice,
    "enum": _choice,
    "union_tag_invalid": _tag,
    "union_tag_not_found": lambda _value, context: (
        f"the key {context['discriminator']} is missing; write it here"
    ),
    "greater_than_equal": _bound("too small; the least is", "ge"),
    "greater_than": _bound("too small; it must be above", "gt"),
    "less_than_equal": _bound("too large; the most is", "le"),
    "less_than": _bound("too large; it must be below", "lt"),
    "too_short": _length,
    "too_long": _length,
    "finite_number": lambda _value, _context: "a finite number is wanted",
}
