"""The theatre: what one run has. Operations meet here and nowhere else."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from heapq import heappush
from types import MappingProxyType
from typing import Any

from simpy import Environment, Event, Timeout
from simpy.events import NORMAL

from posture.core.clock import Clock
from posture.core.collector import collector_at_rest
from posture.core.errors import ModelFault
from posture.core.event_kinds import HORIZON, EventKind
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.theatre.bounded import BoundedEnvironment
from posture.theatre.clearances import Clearances, Regimes
from posture.theatre.closures import Closures, ClosureWindow, OrderedWindow
from posture.theatre.commitments import Commitments
from posture.theatre.event_kinds import GUARDED, STALLED
from posture.theatre.forces import Forces
from posture.theatre.levels import Levels, measure
from posture.theatre.montreux import Montreux
from posture.theatre.network import Closure
from posture.theatre.orders import Orders
from posture.theatre.status import UnitStatus
from posture.theatre.straits import Straits
from posture.theatre.waits import Waits

Process = Generator[Event, Any, None]
"""What a SimPy process is made of."""

NO_CLOSURES: Mapping[str, Closure] = MappingProxyType({})
MOST_WAITS_AT_ONE_INSTANT = 100_000


class Timer(Event):
    """An event that comes by itself after so many seconds and calls one function; none can wait for it.

    It enters SimPy's calendar as `Environment.schedule` would: a call less on the hot path, and the one place
    that knows SimPy from inside.
    """

    _value = None
    _ok = True

    def __init__(self, env: Environment, seconds: int, then: Callable[[Event], None]) -> None:
        self.callbacks = [then]
        heappush(env._queue, (env._now + seconds, NORMAL, next(env._eid), self))  # noqa: SLF001


class Theatre:
    """Clock, chance, log, forces, orders, commitments, closures, clearances, straits and requests of one run.

    Only here are timeouts made: whole seconds, never negative, and never so many without time going on
    that the run would not end.
    """

    def __init__(
        self,
        clock: Clock,
        chance: Streams,
        horizon: int,
        closures: Mapping[str, Closure] = NO_CLOSURES,
        regimes: Regimes | None = None,
        montreux: Montreux | None = None,
        overflight: Regimes | None = None,
    ) -> None:
        self.env: Environment = BoundedEnvironment()
        self.clock = clock
        self.chance = chance
        self.horizon = horizon
        self.closures = Closures(closures, clock, chance, horizon)
        self.clearances = Clearances(self.env, chance, regimes)
        self.overflight = Clearances(self.env, chance, overflight, "overflight")
        self.log = Log()
        self.forces = Forces()
        self.orders = Orders(self.env, self.log)
        self.status = UnitStatus(self.env, self.log)
        self.commitments = Commitments(self.env, self.log)
        self.levels = Levels(self.env, self.log)
        self.waits = Waits()
        self.straits = Straits(self.env, clock, self.log, montreux)
        self._servers: dict[type, Callable[[Any], Event]] = {}
        self._instant = (0, 0)
        self.note(HORIZON, "run", amount=horizon)
        for window in self.closures.by_chance:
            self.after(window.begin, partial(self._guard, window))
        for one in self.closures.ordered:  # before whoever obeys the order, so that it knows
            given = self.orders.wait("deploy", one.order).callbacks
            assert given is not None  # nothing has happened yet
            given.append(partial(self._begin, one))

    def _begin(self, one: OrderedWindow, _: Event) -> None:
        one.begin(self.now)

    def _guard(self, window: ClosureWindow) -> None:
        """A failure that is about to come does not, where guards take it away."""
        guarded = self.levels.get(measure("security-of-facilities"))
        if window.luck < guarded:
            window.void = True
            self.note(GUARDED, "security-of-facilities")

    @property
    def now(self) -> int:
        """Whole seconds since the start."""
        return self.env._now  # type: ignore[return-value] # noqa: SLF001 - read 100,000 times a run

    def wait(self, seconds: int) -> Timeout:
        """An event `seconds` from now."""
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        return Timeout(self.env, seconds)

    def _check_wait(self, seconds: int) -> None:
        """Refuse what is no wait, and a run that does not get on: waits of nothing without end."""
        if seconds.__class__ is not int or seconds < 0:
            raise ModelFault(f"a wait of {seconds!r} s: whole seconds from zero on are wanted")
        moment, count = self._instant
        self._instant = (self.now, count + 1 if moment == self.now else 1)
        if count > MOST_WAITS_AT_ONE_INSTANT:
            busy = getattr(self.env.active_process, "name", "nobody")
            raise ModelFault(f"runaway: {count} waits of nothing at second {moment}, the last by '{busy}'")

    def timer(self, seconds: int, then: Callable[[Event], None]) -> None:
        """Call `then` in so many seconds: the leanest wait there is."""
        if seconds.__class__ is not int or seconds <= 0:
            self._check_wait(seconds)
        Timer(self.env, seconds, then)

    def run(self) -> None:
        """Let everything happen up to the horizon, which is left out.

        The collector of garbage rests meanwhile: a log that only grows would make it look through all
        rows again and again.
        """
        with collector_at_rest():
            self.env.run(until=self.horizon)
        last = self.log.last
        self.waits.tell(self.log, self.now)
        if self.waits and len(self.env._queue) <= 1:  # noqa: SLF001 - nothing is left but the end itself
            self.note(STALLED, "run", amount=self.now - last)

    def after(self, seconds: int, then: Callable[[], None]) -> None:
        """Call `then` after so many seconds, without a process of its own."""
        self.timer(seconds, lambda _: then())

    def note(self, kind: EventKind, who: str, where: str = "", amount: int = 0) -> None:
        """Append a row to the log, now."""
        self.log.note(self.now, kind, who, where, amount)

    def start(self, process: Process) -> None:
        """Let a process begin now."""
        self.env.process(process)

    def serve(self, request: type, server: Callable[[Any], Event]) -> None:
        """Say who answers requests of this type; two servers are a fault."""
        if request in self._servers:
            raise ModelFault(f"two servers for {request.__name__}")
        self._servers[request] = server

    def answers(self, request: type) -> bool:
        """Whether somebody answers requests of this type."""
        return request in self._servers

    def ask(self, request: object) -> Event:
        """Hand a request to whoever serves its type; the event fires with the answer."""
        server = self._servers.get(type(request))
        if server is None:
            raise ModelFault(f"nobody serves {type(request).__name__}")
        return server(request)
