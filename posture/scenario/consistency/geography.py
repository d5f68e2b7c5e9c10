"""Whether the network agrees with the map: positions with countries, lengths with the straight line."""

from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from posture.core.findings import Finding
from posture.core.schema.countries import is_invented
from posture.scenario.outlines import airspace, country_name
from posture.theatre.network import Link, Place, Position, great_circle

if TYPE_CHECKING:
    from posture.scenario import Scenario

FARTHEST_OFF = 50_000
"""Metres that a place may lie outside its country: outlines are generalised, tunnels and bridges cross water.
The farthest of the shipped network lies 22 km off."""
LEAST_OF_STRAIGHT, LEEWAY = 0.9, 10_000
"""A way is no shorter than this share of the straight line, less so many metres: a position may be rounded to
a tenth of a degree. The least of the shipped network is 0.973."""
MOST_OF_STRAIGHT, DETOUR = 10, 300_000
"""A way is no longer than so many straight lines and so many metres. The longest of the shipped network,
round the coast from Montreal to Philadelphia, is 4.9 and no detour; a graph of contracted junctions holds
loops, though: one of ETISplus in Spain goes 277 km between points 5 km apart."""

NORTHMOST = 90


def geography_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every place outside its country, and every way whose length cannot be.

    A map whose countries have codes kept for own use, such as XX, is invented and agrees with no other.
    """
    off = {key: said for key, place in scenario.places.items() for said in _off(place)}
    for key, said in off.items():
        yield ("places", key), said
    known = {key: place for key, place in scenario.places.items() if key not in off}
    for key, link in scenario.links.items():
        start, end = known.get(link.start), known.get(link.end)
        if start is not None and end is not None and start is not end:
            yield from _impossible(key, link, start, end)


def _off(place: Place) -> Iterator[str]:
    for code in place.countries:
        metres = _metres_off(code, place.lat, place.lon)
        if metres > FARTHEST_OFF:
            said = (
                f"{place.lat:g} N, {place.lon:g} E lies {metres / 1000:,.0f} km outside {country_name(code)}"
            )
            if _metres_off(code, place.lon, place.lat) <= FARTHEST_OFF:
                said += "; 'lat' and 'lon' are exchanged"
            else:
                said += "; correct 'lat' and 'lon', or 'country'"
            yield said


@lru_cache(maxsize=10_000)
def _metres_off(code: str, lat: float, lon: float) -> float:
    """As `Airspace.metres_off`; none for a country of which no outline is known."""
    known = airspace()
    if not known.outlined(code):
        return 0.0
    return known.metres_off(code, Position(lat=lat, lon=lon)) if abs(lat) <= NORTHMOST else inf


def _impossible(key: str, link: Link, start: Place, end: Place) -> Iterator[Finding]:
    straight = _straight(start.lat, start.lon, end.lat, end.lon)
    short = link.length < LEAST_OF_STRAIGHT * straight - LEEWAY
    if not short and link.length <= MOST_OF_STRAIGHT * straight + DETOUR:
        return
    if any(is_invented(code) for place in (start, end) for code in place.countries):
        return
    said = f"{link.length / 1000:g} km, and the straight line from '{link.start}' to '{link.end}' is"
    cure = "no way is shorter" if short else "no way winds so"
    yield ("links", key, "length"), f"{said} {straight / 1000:,.0f} km; {cure}; correct it, or a position"


@lru_cache(maxsize=10_000)
def _straight(lat: float, lon: float, end_lat: float, end_lon: float) -> int:
    """Metres of the straight line, kept from point to point of a study."""
    return great_circle(Position(lat=lat, lon=lon), Position(lat=end_lat, lon=end_lon))
