"""How precise a study must be: half-widths, as `until` states them, looked at where agreed beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, isinf
from typing import NamedTuple, NoReturn

from posture.core.errors import PostureError
from posture.core.measure import Measure
from posture.core.schema.amounts import ALL
from posture.experiments.conditions import (
    Applied,
    Comparison,
    Condition,
    Joined,
    Named,
    Term,
    Value,
    base,
    holds,
    names,
    parse_condition,
)
from posture.experiments.measure_names import measured
from posture.experiments.unit_conversion import in_own_units
from posture.stats.sequential import Precision, Reached, reached

LIKE = "'half-width of closure_days[lithuania] <= 0.5 d', or '<= 5 % of max(mean, 1 d)'"


class MeasureKey(NamedTuple):
    """What a run answers: one measure of one subject."""

    measure: str
    subject: str


@dataclass(frozen=True, slots=True)
class Target:
    """One half-width that is asked for, of a measure or of the probability that a condition holds."""

    text: str
    key: MeasureKey
    precision: Precision
    unit: str
    condition: Condition | None = None

    def reached(self, values: Sequence[float]) -> Reached | None:
        """How precise these values are; None where no run has answered or too few finished to tell."""
        if not values:
            return None
        if self.condition is not None:
            told = [float(holds(self.condition, partial(_alone, one))) for one in values]
            return reached(told, self.precision, "probability")
        if self.unit != "probability" and any(map(isinf, values)):
            return Reached(len(values), inf, inf, 0.0)  # no mean, so no half-width of it
        return reached(values, self.precision, self.unit)


def _alone(value: float, _: Named) -> float:
    """The value of the only measure there is."""
    return value


def targets(until: str) -> tuple[Target, ...]:
    """The half-widths that a text asks for, joined by 'and'; `PostureError` says how it is written."""
    return tuple(_target(part) for part in _parts(parse_condition(until)))


def _parts(condition: Condition) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
        return
    if condition.how != "and":
        raise PostureError(f"half-widths are joined by 'and', not by '{condition.how}'")
    for part in condition.parts:
        yield from _parts(part)


def _target(part: Comparison) -> Target:
    if not isinstance(part.left, Applied) or part.left.what != "half-width" or part.sign not in {"<=", "<"}:
        raise PostureError(f"a precision is written like {LIKE}")
    what = part.left.terms[0]
    if isinstance(what, Applied) and what.what == "mean":
        what = what.terms[0]
    if isinstance(what, Applied) and what.what == "P" and isinstance(what.terms[0], Comparison | Joined):
        return _share(what.terms[0], part.right)
    if not isinstance(what, Named) or what.subject is None:
        raise PostureError(f"a half-width is of one measure and subject; write it like {LIKE}")
    measure = measured(what.name)
    key = MeasureKey(what.name, what.subject)
    text = f"{what.name}[{what.subject}]"
    return Target(text, key, _precision(part.right, measure), measure.unit)


def _share(condition: Condition, right: Term) -> Target:
    asked = list(dict.fromkeys(names(condition)))
    if len(asked) != 1 or asked[0].subject is None:
        raise PostureError("a probability is of one measure and subject: P(closure_days[lithuania] <= 10 d)")
    unit = measured(asked[0].name).unit
    if not isinstance(right, Value) or right.unit not in {"", "%"} or isinstance(right.value, str | bool):
        raise PostureError("the half-width of a probability is a share: '<= 0.05' or '<= 5 %'")
    key = MeasureKey(asked[0].name, asked[0].subject)
    text = f"P({asked[0].name}[{asked[0].subject}] …)"
    plain = in_own_units(condition, lambda _: unit)
    return Target(text, key, Precision(absolute=float(base(right))), "probability", plain)


def _precision(right: Term, measure: Measure) -> Precision:
    """An absolute half-width, or a share of the size of the mean with a floor under it."""
    if isinstance(right, Value):
        if measure.unit != "probability" and right.unit == "%":
            _refuse_bare_share()
        return Precision(absolute=_in_unit(right, measure))
    if not isinstance(right, Applied) or right.what != "of":
        raise PostureError(f"a precision is written like {LIKE}")
    share, of = right.terms
    if not (isinstance(share, Value) and isinstance(of, Applied) and of.what == "max" and len(of.terms) == 2):
        _refuse_bare_share()
    floors = [one for one in of.terms if isinstance(one, Value)]
    means = [one for one in of.terms if isinstance(one, Named) and one.name == "mean"]
    if not floors or not means:
        _refuse_bare_share()
    relative = float(base(share))
    return Precision(absolute=relative * _in_unit(floors[0], measure), relative=relative)


def _refuse_bare_share() -> NoReturn:
    raise PostureError("a share of a mean near nothing is never reached; write '5 % of max(mean, 1 d)'")


def _in_unit(value: Value, measure: Measure) -> float:
    number = base(value)
    if isinstance(number, str | bool):
        raise PostureError(f"a half-width is a number, not '{number}'")
    if value.unit and _kind(value.unit) != _kind(measure.unit) and measure.unit != "probability":
        raise PostureError(
            f"{value.value:g} {value.unit} is no amount of '{measure.name}', which is in {measure.unit}"
        )
    return number / unit_size(measure.unit) if value.unit else float(number)


def _kind(unit: str) -> str:
    return next((kind.name for kind in ALL if unit in kind.units), unit)


def unit_size(unit: str) -> float:
    """A unit in the own unit of its kind; 1 for what has none."""
    return next((float(kind.units[unit]) for kind in ALL if unit in kind.units), 1.0)


def checkpoints(least: int, most: int) -> Iterator[int]:
    """After how many replications to look: from `least` on by a quarter, at least five; then `most`."""
    at = least
    while at < most:
        yield at
        at += max(5, at // 4)
    yield most
