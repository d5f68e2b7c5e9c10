"""Serials: the indivisible pieces that move."""

from simpy import Event

from posture.theatre.requests import Move


class Serial:
    """Pieces `first` to `last` of a request, together on one leg: a march unit, train, shipload or chalk."""

    __slots__ = ("cleared", "done", "first", "last", "move", "name", "pieces", "swift")

    def __init__(self, move: Move, name: str, first: int, last: int, done: Event) -> None:
        self.move = move
        self.name = name
        self.first = first
        self.last = last
        self.pieces = last - first
        self.done = done
        self.swift: float | None = None
        """How fast it is among its like, 0 to 1; None is the middle."""
        self.cleared: frozenset[str] = frozenset()
        """Countries whose permission it has."""

    @property
    def weight(self) -> int:
        """Kilograms."""
        return self.pieces * self.move.load.weight

    @property
    def lane_metres(self) -> float:
        """Deck length."""
        return self.pieces * self.move.load.lane_metres
