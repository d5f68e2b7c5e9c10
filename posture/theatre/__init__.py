"""The theatre: what one run has. Operations meet here and nowhere else."""

from collections.abc import Callable, Generator, Mapping
from types import MappingProxyType
from typing import Any

from simpy import Environment, Event, Timeout

from posture.ground.chance import Chance
from posture.ground.clock import Clock
from posture.ground.errors import ModelFault
from posture.ground.log import Log
from posture.theatre.clearances import Clearances, Regimes
from posture.theatre.closures import Closures
from posture.theatre.forces import Forces
from posture.theatre.network import Closure
from posture.theatre.orders import Orders

Process = Generator[Event, Any, None]
"""What a SimPy process is made of."""

NO_CLOSURES: Mapping[str, Closure] = MappingProxyType({})
MOST_WAITS = 10_000_000
MOST_WAITS_AT_ONE_INSTANT = 100_000


class Theatre:
    """Clock, chance, log, forces, orders, closures, clearances and requests of one run.

    Only here are timeouts made: whole seconds, never negative, and never so many without time going on
    that the run would not end.
    """

    def __init__(
        self,
        clock: Clock,
        chance: Chance,
        horizon: int,
        closures: Mapping[str, Closure] = NO_CLOSURES,
        regimes: Regimes | None = None,
    ) -> None:
        self.env = Environment()
        self.clock = clock
        self.chance = chance
        self.horizon = horizon
        self.closures = Closures(closures, clock, chance, horizon)
        self.clearances = Clearances(self.env, chance, regimes)
        self.log = Log()
        self.forces = Forces()
        self.orders = Orders(self.env, self.log)
        self._servers: dict[type, Callable[[Any], Event]] = {}
        self._waits = 0
        self._instant = (0, 0)

    @property
    def now(self) -> int:
        """Whole seconds since the start."""
        now: int = self.env.now  # type: ignore[assignment]
        return now

    def wait(self, seconds: int) -> Timeout:
        """An event `seconds` from now."""
        if seconds.__class__ is not int or seconds < 0:
            raise ModelFault(f"a wait of {seconds!r} s: whole seconds from zero on are wanted")
        self._waits += 1
        if seconds == 0:
            self._count_instant()
        return Timeout(self.env, seconds)

    def _count_instant(self) -> None:
        moment, count = self._instant
        count = count + 1 if moment == self.env.now else 1
        self._instant = (self.now, count)
        if count > MOST_WAITS_AT_ONE_INSTANT or self._waits > MOST_WAITS:
            raise ModelFault(f"runaway: {count} waits at second {moment}, {self._waits} in all")

    def after(self, seconds: int, then: Callable[[], None]) -> None:
        """Call `then` after so many seconds, without a process of its own."""
        event = self.wait(seconds)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: then())

    def note(self, kind: str, who: str, where: str = "", amount: int = 0) -> None:
        """Append a row to the log, now."""
        self.log.note(self.env.now, kind, who, where, amount)  # type: ignore[arg-type]

    def start(self, process: Process) -> None:
        """Let a process begin now."""
        self.env.process(process)

    def serve(self, request: type, server: Callable[[Any], Event]) -> None:
        """Say who answers requests of this type; two servers are a fault."""
        if request in self._servers:
            raise ModelFault(f"two servers for {request.__name__}")
        self._servers[request] = server

    def ask(self, request: object) -> Event:
        """Hand a request to whoever serves its type; the event fires with the answer."""
        server = self._servers.get(type(request))
        if server is None:
            raise ModelFault(f"nobody serves {type(request).__name__}")
        return server(request)
