"""What is written of areas: where tracks fly, how often they come, and who answers."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.arrivals import Weights, Yearly, check_weights
from posture.core.distributions import Constant
from posture.core.schema import Distance, Duration, Pace, Schema, Share, Timing, UncertainCount
from posture.theatre.network import Position


class Exercises(Schema):
    """Weeks in which tracks come more often; the yearly rate stays as written."""

    share: Share
    """Share of weeks."""
    factor: float = Field(ge=1, le=1000)
    """How many times as often as in other weeks."""


class Area(Schema):
    """A stretch of air through which tracks come that somebody must go and see."""

    route: Annotated[tuple[Position, ...], Field(min_length=2)]
    """Points over which they fly, on straight lines."""
    spread: Distance = 0
    """Farthest to either side, all distances alike."""
    reversed: Share = 0.5
    """Share that flies from the last point to the first."""
    tracks: Yearly
    """How often, on average."""
    together: UncertainCount = Constant(1.0)
    """How many come at one time, each a track of its own."""
    speed: Pace
    """Over the ground."""
    months: Weights = ()
    """Weights of the twelve months; alike where not written."""
    hours: Weights = ()
    """Weights of the hours of a day, UTC; alike where not written."""
    exercises: Exercises | None = None
    """What makes weeks unlike; plain Poisson where not written."""
    years: Annotated[float, Field(ge=0, le=3)] = 0.0
    """How unlike calendar years are: standard deviation of a year's rate over its mean; all alike at 0."""
    escort: Timing = Constant(0.0)
    """From identification until it is left alone; it ends where the track leaves the area."""
    timely: Duration | None = None
    """Within how long after it comes it should be met; at any time before it leaves where not written."""
    seen_in: str | None = None
    """Area of surveillance in which a track is seen, or not, before anybody is sent; as it comes where not
    written."""
    bases: tuple[str, ...] = ()
    """Bases that answer; all where not written."""
    choice: Literal["nearest", "soonest", "in order"] = "nearest"
    """Of the bases that can meet it before it leaves: the nearest, who does soonest, or the first."""

    @model_validator(mode="after")
    def _weighs_all(self) -> Self:
        if any(a == b for a, b in pairwise(self.route)):
            raise ValueError("'route' has the same point twice running; take one out")
        check_weights(self.months, self.hours)
        return self
