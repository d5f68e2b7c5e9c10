"""A lever: one path, or several by a pattern, and the settings from one end to the other."""

import re
from dataclasses import dataclass
from math import floor

from pydantic import ValidationError

from posture.core.errors import PostureError
from posture.experiments.amounts import amount
from posture.experiments.factors import Axis, Cell, Factor
from posture.scenario.loading import Mark, Node, Override, split_path
from posture.scenario.loading.patterns import expanded

LIKE = "movement.wagons.1520-LT.sets=1..12, units.lt-*.notice=0 d..10 d or movement.ships.*.count=x0.5..x2"
ENDS = re.compile(r"\s*(x?)(\S(?:.*?\S)?)\s*\.\.\s*(x?)(\S.*?)\s*")
MOST = 100_000
"""Settings of a whole range."""


@dataclass(frozen=True, slots=True)
class Lever:
    """Its settings in order, from the first end to the second."""

    axis: Axis
    cells: tuple[Cell, ...]

    def changes(self, cell: Cell, tree: Node) -> tuple[Override, ...]:
        """What a setting changes in a scenario's tree."""
        try:
            return tuple(self.axis.changes(cell, tree))
        except ValueError as fault:
            raise PostureError(f"--by: {fault}") from None

    def told(self, cell: Cell) -> str:
        """A setting as it is read."""
        if self.axis.factor.scale is not None:
            return f"x{cell:g}"
        return f"{cell:g} {self.axis.unit}".strip() if isinstance(cell, int | float) else str(cell)


def lever(text: str, steps: int, tree: Node) -> Lever:
    """The lever that a text is, for a scenario's tree; one that is not whole is cut into so many steps."""
    path, equals, ends = text.partition("=")
    found = ENDS.fullmatch(ends)
    if not equals or found is None or found[1] != found[3]:
        raise PostureError(f"--by '{text}' is no lever; write it like {LIKE}")
    scaled = bool(found[1])
    low, high = (_number(end) for end in (found[2], found[4]))
    try:
        factor = Factor.model_validate({"path": path.strip(), "scale" if scaled else "range": (low, high)})
    except ValidationError as fault:
        why = fault.errors()[0]["msg"].removeprefix("Value error, ")
        raise PostureError(f"--by '{text}': {why}; write it like {LIKE}") from None
    if not expanded(tree, split_path(path.strip())):
        raise PostureError(f"--by '{path}' matches nothing that is written")
    axis = Axis("lever", factor, Mark(f"--by {text}", 1, 1), {})
    return Lever(axis, _cells(axis, steps, text))


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def _cells(axis: Axis, steps: int, text: str) -> tuple[Cell, ...]:
    """Every whole number, also of whole amounts such as days; else so many steps."""
    ends = [amount(end) for end in axis.factor.range or ()]
    if ends and all(one is not None and isinstance(one.value, int) for one in ends):
        low, high = (floor(one.value) for one in ends if one is not None)
        if high - low > MOST:
            raise PostureError(f"--by '{text}' has over {MOST} settings; write a shorter range")
        return tuple(range(low, high + 1))
    return tuple(axis.at(step / steps) for step in range(steps + 1))
