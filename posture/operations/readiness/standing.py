"""Standing by: the steps of one unit, its notice, how it is raised and what wears it out."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from simpy import Event

from posture.operations.readiness.event_kinds import (
    DECAYED,
    LOWERED,
    PHASE,
    RAISED,
    STANDS_BY,
    STANDS_OFF,
    WORN,
)
from posture.operations.readiness.watches import TierWatch
from posture.theatre import Theatre
from posture.theatre.queues import Grant, Queue
from posture.theatre.status import State

STATES: dict[str, State] = {
    "stand-down": "recovering",
    "stand-up": "training",
    "unready": "training",
    "certified": "ready",
    "stand-by": "ready",
    "alerted": "alerted",
    "ready to move": "ready to move",
    "in effect": "in place",
}
"""Each step of readiness as a state of the theatre."""
DISTURBING: tuple[State, ...] = ("training", "recovering")
"""States into which another operation may put a unit that stands by."""
TAKEN = "taken"
"""The step of a unit that another operation has."""


class Standing(ABC):
    """One unit in one step after the other, noted as `phase`; at a notice it `stands by` in a tier.

    Each step has a number, so that what was to come in an earlier one does not come any more.
    """

    def __init__(self, theatre: Theatre, name: str, people: int, watch: TierWatch) -> None:
        self.theatre = theatre
        self.name = name
        self.people = people
        self.watch = watch
        self.at: TierWatch | None = None
        """The watch in which it stands by now."""
        self.step = ""
        self.work: tuple[Queue, Grant] | None = None
        """The crew that it waits for, or that works at it."""
        self._number = 0
        self._raised: int | None = None
        self._decayed = False

    @abstractmethod
    def stand_by(self) -> None:
        """Take a slot of its watch."""

    @abstractmethod
    def recover(self) -> None:
        """Stand down."""

    @abstractmethod
    def disturbed(self, event: Event) -> None:
        """It has trained or recovered: for another operation, unless it was sent to."""

    def free(self) -> bool:
        """Whether no other operation has it: no slot holds it, and it is in the state it was given here."""
        if self.step == TAKEN or self.theatre.commitments.held(self.name) is not None:
            return False
        if not self.theatre.status.known(self.name):
            return True
        state = self.theatre.status.state(self.name)
        return state == STATES[self.step] if self.step else state not in {"committed", "moving", "in place"}

    def enter(self, step: str) -> None:
        """Leave what it does now for the next step; notes `phase`, and `state` where that changes."""
        self.leave()
        if step not in {"certified", "stand-by"}:
            self.watch.withdraw(self)
        if self.work is not None:
            crews, grant = self.work
            self.work = None
            crews.cancel(grant)
        self.step = step
        state = STATES.get(step)
        status = self.theatre.status
        if state is not None and not status.known(self.name):
            status.enlist(self.name, state)
        elif state is not None and status.state(self.name) != state:
            status.enter(self.name, state)
        self.theatre.note(PHASE, self.name, step)

    def later(self, seconds: int, then: Callable[[], None]) -> None:
        """Do something after so many seconds, unless the unit has gone on to another step."""
        number = self._number

        def unless_gone_on() -> None:
            if self._number == number:
                then()

        self.theatre.after(seconds, unless_gone_on)

    def instead(self, seconds: int, then: Callable[[], None]) -> None:
        """Do something after so many seconds in place of all that was to come in this step."""
        self._number += 1
        self.later(seconds, then)

    def join(self, watch: TierWatch) -> None:
        """Stand by at the notice of a watch, raised if the watch is; notes `stands by`."""
        wear = watch.tier.wear
        self.at = watch
        watch.join(self)
        self.theatre.note(STANDS_BY, self.name, watch.name, self.people)
        self.theatre.status.set_notice(self.name, watch.tier.notice)
        if wear is not None and wear.stand_by is not None:
            self.later(wear.stand_by, self._worn)
        for state in DISTURBING:
            self.theatre.status.when(self.name, state).callbacks.append(self.disturbed)
        if watch.raised:
            self.lift()

    def leave(self) -> None:
        """Stand by no more; notes `stands off`."""
        self._number += 1
        watch = self.at
        if watch is not None:
            self._end_raise(watch)
            self._decayed = False
            self.at = None
            self.theatre.note(STANDS_OFF, self.name, watch.name)
        if self.theatre.status.notice(self.name) is not None:
            self.theatre.status.set_notice(self.name, None)
        if watch is not None:
            watch.leave(self)

    def lift(self) -> None:
        """Raise its readiness; notes `raised`. A unit that has decayed stays as it is."""
        watch, status = self.at, self.theatre.status
        if watch is None or watch.tier.raised is None or self._raised is not None or self._decayed:
            return
        self._raised = began = self.theatre.now
        status.set_notice(self.name, min(status.notice(self.name) or 0, watch.tier.raised))
        self.theatre.note(RAISED, self.name, watch.name, self.people)
        wear = watch.tier.wear
        if wear is not None and wear.raised is not None:
            self.later(wear.raised, lambda: self._worn() if self._raised == began else None)

    def lower(self) -> None:
        """End its raised readiness; notes `lowered`."""
        if self._raised is not None and self.at is not None:
            self._end_raise(self.at)
            self.theatre.status.set_notice(self.name, self.at.tier.notice)

    def _end_raise(self, watch: TierWatch) -> None:
        if self._raised is not None:
            self._raised = None
            self.theatre.note(LOWERED, self.name, watch.name)

    def _worn(self) -> None:
        """Another takes over, its stand-by ends, or its notice grows: notes `worn` or `decayed`."""
        watch = self.at
        if watch is None or watch.tier.wear is None:
            return
        wear = watch.tier.wear
        successor = watch.successor() if wear.then == "swap" else None
        if successor is not None or wear.then == "stand down":
            self.theatre.note(WORN, self.name, successor.name if successor else "")
            self.recover()
        elif not self._decayed:
            self._end_raise(watch)
            self._decayed = True
            self.theatre.status.set_notice(self.name, wear.decayed)
            self.theatre.note(DECAYED, self.name, watch.name, wear.decayed)
