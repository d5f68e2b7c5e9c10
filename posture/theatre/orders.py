"""Orders: what starts movement. Whoever decides gives them; whoever obeys waits for them."""

from typing import Literal

from simpy import Environment, Event

from posture.ground.log import Log

OrderKind = Literal["raise", "stage", "deploy", "retask", "end"]


class Orders:
    """Orders given so far, by kind and subject, and events for those that are still to come."""

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._indications: dict[str, int] = {}
        self._given: dict[tuple[OrderKind, str], int] = {}
        self._events: dict[tuple[OrderKind, str], Event] = {}

    def indicate(self, subject: str) -> None:
        """Note the first sign of the crisis that an order will answer."""
        now = int(self._env.now)
        self._indications.setdefault(subject, now)
        self._log.note(now, "indication", subject)

    def indicated_at(self, subject: str) -> int:
        """When the first sign came; now, if an order came without one."""
        return self._indications.get(subject, int(self._env.now))

    def give(self, kind: OrderKind, subject: str) -> None:
        """Note an order and wake who waits for it; a second one of the same kind changes nothing."""
        event = self.wait(kind, subject)
        self._log.note(int(self._env.now), "order", subject, kind)
        if not event.triggered:
            self._given[kind, subject] = int(self._env.now)
            event.succeed()

    def given_at(self, kind: OrderKind, subject: str) -> int:
        """When an order was first given."""
        return self._given[kind, subject]

    def wait(self, kind: OrderKind, subject: str) -> Event:
        """The event of an order; it has fired already if the order was given."""
        key = (kind, subject)
        if key not in self._events:
            self._events[key] = Event(self._env)
        return self._events[key]
