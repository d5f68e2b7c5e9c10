"""The network: named places, and the road, rail, sea and air ways between them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import HOUR
from posture.core.schema import (
    Countries,
    DayAfter,
    Distance,
    Duration,
    FrozenMap,
    Gauge,
    Pace,
    Positive,
    Schema,
    Share,
    SteadyRate,
    Timing,
)
from posture.core.schema.amounts import OrderedDay
from posture.core.schema.periods import check_ends_later

Mode = Literal["road", "rail", "sea", "inland_waterway", "air"]
Kind = Literal[
    "airbase", "base", "border", "city", "hq", "port", "prepo", "rail_transload", "railhead", "strait"
]

EARTH_RADIUS = 6_371_009
"""Metres; mean radius of the GRS 80 ellipsoid."""


class Position(Schema):
    """Where on Earth."""

    lat: float = Field(ge=-90, le=90)
    """Degrees north."""
    lon: float = Field(ge=-180, le=180)
    """Degrees east."""


class Place(Position):
    """A named place of the network."""

    name: str
    """What people call it."""
    kind: Kind
    """What stands there."""
    country: Countries
    """ISO 3166 code; two joined by `+` at a border; empty at sea."""
    modes: tuple[Mode, ...]
    """Ways that meet here."""
    neutral: bool = False
    """In a country outside the Alliance, which what the Allies agree does not bind
    (`movement.clearances.outside`)."""
    attributes: FrozenMap[str, str] = Field(default_factory=FrozenMap)
    """Facts of the source tables, such as `gauges=1435/1520`."""

    @model_validator(mode="after")
    def _gauges_are_numbers(self) -> Self:
        text = self.attributes.get("gauges")
        if text is not None and not re.fullmatch(r"\d{4}(/\d{4})+", text):
            raise ValueError(f"'gauges={text}' is no list of gauges; write it like '1435/1520'")
        return self

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that meet here, one or two; none at sea."""
        return tuple(self.country.split("+")) if self.country else ()

    def deepest(self, fact: Literal["channel_depth_m", "draught_limit_m"]) -> int | None:
        """Deepest ship, in centimetres, by the channel of a port or by a strait; None where none is known."""
        text = self.attributes.get(fact)
        return round(float(text) * 100) if text else None


class Link(Schema):
    """One way between two places, open in both directions."""

    start: str
    """Place at one end."""
    end: str
    """Place at the other end."""
    mode: Literal["road", "rail", "sea", "inland_waterway"]
    """Kind of way; any two airfields are linked by air without a row."""
    length: Distance
    """Along the real line."""
    gauge: Gauge | None = None
    """Track gauge of a rail way."""
    country: Countries = ""
    """Where it lies."""
    neutral: bool = False
    """Passes through a country outside the Alliance, as a place there is marked."""
    trains: SteadyRate | None = None
    """Military trains in each direction; the country's figure where not written."""
    speed: Pace | None = None
    """Speed on this way; the kind of way's figure where not written."""
    max_mlc: Positive | None = None
    """Heaviest military load class let through; no limit known where not written."""
    capacity: Positive | None = None
    """Columns, trains or ships on the way at once in each direction; no limit where not written."""
    headway: Duration | None = None
    """Least time between two vehicles in one direction; that of the march where not written."""


GateKind = Literal["ramp", "transload", "berth", "airfield", "approach"]
"""An approach is the water before a port: while it is shut, ships neither come in nor go out."""


LEAST_BETWEEN = HOUR
"""Least mean time between two failures, so that a run has a bounded number of them."""


class Failure(Schema):
    """Closing by chance, again and again."""

    every: Timing
    """Open for so long."""
    lasts: Timing
    """Then closed for so long."""

    @model_validator(mode="after")
    def _leaves_time_between(self) -> Self:
        if self.every.mean < LEAST_BETWEEN:
            raise ValueError("it comes again after no time; write a mean of an hour or more in 'every'")
        return self


class Closure(Schema):
    """A place, one gate of it, or ways that let through less than they should, or nothing."""

    active: bool = True
    """Whether it happens at all: a switch for studies."""
    place: str | None = None
    """Place that is closed; give either this or `links`."""
    gate: GateKind | None = None
    """Close only this gate of the place; what does not stop there still passes."""
    links: tuple[str, ...] = ()
    """Ways that are closed, by their keys in `links`."""
    order: str | None = None
    """Order to deploy from which `start` and `end` count (`D+5`); the start of the run where not written."""
    start: DayAfter = 0
    """When it begins, after the start of the run, or after `order`."""
    end: DayAfter | None = None
    """When it ends, counted like `start`; never where not written."""
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """Months in which it happens, every year; all where not written."""
    chance: Failure | None = None
    """Within its time, happens now and then by chance; all the while where not written."""
    capacity: Share = 0.0
    """Share of the capacity that is left."""

    @model_validator(mode="after")
    def _names_its_order(self) -> Self:
        for day in (self.start, self.end):
            if isinstance(day, OrderedDay) and self.order is None:
                raise ValueError(f"'{day}' counts from an order; name it in 'order'")
        return self

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        if (self.place is None) != bool(self.links):
            both = self.place is not None
            raise ValueError(
                "name a place or links, not both" if both else "name the place or the links it closes"
            )
        if self.gate is not None and self.place is None:
            raise ValueError("a gate belongs to a place; write 'place' beside 'gate'")
        if self.order is not None and (self.months or self.chance is not None):
            raise ValueError("what counts from an order comes once; take 'months' and 'chance' away")
        check_ends_later(self.start, self.end, "end")
        return self

    @property
    def for_good(self) -> bool:
        """Whether it is there from the start to the end of every run, and lets nothing through."""
        always = self.start == 0 and self.end is None and not self.months and self.chance is None
        return self.active and always and self.capacity == 0 and self.order is None


@dataclass(frozen=True, slots=True)
class Network:
    """All places and ways of a theatre, by key, and what is closed."""

    places: Mapping[str, Place]
    links: Mapping[str, Link]
    closures: Mapping[str, Closure]

    def shut_places(self) -> frozenset[str]:
        """Keys of places closed altogether and for good."""
        return frozenset(c.place for c in self._for_good() if c.place is not None and c.gate is None)

    def shut_gates(self) -> frozenset[tuple[str, GateKind]]:
        """Gates closed for good, of places that are open otherwise."""
        return frozenset((c.place, c.gate) for c in self._for_good() if c.place and c.gate)

    def shut_links(self) -> frozenset[str]:
        """Keys of ways closed for good."""
        return frozenset(link for c in self._for_good() for link in c.links)

    def neutral(self) -> frozenset[str]:
        """Countries whose places or ways are marked as outside the Alliance."""
        ways = (link.country.split("+") for link in self.links.values() if link.neutral and link.country)
        places = (place.countries for place in self.places.values() if place.neutral)
        return frozenset(country for some in (*ways, *places) for country in some)

    def _for_good(self) -> Iterator[Closure]:
        return (closure for closure in self.closures.values() if closure.for_good)


def great_circle(a: Position, b: Position) -> int:
    """Metres between two places or positions on the sphere (haversine)."""
    north, east = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    half = sin(north) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east) ** 2
    return round(2 * EARTH_RADIUS * asin(sqrt(half)))


def gauges_at(place: Place) -> tuple[int, ...]:
    """The gauges between which a transload place hands over; empty elsewhere."""
    text = place.attributes.get("gauges")
    return tuple(int(gauge) for gauge in text.split("/")) if text else ()
