"""The network: named places, and the road, rail, sea and air ways between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.ground.written import Distance, Duration, FrozenMap, Gauge, Pace, Positive, SteadyRate, Written

Mode = Literal["road", "rail", "sea", "air"]
Kind = Literal[
    "airbase", "base", "border", "city", "hq", "port", "prepo", "rail_transload", "railhead", "strait"
]

EARTH_RADIUS = 6_371_009
"""Metres; mean radius of the GRS 80 ellipsoid."""


class Place(Written):
    """A named place of the network."""

    name: str
    """What people call it."""
    kind: Kind
    """What stands there."""
    country: str
    """ISO 3166 code; two joined by `+` at a border; empty at sea."""
    lat: float = Field(ge=-90, le=90)
    """Degrees north."""
    lon: float = Field(ge=-180, le=180)
    """Degrees east."""
    modes: tuple[Mode, ...]
    """Ways that meet here."""
    neutral: bool = False
    """In a country outside the Alliance."""
    attributes: FrozenMap[str, str] = Field(default_factory=FrozenMap)
    """Facts of the source tables, such as `gauges=1435/1520`."""

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that meet here, one or two; none at sea."""
        return tuple(self.country.split("+")) if self.country else ()


class Link(Written):
    """One way between two places, open in both directions."""

    start: str
    """Place at one end."""
    end: str
    """Place at the other end."""
    mode: Literal["road", "rail", "sea"]
    """Kind of way; any two airfields are linked by air without a row."""
    length: Distance
    """Along the real line."""
    gauge: Gauge | None = None
    """Track gauge of a rail way."""
    country: str = ""
    """Where it lies."""
    neutral: bool = False
    """Passes through a country outside the Alliance."""
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


GateKind = Literal["ramp", "transload", "berth", "airfield"]


class Closure(Written):
    """A place, one gate of it, or a way that lets nothing through."""

    place: str | None = None
    """Place that is closed; give either this or `link`."""
    gate: GateKind | None = None
    """Close only this gate of the place; what does not stop there still passes."""
    link: str | None = None
    """Way that is closed, by its key in `links`."""

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        if (self.place is None) == (self.link is None):
            raise ValueError("a closure names a place or a link, and not both")
        if self.gate is not None and self.place is None:
            raise ValueError("a gate belongs to a place; write 'place' beside 'gate'")
        return self


@dataclass(frozen=True, slots=True)
class Network:
    """All places and ways of a theatre, by key, and what is closed."""

    places: Mapping[str, Place]
    links: Mapping[str, Link]
    closures: Mapping[str, Closure]

    def shut_places(self) -> frozenset[str]:
        """Keys of places closed altogether."""
        return frozenset(c.place for c in self.closures.values() if c.place is not None and c.gate is None)

    def shut_gates(self) -> frozenset[tuple[str, GateKind]]:
        """Closed gates of places that are open otherwise."""
        return frozenset((c.place, c.gate) for c in self.closures.values() if c.place and c.gate)

    def shut_links(self) -> frozenset[str]:
        """Keys of closed ways."""
        return frozenset(c.link for c in self.closures.values() if c.link is not None)


def great_circle(a: Place, b: Place) -> int:
    """Metres between two places on the sphere (haversine)."""
    north, east = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    half = sin(north) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east) ** 2
    return round(2 * EARTH_RADIUS * asin(sqrt(half)))


def gauges_at(place: Place) -> tuple[int, ...]:
    """The gauges between which a transload place hands over; empty elsewhere."""
    text = place.attributes.get("gauges")
    return tuple(int(gauge) for gauge in text.split("/")) if text else ()
