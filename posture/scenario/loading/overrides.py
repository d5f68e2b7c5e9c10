"""Overrides: `--set a.b=3` changes one value of the merged tree before it is validated."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from posture.scenario.loading.faults import Fault, Faults, Mark, dotted, short
from posture.scenario.loading.files import CONTROL, Intake
from posture.scenario.loading.merge import merge
from posture.scenario.loading.patterns import WILD, expanded
from posture.scenario.loading.yaml_nodes import DEEPEST, Node, parse, plain, plain_value

PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ./%+-]*[\w./%+-])?")
BRACKETS = ('"', "'", "[", "{", "|", ">")
COMMENT = re.compile(r"(?:^|\s)#")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'")
STEP = re.compile(r'"([^"]+)"|([^."=]+)')


@dataclass(frozen=True, slots=True)
class Override:
    """One `--set`: the steps of its path and what to put there."""

    path: tuple[str, ...]
    node: Node


def split_path(text: str) -> tuple[str, ...]:
    """The steps of a dotted path; a step that holds a dot stands in quotes."""
    steps: list[str] = []
    at = 0
    while match := STEP.match(text, at):
        steps.append(match[1] or match[2].strip())
        at = match.end() + 1
        if text[match.end() : at] != ".":
            break
    if at != len(text) + 1 or not all(steps) or len(steps) > DEEPEST:
        raise ValueError(f"'{short(text)}' is no path; write it like units.first.people")
    return tuple(steps)


def parse_override(text: str) -> Override:
    """A path, '=', and a value in YAML; faults name the text as `--set …`."""
    file = f"--set {short(text)}"
    if CONTROL.search(text):
        raise Faults([Fault(Mark(file, 1, 1), "", "a control character is hidden in this text; take it out")])
    path, equals, value = _parted(text)
    if not equals:
        raise Faults([Fault(Mark(file, 1, 1), "", "no '='; write it like units.first.people=700")])
    try:
        steps = split_path(path.strip())
    except ValueError as fault:
        raise Faults([Fault(Mark(file, 1, 1), "", str(fault))]) from None
    # spaces stand for the path, so that columns are those of the whole text
    intake = Intake()
    value = _whole(value, Mark(file, 1, len(path) + 2), intake)
    node = parse(" " * (len(path) + 1) + value, file, intake) if value.strip() else None
    if not value.strip():
        intake.fault(Mark(file, 1, len(path) + 2), "no value; write null to take an entry away")
    intake.done()
    if node is None:
        raise Faults([Fault(Mark(file, 1, 1), "", "no value can be read here")])
    return Override(steps, replace(node, key=Mark(file, 1, 1)))


def _whole(value: str, mark: Mark, intake: Intake) -> str:
    """A value of which YAML cuts nothing off: bare text with a comment sign is put in quotes."""
    bare = value.strip()
    if not bare.startswith(BRACKETS):
        return json.dumps(bare, ensure_ascii=False) if COMMENT.search(bare) else value
    if COMMENT.search(QUOTED.sub("''", bare)):
        intake.fault(mark, "a '#' would cut this value short; put text that holds it in quotes")
    return value


def written(change: Override) -> str:
    """A change as `--set` takes it."""
    value = plain(change.node)
    path = ".".join(
        f'"{step}"' if STEP.fullmatch(step) is None or "." in step else step for step in change.path
    )
    if isinstance(value, str) and plain_text(value) and plain_value(value) == value:
        return f"{path}={value}"
    return f"{path}={json.dumps(value, ensure_ascii=False)}"


def plain_text(text: str) -> bool:
    """Whether text means itself in YAML without quotes."""
    return PLAIN.fullmatch(text) is not None


def _parted(text: str) -> tuple[str, str, str]:
    """Text before the first '=' outside quotes, that sign, and the rest."""
    quoted = False
    for at, one in enumerate(text):
        quoted ^= one == '"'
        if one == "=" and not quoted:
            return text[:at], one, text[at + 1 :]
    return text, "", ""


def override(tree: Node, change: Override) -> Node:
    """The tree with one value changed, or all whose names fit a step such as `*` or `de-*`.

    `Faults` where the path runs through a value or past a list, or where nothing fits.
    """
    for path in _paths(tree, change):
        tree = _changed(tree, path, change, 0)
    return tree


def _paths(tree: Node, change: Override) -> list[tuple[str, ...]]:
    """The paths that a change stands for: written down to the last pattern, below it perhaps new."""
    wild = [at for at, step in enumerate(change.path, start=1) if WILD.search(step)]
    if not wild:
        return [change.path]
    above, below = change.path[: wild[-1]], change.path[wild[-1] :]
    found = expanded(tree, above)
    if not found:
        raise Faults([Fault(change.node.head, dotted(change.path), f"no name fits '{dotted(above)}'")])
    return [(*one, *below) for one in found]


def _changed(node: Node, steps: Sequence[str], change: Override, depth: int) -> Node:
    if not steps:
        return merge(node, change.node)
    step, rest = steps[0], steps[1:]
    if isinstance(node.value, list):
        at = _index(node.value, step, change, depth)
        items = list(node.value)
        items[at] = _changed(items[at], rest, change, depth + 1)
        return replace(node, value=items)
    if node.value is None:
        node = Node({}, change.node.head, node.key)
    if not isinstance(node.value, dict):
        here = dotted(change.path[:depth])
        raise Faults(
            [Fault(change.node.head, here, f"is '{short(str(node.value))}', with nothing below it to set")]
        )
    child = node.value.get(step)
    if child is None or (not rest and change.node.value is None):
        return merge(node, Node({step: _nested(rest, change)}, node.mark, node.key))
    return replace(node, value={**node.value, step: _changed(child, rest, change, depth + 1)})


def _nested(steps: Sequence[str], change: Override) -> Node:
    node = change.node
    for step in reversed(steps):
        node = Node({step: node}, change.node.head, change.node.head)
    return node


def _index(items: list[Node], step: str, change: Override, depth: int) -> int:
    if step.isascii() and step.isdigit() and int(step[:9]) < len(items):
        return int(step[:9])
    here = dotted(change.path[:depth])
    raise Faults(
        [Fault(change.node.head, here, f"is a list; number its entries 0 to {len(items) - 1}, not '{step}'")]
    )
