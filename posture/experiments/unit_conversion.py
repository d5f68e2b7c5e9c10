"""Conditions in the units of what they name: one meaning of a number wherever a condition is read.

A number without a unit is in the unit of the measure or factor that it is compared with; one with a unit is
turned into it. What is named can then be looked up as it is told, without its unit.
"""

from collections.abc import Callable

from posture.core.errors import PostureError
from posture.experiments.amounts import Amount
from posture.experiments.conditions import (
    Applied,
    Comparison,
    Condition,
    Joined,
    Named,
    Term,
    Value,
    base,
    names,
)

UnitOf = Callable[[Named], str]
"""The unit of what a name stands for; empty for a plain number, text or truth."""
SHARES = {"", "share", "probability"}
"""Units in which a per cent is a hundredth."""


def in_own_units(condition: Condition, unit_of: UnitOf) -> Condition:
    """The condition without units; `PostureError` where amounts of unlike kinds are compared."""
    if isinstance(condition, Joined):
        return Joined(condition.how, tuple(in_own_units(part, unit_of) for part in condition.parts))
    units = list(dict.fromkeys(unit for one in names(condition) if (unit := unit_of(one))))
    if len({Amount(1, unit).size[1] for unit in units}) > 1:
        raise PostureError(f"a comparison is of one kind of amount, not of {' and '.join(sorted(units))}")
    unit = units[0] if units else ""
    left, right = (_turned(side, unit, unit_of) for side in (condition.left, condition.right))
    return Comparison(left, condition.sign, right)


def _turned(term: Term, unit: str, unit_of: UnitOf) -> Term:
    if isinstance(term, Value):
        return Value(_number(term, unit))
    if isinstance(term, Named):
        own = unit_of(term)
        if own in {"", unit}:
            return term
        return Applied("*", (term, Value(Amount(1, own).size[0] / Amount(1, unit).size[0])))
    if isinstance(term, Applied):
        share = "" if term.what in {"of", "*", "/"} else unit
        return Applied(
            term.what,
            tuple(_turned(one, share if _per_cent(one) else unit, unit_of) for one in term.terms),
        )
    return in_own_units(term, unit_of)


def _per_cent(term: Term) -> bool:
    return isinstance(term, Value) and term.unit == "%"


def _number(value: Value, unit: str) -> float | str | bool:
    if isinstance(value.value, str | bool):
        if unit:
            raise PostureError(f"'{value.value}' is no amount in {unit}")
        return value.value
    if not value.unit:
        return value.value
    if not unit or (value.unit == "%" and unit in SHARES):
        return base(value)
    (size, kind), (own, wanted) = Amount(value.value, value.unit).size, Amount(1, unit).size
    if kind != wanted:
        raise PostureError(f"{value.value:g} {value.unit} is no amount in {unit}")
    return size / own
