"""Plain data as YAML text that the reader of this package takes for the same data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posture.scenario.loading.overrides import plain_text
from posture.scenario.loading.yaml_nodes import plain_value

WIDE = 110
INDENT = "  "


def block(entries: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """The lines of a mapping, an entry a line where it fits."""
    for key, value in entries.items():
        yield from _entry(f"{INDENT * depth}{scalar(key)}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    line = f"{head} {flow(value)}"
    if not isinstance(value, dict | list) or not value or (depth and len(line) <= WIDE):
        yield line
    elif isinstance(value, dict):
        yield head
        yield from block(value, depth + 1)
    else:
        yield head
        yield from _items(value, depth + 1)


def _items(values: Sequence[Any], depth: int) -> Iterator[str]:
    for value in values:
        yield from _entry(f"{INDENT * depth}-", value, depth)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value)


def scalar(value: Any) -> str:
    """Text as it is where that means itself, else as JSON has it; numbers and truth as JSON has them."""
    if isinstance(value, str) and plain_text(value) and _means_itself(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _means_itself(text: str) -> bool:
    try:
        return plain_value(text) == text
    except ValueError:  # a number too long to be one
        return False
