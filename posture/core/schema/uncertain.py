"""Uncertain amounts: one amount, or a mapping such as `{triangular: [2 d, 3 d, 5 d]}`."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from posture.core.distributions import (
    Constant,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    TwoPiece,
    Uniform,
)
from posture.core.schema import amounts

Amount = Callable[[Any], float]
LISTS: Mapping[str, tuple[str, int | None]] = {
    "triangular": ("three values: lowest, most likely, highest", 3),
    "median": ("three values: lowest, median, highest", 3),
    "uniform": ("two values: lowest, highest", 2),
    "empirical": ("at least one observed value", None),
}
MAPPINGS: Mapping[str, tuple[str, ...]] = {
    "lognormal": ("median", "p90"),
    "exponential": ("mean",),
    "gamma": ("mean", "shape"),
}
KINDS = (*LISTS, *MAPPINGS)
BOUNDED = (*LISTS,)
MOST_OBSERVED = 10_000


def distribution(value: Any, amount: Amount, kinds: tuple[str, ...] = KINDS) -> Distribution:
    """A distribution over what `amount` reads; a bare amount is a constant."""
    if isinstance(value, Distribution):
        return value
    if not isinstance(value, Mapping):
        return Constant(float(amount(value)))
    if len(value) != 1:
        raise ValueError(f"one distribution is wanted, such as {{triangular: […]}}, not {len(value)} keys")
    [(kind, content)] = value.items()
    if kind not in kinds:
        raise ValueError(_unknown(str(kind), kinds))
    try:
        return _listed(kind, content, amount) if kind in LISTS else _named(kind, content, amount)
    except ValueError as fault:
        raise ValueError(f"in {kind}: {fault}") from None


def _unknown(kind: str, kinds: tuple[str, ...]) -> str:
    if kind in KINDS:
        return f"{kind} can leave the bounds of this amount; use one of: {', '.join(kinds)}"
    near = get_close_matches(kind, kinds, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"use one of: {', '.join(kinds)}"
    return f"unknown distribution '{kind[:40]}'; {hint}"


def _listed(kind: str, content: Any, amount: Amount) -> Distribution:
    wanted, size = LISTS[kind]
    if not isinstance(content, list | tuple):
        raise ValueError(f"a list of {wanted} is wanted, not {amounts.kind_of(content)}")
    if len(content) != size and (size or not 0 < len(content) <= MOST_OBSERVED):
        raise ValueError(f"a list of {wanted} is wanted; {len(content)} found")
    values = [float(amount(one)) for one in content]
    if kind == "triangular":
        return Triangular(*values)
    if kind == "median":
        return TwoPiece(*values)
    return Uniform(*values) if kind == "uniform" else Empirical(tuple(values))


def _named(kind: str, content: Any, amount: Amount) -> Distribution:
    wanted = MAPPINGS[kind]
    if not isinstance(content, Mapping) or set(content) != set(wanted):
        raise ValueError(f"exactly these keys are wanted: {', '.join(wanted)}")
    if kind == "gamma":
        return Gamma(float(amount(content["mean"])), shape(content["shape"]))
    first, *rest = (float(amount(content[key])) for key in wanted)
    return Exponential(first) if kind == "exponential" else Lognormal(first, rest[0])


def shape(value: Any) -> float:
    """A bare number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"shape is a plain number, not {amounts.kind_of(value)}")
    return float(value)


def count(value: Any) -> int:
    """A whole number, zero or more."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a whole number is wanted, not {amounts.kind_of(value)}")
    if not 0 <= value <= amounts.LARGEST:
        raise ValueError(f"{value} is no count; zero or more is wanted")
    return value


def timing(value: Any) -> Distribution:
    """Over seconds."""
    return distribution(value, amounts.duration)


def pace(value: Any) -> Distribution:
    """Over metres a second; only kinds that cannot come to nothing."""
    return distribution(value, amounts.speed, (*BOUNDED, "lognormal"))


def uncertain_share(value: Any) -> Distribution:
    """Over 0 to 1; only kinds that stay there."""
    return distribution(value, amounts.share, BOUNDED)


def uncertain_count(value: Any) -> Distribution:
    """Over whole numbers, which the one who draws rounds."""
    return distribution(value, count)


def uncertain_daily_distance(value: Any) -> Distribution:
    """Over metres a day; only kinds that cannot come to nothing."""
    return distribution(value, amounts.daily_distance, (*BOUNDED, "lognormal"))
