"""What is written of sustainment: classes of supply, depots that have them, and brigades that use them."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from posture.core.clock import DAY
from posture.core.schema import Count, Duration, FrozenMap, Mass, Name, Schema
from posture.core.schema.amounts import MASS, exact
from posture.theatre.forces import Unit
from posture.theatre.network import Mode


def used(value: Any) -> float:
    """Kilograms, parts of one too."""
    return float(exact(value, MASS))


Used = Annotated[
    float, BeforeValidator(used), WithJsonSchema({"type": "string", "examples": ["8 kg", "0.3 kg"]})
]


class SupplyClass(Schema):
    """One class of supply: how it travels, and what is used of it in a day by what is there."""

    cargo: Literal["containers", "hazardous"]
    """How its pieces travel."""
    piece: Annotated[Mass, Field(ge=1)]
    """What one piece holds; it is issued whole."""
    person: Used = 0.0
    """Used by each of a unit's people in a day."""
    wheeled: Used = 0.0
    """Used by each of its wheeled vehicles in a day."""
    tracked: Used = 0.0
    """Used by each of its tracked vehicles in a day."""
    carried: Duration = 0
    """Days of supply that a part brings with it."""

    def a_day(self, unit: Unit) -> int:
        """Kilograms that a unit uses in a day, in place and not in combat."""
        used = self.person * unit.people + self.wheeled * unit.wheeled + self.tracked * unit.tracked
        return round(used)


class Depot(Schema):
    """Where supply comes from: the pieces of a unit, at its home."""

    unit: str
    """Unit whose containers and hazardous containers are the stock."""
    modes: tuple[Mode, ...] = Field(min_length=1)
    """Modes by which it sends."""
    priority: Count = 0
    """As of a line: a smaller one goes first where queues have priorities."""


class SustainedBrigade(Schema):
    """A brigade that is fed once its parts are there."""

    depot: str
    """Depot that feeds it."""
    reorder: Annotated[Duration, Field(ge=1)]
    """Days of supply, on hand and on the way together, at which more is sent for."""
    upto: Annotated[Duration, Field(ge=1)]
    """Days of supply, on hand and on the way together, up to which it is."""

    @model_validator(mode="after")
    def _orders_something(self) -> Self:
        if self.upto <= self.reorder:
            raise ValueError("nothing is sent for; let 'upto' be more days of supply than 'reorder'")
        return self


class Sustainment(Schema):
    """Who feeds what has closed."""

    classes: FrozenMap[Name, SupplyClass] = Field(default_factory=FrozenMap)
    """Classes of supply, by a name of your own."""
    depots: FrozenMap[Name, Depot] = Field(default_factory=FrozenMap)
    """Depots, by a name of your own."""
    brigades: FrozenMap[Name, SustainedBrigade] = Field(default_factory=FrozenMap)
    """Brigades that are fed, by name."""
    issue: Literal["steady", "random"] = "steady"
    """Whether pieces are used up one after the other in equal times, or at random, as a Poisson process."""

    @model_validator(mode="after")
    def _feeds_with_something(self) -> Self:
        if self.brigades and not self.classes:
            raise ValueError(
                "brigades are fed with nothing; write 'classes', or add 'sustainment' to 'tables'"
            )
        return self


def pieces(span: int, a_day: int, piece: int) -> int:
    """Pieces that last for so many seconds, rounded up."""
    return -(-span * a_day // (DAY * piece))
