"""Gates: places that let through so much at a time.

A `Calendar` serves first come, first served, and its queue is known ahead: it is booked for a number and
needs no event of its own.
"""

from collections.abc import Sequence
from heapq import heapreplace

from posture.core.clock import DAY
from posture.core.errors import ModelFault
from posture.theatre.closures import NEVER, ClosureWindow, stretch


class Calendar:
    """`servers` alike, first come, first served, each job's time known when it is booked.

    `open_for` seconds of each day, from midnight UTC, work may begin; all day if None. The run begins
    `of_day` seconds after midnight. `windows` shut or slow it: see `closures.stretch`.
    """

    __slots__ = ("_free", "_of_day", "_open_for", "_plain", "_windows", "name", "servers")

    def __init__(
        self,
        name: str,
        servers: int,
        open_for: int | None = None,
        windows: Sequence[ClosureWindow] = (),
        of_day: int = 0,
    ) -> None:
        if servers < 1:
            raise ModelFault(f"gate '{name}' needs at least one server")
        if open_for is not None and open_for < 1:
            raise ModelFault(f"gate '{name}' is never open")
        self.name = name
        self.servers = servers
        self._free = [0] * servers
        self._open_for = open_for
        self._of_day = of_day
        self._windows = list(windows)
        self._plain = open_for is None and not windows

    def next_start(self, now: int) -> int:
        """When a job booked now would start, without booking it, closures still to come left aside."""
        return self._opening(max(now, self._free[0]))

    def book(self, now: int, hold: int) -> int:
        """Take the next free server for `hold` seconds; returns when the hold begins.

        `NEVER`, and none is taken, where it never opens again.
        """
        free = self._free
        start = free[0]
        if start < now:  # noqa: PLR1730 - a call of max costs more, and this is the hot path
            start = now
        if not self._plain:
            start, hold = self._later(start, hold)
            if start >= NEVER:
                return NEVER
        heapreplace(free, start + hold)
        return start

    def slot(self, now: int, hold: int) -> tuple[int, int]:
        """Take the next free server; returns when the hold begins and how long it lasts."""
        free = self._free
        start = free[0]
        if start < now:  # noqa: PLR1730 - a call of max costs more, and this is the hot path
            start = now
        if not self._plain:
            start, hold = self._later(start, hold)
            if start >= NEVER:
                return NEVER, hold
        heapreplace(free, start + hold)
        return start, hold

    def _later(self, start: int, hold: int) -> tuple[int, int]:
        """The first moment at which the gate is within its hours and not shut."""
        while True:
            open_at = self._opening(start)
            moment, held = stretch(self._windows, open_at, hold)
            if moment == start or moment >= NEVER:
                return moment, held
            start = moment

    def _opening(self, moment: int) -> int:
        of_day = (self._of_day + moment) % DAY
        if self._open_for is None or of_day < self._open_for:
            return moment
        return moment - of_day + DAY
