"""Areas of water and rates of search, in stated units."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from posture.core.distributions import Distribution
from posture.core.schema import uncertain
from posture.core.schema.amounts import Dimension, exact

NAUTICAL = Fraction(1852) ** 2
"""Square metres in a square nautical mile."""
AREA = Dimension(
    "size of water", {"nmi2": NAUTICAL, "km2": Fraction(10**6), "m2": Fraction(1)}, ("nmi2", "km2"), "15"
)
SEARCH = Dimension(
    "rate of search",
    {"nmi2 per day": NAUTICAL, "km2 per day": Fraction(10**6)},
    ("nmi2 per day", "km2 per day"),
    "0.8",
)


def area(value: Any) -> int:
    """Whole square metres; above nothing, since nothing needs no survey."""
    metres = round(exact(value, AREA))
    if metres <= 0:
        raise ValueError(f"'{value}' is an area of no size; write its size, or take the survey out")
    return metres


def _daily(value: Any) -> float:
    """Square metres a day; above zero, since a survey would never end."""
    metres = float(exact(value, SEARCH))
    if metres <= 0:
        raise ValueError("a rate of search must be above zero; write no vessels instead")
    return metres


def search(value: Any) -> Distribution:
    """Over square metres a day; only kinds that cannot come to nothing."""
    return uncertain.distribution(value, _daily, (*uncertain.BOUNDED, "lognormal"))


Area = Annotated[
    int, BeforeValidator(area), WithJsonSchema({"type": "string", "examples": ["15 nmi2", "50 km2"]})
]
Search = Annotated[
    Distribution,
    PlainValidator(search),
    WithJsonSchema({"description": "area a day", "examples": ["0.8 nmi2 per day"]}),
]
