"""Factors: what a study varies, by path or by name, and the change that each of their settings makes."""

import json
from collections.abc import Callable, Iterator, Sequence
from math import floor, isfinite
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, JsonValue, model_validator

from posture.core.findings import did_you_mean
from posture.core.schema import FrozenMap, Name, Positive, Schema
from posture.experiments.amounts import Amount, amount, told
from posture.scenario.loading import Mark, Node, Override, plain, split_path
from posture.scenario.loading.patterns import expanded

Cell: TypeAlias = str | int | float | bool | None
"""A setting as `design.csv` has it: a number in the factor's unit, a word, or None for as written."""
Kind: TypeAlias = Literal["lever", "uncertainty"]
UNSCALED = {"shape"}


class Factor(Schema):
    """One thing that varies: a path with values, a range or a scale, or choices of several overrides."""

    path: str | None = None
    """Dotted path of what varies; `*` stands for each name that is written there."""
    values: Annotated[tuple[JsonValue, ...], Field(min_length=1)] | None = None
    """Each of these."""
    range: tuple[JsonValue, JsonValue] | None = None
    """Anything from the first to the second; whole where both are whole numbers."""
    scale: tuple[float | int, float | int] | None = None
    """What is written there times anything from the first to the second, also inside distributions."""
    choices: FrozenMap[Name, tuple[str, ...]] | None = None
    """Named lists of overrides such as `units.first.people=700`."""
    levels: Positive | None = None
    """How many steps of a range or scale a grid takes; by default those of the design."""
    kind: Kind = "lever"
    """What one chooses, or what nobody chooses."""
    label: str = ""
    """What it is in the words of whoever decides, such as `sets of broad-gauge wagons`."""

    @model_validator(mode="after")
    def _one_way_to_vary(self) -> Self:
        ways = [name for name in ("values", "range", "scale", "choices") if getattr(self, name) is not None]
        if len(ways) > 1:
            raise ValueError(f"{' and '.join(ways)} do not go together; keep one of them")
        if (self.path is None) != (self.choices is not None):
            raise ValueError("a factor needs a 'path', or 'choices' that name their paths themselves")
        if self.path is not None:
            split_path(self.path)
        for ends in (self.range, self.scale):
            if ends is not None:
                _check_ends(ends, of_scale=ends is self.scale)
        if self.values is not None and len(set(map(_label, self.values))) < len(self.values):
            raise ValueError("a value is written twice; leave one out")
        return self


def _check_ends(ends: Sequence[Any], *, of_scale: bool) -> None:
    low, high = (amount(end) for end in ends)
    if low is None or high is None or low.unit != high.unit:
        raise ValueError(
            f"'{told(ends[0])}' to '{told(ends[1])}' is no range; write two amounts in the same unit"
        )
    if not low.value < high.value:
        raise ValueError("the first is not below the second; swap them")
    if of_scale and low.value < 0:
        raise ValueError("a scale is zero or more")


class Axis:
    """One factor ready for use: its cells, its settings along a line, and the changes they make."""

    def __init__(
        self, name: str, factor: Factor, mark: Mark, choices: dict[str, tuple[Override, ...]]
    ) -> None:
        self.name = name
        self.factor = factor
        self.mark = mark
        self._choices = choices
        self.unit, self._values = _listed(factor)
        if factor.range is not None:
            ends = [amount(end) for end in factor.range]
            self._ends = tuple(end.value for end in ends if end is not None)
            self.unit = ends[0].unit if ends[0] is not None else ""
        else:
            self._ends = tuple(factor.scale or ())
        self.whole = factor.range is not None and all(isinstance(end, int) for end in factor.range)

    @property
    def ends(self) -> tuple[float, float] | None:
        """Lowest and highest number, for a factor that has them."""
        if self._ends:
            return float(self._ends[0]), float(self._ends[1])
        numbers = [float(cell) for cell in self._values if isinstance(cell, int | float)]
        if not numbers or len(numbers) < len(self._values):
            return None
        return min(numbers), max(numbers)

    @property
    def continuous(self) -> bool:
        """Whether it takes anything between two ends."""
        return bool(self._ends)

    def levels(self, otherwise: int) -> list[Cell]:
        """Every value or choice; of a range or scale, so many steps from end to end."""
        if not self.continuous:
            return list(self._values) or list(self._choices)
        number = self.factor.levels or otherwise
        return list(dict.fromkeys(self.at(step / max(number - 1, 1)) for step in range(number)))

    def at(self, share: float) -> Cell:
        """The setting so far along from its first (0) to its last (1)."""
        if not self.continuous:
            cells = list(self._values) or list(self._choices)
            return cells[min(floor(share * len(cells)), len(cells) - 1)]
        low, high = self._ends
        if self.whole:
            return int(min(low + floor(share * (high - low + 1)), high))
        return float(f"{low + share * (high - low):.12g}")

    def cell(self, value: JsonValue) -> Cell:
        """A value of a list or table as a cell; `ValueError` where it is none of this factor's."""
        if self._choices or self._values:
            among = {_label(one): one for one in (*self._values, *self._choices)}
            written = {_label(one): cell for cell, one in self._values.items()}
            found = written.get(_label(value), among.get(_label(value)))
            if found is None:
                names = sorted(map(str, {**written, **dict.fromkeys(self._choices)}))
                raise ValueError(
                    f"'{told(value)}' is none of {', '.join(names)}{did_you_mean(str(value), names)}"
                )
            return found
        if not self.continuous:
            return value if isinstance(value, str | int | float | bool) else _label(value)
        return self._number(value)

    def _number(self, value: JsonValue) -> Cell:
        found = amount(value)
        if found is None or (found.unit != self.unit and found.unit):
            like = f"{self._ends[0]:g} {self.unit}".strip()
            raise ValueError(f"'{told(value)}' is no amount like '{like}'")
        if not self._ends[0] <= found.value <= self._ends[1]:
            raise ValueError(
                f"'{told(value)}' lies outside {self._ends[0]:g} to {self._ends[1]:g} {self.unit}".strip()
            )
        return int(found.value) if self.whole else float(found.value)

    def changes(self, cell: Cell, tree: Node) -> Iterator[Override]:
        """What a setting changes in a scenario's tree."""
        if cell is None:
            return
        if self._choices:
            yield from self._choices[str(cell)]
            return
        assert self.factor.path is not None
        for path in expanded(tree, split_path(self.factor.path)):
            if self.factor.scale is not None:
                yield Override(path, scaled(_at(tree, path), float(cell), self.mark, path))
            else:
                yield Override(path, node(self._written(cell), self.mark))

    def _written(self, cell: Cell) -> JsonValue:
        """The value of a cell as a user writes it."""
        if cell in self._values and type(cell) in {type(one) for one in self._values}:
            return self._values[cell]
        if self.unit and _is_number(cell):
            return f"{cell:.12g} {self.unit}"
        return cell


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _listed(factor: Factor) -> tuple[str, dict[Cell, JsonValue]]:
    """The values by their cells: numbers where all are amounts in one unit, else words."""
    values = factor.values or ()
    amounts = [amount(value) for value in values]
    if values and all(one is not None for one in amounts):
        units = {one.unit for one in amounts if one is not None}
        if len(units) == 1:
            cells = [one.value for one in amounts if one is not None]
            return units.pop(), dict(zip(cells, values, strict=True))
    return "", {_label(value): value for value in values}


def _label(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def node(value: Any, mark: Mark) -> Node:
    """Plain data as a tree whose every node is at one place."""
    if isinstance(value, dict):
        return Node({key: node(one, mark) for key, one in value.items()}, mark, mark)
    if isinstance(value, list | tuple):
        return Node([node(one, mark) for one in value], mark, mark)
    return Node(value, mark, mark)


def _at(tree: Node, path: Sequence[str]) -> Node | None:
    found: Node | None = tree
    for step in path:
        below = found.value if found is not None else None
        if isinstance(below, list) and step.isdigit() and int(step) < len(below):
            found = below[int(step)]
        else:
            found = below.get(step) if isinstance(below, dict) else None
    return found


def scaled(written: Node | None, by: float, mark: Mark, path: Sequence[str]) -> Node:
    """What is written times `by`: each amount of it, whole where it is a whole number; never a shape."""
    name = ".".join(path)
    if written is None:
        raise ValueError(f"'{name}' is not written, so there is nothing to scale; use 'range' or 'values'")
    return node(_times(plain(written), by, lambda: name), mark)


def _times(value: Any, by: float, name: Callable[[], str]) -> Any:
    if isinstance(value, dict):
        return {key: one if key in UNSCALED else _times(one, by, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_times(one, by, name) for one in value]
    found = amount(value)
    if found is None:
        raise ValueError(f"'{told(value)}' at '{name()}' is no amount to scale; use 'values'")
    return _product(value, found, by)


def _product(value: Any, found: Amount, by: float) -> Any:
    product = found.value * by
    if not isfinite(product):
        raise ValueError(f"'{told(value)}' times {by:g} is too large to be meant")
    if isinstance(value, int):
        return floor(product + 0.5)
    return f"{product:.12g} {found.unit}" if found.unit else float(f"{product:.12g}")
