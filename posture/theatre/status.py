"""Status: what each unit is doing, one thing at a time, and how soon it can move."""

from collections.abc import Callable
from typing import Literal

from simpy import Environment, Event

from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.theatre.event_kinds import NOTICE, STATE

State = Literal[
    "recovering", "training", "ready", "alerted", "ready to move", "committed", "moving", "in place"
]
"""A unit that is ready stands by or is certified; alerted, its notice runs; ready to move, it has run out."""

NEXT: dict[State, frozenset[State]] = {
    "recovering": frozenset({"training", "ready", "alerted"}),
    "training": frozenset({"ready", "recovering", "alerted"}),
    "ready": frozenset({"committed", "moving", "training", "recovering", "alerted"}),
    "alerted": frozenset({"ready to move", "in place", "ready", "recovering"}),
    "ready to move": frozenset({"moving", "committed", "ready", "recovering"}),
    "committed": frozenset({"moving", "in place", "ready", "training", "recovering"}),
    "moving": frozenset({"in place", "committed", "recovering"}),
    "in place": frozenset({"moving", "committed", "recovering"}),
}
"""Which states may follow which."""


class UnitStatus:
    """The state of every unit that has one; only here does it change.

    A change notes `state` (`who` the unit, `where` the new state). A notice belongs to a unit that stands by
    or that is alerted, where it is what remains; `None` says that it has none. Whoever keeps a unit's
    readiness says how to call it.
    """

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._states: dict[str, State] = {}
        self._since: dict[str, int] = {}
        self._notices: dict[str, int | None] = {}
        self._callers: dict[str, Callable[[], int | None]] = {}
        self._dismissals: dict[str, Callable[[], None]] = {}
        self._events: dict[tuple[str, State], Event] = {}

    def enlist(self, unit: str, state: State) -> None:
        """Give a unit its first state."""
        if unit in self._states:
            raise ModelFault(f"'{unit}' is enlisted twice")
        self._set(unit, state)

    def known(self, unit: str) -> bool:
        """Whether a unit has a state."""
        return unit in self._states

    def state(self, unit: str) -> State:
        """What a unit is doing."""
        return self._states[unit]

    def since(self, unit: str) -> int:
        """When it began to."""
        return self._since[unit]

    def enter(self, unit: str, state: State) -> None:
        """Change a unit's state; a step that `NEXT` does not allow is a fault of ours."""
        before = self._states[unit]
        if state not in NEXT[before]:
            raise ModelFault(f"'{unit}' cannot go from {before} to {state}")
        self._set(unit, state)

    def can(self, unit: str, state: State) -> bool:
        """Whether a unit may enter a state now."""
        return state in NEXT[self._states[unit]]

    def when(self, unit: str, state: State) -> Event:
        """An event that fires when the unit is next in a state; it has fired already if it is in it."""
        event = self._events.get((unit, state))
        if event is None or event.triggered:
            event = self._events[unit, state] = Event(self._env)
            if self._states.get(unit) == state:
                event.succeed()
        return event

    def notice(self, unit: str) -> int | None:
        """The notice to move at which a unit stands by, in seconds."""
        return self._notices.get(unit)

    def set_notice(self, unit: str, seconds: int | None) -> None:
        """Put a unit at a notice to move; notes `notice`, with -1 for none."""
        self._notices[unit] = seconds
        self._log.note(int(self._env.now), NOTICE, unit, amount=-1 if seconds is None else seconds)

    def answer(self, unit: str, call: Callable[[], int | None], dismiss: Callable[[], None]) -> None:
        """Say how a unit is called and dismissed; two who keep the readiness of one unit are a fault."""
        if unit in self._callers:
            raise ModelFault(f"two keep the readiness of '{unit}'")
        self._callers[unit] = call
        self._dismissals[unit] = dismiss

    def call(self, unit: str) -> int | None:
        """Alert a unit now: seconds until it is ready to move, as things stand.

        None where nobody keeps its readiness, or where it stands at no notice to move. Called again, it
        tells what remains; `when(unit, "ready to move")` fires when it is.
        """
        caller = self._callers.get(unit)
        return caller() if caller else None

    def dismiss(self, unit: str) -> None:
        """What a unit was called for has ended before it set out, if somebody keeps its readiness."""
        if unit in self._dismissals:
            self._dismissals[unit]()

    def _set(self, unit: str, state: State) -> None:
        now = int(self._env.now)
        self._states[unit] = state
        self._since[unit] = now
        self._log.note(now, STATE, unit, state)
        event = self._events.pop((unit, state), None)
        if event is not None and not event.triggered:
            event.succeed()
