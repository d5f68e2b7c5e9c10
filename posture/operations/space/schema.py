"""What is written of space: hours of satellite communication, who offers them, who needs them, what fails."""

from typing import Self

from pydantic import Field, model_validator

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
    """Who needs hours: a headquarters, a collector of surveillance, or others that only take them."""

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
    depends: Share = 1.0
    """Share of its speed, or of its search, that is lost without any."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.headquarters is not None and self.collector is not None:
            raise ValueError("it is a headquarters or a collector, not both; write a user for each")
        return self


class Space(Schema):
    """Who speaks by satellite."""

    offers: FrozenMap[Name, SatelliteOffer] = Field(default_factory=FrozenMap)
    """What Allies offer, by a name of your own."""
    reserves: FrozenMap[Name, SatelliteReserve] = Field(default_factory=FrozenMap)
    """What they give on request, by a name of your own."""
    users: FrozenMap[Name, SatelliteUser] = Field(default_factory=FrozenMap)
    """Who needs it, by a name of your own."""
    outages: FrozenMap[Name, Outage] = Field(default_factory=FrozenMap)
    """What is lost at a date, by a name of your own."""
