"""One instant: what is decided only when everything else that happens in it has happened."""

from collections.abc import Callable
from typing import cast

from simpy import Environment, Event
from simpy.events import EventPriority

LAST = cast(EventPriority, 2)
"""After SimPy's own two priorities, urgent (0) and normal (1)."""


class Instant:
    """Calls one function at the end of an instant, once however often it is asked for in it."""

    __slots__ = ("_asked", "_env", "_then")

    def __init__(self, env: Environment, then: Callable[[], None]) -> None:
        self._env = env
        self._then = then
        self._asked = False

    def ask(self) -> None:
        """Call the function when everything else that happens now has happened."""
        if not self._asked:
            self._asked = True
            event = Event(self._env)
            event._ok, event._value = True, None  # noqa: SLF001 - triggered, as Timeout is, but to come last
            event.callbacks.append(self._call)
            self._env.schedule(event, LAST)

    def _call(self, _: Event) -> None:
        self._asked = False
        self._then()
