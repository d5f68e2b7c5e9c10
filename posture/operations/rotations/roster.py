"""The roster: every unit of the pools, who can be called upon, and who is chosen."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from posture.core.schema import Span
from posture.operations.rotations.cycle import PoolMember
from posture.operations.rotations.eligible import Eligible, rough
from posture.operations.rotations.schema import NOTHING, Rotations, after
from posture.operations.rotations.stays import Duty, Stay, Turn, reach
from posture.theatre import Theatre
from posture.theatre.event_kinds import POOLED
from posture.theatre.forces import Unit
from posture.theatre.status import State

NEVER = 2**62
FREE: frozenset[State] = frozenset({"ready", "training", "recovering"})
"""States of a unit that nobody else uses."""


class Candidate(NamedTuple):
    """Who can be called upon now, and how late it comes; if nobody, when somebody can be."""

    member: PoolMember | None
    when: int
    late: int = 0


class Roster:
    """Units in their cycles; `poke` is called whenever one may have become free."""

    def __init__(
        self,
        theatre: Theatre,
        written: Rotations,
        units: Mapping[str, Unit],
        eligible: Eligible,
        poke: Callable[[], None],
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.poke = poke
        self.members: dict[str, PoolMember] = {}
        self.units = units
        for name, pools in sorted(eligible.pooled.items()):
            policy = written.policies[written.pools[pools[0]].policy]
            member = PoolMember(name, units[name].nation, policy, theatre.clock)
            self.members[name] = member
            member.kept = eligible.kept.get(name, "")
            theatre.note(POOLED, name, units[name].nation, units[name].people)
            self._place(self.members[name])
        self.free = set(self.members)
        self._in_turn = sorted(self._order(member, NOTHING) for member in self.members.values())
        """Who is free, in the order in which they are taken where nobody has to be converted."""
        self._queues: dict[str, list[PoolMember]] = {}

    def _place(self, member: PoolMember) -> None:
        """Draw how long ago the unit left its last deployment, or let it be rested."""
        if self.written.begin == "random":
            clock = self.theatre.clock
            cycle = after(clock, 0, member.policy.cycle or member.policy.dwell)
            member.left = -round(cycle * self.theatre.chance.uniform(member.name, "place in the cycle"))
            member.recovered = after(clock, member.left, member.policy.recovery)
        member.rest(0)

    def settle(self) -> None:
        """Let all who hold nothing begin where they are in their cycles."""
        for name in sorted(self.free):
            self._rest(self.members[name])

    def take(self, member: PoolMember, stay: Stay) -> None:
        """Give a unit to a stay."""
        member.stay = stay
        self._leave(member)

    def first(self, turn: Turn) -> PoolMember | None:
        """Who holds a slot at the very start: the free unit longest away from deployments."""
        if turn.stint is None and self.theatre.now == 0:
            return self._next(turn)
        among = ((self.members[name], span) for name, span in self._fit(turn).items() if name in self.free)
        return min(among, key=lambda pair: self._order(*pair), default=(None, NOTHING))[0]

    def _next(self, turn: Turn) -> PoolMember | None:
        """The same for slot after slot of one commitment: nobody's order changes before time goes on."""
        queue = self._queues.get(turn.duty.name)
        if queue is None:
            among = ((self.members[name], span) for name, span in self._fit(turn).items())
            queue = [one for one, _ in sorted(among, key=lambda pair: self._order(*pair), reverse=True)]
            self._queues[turn.duty.name] = queue
        while queue and queue[-1].name not in self.free:
            queue.pop()
        return queue[-1] if queue else None

    def choose(self, turn: Turn) -> Candidate:
        """The free unit that comes first by rule: in time, at the least cost, longest at home, by name."""
        fit = self._fit(turn)
        among = ((self.members[name], fit[name], 0) for name in self._free_in_turn(turn, fit))
        return self._best(turn, among, round(turn.duty.rule.travel.middle))

    def _free_in_turn(self, turn: Turn, fit: Mapping[str, Span]) -> Iterator[str]:
        """Who is free of these, in the order in which they are taken."""
        if turn.stint is not None or turn.duty.converts:
            names = self.free & fit.keys()
            return iter(sorted(names, key=lambda name: self._order(self.members[name], fit[name])))
        return (name for *_, name in self._in_turn if name in fit)

    def _come(self, member: PoolMember) -> None:
        """A unit is free from now on."""
        if member.name not in self.free:
            self.free.add(member.name)
            insort(self._in_turn, self._order(member, NOTHING))

    def _leave(self, member: PoolMember) -> None:
        """A unit is free no more; nothing that its turn depends on has changed while it was."""
        if member.name in self.free:
            self.free.discard(member.name)
            del self._in_turn[bisect_left(self._in_turn, self._order(member, NOTHING))]

    def victim(self, turn: Turn) -> Candidate:
        """Who is taken from a commitment less urgent than the turn's: in time, from the least urgent."""
        lower = [
            (stay.member, conversion, -stay.duty.priority)
            for name, conversion in self._fit(turn).items()
            if (stay := self.members[name].stay) is not None and self._gives_way(stay, turn.duty)
        ]
        lower.sort(key=lambda one: (one[2], *self._order(one[0], one[1])))
        return self._best(turn, lower, round(self.written.bump_time.middle))

    def conversion(self, turn: Turn, member: PoolMember) -> Span:
        """What it takes to make a unit one of the wanted kind."""
        return self._fit(turn)[member.name]

    def prepared(self, turn: Turn, begin: int, conversion: Span) -> int:
        """When a unit that begins then has worked up and been converted."""
        clock = self.theatre.clock
        over = after(clock, after(clock, begin, turn.duty.rule.work_up), conversion)
        return max(begin, over - turn.head_start) if self.theatre.now == 0 else over

    def _gives_way(self, stay: Stay, duty: Duty) -> bool:
        lesser = stay.serves and stay.duty.rule.yields and stay.duty.priority > duty.priority
        return lesser and stay.turn.stint is None

    def _fit(self, turn: Turn) -> Mapping[str, Span]:
        stint = turn.stint
        if stint is None:
            return turn.duty.eligible
        if stint.unit is not None:
            return {stint.unit: NOTHING}
        fitting = turn.duty.fitting
        return {name: span for name, span in fitting.items() if self.members[name].nation == stint.nation}

    def _best(self, turn: Turn, among: Iterable[tuple[PoolMember, Span, int]], way: int) -> Candidate:
        """Of units in their order the first that comes in time, else the first of those least late.

        The first in time ends the search: who stands behind is not even asked when it could come.
        """
        now, soonest, leads = self.theatre.now, NEVER, dict[tuple[int, int], int]()
        best: tuple[int, PoolMember] | None = None
        for member, conversion, _ in among:
            begin, comes = self._times(turn, member, conversion, way, leads)
            if begin > now:
                soonest = min(soonest, begin)
                continue
            late = max(0, comes - turn.due)
            if best is None or late < best[0]:
                best = late, member
            if not late:
                break
        return Candidate(None, soonest) if best is None else Candidate(best[1], now, best[0])

    def _order(self, member: PoolMember, conversion: Span) -> tuple[int, int, str]:
        if member.kept:
            return -1, 0, member.name
        return rough(conversion), -NEVER if member.left is None else member.left, member.name

    def _times(
        self,
        turn: Turn,
        member: PoolMember,
        conversion: Span,
        way: int,
        leads: dict[tuple[int, int], int],
    ) -> tuple[int, int]:
        """When a unit could begin to get ready, so as to come with its dwell behind it, and when it comes.

        `leads` keeps how long work-up, conversion and way take together from a moment on: of all that are
        asked for one turn nearly all could begin now.
        """
        rule, now = turn.duty.rule, max(self.theatre.now, member.recovered)
        if member.taken:
            return NEVER, NEVER
        if member.stay is None and self.theatre.status.state(member.name) not in FREE:
            return NEVER, NEVER
        lead = leads.get((now, id(conversion)))
        if lead is None:
            lead = leads[now, id(conversion)] = self.prepared(turn, now, conversion) - now + way
        arrival = wanted = max(now + lead, turn.due)
        if turn.stint is not None:
            return now, arrival
        if not rule.within_dwell:
            arrival = member.earliest(arrival)
        length = member.length(rule.length, arrival)
        if rule.deploys:
            arrival = member.within_limit(arrival, length)
        if member.promised and member.is_promised(now, after(self.theatre.clock, arrival, length)):
            return NEVER, NEVER
        return (now if arrival == wanted else max(now, arrival - lead)), arrival

    def back(self, stay: Stay, bumped: bool) -> None:
        """Take a unit back from a stay; who is bumped goes on to the next at once."""
        member, rule, now, clock = stay.member, stay.duty.rule, self.theatre.now, self.theatre.clock
        member.stay = None
        member.turns += 1
        if stay.arrived >= 0:
            penalty = after(clock, now, self.written.bump_penalty) if stay.bumped_into else now
            recovery = member.policy.recovery if rule.recovery is None and rule.deploys else rule.recovery
            member.recovered = after(clock, now, recovery or NOTHING)
            if rule.deploys:
                member.stays.append((stay.arrived, now))
                member.left, member.owed, member.extra = now, rule.dwell, penalty - now
            else:
                own = after(clock, now, rule.dwell or NOTHING)
                member.barred = max(member.barred, own + penalty - now)
            member.rest(now)
        if not bumped:
            self._come(member)
            self._rest(member)
            self.poke()

    def lend(self, member: PoolMember, what: str) -> None:
        """Give a unit away to what is no task of the pool, until it is taken back."""
        self._leave(member)
        member.taken = what
        member.turns += 1

    def take_back(self, member: PoolMember) -> None:
        """Let a unit that was lent go on with its cycle."""
        member.taken = ""
        member.turns += 1
        self._come(member)
        self._rest(member)
        self.poke()

    def _rest(self, member: PoolMember) -> None:
        """Recover, then train until the dwell is over, then stand ready."""
        now, turns = self.theatre.now, member.turns
        steps: tuple[tuple[int, State], ...] = (
            (member.recovered, "recovering"),
            (member.rested, "training"),
        )
        for until, state in steps:
            if now < until:
                reach(self.theatre, member.name, state)
                self.theatre.after(until - now, lambda: self._go_on(member, turns))
                return
        reach(self.theatre, member.name, "ready")

    def _go_on(self, member: PoolMember, turns: int) -> None:
        if member.turns == turns and member.stay is None:
            self._rest(member)
            self.poke()
