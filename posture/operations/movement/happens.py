"""What happens: requests to move are split into serials, and each serial goes its leg."""

from itertools import count

from simpy import Event

from posture.operations.movement.legs import Carrier, Serial
from posture.operations.movement.plans import LegPlan, Plans, Shape
from posture.theatre import Process, Theatre
from posture.theatre.forces import IN_TRANSIT
from posture.theatre.requests import Arrival, Move


def start(theatre: Theatre, plans: Plans) -> None:
    """Let movement answer requests in this run."""
    theatre.serve(Move, Traffic(theatre, plans).answer)


class Traffic:
    """All that is on the move in one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.carrier = Carrier(theatre, plans.figures)

    def answer(self, move: Move) -> Event:
        """Split a request into serials and set them going; fires when the last piece has arrived.

        A serial of one leg goes on when every serial that brings pieces of it has come in on the leg before.
        Notes `split` with the number of serials of each leg.
        """
        plan = self.plans.of(Shape.of(move))
        if plan is None:
            raise LookupError(move.name)
        upstream: list[Serial] = []
        for number, leg in enumerate(plan):
            serials = self._split(move, leg, number)
            self.theatre.note("split", move.name, leg.start, len(serials))
            last = number == len(plan) - 1
            for serial in serials:
                before = [s for s in upstream if s.first < serial.last and s.last > serial.first]
                self.theatre.start(self._go(serial, leg, before, last))
            upstream = serials
        finished = Event(self.theatre.env)
        self.theatre.start(self._finish(upstream, finished))
        return finished

    def _split(self, move: Move, leg: LegPlan, number: int) -> list[Serial]:
        serials = []
        for k, first in zip(count(1), range(0, move.pieces, leg.lot), strict=False):
            name = f"{move.name}/{number + 1} {leg.mode} {k}"
            last = min(first + leg.lot, move.pieces)
            serials.append(Serial(move, name, first, last, Event(self.theatre.env)))
        return serials

    def _go(self, serial: Serial, leg: LegPlan, before: list[Serial], last: bool) -> Process:
        """One serial on one leg, from the coming of its last piece to its own.

        Notes `follows` (whose ledger it carries on: that of the latest to come), `departed` and `arrived`.
        """
        theatre, move = self.theatre, serial.move
        latest = before[-1].name if before else move.name
        for other in before:
            if not other.done.triggered:
                yield other.done
                latest = other.name
        theatre.note("follows", serial.name, latest)
        theatre.forces.move(move.unit, move.cargo, leg.start, IN_TRANSIT, serial.pieces)
        theatre.note("departed", serial.name, leg.start, serial.pieces)
        yield from self.carrier.carry(serial, leg)
        theatre.forces.move(move.unit, move.cargo, IN_TRANSIT, leg.end, serial.pieces)
        theatre.note("arrived", serial.name, leg.end, serial.pieces)
        serial.done.succeed()
        if last:
            move.arrived(Arrival(move.name, serial.name, serial.pieces))

    def _finish(self, serials: list[Serial], finished: Event) -> Process:
        for serial in serials:
            if not serial.done.triggered:
                yield serial.done
        finished.succeed()
