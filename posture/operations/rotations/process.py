"""What happens: slots are asked for in time, the most urgent first, and units relieve one another."""

from collections.abc import Mapping

from posture.core.ids import id_of
from posture.operations.rotations.cycle import PoolMember
from posture.operations.rotations.eligible import Eligible
from posture.operations.rotations.roster import NEVER, Candidate, Roster
from posture.operations.rotations.schema import NOTHING, Rotations, Rule, Stint, Task, before
from posture.operations.rotations.stays import Duty, Seat, Stay, Turn
from posture.operations.rotations.taking import Taking
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit
from posture.theatre.levels import measure


def start(
    theatre: Theatre, written: Rotations, units: Mapping[str, Unit], eligible: Eligible | None = None
) -> None:
    """Put every unit of the pools into its cycle, and let every commitment ask for units."""
    if written.commitments or written.rules or written.pools:
        CommitmentWatch(theatre, written, units, eligible or Eligible(written, units)).open()


class CommitmentWatch:
    """All commitments at work, and the turns that wait for a unit."""

    def __init__(
        self, theatre: Theatre, written: Rotations, units: Mapping[str, Unit], eligible: Eligible
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.eligible = eligible
        self.roster = Roster(theatre, written, units, eligible, self.poke)
        self.taking = Taking(theatre, written, self.roster, self._bump)
        self.waiting: list[Turn] = []
        self._poked = False
        self._wake = NEVER

    def open(self) -> None:
        """Begin: the most urgent commitment takes its first units first."""
        for rule in (*self.written.commitments.values(), *self.written.rules.values()):
            self._promise(rule)
        for name, task in sorted(self.written.commitments.items(), key=lambda one: (one[1].priority, one[0])):
            self._announce(name, task)
        for name, rule in self.written.rules.items():
            self.theatre.start(self._follow(name, rule))
        self.roster.settle()
        for policy in self.written.policies.values():
            for surge in policy.surge:
                begins = self.theatre.clock.seconds(surge.start)
                if begins > 0:
                    self.theatre.after(begins, self.poke)

    def _promise(self, rule: Rule) -> None:
        """Keep the units that a schedule names free for it."""
        clock = self.theatre.clock
        for stint in rule.schedule:
            if stint.unit is not None:
                come = clock.seconds(stint.start) - round(rule.overlap.middle + rule.travel.middle)
                begin = before(clock, come, rule.work_up)
                self.roster.members[stint.unit].promised.append((begin, clock.seconds(stint.end)))

    def _announce(self, name: str, task: Task) -> None:
        clock = self.theatre.clock
        begins = 0 if task.begins is None else clock.seconds(task.begins)
        duty = self._duty(name, task, task.priority, task.slots)
        commitments = self.theatre.commitments
        commitments.declare(name, 0 if begins else task.slots, task.priority, task.kind)
        if begins:
            self.theatre.after(begins, lambda: commitments.resize(name, task.slots))
        if task.ends is not None:
            self.theatre.after(clock.seconds(task.ends), lambda: self._end(duty))
        self._open(duty, begins, vacant=task.vacant or begins > 0)

    def _follow(self, name: str, rule: Rule) -> Process:
        """Fill a commitment of another operation from its declaration on, until it is retired."""
        commitments = self.theatre.commitments
        yield commitments.declared(name)
        declared = commitments.get(name)
        duty = self._duty(name, rule, declared.priority, declared.slots)
        self._open(duty, self.theatre.now, vacant=self.theatre.now > 0)
        while name in commitments:
            for number in range(duty.slots + 1, declared.slots + 1):
                self._plan(Seat(duty, number), self.theatre.now)
            duty.slots = declared.slots
            yield commitments.changed(name)
        self._end(duty)

    def _duty(self, name: str, rule: Rule, priority: int, slots: int) -> Duty:
        return Duty(name, rule, priority, slots, *self.eligible.both(name, rule))

    def _open(self, duty: Duty, begins: int, vacant: bool) -> None:
        """Ask for the first units, or for those of the schedule and then for theirs."""
        last = [self.theatre.clock.seconds(stint.end) for stint in duty.rule.schedule]
        for stint in duty.rule.schedule:
            self._schedule(duty, stint)
        if duty.rule.schedule and duty.rule.then == "nobody":
            return
        for number in range(1, duty.slots + 1):
            seat = Seat(duty, number)
            if last or vacant or not self._installed(seat):
                self._plan(seat, max(last, default=begins))

    def _schedule(self, duty: Duty, stint: Stint) -> None:
        begins = self.theatre.clock.seconds(stint.start)
        turn = Turn(duty, None, begins, 0, stint)
        member = self.roster.first(turn) if begins <= self.theatre.now else None
        if member is not None:
            self._stay(turn, member).install(self.theatre.clock.seconds(stint.end))
            return
        who = id_of(duty.name, stint.unit or stint.nation)
        turn.overlap = self.theatre.chance.seconds(duty.rule.overlap, who, "overlap")
        self._ask(turn, begins)
        under_way = self.roster.first(turn) if turn.head_start else None
        if under_way is not None:
            self._assign(turn, under_way, bumped=False)

    def _installed(self, seat: Seat) -> bool:
        """Whether somebody could be put there who is on task when the run starts."""
        turn = Turn(seat.duty, seat, 0, 0)
        member = self.roster.first(turn)
        if member is None:
            return False
        left = turn.end(self.theatre.clock, 0, member)
        if self.written.begin == "random":
            who = id_of(seat.duty.name, seat.number)
            left = max(1, round(left * (1 - self.theatre.chance.uniform(who, "place in the rotation"))))
        self._stay(turn, member).install(left)
        seat.coming = self._plan(seat, left)
        return True

    def _end(self, duty: Duty) -> None:
        duty.over = True
        for member in self.roster.members.values():
            if member.stay is not None and member.stay.duty is duty and member.stay.arrived >= 0:
                member.stay.leave()
        if duty.name in self.theatre.commitments:
            self.theatre.commitments.retire(duty.name)

    def _plan(self, seat: Seat, wanted: int) -> Turn:
        """Ask for who shall take authority of a slot at the second `wanted`."""
        who = id_of(seat.duty.name, seat.number)
        overlap = self.theatre.chance.seconds(seat.duty.rule.overlap, who, "overlap")
        turn = Turn(seat.duty, seat, wanted, overlap)
        self._ask(turn, wanted)
        return turn

    def _ask(self, turn: Turn, wanted: int) -> None:
        """Let a turn wait for a unit from when one must be called upon to come in time.

        Who is held at home is relieved on the spot by whom that day sets free: nobody is bumped ahead of it.
        """
        rule = turn.duty.rule
        turn.due = wanted - turn.overlap
        ahead = rule.bumps and (rule.deploys or rule.work_up != NOTHING)
        way = max(rule.travel.middle, self.written.bump_time.middle if ahead else 0)
        begin = before(self.theatre.clock, turn.due, rule.work_up) - round(way)
        turn.head_start = max(0, -begin)
        self.theatre.after(max(0, begin - self.theatre.now), lambda: self._want(turn))

    def _want(self, turn: Turn) -> None:
        if not (turn.waits or turn.filled):
            turn.waits = True
            self.waiting.append(turn)
            self.poke()

    def poke(self) -> None:
        """Look at who waits, once all that happens now has happened."""
        if not self._poked:
            self._poked = True
            self.theatre.after(0, self._serve)

    def _serve(self) -> None:
        """Fill what can be filled, again while somebody was bumped; come back when more may be free."""
        now = self.theatre.now
        self._poked = False
        if self._wake <= now:
            self._wake = NEVER
        self.taking.serve()
        again, soonest = True, NEVER
        while again:
            again, soonest = self._fill()
        if soonest < self._wake:
            self._wake = soonest
            self.theatre.after(soonest - now, self.poke)

    def _fill(self) -> tuple[bool, int]:
        """One look at all that wait: whether a slot was emptied by it, and when to look again."""
        self.waiting = [turn for turn in self.waiting if not turn.filled and self._is_wanted(turn)]
        self.waiting.sort(key=lambda one: (one.duty.priority, one.duty.name, one.due))
        in_vain: set[tuple[str, Stint | None, int]] = set()
        emptied, soonest = False, NEVER
        for turn in list(self.waiting):
            alike = (turn.duty.name, turn.stint, max(turn.due, self.theatre.now))
            if alike in in_vain:
                continue
            chosen, bumped = self._choice(turn)
            if chosen.member is None:
                in_vain.add(alike)
                soonest = min(soonest, chosen.when)
            else:
                self._assign(turn, chosen.member, bumped)
                emptied = emptied or bumped
        return emptied, soonest

    def _choice(self, turn: Turn) -> tuple[Candidate, bool]:
        """A free unit if it comes in time or as soon as any; else, where it may be, one that is bumped."""
        chosen = self.roster.choose(turn)
        if not turn.duty.rule.bumps or (chosen.member is not None and not chosen.late):
            return chosen, False
        other = self.roster.victim(turn)
        if chosen.member is None and other.member is None:
            return Candidate(None, min(chosen.when, other.when)), False
        if chosen.member is None or (other.member is not None and other.late < chosen.late):
            return other, True
        return chosen, False

    def _is_wanted(self, turn: Turn) -> bool:
        ends = NEVER if turn.stint is None else self.theatre.clock.seconds(turn.stint.end)
        given_up = turn.seat is not None and turn.seat.number > turn.duty.slots
        return not (turn.duty.over or given_up) and self.theatre.now < ends

    def _assign(self, turn: Turn, member: PoolMember, bumped: bool) -> None:
        """Let a unit take a turn, and ask in time for who comes after it."""
        theatre, rule, now = self.theatre, turn.duty.rule, self.theatre.now
        if bumped and member.stay is not None:
            self._bump(member.stay)
        turn.filled = True
        stay = self._stay(turn, member)
        stay.bumped_into = bumped
        conversion = self.roster.conversion(turn, member)
        ready = self.roster.prepared(turn, now, conversion)
        law = self.written.bump_time if bumped else rule.travel
        depart = max(ready, turn.due - round(law.middle))
        what = f"{'bumped' if bumped else 'travel'} to {turn.duty.name}"
        travel = theatre.chance.seconds(law, member.name, what)
        if turn.vacated:
            travel = round(travel * (1 - theatre.levels.get(measure("backfill"))))
        stay.prepare(depart - now, travel)
        if turn.seat is not None:
            comes = depart + round(law.middle)
            turn.seat.coming = self._plan(turn.seat, turn.end(theatre.clock, comes, member))

    def _bump(self, stay: Stay) -> None:
        """Take a unit from its slot, which asks for another at once: backfill helps that one to come."""
        seat = stay.turn.seat
        stay.leave(bumped=True)
        if seat is not None and seat.coming is not None and not seat.coming.filled:
            seat.coming.vacated = True
            seat.coming.due = min(seat.coming.due, self.theatre.now)
            self._want(seat.coming)

    def _stay(self, turn: Turn, member: PoolMember) -> Stay:
        stay = Stay(self.theatre, turn, member, self.roster.back)
        self.roster.take(member, stay)
        return stay
