"""What is written of sustainment: classes of supply, depots that have them, and brigades that use them."""

from collections.abc import Mapping
from math import fsum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from posture.core.clock import DAY
from posture.core.schema import Count, Duration, FrozenMap, Mass, Name, Schema, Share
from posture.core.schema.amounts import MASS, exact
from posture.theatre.forces import Cargo
from posture.theatre.network import Mode


def used(value: Any) -> float:
    """Kilograms, parts of one too."""
    return float(exact(value, MASS))


EATERS: tuple[Cargo, ...] = ("people", "wheeled", "tracked")
"""Classes of pieces that use supply."""
Times = Annotated[float, Field(ge=0, le=100)]
"""A multiple of what is used in place."""
Used = Annotated[
    float, BeforeValidator(used), WithJsonSchema({"type": "string", "examples": ["8 kg", "0.3 kg"]})
]


class SupplyClass(Schema):
    """One class of supply: how it travels, and what is used of it in a day, by kind of unit and by state.

    A unit's kind is in its people and vehicles. In place it stands where it is wanted; on alert it does so
    from the brigade's order until the last part has closed; moving it is under way from home to there.
    """

    cargo: Literal["containers", "hazardous"]
    """How its pieces travel."""
    piece: Annotated[Mass, Field(ge=1)]
    """What one piece holds; it is issued whole."""
    person: Used = 0.0
    """Used by each of a unit's people in a day in place."""
    wheeled: Used = 0.0
    """Used by each of its wheeled vehicles in a day in place."""
    tracked: Used = 0.0
    """Used by each of its tracked vehicles in a day in place."""
    alert: Times = 1.0
    """Times as much is used in a day on alert."""
    moving: Times = 1.0
    """Times as much is used in a day under way, what a march takes by the kilometre left aside."""
    wheeled_km: Used = 0.0
    """Used by each wheeled vehicle in a kilometre that it marches by road."""
    tracked_km: Used = 0.0
    """Used by each tracked vehicle in a kilometre that it drives by itself."""
    carried: Duration = 0
    """Days of supply, as in place, that a part takes with it when it leaves home."""

    def each(self, cargo: Cargo) -> float:
        """Kilograms that one piece of a class uses in a day in place."""
        if cargo == "people":
            return self.person
        if cargo == "wheeled":
            return self.wheeled
        return self.tracked if cargo == "tracked" else 0.0

    def a_day(self, pieces: Mapping[Cargo, int]) -> float:
        """Kilograms that so many pieces of each class use in a day in place, not in combat."""
        return fsum(self.each(cargo) * pieces.get(cargo, 0) for cargo in EATERS)

    def a_kilometre(self, cargo: Cargo) -> float:
        """Kilograms that one vehicle of a class uses in a kilometre."""
        return {"wheeled": self.wheeled_km, "tracked": self.tracked_km}.get(cargo, 0.0)


class Depot(Schema):
    """Where supply comes from: the pieces of a unit, at its home."""

    unit: str
    """Unit whose containers and hazardous containers are the stock."""
    modes: tuple[Mode, ...] = Field(min_length=1)
    """Modes by which it sends."""
    priority: Count = 0
    """As of a line: a smaller one goes first where queues have priorities."""


class HostDepot(Depot):
    """A depot of a host: for every brigade in the country where it lies, and for who marches through.

    First come, first served; several of one country are drawn on in the order of their names. What fills it
    up goes by its own priority.
    """

    drawn: Literal["first", "last"] = "last"
    """Before or after the depot that feeds a brigade, and what a part on the march carries."""
    supplied_by: str | None = None
    """Depot that fills it up; nobody does where not written."""
    reorder: Share = 0.5
    """Share of what it has when full, there and on the way, at which it sends for what makes it full."""


class SustainedBrigade(Schema):
    """A brigade of which is fed what is there."""

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
    """Who feeds brigades."""

    classes: FrozenMap[Name, SupplyClass] = Field(default_factory=FrozenMap)
    """Classes of supply, by a name of your own."""
    depots: FrozenMap[Name, Depot] = Field(default_factory=FrozenMap)
    """Depots, by a name of your own."""
    hosts: FrozenMap[Name, HostDepot] = Field(default_factory=FrozenMap)
    """Depots of hosts, by a name of your own."""
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
