"""Journeys: the serials of a plan leg by leg, from the coming of their last piece to their own."""

from collections.abc import Generator, Sequence
from itertools import count
from typing import Any, Protocol

from simpy import Event

from posture.core.clock import DAY
from posture.core.ids import id_of
from posture.operations.movement.chains import SerialChain, again, overlapping, waits_for_lift
from posture.operations.movement.choice import things
from posture.operations.movement.event_kinds import REROUTED, SPLIT
from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.movement.modes import MODES
from posture.operations.movement.route_request import RouteRequest
from posture.operations.movement.serials import Paces, Serial
from posture.operations.movement.travel import Travel
from posture.theatre import Process
from posture.theatre.event_kinds import (
    ARRIVED,
    CLOSURE,
    DEPARTED,
    EARLY,
    FOLLOWS,
    HALT,
    HAULED,
    WENT_BACK,
)
from posture.theatre.forces import IN_TRANSIT
from posture.theatre.requests import Arrival, Move


class Requests(Protocol):
    """Who answers requests: those of pieces that go on by other plans, too, and counts what has come."""

    def answer(self, move: Move) -> Event:
        """Find plans for a request, and let it go."""

    def send(self, move: Move, plans: tuple[Plan, ...]) -> Event:
        """Let a request go by these plans."""

    def count(self, move: Move, pieces: int) -> None:
        """So many pieces of a request have come to their end."""

    def stay(self, move: Move, place: str, pieces: int) -> None:
        """So many pieces do not move any more."""


class Journeys:
    """The serials of all plans that are on the move in one run."""

    def __init__(self, travel: Travel, paces: Paces, requests: Requests) -> None:
        self.theatre = travel.theatre
        self.travel = travel
        self._paces = paces
        self._requests = requests

    def begin(self, move: Move, name: str, plan: Plan, pieces: range) -> None:
        """The serials of one plan, leg by leg.

        A serial of one leg goes on when every serial that brings pieces of it has come in on the leg before.
        Notes `split` with the number of serials of each leg.
        """
        if not plan.legs:  # it is where it is wanted
            move.arrived(Arrival(move.name, move.name, len(pieces)))
            self._requests.count(move, len(pieces))
            return
        chain = SerialChain(move, plan)
        first = plan.legs[0]
        if first.lift and MODES[first.mode].in_column and self.travel.choice.weighs:
            chain.news = Event(self.theatre.env)
        for number, leg in enumerate(plan.legs, start=1):
            serials = self._split(move, id_of(name, f"{number} {leg.mode}"), leg, pieces, plan.countries)
            self.theatre.note(SPLIT, move.name, leg.start, len(serials))
            for serial in serials:
                serial.before = overlapping(chain.crews[-1], serial) if chain.crews else []
                serial.news = chain.news if number == 1 else None
                self._promise(serial, leg)
                self.theatre.start(self._go(chain, serial, number))
            chain.crews.append(serials)
        if chain.news is not None:
            self.theatre.start(self._look_again(chain))

    def _look_again(self, chain: SerialChain) -> Process:
        """Once a day: let columns that wait for lift where they began go by a way that is sooner by now."""
        assert chain.news is not None
        while True:
            yield self.theatre.wait(DAY)
            waiting = [one for one in chain.crews[0] if waits_for_lift(one)]
            if not waiting:
                return
            pieces = sum(one.pieces for one in waiting)
            chain.others = self.travel.choice.by_now(chain.plan, chain.shape_from(1), pieces)
            if chain.others:
                chain.news.succeed()
                return

    def _promise(self, serial: Serial, leg: LegPlan) -> None:
        """Say what a serial will take of the lift of a leg."""
        for pool, place in zip(leg.lift, leg.taken_at, strict=True):
            self.travel.gates.pool(pool).promise(things(leg, serial.pieces), place)

    def _settle(self, serial: Serial, leg: LegPlan) -> None:
        """Take back what it said."""
        for pool, place in zip(leg.lift, leg.taken_at, strict=True):
            self.travel.gates.pool(pool).settle(things(leg, serial.pieces), place)

    def _split(
        self, move: Move, name: str, leg: LegPlan, pieces: range, cleared: frozenset[str]
    ) -> list[Serial]:
        firsts = range(pieces.start, pieces.stop, leg.lot)
        return [
            Serial(
                move, f"{name} {k}", first, min(first + leg.lot, pieces.stop), leg.end, cleared, self._paces
            )
            for k, first in zip(count(1), firsts, strict=False)
        ]

    def _go(self, chain: SerialChain, serial: Serial, number: int) -> Process:
        """One serial on one leg, from the coming of its last piece to its own.

        Notes `follows` (whose ledger it carries on: that of the latest to come), `departed`, `hauled` and
        `arrived`.
        """
        theatre, move, leg = self.theatre, serial.move, chain.plan.legs[number - 1]
        latest = yield from self._gather(serial, leg.start)
        if serial.left:
            return
        if not serial.pieces:
            serial.left = True
            serial.arrive(theatre.now)
            return
        theatre.note(FOLLOWS, serial.name, latest)
        yield from self._halt(serial, leg.start, number)
        others: tuple[Plan, ...] = ()
        serial.stop = move.stop if number == 1 else None

        def reconsider() -> bool:
            nonlocal others
            others = self._sooner(chain, serial, number) if theatre.closures and not serial.stops else ()
            return serial.stops or bool(others)

        if theatre.closures or serial.stop is not None:
            serial.reconsider = reconsider
            if reconsider() and others:
                yield from self._elsewhere(chain, serial, number, others)
                return
        if serial.stops:
            self._settle(serial, leg)
            self._leave_at_home(chain, serial)
            return
        self._depart(serial, leg.start, number)
        yield from self.travel.handling.clear_port(serial, leg)
        yield from self.travel.consolidation.carry(serial, leg)
        serial.reconsider = None  # which knows the serial, a knot for the collector of garbage to untie
        if others or (chain.others and waits_for_lift(serial) and not serial.stops):
            yield from self._elsewhere(chain, serial, number, others or chain.others)
        elif not serial.left and serial.stops:
            self._leave_at_home(chain, serial)
        elif not serial.left:
            yield from self._come(chain, serial, number)

    def _halt(self, serial: Serial, place: str, number: int) -> Process:
        """Stay before a leg as planned, if so; who rests there is not asked to go another way."""
        if number > 1 and place in serial.move.halts:
            serial.resting = True
            yield from self.travel.handling.spend(serial, serial.move.halts[place], HALT, place)
            serial.resting = False

    def _depart(self, serial: Serial, start: str, number: int) -> None:
        """A serial leaves the start of a leg; notes `departed`."""
        move = serial.move
        self.theatre.forces.move(move.unit, move.load.cargo, start, IN_TRANSIT, serial.pieces)
        serial.departed = True
        self.theatre.note(DEPARTED, serial.name, start, serial.pieces)
        if number == 1:
            move.leave(serial.pieces)

    def _back_again(self, move: Move, serial: Serial, start: str, number: int) -> None:
        """A serial that had left the start of a leg, and had no lift, is there again; notes `went back`."""
        self.theatre.forces.move(move.unit, move.load.cargo, IN_TRANSIT, start, serial.pieces)
        self.theatre.note(WENT_BACK, serial.name, start, serial.pieces)
        if number == 1:
            move.leave(-serial.pieces)

    def _leave_at_home(self, chain: SerialChain, serial: Serial) -> None:
        """A serial of the first leg is stopped before it has lift, and is taken out of all that follows."""
        move, leg = chain.move, chain.plan.legs[0]
        serial.left = True
        if serial.departed:
            self.theatre.forces.move(move.unit, move.load.cargo, IN_TRANSIT, leg.start, serial.pieces)
            move.leave(-serial.pieces)
        self._take_out(chain, [serial], 1)
        serial.arrive(self.theatre.now)
        self._requests.stay(move, leg.start, serial.pieces)

    def _gather(self, serial: Serial, place: str) -> Generator[Event, Any, str]:
        """Wait for its pieces and for word to go on; gives whose ledger it carries on: of the latest to come.

        Where the last that it waited for went another way, what it waited longer is booked as `closure`.
        """
        latest = serial.before[-1] if serial.before else None
        for other in serial.before:
            if not other.arrived:
                yield other.come(self.theatre.env)
                latest = other
        stayed = [other for other in serial.before if not other.left]
        if latest is not None and latest.left and stayed:
            latest = max(stayed, key=lambda one: one.arrived_at)
            self.travel.handling.book(serial, self.theatre.now - latest.arrived_at, CLOSURE, place)
        if not serial.left:
            yield from self.travel.handling.hear(serial, place)
        return latest.name if latest is not None and stayed else serial.move.name

    def _come(self, chain: SerialChain, serial: Serial, number: int) -> Process:
        """A serial has unloaded: at the end of its plan, before its next leg, or where it was sent."""
        theatre, move, leg = self.theatre, serial.move, chain.plan.legs[number - 1]
        if serial.weight:
            theatre.note(HAULED, move.name, leg.mode, serial.weight * serial.metres)
        last = serial.end == move.stops[-1][0]
        if last and move.earliest > theatre.now:
            yield from self.travel.handling.spend(serial, move.earliest - theatre.now, EARLY, serial.end)
        theatre.forces.move(move.unit, move.load.cargo, IN_TRANSIT, serial.end, serial.pieces)
        theatre.note(ARRIVED, serial.name, serial.end, serial.pieces)
        if serial.end != leg.end:
            serial.left = True
            self._take_out(chain, [serial], number)
        serial.arrive(theatre.now)
        if last:
            move.arrived(Arrival(move.name, serial.name, serial.pieces))
            self._requests.count(move, serial.pieces)
        elif serial.left:
            stops = RouteRequest.of(move).without_stops.stops
            more = again(move, f"{serial.name} onward", serial.pieces, serial.end, stops)
            theatre.note(FOLLOWS, more.name, serial.name)
            yield self._requests.answer(more)
            self._requests.count(move, serial.pieces)

    def _sooner(self, chain: SerialChain, serial: Serial, number: int) -> tuple[Plan, ...]:
        """Plans by which what has not loaded of a leg would be sooner, if any."""
        if not self.travel.choice.delay(chain.plan.legs[number - 1 :]):  # nearly always
            return ()
        pieces = sum(one.pieces for one in chain.unloaded(serial, number))
        return self.travel.choice.better(chain.plan, number, chain.shape_from(number), pieces)

    def _elsewhere(
        self, chain: SerialChain, serial: Serial, number: int, others: tuple[Plan, ...]
    ) -> Process:
        """Let all that has not loaded of a leg go together by other plans; its ledger is carried on."""
        move, leg = chain.move, chain.plan.legs[number - 1]
        group = chain.unloaded(serial, number)
        for one in group:
            one.left = True
            if one.departed:
                self._back_again(move, one, leg.start, number)
            else:
                self._settle(one, leg)
        pieces = sum(one.pieces for one in group)
        self._take_out(chain, group, number)
        more = again(move, f"{serial.name} anew", pieces, leg.start, chain.shape_from(number).stops)
        self.theatre.note(FOLLOWS, more.name, serial.name)
        self.theatre.note(REROUTED, serial.name, leg.start)
        for one in group:
            one.arrive(self.theatre.now)
        yield self._requests.send(more, others)
        self._requests.count(move, pieces)

    def _take_out(self, chain: SerialChain, group: Sequence[Serial], number: int) -> None:
        """Take the pieces of serials out of the legs that follow in their chain."""
        gone = frozenset[int]().union(*(one.numbers for one in group))
        for leg, crew in zip(chain.plan.legs[number:], chain.crews[number:], strict=False):
            for one in crew:
                self._settle(one, leg)
                one.lose(gone)
                self._promise(one, leg)
