"""The gates and pools of one run, made when the first serial needs them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from math import ceil, inf

from posture.operations.movement.legs import Step
from posture.operations.movement.lift_pool import DUST, LiftPool
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.sailings import Sailings
from posture.operations.movement.tables import stated
from posture.operations.movement.ways import Passage
from posture.theatre import Process, Theatre
from posture.theatre.closures import ClosureWindow, Key, share_left
from posture.theatre.event_kinds import GATE
from posture.theatre.gates import Calendar
from posture.theatre.network import GateKind
from posture.theatre.queues import Queue

Gate = Calendar | Queue


class Gates:
    """Ramps, tracks, berths, parking, ways and pools of one run."""

    def __init__(
        self, theatre: Theatre, parameters: Parameters, ballast: Callable[[str, str, str], int]
    ) -> None:
        self._theatre = theatre
        self._ballast = ballast
        self.parameters = parameters
        self._gates: dict[tuple[GateKind, str], Gate] = {}
        self._calendars: dict[str, Calendar] = {}
        self._heading: dict[str, int] = {}
        self._holding: Counter[tuple[str, str]] = Counter()
        self._pools: dict[str, LiftPool] = {}
        self._ready_at: dict[str, int] = {}
        self._sailings: dict[tuple[str, str], Sailings] = {}
        self._called_by: Counter[str] = Counter()
        self._rule = parameters.written.queues

    def ramps(self, place: str) -> Gate:
        """Where trains load and unload at a railhead."""
        return self._served("ramp", place, self.parameters.railheads[place].ramps)

    def tracks(self, place: str) -> Gate:
        """Where trains change gauge at a place."""
        return self._served("transload", place, self.parameters.transloads[place].tracks)

    def berths(self, place: str) -> Gate:
        """Where ships load and discharge in a port."""
        return self._served("berth", place, self.parameters.ports[place].berths)

    def heads_for(self, place: str) -> None:
        """A train will change gauge at a place."""
        self._heading[place] = self.heading(place) + 1

    def came_to(self, place: str) -> None:
        """A train that headed for a place of gauge change is there, or has turned elsewhere."""
        self._heading[place] = max(0, self.heading(place) - 1)

    def heading(self, place: str) -> int:
        """How many trains are on their way to a place of gauge change."""
        return self._heading.get(place, 0)

    @contextmanager
    def holding(self, mine: str, wanted: str) -> Iterator[bool]:
        """Wait for one of a pool with one of another in hand; says whether that would be for ever.

        It would, where everything of the wanted pool is held by who waits in the same way for what in the end
        is held here (a cycle of holding and waiting, Coffman, Elphick and Shoshani 1971).
        """
        self._holding[mine, wanted] += 1
        try:
            yield not self._comes_free(wanted, frozenset())
        finally:
            self._holding[mine, wanted] -= 1

    def _comes_free(self, pool: str, seen: frozenset[str]) -> bool:
        if pool in seen:
            return False
        waiting = {wanted: count for (held, wanted), count in self._holding.items() if held == pool and count}
        if self.pool(pool).free or sum(waiting.values()) < self.pool(pool).size:
            return True
        return any(self._comes_free(wanted, seen | {pool}) for wanted in waiting)

    def parking(self, place: str, servers: int, open_for: int | None, *, narrow: bool) -> Calendar:
        """Where aircraft are worked at an airfield; narrow ones may have places of their own."""
        name = f"{place} narrow" if narrow else place
        if name not in self._calendars:
            self._theatre.note(GATE, place, "airfield", servers)
        return self.calendar(name, servers, ("place", place), ("gate", place, "airfield"), open_for=open_for)

    def clearance(self, place: str) -> Calendar:
        """What leaves a port, a piece at a time; what is ashore leaves though the port be shut by now."""
        return self.calendar(f"{place} clearance", 1)

    def passage(self, place: str, passage: Passage, start: str) -> Calendar:
        """A strait or bridge, in the direction that comes from `start` or in all."""
        assert passage.servers is not None
        name = f"{place} passage" if passage.both_ways else f"{start}>{place} passage"
        return self.calendar(name, passage.servers, ("place", place))

    def way(self, step: Step) -> Calendar:
        """One direction of a road or railway, entered one after the other."""
        return self.calendar(step.key, 1, ("link", step.hop.link), ("place", step.hop.end))

    def room(self, step: Step) -> Calendar:
        """One direction of a way that holds only so many at once."""
        return self.calendar(
            f"{step.key} room", step.capacity, ("link", step.hop.link), ("place", step.hop.end)
        )

    def pool(self, name: str) -> LiftPool:
        """Lift of a name; ships are called up when it is first asked for, and join when they are ready."""
        if name not in self._pools:
            size = self.parameters.pool_size(name)
            activation = self.parameters.activation(name)
            pool = self._pools[name] = LiftPool(
                self._theatre,
                name,
                size,
                partial(self._ballast, name),
                ready=size if activation is None else 0,
            )
            if activation is not None:
                self._ready_at[name] = self._theatre.now + int(activation.middle)
                for number in range(1, size + 1):
                    seconds = self._theatre.chance.seconds(activation, f"{name} {number}", "activation")
                    self._theatre.after(seconds, pool.give)
        return self._pools[name]

    def sailings(self, ferry: str, port: str) -> Sailings:
        """The departures of a ferry from one of its ports; the first is at any time of its interval."""
        if (ferry, port) not in self._sailings:
            every = self.parameters.ferries[ferry].every
            first = int(self._theatre.chance.uniform(f"{ferry} {port}", "timetable") * every)
            self._sailings[ferry, port] = Sailings(first, every)
        return self._sailings[ferry, port]

    def call_up(self, name: str) -> None:
        """Call lift up for one that will need it, before it does."""
        self.pool(name)
        self._called_by[name] += 1

    def dismiss(self, name: str) -> None:
        """One needs it no more; ships that nobody else wants go, and whoever needs them later calls anew."""
        self._called_by[name] -= 1
        if name in self._ready_at and not self._called_by[name] and self._pools[name].unwanted:
            del self._pools[name], self._ready_at[name]

    def promised(self, name: str) -> float:
        """How much of a pool is promised and not taken yet; asking calls nothing up."""
        return self._pools[name].promised if name in self._pools else 0

    def wait_for(self, name: str, count: float, away: float, back: float) -> float:
        """Seconds until so many things of a pool can be had; all are there once they have been called up."""
        if name in self._pools and self._theatre.now >= self._ready_at.get(name, 0):
            return self._pools[name].wait_for(count, away, back)
        return max(0, ceil(count - DUST) - 1) // self.parameters.pool_size(name) * (away + back)

    def waited_for(self, name: str) -> int:
        """Of the time that a pool takes to be called up, how much has passed."""
        ready = self._ready_at.get(name)
        if ready is None:
            return 0
        activation = self.parameters.activation(name)
        return int(activation.middle) - max(0, ready - self._theatre.now) if activation is not None else 0

    def pools(self) -> dict[str, LiftPool]:
        """Every pool that was used, by name."""
        return self._pools

    def calendar(self, name: str, servers: int, *keys: Key, open_for: int | None = None) -> Calendar:
        """The gate of a name, first come, first served, that shuts when one of these does."""
        gate = self._calendars.get(name)
        if gate is None:
            of_day = self._theatre.clock.second_of_day(0)
            gate = self._calendars[name] = Calendar(name, servers, open_for, self._windows(*keys), of_day)
        return gate

    def _served(self, kind: GateKind, place: str, servers: int | None) -> Gate:
        key = (kind, place)
        if key not in self._gates:
            self._theatre.note(GATE, place, kind, stated(servers))
            keys = (("place", place), ("gate", place, kind))
            windows = self._windows(*keys)
            if self._rule == "first come":
                self._gates[key] = Calendar(place, stated(servers), windows=windows)
            else:
                told = self._theatre.closures.kept(*keys)
                self._gates[key] = self._queue(place, stated(servers), windows, told=told)
        return self._gates[key]

    def _windows(self, *keys: Key) -> list[ClosureWindow]:
        closures = self._theatre.closures
        return closures.windows(*keys) if closures else []

    def _queue(self, place: str, servers: int, windows: list[ClosureWindow], *, told: bool) -> Queue:
        """A queue whose servers are those that all windows in force together leave.

        Where it is `told` when one begins or ends, it listens.
        """
        theatre = self._theatre
        queue = Queue(theatre.env, place, servers, bumping=self._rule == "bumping")

        def heed() -> None:
            queue.set_servers(int(servers * share_left(windows, theatre.now)))

        def follow(*followed: ClosureWindow) -> None:
            heed()
            for moment in sorted({moment for window in followed for moment in (window.begin, window.end)}):
                if theatre.now < moment < inf:
                    theatre.after(int(moment) - theatre.now, heed)

        follow(*(window for window in windows if window.known))
        for window in windows:
            if not window.known:
                window.told.append(partial(follow, window))
        if told:
            theatre.start(_listen(theatre, heed))
        return queue


def _listen(theatre: Theatre, heed: Callable[[], None]) -> Process:
    while True:
        yield theatre.closures.news(theatre.env)
        heed()
