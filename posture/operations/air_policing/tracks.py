"""Tracks: when they come, where they fly, and all that belongs to each of them alone.

Everything of a track is drawn when it comes, whether or not anybody goes to see it, so that a second pair
changes nothing of the tracks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log1p, sqrt
from statistics import NormalDist

from posture.core import arrivals
from posture.core.arrivals import YEAR
from posture.core.clock import DAY, Clock
from posture.core.distributions import Constant
from posture.core.rng import Streams
from posture.operations.air_policing.areas import Area
from posture.operations.air_policing.geometry import Leg, Plane, legs
from posture.operations.air_policing.schema import FighterPerformance

WEEK = 7 * DAY
LEAST = 2.0**-53
"""The smallest share above none that can be drawn."""


@dataclass(slots=True)
class Track:
    """Something to go and see; times are seconds after it `came`, `leaves` when it is out of the area."""

    name: str
    area: str
    came: int
    legs: tuple[Leg, ...]
    leaves: float
    decision: int
    reaction: int
    second_line: int
    climb: int
    identification: int
    escort: int
    tanker: bool


class TrackArrivals:
    """The tracks of one area, in the order in which they come."""

    def __init__(
        self, chance: Streams, clock: Clock, name: str, area: Area, flying: FighterPerformance
    ) -> None:
        self._chance = chance
        self._clock = clock
        self._name = name
        self._area = area
        self._flying = flying
        points = [(point.lat, point.lon) for point in area.route]
        self.plane = Plane(
            sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points)
        )
        self._ways = [self.plane.at(*point) for point in points]
        self._aside = _aside(self._ways)
        self._number = 0
        self._week, self._factor = -1, 1.0
        self._years: dict[int, float] = {}
        self._together = area.together.mean
        laws = (
            (flying.decision, "decision"), (flying.reaction, "reaction"), (flying.second_line, "second line"),
            (flying.climb, "climb"), (flying.identification, "identification"), (area.escort, "escort"),
        )  # fmt: skip
        self._laws = [(int(law.low) if isinstance(law, Constant) else -1, law, what) for law, what in laws]
        self._moments = arrivals.ArrivalProcess(chance, clock, name, self._of_day, area.hours).moments

    def times(self, horizon: int) -> Iterator[int]:
        """When tracks come, until the horizon; once for each that comes."""
        for moment in self._moments(horizon):
            together = max(0, round(self._chance.draw(self._area.together, self._name, "together")))
            for _ in range(together):
                yield int(moment)

    def _of_day(self, day: int) -> float:
        """How often tracks come on a day, in times a second."""
        area, second = self._area, day * DAY
        rate = area.tracks / YEAR / (self._together or 1.0)
        if area.months:
            rate *= 12 * area.months[self._clock.month(second) - 1] / sum(area.months)
        if area.exercises is not None:
            week = second // WEEK
            while self._week < week:
                self._week += 1
                exercise = self._chance.uniform(self._name, "exercise") < area.exercises.share
                self._factor = area.exercises.factor if exercise else 1.0
            rate *= self._factor / (1 + area.exercises.share * (area.exercises.factor - 1))
        return rate * self._of_year(second) if area.years else rate

    def _of_year(self, second: int) -> float:
        """How many times as often they come in a calendar year: lognormal, 1 on average."""
        year = self._clock.moment(second).year
        if year not in self._years:
            spread = sqrt(log1p(self._area.years**2))
            deviate = NormalDist().inv_cdf(max(LEAST, self._chance.uniform(self._name, "year")))
            self._years[year] = exp(spread * deviate - spread**2 / 2)
        return self._years[year]

    def track(self, came: int) -> Track:
        """The next track, with all that belongs to it."""
        self._number += 1
        area, flying, name = self._area, self._flying, self._name
        uniform, seconds = self._chance.uniform, self._chance.seconds
        speed = self._chance.draw(area.speed, name, "speed")
        points = self._ways
        if area.spread:
            aside = (2 * uniform(name, "aside") - 1) * area.spread
            east, north = self._aside
            points = [(x + aside * east, y + aside * north) for x, y in points]
        if area.reversed and (area.reversed == 1 or uniform(name, "way") < area.reversed):
            points = points[::-1]
        flown = legs(points, speed)
        decision, reaction, second_line, climb, identification, escort = (
            fixed if fixed >= 0 else seconds(law, name, what) for fixed, law, what in self._laws
        )
        tanker = flying.tanker > 0 and uniform(name, "tanker") < flying.tanker
        return Track(
            name=f"{name}-{self._number}",
            area=name,
            came=came,
            legs=flown,
            leaves=flown[-1][1],
            decision=decision,
            reaction=reaction,
            second_line=second_line,
            climb=climb,
            identification=identification,
            escort=escort,
            tanker=tanker,
        )


def _aside(points: list[tuple[float, float]]) -> tuple[float, float]:
    """One metre to the right of the way from the first point to the last."""
    east, north = points[-1][0] - points[0][0], points[-1][1] - points[0][1]
    length = sqrt(east * east + north * north)
    return (north / length, -east / length) if length else (1.0, 0.0)
