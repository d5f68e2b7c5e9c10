"""Arrivals: moments at which something comes, at a rate that changes with the month, the hour and the day."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import log1p
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from posture.core.clock import DAY, HOUR, Clock
from posture.core.rng import Streams
from posture.core.schema.amounts import Dimension, exact

YEAR_DAYS = Fraction(1461, 4)
YEAR = float(YEAR_DAYS) * DAY
YEARLY = Dimension(
    "rate",
    {"per year": Fraction(1), "per week": YEAR_DAYS / 7, "per day": YEAR_DAYS, "per hour": YEAR_DAYS * 24},
    ("per year", "per week"),
    "135",
)
MOST = 10_000_000
"""More a year than anything comes."""


def _yearly(value: Any) -> float:
    return float(exact(value, YEARLY))


Yearly = Annotated[
    float,
    Field(le=MOST),
    BeforeValidator(_yearly),
    WithJsonSchema({"type": "string", "description": "so many a year", "examples": ["135 per year"]}),
]
Weights = tuple[Annotated[float, Field(ge=0, le=1000)], ...]


def check_weights(months: Weights, hours: Weights) -> None:
    """Refuse weights that are not twelve, or not twenty-four, or all nothing."""
    for field, weights, count in (("months", months, 12), ("hours", hours, 24)):
        if weights and (len(weights) != count or not sum(weights)):
            raise ValueError(f"'{field}' needs {count} weights, not all of them 0")


class ArrivalProcess:
    """Moments of arrivals; `daily` gives the rate of a day, in times a second, and `hours` weighs its hours.

    The rate is steady within an hour: the next comes when the rate, added up, reaches an exponential number,
    so that one draw gives one arrival however the rate changes.
    """

    def __init__(
        self, chance: Streams, clock: Clock, name: str, daily: Callable[[int], float], hours: Sequence[float]
    ) -> None:
        self._chance = chance
        self._name = name
        self._of_day = daily
        self._day, self._daily = -1, 0.0
        self._hours = [24 * weight / sum(hours) for weight in hours]
        self._first = clock.second_of_day(0)

    def moments(self, horizon: int) -> Iterator[float]:
        """When something comes, until the horizon."""
        now = 0.0
        while True:
            wanted = -log1p(-self._chance.uniform(self._name, "arrival"))
            now = self._reach(now, wanted, horizon)
            if now >= horizon:
                return
            yield now

    def _reach(self, now: float, wanted: float, horizon: int) -> float:
        """When the rate added up from `now` comes to `wanted`."""
        while now < horizon:
            day = int(now // DAY)
            if day != self._day:
                self._day, self._daily = day, self._of_day(day)
            rate, end = self._daily, (day + 1) * DAY
            if self._hours:
                hour = int(now // HOUR)
                end = (hour + 1) * HOUR
                rate *= self._hours[(self._first + end - HOUR) % DAY // HOUR]
            due = rate * (end - now)
            if wanted < due:  # where the rate is nothing, nothing comes, not even at a draw of nought
                return now + wanted / rate
            wanted -= due
            now = end
        return now
