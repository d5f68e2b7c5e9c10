"""What is written of monitoring: waters, what sails there, and who watches."""

from typing import Self

from pydantic import Field, model_validator

from posture.core.arrivals import Weights, Yearly, check_weights
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    FrozenMap,
    Moment,
    Name,
    Schema,
    Servers,
    Share,
    Timing,
    UncertainCount,
)
from posture.core.schema.periods import check_ends_later

AT_ONCE = Constant(0.0)


class Waters(Schema):
    """Waters in which shipping is monitored."""

    since: Moment | None = None
    """From when; from the start where not written."""
    until: Moment | None = None
    """Until when; to the end where not written."""
    ships: Count = 0
    """Ships of its own that watch."""
    area: str | None = None
    """Sea area whose ships of the standing groups watch here too; none where not written."""
    at_once: Servers = 1
    """Contacts that one ship attends to at once."""
    contacts: Yearly = 0.0
    """How often a merchant ship comes that is to be hailed, on average."""
    together: UncertainCount = Constant(1.0)
    """How many come at one time; more than one makes their number more uneven than Poisson."""
    months: Weights = ()
    """Weights of the twelve months; alike where not written."""
    hours: Weights = ()
    """Weights of the hours of a day, UTC; alike where not written."""
    stays: Timing | None = None
    """How long it is within reach; until somebody hails it where not written."""
    seen_in: str | None = None
    """Area of surveillance in which a ship is seen, or not, before anybody can attend to it; as it comes
    where not written."""
    hailing: Timing = AT_ONCE
    """From closing it until it is left alone."""
    boards: Share = 0.0
    """Share of those hailed that are boarded."""
    boarding: Timing = AT_ONCE
    """What that takes beyond hailing."""
    escorts: Yearly = 0.0
    """How often a ship asks for an escort; it waits for one and goes before contacts."""
    escort: Timing = AT_ONCE
    """How long one ship escorts it, the way back included."""

    @model_validator(mode="after")
    def _can_be_watched(self) -> Self:
        check_weights(self.months, self.hours)
        check_ends_later(self.since, self.until, "until")
        return self


class Shipping(Schema):
    """Whose passage is watched."""

    waters: FrozenMap[Name, Waters] = Field(default_factory=FrozenMap)
    """Waters, by a name of your own."""
