"""What is written of space: hours of satellite communication, who offers them, who needs them, what fails."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import DAY, HOUR
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Duration,
    FrozenMap,
    Name,
    Schema,
    Share,
    SteadyRate,
    Timing,
    UncertainShare,
)
from posture.theatre.network import Failure

AT_ONCE = Constant(0.0)


class SatelliteOffer(Schema):
    """Hours of satellite communication that Allies, or the Alliance by its own stations, offer in a band."""

    band: Name
    """Band or class of service."""
    hours: SteadyRate
    """Channel-hours in a day."""
    failure: Failure | None = None
    """How a satellite or ground station fails by chance; never where not written."""


class Outage(Schema):
    """A satellite lost, a service degraded, at a date."""

    active: bool = True
    """Whether it happens at all: a switch for studies."""
    offer: str
    """Offer that it hits."""
    start: Duration
    """When it begins, after the start."""
    lasts: Timing
    """For how long."""
    leaves: UncertainShare = Constant(0.0)
    """Share of the offer that is left."""


class SatelliteReserve(Schema):
    """Hours that an Ally gives on request, once somebody falls short in a band."""

    band: Name
    """Band or class of service."""
    hours: SteadyRate
    """Channel-hours in a day."""
    response: Timing = AT_ONCE
    """From the request until they are there."""


class SatelliteUser(Schema):
    """Who needs hours: a headquarters, a collector, a formation that moves, or others that only take them."""

    band: Name
    """Band or class of service."""
    hours: SteadyRate
    """Channel-hours in a day."""
    priority: Count = 0
    """Who is served first, the smaller the sooner; alike, by name."""
    headquarters: str | None = None
    """Headquarters that so many of its orders depend on them."""
    collector: str | None = None
    """Collector of surveillance whose platforms depend on them."""
    formation: str | None = None
    """Brigade that asks for them from its order on: its serials on the way are told by satellite to go on."""
    depends: Share = 1.0
    """Share of its speed, or of its search, that is lost without any; of a formation's serials, the share
    that is told to go on by satellite."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(one is not None for one in (self.headquarters, self.collector, self.formation)) > 1:
            raise ValueError("it is a headquarters, a collector or a formation; write a user for each")
        return self

    @property
    def serves(self) -> tuple[Literal["headquarters", "collector", "formation"], str] | None:
        """Who depends on it, and of which kind; nobody who is modelled where nothing is written."""
        if self.headquarters is not None:
            return "headquarters", self.headquarters
        if self.collector is not None:
            return "collector", self.collector
        return None if self.formation is None else ("formation", self.formation)


class Space(Schema):
    """Who speaks by satellite."""

    offers: FrozenMap[Name, SatelliteOffer] = Field(default_factory=FrozenMap)
    """What Allies offer, by a name of your own."""
    reserves: FrozenMap[Name, SatelliteReserve] = Field(default_factory=FrozenMap)
    """What they give on request, by a name of your own."""
    users: FrozenMap[Name, SatelliteUser] = Field(default_factory=FrozenMap)
    """Who needs it, by a name of your own."""
    cycle: Annotated[Duration, Field(ge=HOUR)] = DAY
    """How often channels are shared out anew: a formation that is short has service once in it, for the share
    of it that its hours are of those it asks for."""
    outages: FrozenMap[Name, Outage] = Field(default_factory=FrozenMap)
    """What is lost at a date, by a name of your own."""
