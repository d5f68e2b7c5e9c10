"""Amounts as a study meets them: a number and a unit as written, and their size in the unit of their kind."""

from typing import Any, NamedTuple

from posture.core.schema.amounts import ALL, FIGURE

LONGEST = 40


class Amount(NamedTuple):
    """A number and its unit as written, empty for none."""

    value: float
    unit: str

    @property
    def size(self) -> tuple[float, str]:
        """The size in the own unit of its kind, and that kind; without one, the number and its unit."""
        for kind in ALL:
            if self.unit in kind.units:
                return float(self.value * kind.units[self.unit]), kind.name
        return self.value, self.unit


def amount(value: Any) -> Amount | None:
    """The amount that a number or text such as '3 d' is; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Amount(value, "")
    match = FIGURE.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= LONGEST else None
    if match is None:
        return None
    unit = " ".join(match[2].split())
    if not any(unit in kind.units for kind in ALL):
        return None
    number = float(match[1])
    return Amount(int(number) if number.is_integer() else number, unit)


def told(value: Any) -> str:
    """A value on a line."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
