"""Repair: crews that nodes share; who comes first is mended first."""

from collections import deque
from collections.abc import Callable

Begin = Callable[[], bool]
"""Begins a repair; false if it is not wanted any more."""


class RepairCrews:
    """So many repairs at once."""

    def __init__(self, crews: int) -> None:
        self._free = crews
        self._waiting: deque[Begin] = deque()

    def ask(self, begin: Begin) -> bool:
        """Begin a repair now, or when a crew is free; whether it has begun."""
        if not self._free:
            self._waiting.append(begin)
            return False
        if begin():
            self._free -= 1
        return True

    def free(self) -> None:
        """A crew has done its work, and begins the next."""
        while self._waiting:
            if self._waiting.popleft()():
                return
        self._free += 1
