"""Gates: places that let through so much at a time.

Two kinds. A `Calendar` serves first come, first served, and its queue is known ahead: it is booked for a
number and needs no event of its own. A `Pool` holds things that come back (wagon sets, transporters,
ships, aircraft) at times nobody knows yet, so whoever finds it empty waits on an event.
"""

from collections.abc import Sequence
from heapq import heappop, heappush, heapreplace

from simpy import Environment, Event

from posture.core.clock import DAY
from posture.core.errors import ModelFault
from posture.theatre.closures import NEVER, ClosureWindow, stretch
from posture.theatre.instants import Instant


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
        start = max(start, now)
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


class Pool:
    """So many alike things that are taken and come back; by priority, then first come, first served.

    They are handed out at the end of each instant, so that of all who ask in it the most urgent is first.
    The smallest number goes first. A big request at the head is not overtaken by a smaller one behind it.
    """

    __slots__ = ("_asked", "_env", "_free", "_serving", "_waiting", "jobs", "longest_wait", "name", "size")

    def __init__(self, env: Environment, name: str, size: int, *, free: int | None = None) -> None:
        self._env = env
        self.name = name
        self.size = size
        self._free = size if free is None else free
        self._waiting: list[tuple[int, int, int, int, Event]] = []
        self._asked = 0
        self._serving = Instant(env, self._serve)
        self.jobs = 0
        self.longest_wait = 0

    @property
    def free(self) -> int:
        """How many lie idle."""
        return self._free

    @property
    def unserved(self) -> int:
        """How many requests still wait."""
        return len(self._waiting)

    def take(self, count: int = 1, priority: int = 0) -> Event:
        """Take `count`; the event fires when they are there, at the end of this instant at the soonest."""
        if count > self.size:
            raise ModelFault(f"{count} of '{self.name}' asked for, there are only {self.size}")
        self.jobs += 1
        event = Event(self._env)
        self._asked += 1
        heappush(self._waiting, (priority, self._asked, count, int(self._env.now), event))
        self._serving.ask()
        return event

    def give(self, count: int = 1) -> None:
        """Bring `count` back, or bring them in for the first time, for whoever is next."""
        self._free += count
        if self._free > self.size:
            raise ModelFault(f"{self._free} of '{self.name}' came back, there are only {self.size}")
        self._serving.ask()

    def _serve(self) -> None:
        while self._waiting and self._waiting[0][2] <= self._free:
            _, _, wanted, since, event = heappop(self._waiting)
            self._free -= wanted
            self.longest_wait = max(self.longest_wait, int(self._env.now) - since)
            event.succeed()
