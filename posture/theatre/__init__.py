"""The theatre: what one run has. Operations meet here and nowhere else."""

from collections.abc import Callable, Collection, Generator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from simpy import Event

from posture.core.clock import Clock
from posture.core.collector import collector_at_rest
from posture.core.errors import ModelFault
from posture.core.event_kinds import HORIZON, EventKind
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.theatre.clearances import Clearances, Regimes
from posture.theatre.closures import Closures, ClosureWindow, OrderedWindow
from posture.theatre.commitments import Commitments
from posture.theatre.event_kinds import GUARDED, STALLED
from posture.theatre.event_loop import EventLoop
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


class Theatre(EventLoop):
    """Chance, log, forces, orders, commitments, closures, clearances, straits and requests of one run."""

    def __init__(
        self,
        clock: Clock,
        chance: Streams,
        horizon: int,
        closures: Mapping[str, Closure] = NO_CLOSURES,
        regimes: Regimes | None = None,
        montreux: Montreux | None = None,
        overflight: Regimes | None = None,
        neutral: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.clock = clock
        self.chance = chance
        self.horizon = horizon
        self.closures = Closures(closures, clock, chance, horizon)
        self.clearances = Clearances(self.env, chance, regimes, neutral=neutral)
        self.overflight = Clearances(self.env, chance, overflight, "overflight", neutral)
        self.log = Log()
        self.forces = Forces()
        self.orders = Orders(self.env, self.log)
        self.status = UnitStatus(self.env, self.log)
        self.commitments = Commitments(self.env, self.log)
        self.levels = Levels(self.env, self.log)
        self.waits = Waits()
        self.straits = Straits(self.env, clock, self.log, montreux)
        self._servers: dict[type, Callable[[Any], Event]] = {}
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

    def run(self) -> None:
        """Let everything happen up to the horizon, which is left out.

        The collector of garbage rests meanwhile: a log that only grows would make it look through all
        rows again and again.
        """
        with collector_at_rest():
            self.go_on(self.horizon)
        last = self.log.last
        self.waits.tell(self.log, self.now)
        if self.waits and self.idle:
            self.note(STALLED, "run", amount=self.now - last)

    def leave(self) -> None:
        """Let all go now that only a run needs, and not when the collector of garbage finds it.

        Processes that still wait hold the theatre in knots, and thousands of streams with it.
        """
        self.chance.forget()
        self.forget()

    def note(self, kind: EventKind, who: str, where: str = "", amount: int = 0) -> None:
        """Append a row to the log, now."""
        self.log.note(self.now, kind, who, where, amount)

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
