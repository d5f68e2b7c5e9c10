"""The event loop: the clock and the calendar of one run.

They are SimPy's, and its events and processes run on them as they are. This is the one place that knows SimPy
from inside: what a run does 90,000 times is said here without the calls and objects that SimPy makes of it.
"""

from collections.abc import Callable
from heapq import heappop, heappush

from simpy import Environment, Event
from simpy.events import NORMAL

from posture.core.errors import ModelFault
from posture.theatre.bounded import BoundedEnvironment

MOST_WAITS_AT_ONE_INSTANT = 100_000


class Pause(Event):
    """SimPy's `Timeout`, made without its checks, for those of `EventLoop.wait` are stricter."""

    _ok = True
    _value = None

    def __init__(self, env: Environment, seconds: int) -> None:
        self.env = env
        self.callbacks = []
        env.schedule(self, NORMAL, seconds)


class EventLoop:
    """Clock and calendar. Only here are waits made: whole seconds, never negative.

    Nor may there be so many of them without time going on that the run would not end.
    """

    def __init__(self) -> None:
        self.env: Environment = BoundedEnvironment()
        self.now = 0
        """Whole seconds since the start; an attribute, since it is read 200,000 times a run."""
        self._instant = (0, 0)

    def wait(self, seconds: int) -> Event:
        """An event `seconds` from now."""
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        return Pause(self.env, seconds)

    def after(self, seconds: int, then: Callable[[], None]) -> None:
        """Call `then` after so many seconds, without a process or an event: the leanest wait there is.

        An entry of SimPy's calendar is (second, priority, number, event); that of a call has no event, for
        nobody can wait for it, and the call as a fifth thing.
        """
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        entry = (self.now + seconds, NORMAL, next(self.env._eid), None, then)  # noqa: SLF001
        heappush(self.env._queue, entry)  # type: ignore[misc] # noqa: SLF001

    def _check_wait(self, seconds: int) -> None:
        """Refuse what is no wait, and a run that does not get on: waits of nothing without end."""
        if seconds.__class__ is not int or seconds < 0:
            raise ModelFault(f"a wait of {seconds!r} s: whole seconds from zero on are wanted")
        moment, count = self._instant
        self._instant = (self.now, count + 1 if moment == self.now else 1)
        if count > MOST_WAITS_AT_ONE_INSTANT:
            busy = getattr(self.env.active_process, "name", "nobody")
            raise ModelFault(f"runaway: {count} waits of nothing at second {moment}, the last by '{busy}'")

    @property
    def idle(self) -> bool:
        """Whether nothing is left that could happen."""
        return not self.env._queue  # noqa: SLF001

    def go_on(self, horizon: int) -> None:
        """Let everything happen up to the horizon, which is left out; SimPy's `run` and `step` in one."""
        env, queue = self.env, self.env._queue  # noqa: SLF001
        while queue and queue[0][0] < horizon:
            entry = heappop(queue)
            env._now = self.now = entry[0]  # type: ignore[assignment] # noqa: SLF001
            event = entry[3]
            if event is None:
                entry[4]()
                continue
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment] # as SimPy does
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):  # noqa: SLF001 - nobody heeds the failure
                raise type(event._value)(*event._value.args) from event._value  # noqa: SLF001
        env._now = self.now = horizon  # noqa: SLF001
