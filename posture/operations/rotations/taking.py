"""Taking: a crisis takes units of the pool, whoever comes first, from tasks less urgent, and gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from simpy import Event

from posture.operations.rotations.cycle import PoolMember
from posture.operations.rotations.event_kinds import DWELL_BROKEN
from posture.operations.rotations.roster import FREE, Roster
from posture.operations.rotations.schema import Rotations, after
from posture.operations.rotations.stays import Stay, reach
from posture.theatre import Theatre
from posture.theatre.requests import GiveBack, Take

LAST = 2**31
"""The rank of who rests or trains: taken when nobody who is ready can be."""


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits for a unit, and its event."""

    request: Take
    since: int
    found: Event


class Taking:
    """Who is taken from the pool for what is no task of it, and who still waits for a unit.

    At home and free, or on a task at home, a unit comes at once; in its recovery when that is over; away on a
    task once it has been called back, as who is bumped. A unit in work-up breaks it off. Notes
    `dwell broken` with what was left of its dwell.
    """

    def __init__(
        self, theatre: Theatre, written: Rotations, roster: Roster, bump: Callable[[Stay], None]
    ) -> None:
        self._theatre = theatre
        self._written = written
        self._roster = roster
        self._bump = bump
        self._waiting: list[WaitingRequest] = []
        theatre.serve(Take, self._take)
        theatre.serve(GiveBack, self._give_back)

    def serve(self) -> None:
        """Give units to who waits, the most urgent first."""
        self._waiting.sort(key=lambda one: (one.request.priority, one.since, one.request.unit))
        for one in [*self._waiting]:
            member = self._choice(one.request)
            if member is not None:
                self._waiting.remove(one)
                self._hand_over(one, member)

    def _take(self, request: Take) -> Event:
        wanted = WaitingRequest(request, self._theatre.now, Event(self._theatre.env))
        self._waiting.append(wanted)
        self._roster.poke()
        return wanted.found

    def _choice(self, request: Take) -> PoolMember | None:
        """Who comes first; of those itself, then who is free, then who holds the most urgent task."""
        units = self._roster.units
        like = units[request.unit]
        best: tuple[tuple[int, bool, int, int, str], PoolMember] | None = None
        for name, member in self._roster.members.items():
            if units[name].nation != like.nation or units[name].kind != like.kind:
                continue
            if member.kept and name != request.unit and self._is_wanted_itself(name):
                continue
            terms = self._terms(member, request.priority)
            if terms is not None:
                order = terms[0], name != request.unit, terms[1], member.left or 0, name
                best = min(best, (order, member), key=lambda one: one[0]) if best else (order, member)
        return best[1] if best else None

    def _is_wanted_itself(self, unit: str) -> bool:
        return any(one.request.unit == unit for one in self._waiting)

    def _terms(self, member: PoolMember, priority: int) -> tuple[int, int] | None:
        """Seconds until a unit can begin to make ready, and its rank; None where it cannot be taken."""
        stay, theatre = member.stay, self._theatre
        if member.taken:
            return None
        if stay is None:
            state = theatre.status.state(member.name)
            wait = max(0, member.recovered - theatre.now)
            return (wait, 0 if state == "ready" else LAST) if state in FREE else None
        if stay.duty.priority <= priority or not stay.duty.rule.yields or stay.turn.stint is not None:
            return None
        if stay.duty.rule.deploys and (stay.arrived >= 0 or theatre.status.state(member.name) == "moving"):
            return round(self._written.bump_time.middle), stay.duty.priority
        return 0, stay.duty.priority

    def _hand_over(self, wanted: WaitingRequest, member: PoolMember) -> None:
        theatre, request, unit = self._theatre, wanted.request, member.name
        terms = self._terms(member, request.priority)
        assert terms is not None
        wait = terms[0]
        if member.stay is not None:
            if wait:
                wait = theatre.chance.seconds(
                    self._written.bump_time, unit, f"taken for {request.commitment}"
                )
            self._bump(member.stay)
        self._roster.lend(member, request.commitment)
        if member.rested > theatre.now:
            theatre.note(DWELL_BROKEN, unit, request.commitment, member.rested - theatre.now)
        theatre.commitments.claim(unit, request.commitment)

        def come() -> None:
            reach(theatre, unit, "ready")
            wanted.found.succeed(unit)

        theatre.after(wait, come)

    def _give_back(self, request: GiveBack) -> Event:
        """Let a unit return to its cycle: after a deployment, with the dwell that its policy wants."""
        theatre, member = self._theatre, self._roster.members[request.unit]
        theatre.commitments.release(member.name)
        if request.away is not None:
            member.stays.append(request.away)
            member.left, member.owed, member.extra = request.away[1], None, 0
            recovered = after(theatre.clock, request.away[1], member.policy.recovery)
            member.recovered = max(member.recovered, recovered)
            member.rest(theatre.now)
        self._roster.take_back(member)
        return Event(theatre.env).succeed()
