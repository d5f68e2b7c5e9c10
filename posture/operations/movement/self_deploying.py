"""What is written of craft that deploy themselves: aircraft by stages within their range, warships by sea."""

from typing import Self

from pydantic import Field, model_validator

from posture.core.schema import Depth, Distance, Pace, Positive, Schema, Timing
from posture.theatre.montreux import Class, fits


class Tankers(Schema):
    """Refuelling in the air, so that fewer stages are needed."""

    range: Distance
    """Farthest flight without a landing when refuelled on the way."""
    arrange: Timing
    """From the order until tankers are there for it; who would be sooner by stages does not wait."""


class OwnAircraft(Schema):
    """Aircraft alike in kind that fly to where they are wanted, from airfield to airfield."""

    together: Positive = 1
    """Aircraft that fly as one formation."""
    speed: Pace
    """Cruising speed on a ferry flight."""
    range: Distance = Field(gt=0)
    """Ferry range: farthest flight without a landing and without tankers."""
    ground: Timing
    """On the ground before each take-off: flight plan, fuel and, at a stage, inspection and rest."""
    tankers: Tankers | None = None
    """How it is refuelled in the air; never where not written."""

    @model_validator(mode="after")
    def _tankers_bring_it_farther(self) -> Self:
        if self.tankers is not None and self.tankers.range <= self.range:
            raise ValueError(
                "with tankers it flies no farther than without; raise 'tankers.range' or leave it out"
            )
        return self


class Warships(Schema):
    """Warships alike in kind that sail to where they are wanted, from port to port."""

    together: Positive = 1
    """Ships that sail in company."""
    speed: Pace
    """Speed on passage."""
    endurance: Distance = Field(ge=10_000)
    """How far it goes on one filling at that speed, with what is kept in reserve left aside."""
    refuel: Timing
    """Taking fuel at sea or in a port of call, each time that it has gone so far."""
    draught: Depth | None = None
    """Draught; it fits everywhere where not written."""
    tons: Positive
    """Standard displacement in tons of the Montreux Convention, 1,016 kg, for the Turkish Straits."""
    strait_class: Class = "light surface"
    """Its class there."""

    @model_validator(mode="after")
    def _has_tons_of_its_class(self) -> Self:
        if not fits(self.strait_class, self.tons):
            raise ValueError(
                f"no '{self.strait_class}' ship is of {self.tons} tons (Annex II); correct one of them"
            )
        return self
