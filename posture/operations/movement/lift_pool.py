"""Lift pools: things alike that carry, each of them somewhere; they come empty to where they are wanted."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from simpy import Event

from posture.core.errors import ModelFault
from posture.core.event_kinds import EventKind
from posture.operations.movement.event_kinds import BALLAST
from posture.theatre import Theatre
from posture.theatre.event_kinds import LIFT, LIFT_ASKED_FOR, LIFT_IN_USE
from posture.theatre.instants import Instant

DUST = 1e-9
"""A share of a thing that is none."""
ANYWHERE = ""
"""Where lift is that has not carried anything yet: it is made ready where it is first wanted."""


@dataclass(order=True, slots=True)
class LiftRequest:
    """So many things wanted at a place; by priority, then first come, first served.

    Who come in one instant go by their names, and not by which of their events was first.
    """

    priority: int
    since: int
    who: tuple[str, int]
    number: int
    count: int = field(compare=False)
    place: str = field(compare=False)
    there: Event = field(compare=False)


class LiftPool:
    """So many alike things that are taken where they are wanted and given back where they were emptied.

    `way_back` gives the seconds that one takes, empty, from place to place. The smallest priority goes first.
    A big request at the head is not overtaken by a smaller one behind it. Whoever is next calls what is idle
    and nearest; things that nobody waits for go to where they are promised. All is settled at the end of each
    instant, so that of all who ask in it the most urgent is first.
    """

    __slots__ = (
        "_asked",
        "_awaited",
        "_coming",
        "_due",
        "_idle",
        "_promised",
        "_serving",
        "_taken",
        "_theatre",
        "_told",
        "_waiting",
        "_way_back",
        "jobs",
        "longest_wait",
        "name",
        "size",
    )

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        size: int,
        way_back: Callable[[str, str], int],
        *,
        ready: int | None = None,
    ) -> None:
        self._theatre = theatre
        self._way_back = way_back
        self.name = name
        self.size = size
        self._idle: Counter[str] = Counter({ANYWHERE: size if ready is None else ready})
        self._coming: Counter[str] = Counter()
        self._promised: defaultdict[str, float] = defaultdict(float)
        self._waiting: list[LiftRequest] = []
        self._due: list[int] = []
        self._asked = 0
        self._serving = Instant(theatre.env, self._serve)
        self._awaited = size - (size if ready is None else ready)
        self._taken = 0
        self._told = {LIFT_IN_USE: 0, LIFT_ASKED_FOR: 0}
        theatre.note(LIFT, name, amount=size)
        theatre.waits.limit(name, size)
        self.jobs = 0
        self.longest_wait = 0

    @property
    def free(self) -> int:
        """How many carry nothing: idle, or on their empty way."""
        return self._idle.total() + self._coming.total()

    @property
    def unserved(self) -> int:
        """How many requests still wait."""
        return len(self._waiting)

    @property
    def promised(self) -> float:
        """How many will be taken, by what is known now."""
        return sum(self._promised.values())

    def promised_at(self, place: str) -> float:
        """How many will be taken at a place."""
        return self._promised[place]

    def promise(self, count: float, place: str) -> None:
        """So many, or such shares of one, will be taken at a place."""
        self._promised[place] += count
        self._serving.ask()

    def settle(self, count: float, place: str) -> None:
        """So many that were promised, at this place or else at another, are taken or will not be."""
        for one in (place, *self._promised):
            settled = min(count, self._promised.get(one, 0))
            if settled:
                self._promised[one] -= settled
                count -= settled

    def take(self, place: str, count: int = 1, priority: int = 0, who: tuple[str, int] = ("", 0)) -> Event:
        """Take `count` at a place; the event fires when they are there, at the end of this instant if now."""
        if count > self.size:
            raise ModelFault(f"{count} of '{self.name}' asked for, there are only {self.size}")
        self.jobs += 1
        self._asked += 1
        now, there = self._theatre.now, Event(self._theatre.env)
        request = LiftRequest(priority, now, who, self._asked, count, place, there)
        insort(self._waiting, request)
        self._serving.ask()
        return request.there

    def withdraw(self, there: Event) -> None:
        """Who asked for this does not wait for it any more."""
        self._waiting = [request for request in self._waiting if request.there is not there]
        self._serving.ask()

    @property
    def unwanted(self) -> bool:
        """Whether nobody has any of it, waits for it or is known to take it."""
        return not self._waiting and not self._taken and self.promised < DUST

    def give(self, count: int = 1, place: str = ANYWHERE) -> None:
        """Bring `count` back, empty at a place, or in for the first time, for whoever is next."""
        self._idle[place] += count
        del self._due[:count]
        fresh = min(count, self._awaited)
        self._awaited -= fresh
        self._taken -= count - fresh
        if self.free > self.size:
            raise ModelFault(f"{self.free} of '{self.name}' came back, there are only {self.size}")
        self._serving.ask()

    def expect(self, count: int, moment: int) -> None:
        """So many that were taken are expected to be free again at a moment."""
        for _ in range(count):
            insort(self._due, moment)

    def wait_for(self, count: float, away: float, back: float) -> float:
        """Seconds until so many can be had, by when those that carry are expected to be free again.

        They come empty in `back` seconds. What is idle, or expected at no known time, is `away` with a load
        first; whoever is wanted once more is so for another turn.
        """
        lacking = ceil(count - DUST) - self.free
        if lacking <= 0:
            return 0.0
        turns, index = divmod(lacking - 1, self.size)
        first = self._due[index] - self._theatre.now if index < len(self._due) else away
        return max(0.0, first) + back + turns * (away + back)

    def _serve(self) -> None:
        """Hand out what is there, call what is not, and send what is left to where it is promised."""
        left, coming = self._idle.copy(), self._coming.copy()
        served: list[LiftRequest] = []
        for request in self._waiting:
            lacking = self._gather(request, left, coming)
            if lacking == 0:
                served.append(request)
                self._hand_over(request)
            elif lacking > 0:
                break
        else:
            self._send_ahead(left, coming)
        for request in served:
            self._waiting.remove(request)
        self._tell(LIFT_IN_USE, self._taken)
        self._tell(LIFT_ASKED_FOR, sum(request.count for request in self._waiting))

    def _tell(self, kind: EventKind, amount: int) -> None:
        """Note a number that has changed."""
        if amount != self._told[kind]:
            self._told[kind] = amount
            self._theatre.note(kind, self.name, amount=amount)

    def _gather(self, request: LiftRequest, left: Counter[str], coming: Counter[str]) -> int:
        """How many a request lacks: 0 if all are there, less if all that are not there are coming.

        `left` and `coming` are those that no request before it has claimed.
        """
        place, count = request.place, request.count
        there = min(count, left[place])
        left[place] -= there
        fresh = min(count - there, left[ANYWHERE])
        self._move(ANYWHERE, place, fresh)
        left[ANYWHERE] -= fresh
        lacking = count - there - fresh
        if not lacking:
            return 0
        on_the_way = min(lacking, coming[place])
        coming[place] -= on_the_way
        lacking -= on_the_way
        while lacking and (nearest := self._nearest(left, place)) is not None:
            called = min(lacking, left[nearest])
            left[nearest] -= called
            lacking -= called
            self._call(nearest, place, called)
        return lacking or -1

    def _hand_over(self, request: LiftRequest) -> None:
        self._idle[request.place] -= request.count
        self._taken += request.count
        self.longest_wait = max(self.longest_wait, self._theatre.now - request.since)
        request.there.succeed()

    def _nearest(self, left: Counter[str], place: str) -> str | None:
        """Where the things are that are at a place soonest."""
        others = [other for other, count in left.items() if count > 0 and other != place]
        return min(others, key=lambda other: (self._way_back(other, place), other), default=None)

    def _send_ahead(self, left: Counter[str], coming: Counter[str]) -> None:
        """Nobody waits for these: they go to the nearest place where more is promised than will be there."""
        promised = self._promised.copy()
        for request in self._waiting:
            promised[request.place] -= request.count
        wanted = {
            place: short
            for place, count in promised.items()
            if (short := ceil(count - DUST) - left[place] - coming[place]) > 0
        }
        for start in [place for place, count in left.items() if count > 0 and place != ANYWHERE]:
            spare = left[start] - ceil(promised.get(start, 0) - DUST)
            while spare > 0 and wanted:
                place = min(wanted, key=lambda one: (self._way_back(start, one), one))
                sent = min(spare, wanted[place])
                spare -= sent
                wanted[place] -= sent
                if not wanted[place]:
                    del wanted[place]
                self._call(start, place, sent)

    def _call(self, start: str, place: str, count: int) -> None:
        """Let so many go empty from where they are to where they are wanted; notes `ballast`."""
        seconds = self._way_back(start, place)
        self._idle[start] -= count
        self._coming[place] += count
        self._theatre.note(BALLAST, self.name, place, count * seconds)

        def come() -> None:
            self._coming[place] -= count
            self._idle[place] += count
            self._serving.ask()

        self._theatre.after(seconds, come)

    def _move(self, start: str, place: str, count: int) -> None:
        self._idle[start] -= count
        self._idle[place] += count
