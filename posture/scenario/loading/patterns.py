"""Patterns in paths: every written path that one such as `movement.ships.*.count` stands for."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from posture.scenario.loading.yaml_nodes import Node

WILD = re.compile(r"[*?\[]")
"""What makes a step of a path a pattern."""


def expanded(tree: Node, steps: Sequence[str]) -> list[tuple[str, ...]]:
    """Every written path that a pattern stands for; a path without `*` is itself, written or not."""
    if not any(map(WILD.search, steps)):
        return [tuple(steps)]
    return list(_matching(tree, tuple(steps), ()))


def _matching(here: Node, steps: tuple[str, ...], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not steps:
        yield above
        return
    entries = here.value
    if isinstance(entries, list):
        entries = {str(index): one for index, one in enumerate(entries)}
    if isinstance(entries, dict):
        for key in sorted(entries):
            if fnmatchcase(key, steps[0]):
                yield from _matching(entries[key], steps[1:], (*above, key))
