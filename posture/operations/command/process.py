"""What happens: parts ask for their orders to move, and headquarters give them, so many at a time."""

from math import ceil

from simpy import Event

from posture.core.ids import whole_of
from posture.core.schema import Timing
from posture.operations.command.event_kinds import ORDER_ASKED, ORDER_BEGUN, ORDER_OUT, STAFFED
from posture.operations.command.schema import Command, CommandElement, Headquarters
from posture.theatre import Process, Theatre
from posture.theatre.levels import network_lost, satellite_lost
from posture.theatre.queues import Queue
from posture.theatre.requests import MovementOrder

ROUNDING = 1e-3


def start(theatre: Theatre, written: Command) -> None:
    """Let headquarters work, and say who orders whom; a brigade that none serves needs no order."""
    staffs: dict[str, Staff] = {}
    for name, one in written.headquarters.items():
        law = one.order or written.order
        assert law is not None  # checked when it was written
        staff = Staff(theatre, name, one, law)
        staffs |= dict.fromkeys(one.brigades, staff)

    def order(request: MovementOrder) -> Event:
        staff = staffs.get(whole_of(request.formation))
        if staff is None:
            return Event(theatre.env).succeed()
        return staff.ask(request.formation)

    theatre.serve(MovementOrder, order)


class Staff:
    """The teams of one headquarters: the most urgent brigade first, then first come, first served.

    Teams work as fast as their networks let them; what is left of an order takes as much longer. Notes
    `order asked`, `order begun`, `order out` and `staffed`.
    """

    def __init__(self, theatre: Theatre, name: str, written: Headquarters, law: Timing) -> None:
        self.theatre = theatre
        self.name = name
        self.written = written
        self.law = law
        self.teams = Queue(theatre.env, name, written.teams)
        theatre.note(STAFFED, name, amount=written.teams)
        for key, element in written.elements.items():
            theatre.start(self._join(key, element))

    def ask(self, formation: str) -> Event:
        """The event of a formation's order."""
        out = Event(self.theatre.env)
        self.theatre.note(ORDER_ASKED, formation, self.name)
        self.theatre.start(self._give(formation, out))
        return out

    def _give(self, formation: str, out: Event) -> Process:
        theatre, asked = self.theatre, self.theatre.now
        work = theatre.chance.seconds(self.law, formation, "order")
        yield self.teams.acquire(formation, self.written.brigades[whole_of(formation)]).granted
        theatre.note(ORDER_BEGUN, formation, self.name, theatre.now - asked)
        yield from self._write(work)
        self.teams.release(formation)
        theatre.note(ORDER_OUT, formation, self.name, theatre.now - asked)
        out.succeed(self.name)

    def _write(self, work: float) -> Process:
        """Work at the speed that the network and the satellites leave, from change to change."""
        theatre, levels = self.theatre, self.theatre.levels
        network, satellites = network_lost(self.name), satellite_lost("headquarters", self.name)
        while work > 0:
            speed, begin = (1 - levels.get(network)) * (1 - levels.get(satellites)), theatre.now
            done = ceil(work / speed - ROUNDING) if speed else 0
            changed = levels.changed(network) | levels.changed(satellites)
            yield theatre.wait(done) | changed if speed else changed
            passed = theatre.now - begin
            if speed and passed >= done:
                return
            work -= speed * passed

    def _join(self, key: str, element: CommandElement) -> Process:
        theatre = self.theatre
        yield theatre.orders.wait(element.kind, element.after)
        yield theatre.wait(theatre.chance.seconds(element.notice, f"{self.name} {key}", "notice"))
        self.teams.set_servers(self.teams.servers + element.teams)
        theatre.note(STAFFED, self.name, amount=self.teams.servers)
