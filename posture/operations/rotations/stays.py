"""One stay of one unit in one slot: it sets out, comes, takes authority, is relieved and leaves."""

from collections.abc import Callable
from dataclasses import dataclass

from posture.core.clock import Clock
from posture.core.schema import Span
from posture.operations.rotations.cycle import PoolMember
from posture.operations.rotations.schema import NOTHING, Rule, Stint, after
from posture.theatre import Theatre
from posture.theatre.event_kinds import DEPLOYED
from posture.theatre.status import State


@dataclass(eq=False)
class Duty:
    """A commitment at work: its rule, its urgency, its slots, and who may fill it.

    `eligible` are units with their times of conversion, `fitting` those of all nations for its schedule;
    `converts` says whether any has to be converted.
    """

    name: str
    rule: Rule
    priority: int
    slots: int
    eligible: dict[str, Span]
    fitting: dict[str, Span]
    over: bool = False

    def __post_init__(self) -> None:
        self.converts = any(span != NOTHING for span in self.eligible.values())


@dataclass(slots=True, eq=False)
class Seat:
    """One slot: who serves it, and the turn that comes next."""

    duty: Duty
    number: int
    holder: "Stay | None" = None
    coming: "Turn | None" = None


@dataclass(slots=True, eq=False)
class Turn:
    """A wanted stay: in which slot or by which entry of the schedule, and when its unit shall come.

    `head_start` are the seconds of its preparation that lie before the run's start: they have been. `vacated`
    says that its slot lost its unit to something more urgent.
    """

    duty: Duty
    seat: Seat | None
    due: int
    overlap: int
    stint: Stint | None = None
    head_start: int = 0
    vacated: bool = False
    waits: bool = False
    filled: bool = False

    def end(self, clock: Clock, arrival: int, member: PoolMember) -> int:
        """When a unit that comes then leaves."""
        if self.stint is not None:
            return max(arrival, clock.seconds(self.stint.end))
        return after(clock, arrival, member.length(self.duty.rule.length, arrival))


VIA: dict[State, State] = {
    "moving": "ready",
    "in place": "moving",
    "committed": "ready",
    "training": "recovering",
    "ready": "recovering",
}
"""The state through which a unit comes to another that does not follow on its own at once."""


def reach(theatre: Theatre, unit: str, state: State) -> None:
    """Bring a unit into a state; who keeps its readiness meanwhile may have it do something else."""
    status = theatre.status
    if not status.known(unit):
        status.enlist(unit, state)
        return
    if status.state(unit) == state:
        return
    if not status.can(unit, state) and state in VIA:
        reach(theatre, unit, VIA[state])
    if status.can(unit, state):
        status.enter(unit, state)


class Stay:
    """A unit's stay, from its choice until it leaves; `gone` is told of the end."""

    def __init__(
        self, theatre: Theatre, turn: Turn, member: PoolMember, gone: "Callable[[Stay, bool], None]"
    ) -> None:
        self.theatre = theatre
        self.turn = turn
        self.duty = turn.duty
        self.member = member
        self.gone = gone
        self.arrived = -1
        self.serves = False
        self.over = False
        self.bumped_into = False

    def prepare(self, until_depart: int, travel: int) -> None:
        """Work up, then set out."""
        if not self.theatre.status.known(self.member.name):
            self.theatre.status.enlist(self.member.name, "ready")
        if until_depart and (self.duty.rule.work_up != NOTHING or self.bumped_into):
            reach(self.theatre, self.member.name, "training")
        self.theatre.after(until_depart, lambda: self._depart(travel))

    def _depart(self, travel: int) -> None:
        if self.over:
            return
        if self.duty.over:
            self._end()
            return
        reach(self.theatre, self.member.name, "moving" if self.duty.rule.deploys else "ready")
        self.theatre.after(travel, self._arrive)

    def _arrive(self) -> None:
        """Come and claim the slot; with no time of handover who was there leaves first.

        Who comes only after its time in the schedule is over goes home again.
        """
        if self.over:
            return
        now = self.theatre.now
        end = self.turn.end(self.theatre.clock, now, self.member)
        if self.duty.over or end <= now:
            self._end()
            return
        if not self.turn.overlap:
            self._relieve()
        self._claim()
        self.theatre.after(end - now, self._expire)
        if self.turn.overlap:
            self.theatre.after(self.turn.overlap, self._take)
        else:
            self._take()

    def install(self, until: int) -> None:
        """Be there and on task already, and stay until then."""
        self._claim()
        self._take()
        self.theatre.after(until - self.theatre.now, self._expire)

    def _claim(self) -> None:
        unit, deploys = self.member.name, self.duty.rule.deploys
        self.arrived = self.theatre.now
        self.theatre.commitments.claim(unit, self.duty.name)
        if deploys:
            self.theatre.note(DEPLOYED, unit, self.duty.name)
        reach(self.theatre, unit, "in place" if deploys else "committed")

    def _take(self) -> None:
        """The transfer of authority: from now on it counts, and who is relieved goes."""
        if self.over:
            return
        self._relieve()
        self.serves = True
        if self.turn.seat is not None:
            self.turn.seat.holder = self
        self.theatre.commitments.take_authority(self.member.name)

    def _relieve(self) -> None:
        if self.turn.seat is not None and self.turn.seat.holder is not None:
            self.turn.seat.holder.leave()

    def _expire(self) -> None:
        """The day on which it was to leave: a seat that nobody has taken over may be held a while longer."""
        hold_over = self.duty.rule.hold_over
        if self.over or self.turn.seat is None or hold_over is None:
            self.leave()
            return
        now = self.theatre.now
        self.theatre.after(after(self.theatre.clock, now, hold_over) - now, self.leave)

    def leave(self, bumped: bool = False) -> None:
        """Give up the slot; once is enough."""
        if self.over:
            return
        commitments, unit = self.theatre.commitments, self.member.name
        if commitments.held(unit) == self.duty.name:
            _ = commitments.bump(unit) if bumped else commitments.release(unit)
        self._end(bumped)

    def _end(self, bumped: bool = False) -> None:
        self.over = True
        self.serves = False
        if self.turn.seat is not None and self.turn.seat.holder is self:
            self.turn.seat.holder = None
        self.gone(self, bumped)
