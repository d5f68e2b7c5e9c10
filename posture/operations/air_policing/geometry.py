"""Geometry: a stated local plane, and where a pair meets a track, in closed form.

The plane is the azimuthal equidistant projection about an area's middle: distances and bearings from there
are true; across them they are too long by (d/R)²/6, 0.1 % at 500 km. Metres, seconds, metres a second.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, atan2, cos, inf, radians, sin, sqrt

from posture.theatre.network import EARTH_RADIUS

HAIR = 1e-6
"""Seconds by which a meeting at a corner may lie on either stretch."""

XY = tuple[float, float]
Leg = tuple[float, float, float, float, float, float]
"""A straight stretch of a track: begin, end, x and y at second 0 were it all straight, and speed by axis."""


class Plane:
    """The plane about a point, given in degrees."""

    def __init__(self, lat: float, lon: float) -> None:
        self._lat, self._lon = radians(lat), radians(lon)

    def at(self, lat: float, lon: float) -> XY:
        """Metres east and north of the middle."""
        north, east = radians(lat), radians(lon) - self._lon
        half = sin((north - self._lat) / 2) ** 2 + cos(north) * cos(self._lat) * sin(east / 2) ** 2
        distance = 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))
        bearing = atan2(
            sin(east) * cos(north), cos(self._lat) * sin(north) - sin(self._lat) * cos(north) * cos(east)
        )
        return distance * sin(bearing), distance * cos(bearing)


def legs(points: Sequence[XY], speed: float) -> tuple[Leg, ...]:
    """A track that starts at the first point at second 0 and flies over the others."""
    found: list[Leg] = []
    begin = 0.0
    for (x, y), (to_x, to_y) in pairwise(points):
        length = sqrt((to_x - x) ** 2 + (to_y - y) ** 2)
        if not length:
            continue
        east, north = (to_x - x) / length * speed, (to_y - y) / length * speed
        end = begin + length / speed
        found.append((begin, end, x - east * begin, y - north * begin, east, north))
        begin = end
    return tuple(found)


def position(track: Sequence[Leg], moment: float) -> XY:
    """Where a track is at a second; at an end of it before and after."""
    leg = track[-1]
    for leg in track:
        if moment <= leg[1]:
            break
    moment = min(max(moment, leg[0]), leg[1])
    return leg[2] + leg[4] * moment, leg[3] + leg[5] * moment


def meeting(track: Sequence[Leg], base: XY, speed: float, start: float) -> float:
    """The first second at which a pair that leaves `base` at `start` meets the track; infinite if never.

    On each stretch |p + v s| = u s, with p the way from base to track at the start and s the time from there:
    s = (p·v + √((p·v)² + (u² - v²) p²)) / (u² - v²).
    """
    base_x, base_y = base
    for begin, end, x, y, east, north in track:
        if end < start:
            continue
        px, py = x + east * start - base_x, y + north * start - base_y
        along = px * east + py * north
        faster = speed * speed - east * east - north * north
        away = px * px + py * py
        root = along * along + faster * away
        if root < 0 or (faster <= 0 and along >= 0 and away):
            continue
        if faster:
            found = start + (along + sqrt(root)) / faster
        else:
            found = start - away / (2 * along) if away else start
        if begin - HAIR <= found <= end + HAIR:
            return found
    return inf
