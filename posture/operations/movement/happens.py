"""What happens: requests to move are cleared, divided among ways and split into serials."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import count
from math import inf

from simpy import Event

from posture.ground.errors import ModelFault
from posture.operations.movement.legs import Carrier
from posture.operations.movement.plans import LegPlan, Plan, Plans, Shape
from posture.operations.movement.serials import Serial
from posture.operations.movement.shares import divide
from posture.theatre import Process, Theatre
from posture.theatre.forces import IN_TRANSIT
from posture.theatre.requests import Arrival, Move
from posture.theatre.routing import Shut


def start(theatre: Theatre, plans: Plans) -> None:
    """Let movement answer requests in this run."""
    theatre.serve(Move, Traffic(theatre, plans).answer)


class Traffic:
    """All that is on the move in one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.carrier = Carrier(theatre, plans)

    def answer(self, move: Move) -> Event:
        """Set a request going; the event fires when its last piece has arrived."""
        finished = Event(self.theatre.env)
        self.theatre.start(self._move(move, finished))
        return finished

    def _move(self, move: Move, finished: Event) -> Process:
        """Ask for all clearances at once, wait until they and the pieces are there, then let serials go.

        Books `readiness` and `clearance` to the request.
        """
        theatre, load = self.theatre, move.load
        plans = self._open_plans(Shape.of(move))
        countries = sorted(set().union(*(plan.countries for plan in plans)))
        permits = {c: theatre.clearances.ask(load.nation, c, load.cargo) for c in countries}
        if move.ready:
            yield theatre.wait(move.ready)
            theatre.note("readiness", move.name, move.start, move.ready)
        begin, last = theatre.now, ""
        for country, permit in permits.items():
            if not permit.triggered:
                yield permit
                last = country
        if theatre.now > begin:
            theatre.note("clearance", move.name, last, theatre.now - begin)
        finals = self._launch(move, plans)
        for serial in finals:
            if not serial.done.triggered:
                yield serial.done
        finished.succeed()

    def _open_plans(self, shape: Shape) -> tuple[Plan, ...]:
        """Plans round what is shut now; if nothing leads round, the plans that will wait for it."""
        closures = self.theatre.closures
        shut = Shut(*closures.shut(self.theatre.now)) if closures else Shut()
        plans = self.plans.of(shape, shut) or self.plans.of(shape)
        if not plans:
            raise ModelFault(f"no way from {shape.start} to {shape.end}, although it was checked")
        return plans

    def _launch(self, move: Move, plans: tuple[Plan, ...]) -> list[Serial]:
        """Split the pieces among the plans and into serials; gives those of each plan's last leg."""
        finals: list[Serial] = []
        first = 0
        shares = divide(self.plans.written.routes, plans, move.pieces)
        for number, (plan, pieces) in enumerate(shares, start=1):
            name = move.name if len(shares) == 1 else f"{move.name}/way {number}"
            finals += self._chain(move, name, plan, range(first, first + pieces))
            first += pieces
        return finals

    def _chain(self, move: Move, name: str, plan: Plan, pieces: range) -> list[Serial]:
        """The serials of one plan, leg by leg; gives those of the last.

        A serial of one leg goes on when every serial that brings pieces of it has come in on the leg before.
        Notes `split` with the number of serials of each leg.
        """
        upstream: list[Serial] = []
        for number, leg in enumerate(plan.legs, start=1):
            serials = self._split(move, f"{name}/{number} {leg.mode}", leg, pieces)
            self.theatre.note("split", move.name, leg.start, len(serials))
            for serial in serials:
                serial.cleared = frozenset(plan.countries)
                before = _overlapping(upstream, serial)
                self.theatre.start(self._go(serial, plan, number, before))
            upstream = serials
        return upstream

    def _split(self, move: Move, name: str, leg: LegPlan, pieces: range) -> list[Serial]:
        serials = []
        for k, first in zip(count(1), range(pieces.start, pieces.stop, leg.lot), strict=False):
            last = min(first + leg.lot, pieces.stop)
            serials.append(Serial(move, f"{name} {k}", first, last, Event(self.theatre.env)))
        return serials

    def _go(self, serial: Serial, plan: Plan, number: int, before: list[Serial]) -> Process:
        """One serial on one leg, from the coming of its last piece to its own.

        Notes `follows` (whose ledger it carries on: that of the latest to come), `departed` and `arrived`.
        """
        theatre, move, leg = self.theatre, serial.move, plan.legs[number - 1]
        latest = before[-1].name if before else move.name
        for other in before:
            if not other.done.triggered:
                yield other.done
                latest = other.name
        theatre.note("follows", serial.name, latest)
        if len(plan.legs) == 1 and theatre.closures and self._better_elsewhere(move, plan):
            yield from self._elsewhere(serial)
            return
        theatre.forces.move(move.unit, move.load.cargo, leg.start, IN_TRANSIT, serial.pieces)
        theatre.note("departed", serial.name, leg.start, serial.pieces)
        yield from self.carrier.carry(serial, leg)
        last = number == len(plan.legs)
        if last:
            early = max(0, move.earliest - theatre.now)
            yield from self.carrier.work.spend(serial, early, "early", leg.end)
        theatre.forces.move(move.unit, move.load.cargo, IN_TRANSIT, leg.end, serial.pieces)
        theatre.note("arrived", serial.name, leg.end, serial.pieces)
        serial.done.succeed()
        if last:
            move.arrived(Arrival(move.name, serial.name, serial.pieces))

    def _better_elsewhere(self, move: Move, plan: Plan) -> bool:
        """Whether the plan's way is shut now and another is sooner than to wait for its opening."""
        theatre, now = self.theatre, self.theatre.now
        places = {step.hop.end for leg in plan.legs for step in leg.alternatives[0]}
        keys = [("link", link) for link in sorted(plan.links)] + [
            ("place", place) for place in sorted(places)
        ]
        opens = theatre.closures.opens(now, *keys)
        if opens <= now:
            return False
        others = self.plans.of(Shape.of(move), Shut(*theatre.closures.shut(now)))
        return bool(others) and (opens == inf or others[0].seconds < opens - now + plan.seconds)

    def _elsewhere(self, serial: Serial) -> Process:
        """Move the pieces of a serial that has not left by a plan made anew; its ledger is carried on."""
        again = replace(serial.move, name=f"{serial.name} anew", pieces=serial.pieces, ready=0)
        self.theatre.note("follows", again.name, serial.name)
        self.theatre.note("rerouted", serial.name, serial.move.start)
        yield self.answer(again)
        serial.done.succeed()


def _overlapping(upstream: list[Serial], serial: Serial) -> list[Serial]:
    """The serials of the leg before that bring pieces of this one; both go along the pieces in order."""
    begin = bisect_right(upstream, serial.first, key=lambda one: one.last)
    end = bisect_left(upstream, serial.last, key=lambda one: one.first)
    return upstream[begin:end]
