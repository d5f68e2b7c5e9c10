"""Gates: places that let through so much at a time.

Two kinds. A `Calendar` serves first come, first served, and its queue is known ahead: it is booked for a
number and needs no event of its own. A `Pool` holds things that come back (wagon sets, transporters,
ships, aircraft) at times nobody knows yet, so whoever finds it empty waits on an event.
"""

from collections import deque
from heapq import heapify, heapreplace

from simpy import Environment, Event

from posture.ground.clock import DAY
from posture.ground.errors import ModelFault


class Calendar:
    """`servers` alike, first come, first served, each job's time known when it is booked.

    `open_for` seconds of each day, from midnight of the run's first second, work may begin; all day if None.
    """

    __slots__ = ("_free", "_open_for", "busy", "jobs", "longest_wait", "name", "servers")

    def __init__(self, name: str, servers: int, open_for: int | None = None) -> None:
        if servers < 1:
            raise ModelFault(f"gate '{name}' needs at least one server")
        self.name = name
        self.servers = servers
        self._free = [0] * servers
        heapify(self._free)
        self._open_for = open_for
        self.jobs = 0
        self.busy = 0
        self.longest_wait = 0

    def next_start(self, now: int) -> int:
        """When a job booked now would start, without booking it."""
        return self._opening(max(now, self._free[0]))

    def book(self, now: int, hold: int) -> int:
        """Take the next free server for `hold` seconds; returns when the hold begins."""
        start = self._free[0]
        start = self._opening(max(start, now)) if self._open_for is not None else max(start, now)
        heapreplace(self._free, start + hold)
        self.jobs += 1
        self.busy += hold
        self.longest_wait = max(self.longest_wait, start - now)
        return start

    def _opening(self, moment: int) -> int:
        if self._open_for is None or moment % DAY < self._open_for:
            return moment
        return moment - moment % DAY + DAY


class Pool:
    """So many alike things that are taken and come back; first come, first served.

    A big request at the head is not overtaken by a smaller one behind it, so nobody starves.
    """

    __slots__ = ("_env", "_free", "_waiting", "jobs", "longest_wait", "name", "size")

    def __init__(self, env: Environment, name: str, size: int, *, free: int | None = None) -> None:
        self._env = env
        self.name = name
        self.size = size
        self._free = size if free is None else free
        self._waiting: deque[tuple[int, int, Event]] = deque()
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

    def take(self, count: int = 1) -> Event | None:
        """Take `count`: None when they are there at once, else an event that fires when they come."""
        if count > self.size:
            raise ModelFault(f"{count} of '{self.name}' asked for, there are only {self.size}")
        self.jobs += 1
        if not self._waiting and self._free >= count:
            self._free -= count
            return None
        event = Event(self._env)
        self._waiting.append((int(self._env.now), count, event))
        return event

    def give(self, count: int = 1) -> None:
        """Bring `count` back, or bring them in for the first time; hands them to whoever waits longest."""
        self._free += count
        if self._free > self.size:
            raise ModelFault(f"{self._free} of '{self.name}' came back, there are only {self.size}")
        while self._waiting and self._waiting[0][1] <= self._free:
            since, wanted, event = self._waiting.popleft()
            self._free -= wanted
            self.longest_wait = max(self.longest_wait, int(self._env.now) - since)
            event.succeed()
