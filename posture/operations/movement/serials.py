"""Serials: the indivisible pieces that move."""

from simpy import Environment, Event

from posture.core.distributions import Constant, Distribution
from posture.core.rng import Streams
from posture.theatre.requests import Move

UNKNOWN = -1.0
"""A level that has not been drawn yet."""


class Serial:
    """Pieces `first` to `last` of a request, together on one leg: a march unit, train, shipload or chalk."""

    __slots__ = ("_come", "_level", "arrived", "cleared", "first", "last", "metres", "move", "name", "pieces")

    def __init__(self, move: Move, name: str, first: int, last: int, cleared: frozenset[str]) -> None:
        self.move = move
        self.name = name
        self.first = first
        self.last = last
        self.pieces = last - first
        self.cleared = cleared
        """Countries whose permission it has."""
        self.metres = 0
        """How far it has come on its leg."""
        self.arrived = False
        self._come: Event | None = None
        self._level: float | None = UNKNOWN

    @property
    def weight(self) -> int:
        """Kilograms."""
        return self.pieces * self.move.load.weight

    @property
    def lane_metres(self) -> float:
        """Deck length."""
        return self.pieces * self.move.load.lane_metres

    def value(self, chance: Streams, law: Distribution) -> float:
        """A speed or daily distance; who is fast on one way is as fast, among its like, on every way."""
        if law.__class__ is Constant:
            return law.low
        if self._level == UNKNOWN:
            self._level = chance.level(self.name, "speed")
        return chance.value(law, self._level)

    def come(self, env: Environment) -> Event:
        """The event of its arrival, for who waits for it; ask only while it has not arrived."""
        if self._come is None:
            self._come = Event(env)
        return self._come

    def arrive(self) -> None:
        """It has arrived; wake who waits for it."""
        self.arrived = True
        if self._come is not None:
            self._come.succeed()
