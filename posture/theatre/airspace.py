"""Airspace: whose air an aircraft crosses on the great circle between two positions."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from posture.theatre.network import EARTH_RADIUS, Position, great_circle

Ring = Sequence[tuple[float, float]]
"""Corners of an outline as (degrees east, degrees north); the last is joined to the first."""
Points = NDArray[np.float64]

STEP = 5_000
"""Metres between the positions at which one looks down; a corner narrower than that may be missed."""


class Airspace:
    """Outlines of countries, generalised; over water, and where none is drawn, the air is nobody's."""

    def __init__(self, outlines: Mapping[str, Sequence[Ring]]) -> None:
        self._rings = tuple((code, np.array(ring)) for code, rings in outlines.items() for ring in rings)
        self._over: dict[tuple[float, float, float, float], tuple[str, ...]] = {}

    def over(self, start: Position, end: Position) -> tuple[str, ...]:
        """Codes of the countries below the great circle, in the order in which they are entered."""
        key = (start.lat, start.lon, end.lat, end.lon)
        if key not in self._over:
            self._over[key] = tuple(self._entered(_along(start, end)))
        return self._over[key]

    def outlined(self, code: str) -> bool:
        """Whether an outline of this country is known."""
        return any(code == one for one, _ in self._rings)

    def metres_off(self, code: str, where: Position) -> float:
        """How far a position lies outside a country; 0 within it. Good to a percent below 100 km."""
        here = np.array([[where.lon, where.lat]])
        rings = [ring for one, ring in self._rings if one == code]
        if any(_inside(ring, here)[0] for ring in rings):
            return 0.0
        return min((_from_border(ring, where) for ring in rings), default=inf)

    def _entered(self, track: Points) -> Iterator[str]:
        first: dict[str, int] = {}
        for code, ring in self._rings:
            seen = np.flatnonzero(_inside(ring, track))
            if seen.size:
                first[code] = min(int(seen[0]), first.get(code, len(track)))
        yield from sorted(first, key=lambda code: (first[code], code))


NOBODYS_AIR = Airspace({})


def _along(start: Position, end: Position) -> Points:
    """Positions on the great circle, both ends among them, as rows of degrees east and north."""
    ends = [_vector(start), _vector(end)]
    angle = great_circle(start, end) / EARTH_RADIUS
    if angle == 0:
        return np.array([[start.lon, start.lat]])
    share = np.linspace(0, 1, max(2, round(angle * EARTH_RADIUS / STEP) + 1))[:, None]
    x, y, z = (np.sin((1 - share) * angle) * ends[0] + np.sin(share * angle) * ends[1]).T
    track: Points = np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))]))
    return track


def _vector(where: Position) -> Points:
    north, east = np.radians(where.lat), np.radians(where.lon)
    return np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _from_border(ring: Points, where: Position) -> float:
    """Metres to the nearest side of an outline, on the plane that touches the Earth at a position."""
    degree = EARTH_RADIUS * np.pi / 180
    corners = (ring - [where.lon, where.lat]) * [degree * np.cos(np.radians(where.lat)), degree]
    sides = np.roll(corners, -1, axis=0) - corners
    along = -(corners * sides).sum(axis=1) / np.maximum((sides**2).sum(axis=1), 1e-9)
    nearest = corners + np.clip(along, 0, 1)[:, None] * sides
    return float(np.hypot(*nearest.T).min())


def _inside(ring: Points, points: Points) -> NDArray[np.bool_]:
    """Whether a ray to the east crosses the ring an odd number of times, for each position."""
    found = np.zeros(len(points), dtype=bool)
    near = np.all((points >= ring.min(axis=0)) & (points <= ring.max(axis=0)), axis=1)
    if near.any():
        x, y = points[near].T[:, :, None]
        (ax, ay), (bx, by) = ring.T, np.roll(ring, -1, axis=0).T
        with np.errstate(divide="ignore", invalid="ignore"):
            crossed = ((ay > y) != (by > y)) & (x < ax + (y - ay) / (by - ay) * (bx - ax))
        found[near] = crossed.sum(axis=1) % 2 == 1
    return found
