"""The calendar of one run, bounded: what would not end is ended by the name of who makes it."""

from heapq import heappush

from simpy import Environment, Event
from simpy.core import SimTime
from simpy.events import NORMAL, EventPriority

from posture.core.errors import ModelFault, PostureError

MOST_AT_ONE_INSTANT = 500_000
"""Events without time going on: below a second of work, and many times what any scenario that ships has."""
MOST_EVENTS = 100_000_000
"""Of one run: a thousand times what a scenario that ships has."""


class BoundedEnvironment(Environment):
    """SimPy's environment, which looks now and then whether time has gone on since it looked last.

    An instant is ended when twice `MOST_AT_ONE_INSTANT` events have come in it at the latest. `schedule` is
    what SimPy has, with one comparison more, since each event of a run passes it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._look_at = MOST_AT_ONE_INSTANT
        self._looked: SimTime = -1

    def schedule(self, event: Event, priority: EventPriority = NORMAL, delay: SimTime = 0) -> None:
        """Let an event come after `delay`."""
        number = next(self._eid)
        heappush(self._queue, (self._now + delay, priority, number, event))
        if number >= self._look_at:
            self._look(number, event)

    def _look(self, number: int, event: Event) -> None:
        if self._now == self._looked:
            most = MOST_AT_ONE_INSTANT
            raise ModelFault(
                f"runaway: over {most} events at second {self._now}, the last by '{self._busy(event)}'"
            )
        if number >= MOST_EVENTS:
            raise PostureError(
                f"a run of over {MOST_EVENTS} events, by second {self._now}, the last by "
                f"'{self._busy(event)}'; let that happen less often, or write a shorter 'horizon'"
            )
        self._look_at, self._looked = number + MOST_AT_ONE_INSTANT, self._now

    def _busy(self, event: Event) -> str:
        """Who makes events: the process that runs, or else what the event calls."""
        if self.active_process is not None:
            return self.active_process.name
        called = [getattr(one, "__qualname__", str(one)) for one in event.callbacks or ()]
        return called[0] if called else "nobody"
