"""What is written of surveillance: areas to watch, kinds of collector, and who watches what."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from posture.core.clock import HOUR
from posture.core.distributions import Constant
from posture.core.schema import Country, FrozenMap, Name, Positive, Schema, Servers, Share, Timing
from posture.core.schema.amounts import AREA, SEARCH, exact

AT_ONCE = Constant(0.0)
LEAST_CYCLE = HOUR
"""Least mean time from one sortie, or sign, to the next, so that a run has a bounded number of them."""


def size(value: Any) -> int:
    """Whole square metres, at least one."""
    metres = round(exact(value, AREA))
    if metres <= 0:
        raise ValueError(f"'{value}' is an area of no size; write how large it is, like '60000 km2'")
    return metres


def search(value: Any) -> float:
    """Square metres a second; above zero, since what searches nothing is no collector."""
    metres = float(exact(value, SEARCH))
    if metres <= 0:
        raise ValueError("a rate of search must be above zero; take its collectors out instead")
    return metres


Size = Annotated[int, BeforeValidator(size), WithJsonSchema({"type": "string", "examples": ["60000 km2"]})]
SearchRate = Annotated[
    float,
    BeforeValidator(search),
    WithJsonSchema({"type": "string", "description": "area in a time", "examples": ["100000 km2 per day"]}),
]


class AreaOfInterest(Schema):
    """Where something shows that tells of a crisis, or ships and tracks pass, and what it takes to see it."""

    size: Size
    """How large it is."""
    overcast_summer: Share = 0.0
    """Share of overcast days from April to September."""
    overcast_winter: Share = 0.0
    """Share of overcast days from October to March."""
    signs: Timing | None = None
    """From one sign to the next, once a crisis begins to show here; without it none can."""
    lasts: Timing | None = None
    """How long a sign can be found."""
    assessed: Timing = AT_ONCE
    """From finding a sign until it has been processed, exploited and told."""
    needed: Positive = 1
    """Signs that a nation must know of before it recognises the crisis."""

    @model_validator(mode="after")
    def _signs_are_apart(self) -> Self:
        if (self.signs is None) != (self.lasts is None):
            raise ValueError("'signs' and 'lasts' belong together; write both, or neither where none shows")
        if self.signs is not None and self.signs.mean < LEAST_CYCLE:
            raise ValueError("signs come without end; write a mean of an hour or more in 'signs'")
        return self


class CollectorKind(Schema):
    """What a platform of a kind sees, and how long it is there."""

    searches: SearchRate
    """Area that one platform searches in a time."""
    detects: Annotated[Share, Field(gt=0)] = 1.0
    """Probability that a look finds a sign that is there."""
    under_cloud: Share = 1.0
    """Share of that which clouds leave; all of it for radar."""
    stays: Timing | None = None
    """How long a platform watches at a time; always where not written."""
    away: Timing = AT_ONCE
    """Until it, or its relief, watches again: the way back, turn-round, the way out; or the next pass."""
    cancelled: Annotated[Share, Field(lt=1)] = 0.0
    """Probability that it does not come back as planned, and is missing until the time after."""

    @model_validator(mode="after")
    def _comes_and_goes(self) -> Self:
        if self.stays is None:
            if self.away != AT_ONCE or self.cancelled:
                raise ValueError("it is always there and yet away; write 'stays', how long at a time")
        elif self.stays.mean + self.away.mean < LEAST_CYCLE:
            raise ValueError("it comes and goes without end; let 'stays' and 'away' last an hour together")
        return self


class CollectionAsset(Schema):
    """Platforms of a kind that watch an area, and whose picture they feed."""

    active: bool = True
    """Whether they watch at all: a switch for studies."""
    kind: str
    """Their kind."""
    area: str
    """Area that they watch."""
    nation: Country | None = None
    """Ally that knows at once what they find; all Allies where not written."""
    platforms: Servers = 1
    """How many, each coming and going by itself."""
    base: str | None = None
    """Place that they set out from: while it is shut, none does. None where not written."""
    stations: str | None = None
    """Area that stations of early warning watch: as much of these platforms watches as stations are kept."""
    ships: str | None = None
    """Sea area of the standing groups: as many platforms watch as their ships are on task there."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.stations is not None and self.ships is not None:
            raise ValueError(
                "these are aircraft on station or ships, not both; take 'stations' or 'ships' out"
            )
        if self.base is not None and (self.stations or self.ships):
            raise ValueError("whoever keeps it has a base of its own; take 'base' out")
        if self.ships is not None and self.platforms > 1:
            raise ValueError("as many watch as ships are on task; take 'platforms' out")
        return self


class Surveillance(Schema):
    """Who sees that a crisis begins, and what passes, and how soon."""

    areas: FrozenMap[Name, AreaOfInterest] = Field(default_factory=FrozenMap)
    """Areas, by a name of your own; a crisis names the one in which it shows (`shows_in`), waters and areas
    of air policing the one in which their ships and tracks are seen (`seen_in`)."""
    kinds: FrozenMap[Name, CollectorKind] = Field(default_factory=FrozenMap)
    """Kinds of collector, by a name of your own."""
    collectors: FrozenMap[Name, CollectionAsset] = Field(default_factory=FrozenMap)
    """Who watches, by a name of your own."""
    shared: Share = 0.0
    """Share of what a nation finds that it tells all others; measure 1 raises it."""

    def at_work(self) -> dict[str, CollectionAsset]:
        """Collectors that are active."""
        return {name: one for name, one in self.collectors.items() if one.active}

    def finds(self, one: CollectionAsset, *, overcast: bool) -> float:
        """How often in a second one platform would find a sign in its area (random search, Koopman 1946)."""
        kind = self.kinds[one.kind]
        clear = kind.searches * kind.detects / self.areas[one.area].size
        return clear * (kind.under_cloud if overcast else 1)
