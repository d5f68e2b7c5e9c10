"""The post: a node at work, up or down. Kept in numbers."""

from collections.abc import Callable
from functools import partial

from posture.core.distributions import Exponential
from posture.operations.missile_defence.event_kinds import OPERATIONAL
from posture.operations.missile_defence.repair import RepairCrews
from posture.operations.missile_defence.schema import System
from posture.theatre import Theatre


class Post:
    """One node from operational to the end of its task; `turned` is told 1 when it comes up, -1 when down.

    Notes `operational` (1, or 0 with `where` saying why not). A failure counts time up only: a service does
    not make a node new. What falls due during a repair is serviced right after it.
    """

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        system: System,
        crews: RepairCrews,
        turned: Callable[[str, int], None],
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.system = system
        self.crews = crews
        self.turned = turned
        self.up = False
        self._on_task = False
        self._stretch = 0
        self._since = 0
        self._fails = Exponential(system.between) if system.between else None
        self._life = self._draw_life()
        self._serviced: int | None = None

    def begin(self, first_service: int | None) -> None:
        """Become operational; the first service is due after so many seconds, or after its interval."""
        self._on_task = True
        service = self.system.service
        if service is not None:
            self._serviced = self.theatre.now + (service.every if first_service is None else first_service)
        self._rise()

    def end(self) -> None:
        """The task ends, up or down."""
        self._on_task = False
        self._down("withdrawn")

    def _draw_life(self) -> int | None:
        return self.theatre.chance.seconds(self._fails, self.name, "fails") if self._fails else None

    def _rise(self) -> None:
        """Be up, unless service is due, until the next failure or service."""
        now = self.theatre.now
        service = None if self._serviced is None else self._serviced - now
        if service is not None and service <= 0:
            self._serve()
            return
        self.up = True
        self.theatre.note(OPERATIONAL, self.name, amount=1)
        self.turned(self.name, 1)
        self._since = now
        self._stretch += 1
        waits = [wait for wait in (self._life, service) if wait is not None]
        if waits:
            self.theatre.after(min(waits), partial(self._interrupt, self._stretch))

    def _interrupt(self, stretch: int) -> None:
        """A stretch of being up is over, if it has not ended before."""
        if not self.up or stretch != self._stretch:
            return
        if self._life is not None:
            self._life -= self.theatre.now - self._since
        if self._life == 0:
            self._fail()
        else:
            self._serve()

    def _down(self, why: str) -> None:
        self.theatre.note(OPERATIONAL, self.name, why)
        if self.up:
            self.up = False
            self.turned(self.name, -1)

    def _serve(self) -> None:
        service = self.system.service
        assert service is not None
        self._down("service")
        self.theatre.after(self.theatre.chance.seconds(service.lasts, self.name, "service"), self._served)

    def _served(self) -> None:
        service = self.system.service
        assert service is not None
        self._serviced = self.theatre.now + service.every
        if self._on_task:
            self._rise()

    def _fail(self) -> None:
        chance, parts = self.theatre.chance, self.system.parts
        self._life = self._draw_life()
        if parts and chance.uniform(self.name, "parts") < parts:
            self._down("spare part")
            self.theatre.after(chance.seconds(self.system.supply, self.name, "supply"), self._ask)
        else:
            self._ask()

    def _ask(self) -> None:
        if self._on_task and not self.crews.ask(self._repair):
            self._down("repair crew")

    def _repair(self) -> bool:
        if self._on_task:
            self._down("repair")
            seconds = self.theatre.chance.seconds(self.system.repair, self.name, "repair")
            self.theatre.after(seconds, self._mended)
        return self._on_task

    def _mended(self) -> None:
        self.crews.free()
        if self._on_task:
            self._rise()
