"""Orders: what starts movement. Whoever decides gives them; whoever obeys waits for them."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from simpy import Environment, Event

from posture.core.event_log import Log
from posture.theatre.event_kinds import INDICATION, ORDER, STOPPED

OrderKind = Literal["raise", "stage", "deploy", "retask", "end"]

Keeper: TypeAlias = Callable[[str, str, str], None]
"""Is told which nation's force waits for its release, for which subject: nation, subject, force."""


class Orders:
    """Orders given so far, by kind and subject, and events for those that are still to come.

    Where somebody keeps the releases of a subject, each force waits for its nation to let it go; elsewhere
    the order to deploy releases all.
    """

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._indications: dict[str, int] = {}
        self._given: dict[tuple[OrderKind, str], int] = {}
        self._events: dict[tuple[OrderKind, str], Event] = {}
        self._keepers: dict[str, list[Keeper]] = {}
        self._releases: dict[tuple[str, str, str], Event] = {}
        self._shares: dict[tuple[str, str], float] = {}
        self._transfers: dict[tuple[str, str], Event] = {}
        self._called_off: set[str] = set()
        self._stops: dict[str, Event] = {}
        self._refusals: dict[tuple[str, str], Event] = {}
        self._refused_in: dict[tuple[str, str], tuple[str, ...]] = {}

    def indicate(self, subject: str) -> None:
        """Note the first sign of the crisis that an order will answer; a later one changes nothing."""
        if subject not in self._indications:
            self._indications[subject] = int(self._env.now)
            self._log.note(self._indications[subject], INDICATION, subject)

    def indicated_at(self, subject: str) -> int:
        """When the first sign came; now, if an order came without one."""
        return self._indications.get(subject, int(self._env.now))

    def give(self, kind: OrderKind, subject: str) -> None:
        """Note an order and wake who waits for it; a second one of the same kind changes nothing."""
        event = self.wait(kind, subject)
        self._log.note(int(self._env.now), ORDER, subject, kind)
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

    def call_off(self, subject: str) -> None:
        """Say at the start that no order of this subject will come; nobody need wait for one."""
        self._called_off.add(subject)

    def is_called_off(self, subject: str) -> bool:
        """Whether no order of this subject will come."""
        return subject in self._called_off

    def may_refuse(self, nation: str, subject: str) -> None:
        """Say at the start that a nation may keep forces for a subject at home."""
        self._refusals.setdefault((nation, subject), Event(self._env))

    def refuse(self, nation: str, subject: str, countries: tuple[str, ...] = ()) -> None:
        """A nation gives no forces for a subject: none at all, or none to be used in these countries."""
        event = self._refusals[nation, subject]
        if not event.triggered:
            self._refused_in[nation, subject] = countries
            event.succeed()

    def refusal(self, nation: str, subject: str) -> Event | None:
        """The event of a nation's refusal; None where it refuses nothing."""
        return self._refusals.get((nation, subject))

    def refuses(self, nation: str, subject: str, country: str) -> bool:
        """Whether a nation has refused forces for a subject that are to be used in a country."""
        countries = self._refused_in.get((nation, subject))
        return countries is not None and (not countries or country in countries)

    def may_stop(self, subject: str) -> None:
        """Say at the start that what is ordered for a subject may be stopped one day."""
        self._stops.setdefault(subject, Event(self._env))

    def stop(self, subject: str) -> None:
        """Let nothing for a subject begin that has not begun; notes `stopped`."""
        event = self._stops[subject]
        if not event.triggered:
            self._log.note(int(self._env.now), STOPPED, subject)
            event.succeed()

    def stops(self, subject: str) -> Event | None:
        """The event that stops what has not begun for a subject; None where nobody ever will."""
        return self._stops.get(subject)

    def is_stopped(self, subject: str) -> bool:
        """Whether nothing for a subject shall begin any more."""
        return subject in self._stops and self._stops[subject].triggered

    def has(self, kind: OrderKind, subject: str) -> bool:
        """Whether an order has been given."""
        return (kind, subject) in self._given

    def keep(self, subject: str, keeper: Keeper) -> None:
        """Let every nation release its own forces for a subject; said before anybody waits for one."""
        self._keepers.setdefault(subject, []).append(keeper)

    def kept(self, subject: str) -> bool:
        """Whether nations release their own forces for a subject."""
        return subject in self._keepers

    def release(self, nation: str, subject: str, force: str, share: float = 1.0) -> None:
        """Let a share of a nation's force for a subject go; a second time changes nothing."""
        event = self.released(nation, subject, force)
        if not event.triggered:
            self._shares[nation, subject] = share
            event.succeed()

    def share(self, nation: str, subject: str) -> float:
        """The share of its forces that a nation has released; all, unless it said otherwise."""
        return self._shares.get((nation, subject), 1.0)

    def hand_over(self, nation: str, subject: str) -> None:
        """A nation has transferred authority over its forces for a subject."""
        event = self.handed_over(nation, subject)
        if not event.triggered:
            event.succeed()

    def handed_over(self, nation: str, subject: str) -> Event:
        """The event of a nation's transfer of authority; asked for only where releases are kept."""
        key = (nation, subject)
        if key not in self._transfers:
            self._transfers[key] = Event(self._env)
        return self._transfers[key]

    def released(self, nation: str, subject: str, force: str) -> Event:
        """The event of a force's release by its nation: the order to deploy, unless releases are kept."""
        if not self.kept(subject):
            return self.wait("deploy", subject)
        key = (nation, subject, force)
        if key not in self._releases:
            self._releases[key] = Event(self._env)
            for keeper in self._keepers[subject]:
                keeper(*key)
        return self._releases[key]
