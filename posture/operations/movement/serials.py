"""Serials: the indivisible pieces that move."""

from collections.abc import Callable, Generator
from math import sqrt
from statistics import NormalDist
from typing import Any

from simpy import Environment, Event

from posture.core.distributions import Constant, Distribution
from posture.core.ids import whole_of
from posture.core.rng import Streams
from posture.theatre.requests import Move

UNKNOWN = -1.0
"""A level that has not been drawn yet."""
NORMAL = NormalDist()
TINY = 2.0**-53


class Paces:
    """How fast serials of one run go among their like, those of one whole together.

    Weather, roads and hosts are the same for all units of a brigade. The ranks of any two of its serials are
    those of two normal variables with this correlation (a Gaussian copula, Li 2000).
    """

    def __init__(self, chance: Streams, correlation: float) -> None:
        self._chance = chance
        self._correlation = correlation
        self._common: dict[str, float] = {}

    def level(self, who: str, whole: str) -> float | None:
        """The rank of a serial, from 0 to 1; None in deterministic mode, which stands for the middle."""
        own = self._chance.level(who, "speed")
        if own is None or not self._correlation:
            return own
        if whole not in self._common:
            self._common[whole] = _normal(self._chance.level(whole, "speed"))
        common, rest = sqrt(self._correlation), sqrt(1 - self._correlation)
        return NORMAL.cdf(common * self._common[whole] + rest * _normal(own))


def _normal(level: float | None) -> float:
    """The normal quantile of a level, kept off its two infinite ends."""
    return NORMAL.inv_cdf(min(max(level or 0.0, TINY), 1 - TINY))


class Serial:
    """Pieces `first` to `last` of a request, together on one leg: a march unit, train, shipload or chalk."""

    __slots__ = (
        "_come",
        "_law",
        "_level",
        "_paces",
        "_value",
        "arrived",
        "arrived_at",
        "before",
        "cleared",
        "departed",
        "end",
        "fill",
        "first",
        "last",
        "left",
        "loaded",
        "lost",
        "metres",
        "move",
        "name",
        "news",
        "pieces",
        "reconsider",
        "resting",
        "stop",
        "weighed",
    )

    def __init__(
        self, move: Move, name: str, first: int, last: int, end: str, cleared: frozenset[str], paces: Paces
    ) -> None:
        self.move = move
        self.name = name
        self.first = first
        self.last = last
        self.pieces = last - first
        self.cleared = cleared
        """Countries whose permission it has."""
        self.end = end
        """Where its leg ends; elsewhere than planned, if what was shut has sent it there."""
        self.before: list[Serial] = []
        """Those that bring its pieces on the leg before."""
        self.resting = False
        """Whether it halts on its way, as planned."""
        self.departed = self.loaded = False
        """Whether it asks for lift, and whether it has it, or needs none and has set out."""
        self.lost: frozenset[int] = frozenset()
        """Pieces of its range that go by another plan."""
        self.reconsider: Callable[[], bool] | None = None
        """Whether its pieces had better go by another plan, asked when lift is there; then they do."""
        self.fill: Callable[[], Generator[Event, Any, None]] | None = None
        """What waits, once lift is there, until more has been put to it."""
        self.stop: Event | None = None
        """What lets it stay where it is as long as it has no lift."""
        self.news: Event | None = None
        """What tells it, as long as it has no lift, that another way is sooner by now."""
        self.left = False
        """Whether its pieces go on by another plan."""
        self.metres = 0
        """How far it has come on its leg, added up only where it is weighed."""
        self.weighed = bool(move.load.weight)
        self.arrived = False
        self.arrived_at = -1
        self._paces = paces
        self._come: Event | None = None
        self._level: float | None = UNKNOWN
        self._law: Distribution | None = None
        self._value = 0.0

    @property
    def weight(self) -> int:
        """Kilograms."""
        return self.pieces * self.move.load.weight

    def value(self, chance: Streams, law: Distribution) -> float:
        """A speed or daily distance; who is fast on one way is as fast, among its like, on every way."""
        if law.__class__ is Constant:
            return law.low
        if law is self._law:  # way after way of a country has the same
            return self._value
        if self._level == UNKNOWN:
            self._level = self._paces.level(self.name, whole_of(self.move.name))
        self._law, self._value = law, chance.value(law, self._level)
        return self._value

    def alike(self, end: str) -> "Serial":
        """Another of its name and pieces."""
        return Serial(self.move, self.name, self.first, self.last, end, self.cleared, self._paces)

    @property
    def stops(self) -> bool:
        """Whether it has been stopped before it had lift."""
        return self.stop is not None and self.stop.triggered and not self.loaded

    @property
    def gathered(self) -> bool:
        """Whether all of its pieces are where it loads."""
        return all(other.arrived for other in self.before)

    def lose(self, pieces: frozenset[int]) -> None:
        """Leave out such pieces of its range as it has not left out before."""
        held = pieces.intersection(range(self.first, self.last)) - self.lost
        self.lost |= held
        self.pieces -= len(held)

    @property
    def numbers(self) -> frozenset[int]:
        """Its pieces by their numbers in the request."""
        return frozenset(range(self.first, self.last)) - self.lost

    def come(self, env: Environment) -> Event:
        """The event of its arrival, for who waits for it; ask only while it has not arrived."""
        if self._come is None:
            self._come = Event(env)
        return self._come

    def arrive(self, now: int) -> None:
        """It has arrived; wake who waits for it."""
        self.arrived, self.arrived_at = True, now
        if self._come is not None:
            self._come.succeed()
