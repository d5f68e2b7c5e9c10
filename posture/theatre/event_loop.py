"""The event loop: the clock and the calendar of one run.

They are SimPy's, and its events and processes run on them as they are. This is the one place that knows SimPy
from inside: what a run does 90,000 times is said here without the calls and objects that SimPy makes of it.
"""

from collections.abc import Callable, Generator, Iterator
from heapq import heappop, heappush
from typing import Any, NoReturn

from simpy import Event
from simpy.events import NORMAL, PENDING, Condition

from posture.core.errors import ModelFault
from posture.theatre.bounded import BoundedEnvironment

MOST_WAITS_AT_ONE_INSTANT = 100_000
Course = Iterator[int]
"""What yields the second at which it is to go on, again and again: a generator whose waits cost no event."""
COURSE = object()
"""Stands in the calendar in place of an event where a course goes on."""


class _Over(Exception):
    """The horizon has come."""


class Either(Event):
    """Fires after the first of two events: SimPy's `AnyOf` of them without its tuples, counts and values.

    Who waits for it asks the events what has come. The one that comes later is let go, as SimPy does.
    """

    def __init__(self, one: Event, other: Event) -> None:
        self.env = one.env
        self.callbacks = [self._let_go]
        self._value = PENDING
        self._events = (one, other)
        for event in self._events:
            if event.callbacks is None:
                self._come(event)
            else:
                event.callbacks.append(self._come)

    def __or__(self, other: Event) -> "Either":  # type: ignore[override] # an event too, but none of SimPy's
        return Either(self, other)

    def _come(self, _: Event) -> None:
        if self._value is PENDING:
            self._ok, self._value = True, None
            self.env.schedule(self)

    def _let_go(self, _: Event) -> None:
        """The one that has not come calls no more."""
        for event in self._events:
            if event.callbacks and self._come in event.callbacks:
                event.callbacks.remove(self._come)
            if event.__class__ is Either:
                event._let_go(event)
                event.callbacks = []  # or it would know itself, and wait for the collector of garbage
            elif isinstance(event, Condition):
                event._remove_check_callbacks()


class Pause(Event):
    """SimPy's `Timeout`, made without its checks, for those of `EventLoop.wait` are stricter.

    `pause | event` and `event | pause` are an `Either`: 15,000 times a run somebody waits for no longer than.
    """

    _ok = True
    _value = None

    def __init__(self, env: BoundedEnvironment, moment: int) -> None:
        self.env = env
        self.callbacks = []
        number = next(env._eid)
        heappush(env._queue, (moment, NORMAL, number, self))
        if number >= env._look_at:
            env._look(number, self)

    def __or__(self, other: Event) -> Either:  # type: ignore[override] # an event too, but none of SimPy's
        return Either(self, other)

    def __ror__(self, other: Event) -> Either:  # type: ignore[misc] # asked before `Event.__or__`, as it is of a subclass
        return Either(other, self)


class EventLoop:
    """Clock and calendar. Only here are waits made: whole seconds, never negative.

    Nor may there be so many of them without time going on that the run would not end.
    """

    def __init__(self) -> None:
        self.env = BoundedEnvironment()
        self._calendar: list[Any] = self.env._queue  # with entries of our own
        self._numbers = self.env._eid
        self.now = 0
        """Whole seconds since the start; an attribute, since it is read 200,000 times a run."""
        self._instant = (0, 0)

    def wait(self, seconds: int) -> Event:
        """An event `seconds` from now."""
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        return Pause(self.env, self.now + seconds)

    def after(self, seconds: int, then: Callable[[], None]) -> None:
        """Call `then` after so many seconds, without a process or an event: the leanest wait there is.

        An entry of SimPy's calendar is (second, priority, number, event); that of a call has no event, for
        nobody can wait for it, and the call as a fifth thing.
        """
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        heappush(self._calendar, (self.now + seconds, NORMAL, next(self._numbers), None, then))

    def start(self, process: Generator[Event, Any, None]) -> None:
        """Let a process begin now, before whatever else is still to happen in this instant."""
        self.env.process(process)

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
        return not self._calendar

    def forget(self) -> None:
        """Let all go that is still to happen."""
        self._calendar.clear()

    def run_course(self, course: Course) -> None:
        """Let a course begin now. Its entry in the calendar is as that of a call."""
        moment = next(course, None)
        if moment is None:
            return
        if moment.__class__ is not int or moment <= self.now:
            self._check_wait(moment - self.now)
        heappush(self._calendar, (moment, NORMAL, next(self._numbers), COURSE, course))

    def go_on(self, horizon: int) -> None:
        """Let everything happen up to the horizon, which is left out; SimPy's `run` and `step` in one.

        The horizon stands in the calendar before whatever is due at it, so that nothing need look for it.
        """
        env, calendar, numbers = self.env, self._calendar, self._numbers
        heappush(calendar, (horizon, -1, next(numbers), None, _end))
        try:
            while True:
                entry = heappop(calendar)
                env._now = self.now = now = entry[0]
                event = entry[3]
                if event is None:
                    entry[4]()
                elif event is COURSE:  # `run_course` without a call
                    moment = next(entry[4], None)
                    if moment is not None:
                        if moment.__class__ is not int or moment <= now:
                            self._check_wait(moment - now)
                        heappush(calendar, (moment, NORMAL, next(numbers), COURSE, entry[4]))
                else:
                    callbacks, event.callbacks = event.callbacks, None  # as SimPy does
                    for callback in callbacks:
                        callback(event)
                    if not event._ok and not hasattr(event, "_defused"):  # nobody heeds the failure
                        raise type(event._value)(*event._value.args) from event._value
        except _Over:
            pass


def _end() -> NoReturn:
    raise _Over
