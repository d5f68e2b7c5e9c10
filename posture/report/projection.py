"""The map's projection: Lambert's azimuthal equal-area on a sphere, in whole steps of 250 metres."""

from math import cos, radians, sin, sqrt

CENTRE_LAT, CENTRE_LON = 54.0, 20.0
RADIUS = 6_371_000
STEP = 250
"""Metres."""
LEAST = 1e-9


def projected(lat: float, lon: float) -> tuple[int, int]:
    """Steps east and south of the centre (Snyder 1987, equations 24-2 to 24-4); distances shrink outwards."""
    up, over = radians(lat), radians(lon - CENTRE_LON)
    middle = radians(CENTRE_LAT)
    along = 1 + sin(middle) * sin(up) + cos(middle) * cos(up) * cos(over)
    scale = RADIUS / STEP * sqrt(2 / max(along, LEAST))
    east = scale * cos(up) * sin(over)
    north = scale * (cos(middle) * sin(up) - sin(middle) * cos(up) * cos(over))
    return round(east), -round(north)
