"""Sailings: the departures of a ferry from one of its ports, and the room that is left on each."""

from collections import defaultdict
from math import ceil

from posture.operations.movement.lift_pool import DUST


class Sailings:
    """Departures at fixed intervals, each taken by shares of what one carries, first come, first served."""

    def __init__(self, first: int, every: int) -> None:
        self.first = first
        self.every = every
        self._taken: defaultdict[int, float] = defaultdict(float)

    def book(self, ready: int, share: float) -> int:
        """The second of the first departure from a moment on that has room for a share; takes it."""
        number = self._with_room(ready, share)
        self._taken[number] += share
        return self.first + number * self.every

    def behind(self, ready: int, shares: float) -> int:
        """Seconds that so many shares of a sailing wait beyond half an interval, by what is booked now."""
        number = self._with_room(ready, min(1.0, shares)) + max(0, ceil(shares - DUST) - 1)
        return max(0, self.first + number * self.every - ready - self.every // 2)

    def _with_room(self, ready: int, share: float) -> int:
        number = max(0, -((self.first - ready) // self.every))
        while self._taken[number] + share > 1 + DUST:
            number += 1
        return number
