"""Waiting for lift and working at gates, each second booked to its cause."""

from collections.abc import Callable, Generator
from typing import Any

from simpy import AnyOf, Event

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.core.event_kinds import Cause
from posture.operations.movement.event_kinds import STRANDED
from posture.operations.movement.gates import Gate, Gates
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift_pool import ANYWHERE, LiftPool
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.serials import Serial
from posture.theatre import Process, Theatre
from posture.theatre.closures import NEVER
from posture.theatre.event_kinds import BUMPED, GATE_QUEUE, ICE, LIFT_WAIT, MARSHALLING, SATELLITE
from posture.theatre.gates import Calendar
from posture.theatre.queues import Queue
from posture.theatre.requests import IcePassage, OnwardOrder


class Handling:
    """What serials do where they stand."""

    def __init__(
        self, theatre: Theatre, parameters: Parameters, ballast: Callable[[str, str, str], int]
    ) -> None:
        self.theatre = theatre
        self.parameters = parameters
        self.gates = Gates(theatre, parameters, ballast)

    def take(self, serial: Serial, pool: LiftPool, place: str, count: int = 1) -> Generator[Event, Any, bool]:
        """Wait until so many things of a pool are there, their empty way included, or it is told to stop."""
        theatre, begin = self.theatre, self.theatre.now
        ends = [] if serial.loaded else [one for one in (serial.stop, serial.news) if one is not None]
        theatre.waits.begin(serial.name, pool.name, place, begin, serial.pieces, count)
        there = pool.take(place, count, serial.move.priority, (serial.move.name, serial.first))
        yield AnyOf(theatre.env, [there, *ends]) if ends else there
        theatre.waits.end(serial.name)
        if not there.triggered:
            pool.withdraw(there)
        self.book(serial, theatre.now - begin, LIFT_WAIT, place)
        return there.triggered

    def give(self, serial: Serial, pool: LiftPool, place: str = ANYWHERE, count: int = 1) -> None:
        """Give back what it has held since it was aboard."""
        self.theatre.waits.drop(serial.name, pool.name, count)
        pool.give(count, place)

    def hear(self, serial: Serial, place: str) -> Process:
        """Wait until a serial on its way is told to go on, where that takes time; books `satellite`.

        Where its move begins lines on land reach it.
        """
        theatre, begin = self.theatre, self.theatre.now
        if not serial.before or not theatre.answers(OnwardOrder):
            return
        told = theatre.ask(OnwardOrder(serial.move.name, serial.name))
        if told.triggered:
            return
        theatre.waits.begin(serial.name, SATELLITE, place, begin, serial.pieces)
        yield told
        theatre.waits.end(serial.name)
        self.book(serial, theatre.now - begin, SATELLITE, place)

    def at(self, serial: Serial, gate: Gate, law: Distribution, cause: Cause, place: str) -> Process:
        """Work at a gate, after its queue."""
        theatre = self.theatre
        seconds = theatre.chance.seconds(law, serial.name, f"{cause} {place}")
        if isinstance(gate, Queue):
            yield from self._in_turn(serial, gate, seconds, cause, place)
            return
        begin, seconds = gate.slot(theatre.now, seconds)
        wait = begin - theatre.now
        yield self.turn(serial, begin, wait + seconds, cause, place)
        self.book(serial, wait, GATE_QUEUE, place)
        self.book(serial, seconds, cause, place)

    def turn(self, serial: Serial, begin: int, seconds: int, cause: Cause, place: str) -> Event:
        """An event in so many seconds, for work at a gate; never, where the gate never opens."""
        if begin < NEVER:
            return self.theatre.wait(seconds)
        self.theatre.note(STRANDED, serial.name, place, serial.pieces)
        self.theatre.waits.begin(serial.name, cause, place, self.theatre.now, serial.pieces)
        return Event(self.theatre.env)

    def beside(self, serial: Serial, law: Distribution, cause: Cause, place: str) -> Process:
        """Work that needs no gate."""
        seconds = self.theatre.chance.seconds(law, serial.name, f"{cause} {place}")
        yield from self.spend(serial, seconds, cause, place)

    def marshal(self, serial: Serial, law: Distribution | None, place: str) -> Process:
        """Be made ready to load, at no gate, while lift may still be on its way."""
        if law is not None:
            yield from self.beside(serial, law, MARSHALLING, place)

    def _in_turn(self, serial: Serial, queue: Queue, seconds: int, cause: Cause, place: str) -> Process:
        """Work in a queue with priorities; who is bumped goes on later where it left off."""
        theatre = self.theatre
        grant = queue.acquire(serial.name, serial.move.priority)
        left = seconds
        while True:
            begin = theatre.now
            theatre.waits.begin(serial.name, cause, place, begin, serial.pieces)
            yield grant.granted
            theatre.waits.end(serial.name)
            self.book(serial, theatre.now - begin, GATE_QUEUE, place)
            begin = theatre.now
            done = theatre.wait(left)
            yield AnyOf(theatre.env, [done, grant.bumped])
            self.book(serial, theatre.now - begin, cause, place)
            left -= theatre.now - begin
            if not grant.bumped.triggered:
                queue.release(serial.name)
                return
            if left == 0:
                return
            theatre.note(BUMPED, serial.name, place)
            grant = queue.again(grant)

    @staticmethod
    def foreseen(gate: Gate, moment: int) -> int:
        """When work asked for at a moment could begin, as far as bookings tell."""
        return gate.next_start(moment) if isinstance(gate, Calendar) else moment

    def clear_port(self, serial: Serial, leg: LegPlan) -> Process:
        """Leave the port where a voyage ended, piece by piece, after those that came before."""
        if leg.clears:
            now, hold = self.theatre.now, round(serial.pieces * DAY / leg.clears)
            begin = self.gates.clearance(leg.start).book(now, hold)
            yield self.turn(serial, begin, begin - now + hold, GATE_QUEUE, leg.start)
            self.book(serial, begin - now + hold, GATE_QUEUE, leg.start)

    def pass_ice(self, serial: Serial, port: str, *, strong: bool = False) -> Process:
        """Pass the ice before a port, where there can be any, alone or led by an icebreaker."""
        theatre, begin = self.theatre, self.theatre.now
        if not theatre.answers(IcePassage):
            return
        through = theatre.ask(IcePassage(port, serial.name, strong))
        if not through.triggered:
            theatre.waits.begin(serial.name, ICE, port, begin, serial.pieces)
            yield through
            theatre.waits.end(serial.name)
            self.book(serial, theatre.now - begin, ICE, port)

    def spend(self, serial: Serial, seconds: int, cause: Cause, place: str) -> Process:
        """Let seconds pass for one cause."""
        if seconds:
            yield self.theatre.wait(seconds)
            self.book(serial, seconds, cause, place)

    def book(self, serial: Serial, seconds: int, cause: Cause, place: str) -> None:
        """Book seconds that have passed to a cause."""
        if seconds:
            self.theatre.note(cause, serial.name, place, seconds)
