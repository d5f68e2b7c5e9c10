"""How a serial goes one leg: by road, by rail, by sea, by air.

Each second from its start to its end is noted for exactly one cause.
"""

from itertools import pairwise

from simpy import Event

from posture.ground.clock import DAY
from posture.ground.distributions import Distribution
from posture.operations.movement.figures import Figures
from posture.operations.movement.marching import Column
from posture.operations.movement.plans import LegPlan, Step, Steps
from posture.operations.movement.yards import Yards
from posture.theatre import Process, Theatre
from posture.theatre.gates import Calendar, Pool
from posture.theatre.requests import Move


class Serial:
    """Pieces `first` to `last` of a request, together on one leg."""

    __slots__ = ("done", "first", "last", "move", "name", "pieces", "swift")

    def __init__(self, move: Move, name: str, first: int, last: int, done: Event) -> None:
        self.move = move
        self.name = name
        self.first = first
        self.last = last
        self.pieces = last - first
        self.done = done
        self.swift: float | None = None
        """How fast it is among its like, 0 to 1; None is the middle."""


class Carrier:
    """Carries serials over their legs with the gates and the lift of one run."""

    def __init__(self, theatre: Theatre, figures: Figures) -> None:
        self.theatre = theatre
        self.figures = figures
        self.yards = Yards(theatre, figures)
        self._heading: dict[str, int] = {}

    def carry(self, serial: Serial, leg: LegPlan) -> Process:
        """One serial from the place where it loads to the place where it has unloaded."""
        serial.swift = self.theatre.chance.level(serial.name, "speed")
        if leg.clears:
            gate = self.yards.clearance(leg.start)
            hold = round(serial.pieces * DAY / leg.clears)
            yield from self._queue(serial, gate, hold, leg.start)
        if leg.mode == "road":
            yield from self._by_road(serial, leg)
        elif leg.mode == "rail":
            yield from self._by_rail(serial, leg)
        elif leg.mode == "sea":
            yield from self._by_sea(serial, leg)
        else:
            yield from self._by_air(serial, leg)

    def _by_road(self, serial: Serial, leg: LegPlan) -> Process:
        """A march unit: its head passes each way after the one before, its tail closes up at the end."""
        vehicles = self._vehicles(serial)
        pool = self.yards.pool(leg.lift[0]) if leg.lift else None
        if pool is not None:
            yield from self._take(serial, pool, leg.start, vehicles)
            yield from self._work(serial, None, self._load_law(leg), "loading", leg.start)
        column = self._column(serial, leg)
        for step in leg.alternatives[0]:
            yield from self._pass(serial, step, vehicles, column)
        tail = (vehicles - 1) * leg.alternatives[0][-1].headway
        yield from self._spend(serial, tail, "road", leg.end)
        if pool is not None:
            yield from self._work(serial, None, self._load_law(leg), "unloading", leg.end)
            back = sum(
                column.drive(round(step.hop.metres / step.speed.middle)) for step in leg.alternatives[0]
            )
            self.theatre.after(back, lambda: pool.give(vehicles))

    def _by_rail(self, serial: Serial, leg: LegPlan) -> Process:
        """A train: takes a wagon set and a ramp, runs path by path, changes gauge where the way does."""
        figures, yards = self.figures, self.yards
        sets = [yards.pool(name) for name in leg.lift]
        held, since = 0, leg.start
        yield from self._take(serial, sets[0], leg.start)
        load = figures.entry("railheads", leg.start, "load")
        yield from self._work(serial, yards.ramp(leg.start), load, "loading", leg.start)
        steps = self._choose(serial, leg)
        layer = steps[0].hop.layer
        for step in steps:
            if step.hop.layer != layer:
                place, layer = step.hop.start, step.hop.layer
                self._heading[place] -= 1
                yield from self._take(serial, sets[held + 1], place)
                time = figures.entry("transloads", place, "time")
                yield from self._work(serial, yards.tracks(place), time, "transload", place)
                self._send_back(serial, leg.lift[held], steps, since, place)
                held, since = held + 1, place
            yield from self._pass(serial, step)
        unload = figures.entry("railheads", leg.end, "unload")
        yield from self._work(serial, yards.ramp(leg.end), unload, "unloading", leg.end)
        self._send_back(serial, leg.lift[held], steps, since, leg.end)

    def _by_sea(self, serial: Serial, leg: LegPlan) -> Process:
        """A shipload: waits for a ship, loads at a berth, sails, discharges; the ship sails back."""
        ships = self.figures.written.ships[leg.lift[0]]
        pool = self.yards.pool(leg.lift[0])
        yield from self._take(serial, pool, leg.start)
        yield from self._work(serial, self.yards.berths(leg.start), ships.load, "loading", leg.start)
        sailing = 0
        for step in leg.alternatives[0]:
            begin = self.theatre.now
            yield from self._pass(serial, step)
            sailing += self.theatre.now - begin
        yield from self._work(serial, self.yards.berths(leg.end), ships.discharge, "unloading", leg.end)
        self.theatre.after(sailing, pool.give)

    def _by_air(self, serial: Serial, leg: LegPlan) -> Process:
        """A chalk: waits for an aircraft, loads and unloads on working places; the aircraft flies back."""
        ground = self.figures.written.aircraft[leg.lift[0]].ground
        pool = self.yards.pool(leg.lift[0])
        yield from self._take(serial, pool, leg.start)
        yield from self._park(serial, leg.start, ground, "loading")
        begin = self.theatre.now
        for step in leg.alternatives[0]:
            yield from self._pass(serial, step)
        flying = self.theatre.now - begin
        yield from self._park(serial, leg.end, ground, "unloading")
        self.theatre.after(flying, pool.give)

    def _park(self, serial: Serial, place: str, ground: Distribution, cause: str) -> Process:
        """Work at an airfield; it holds a parking place longer than it takes, by the queueing efficiency."""
        theatre, gate = self.theatre, self.yards.parking(place)
        seconds = theatre.chance.seconds(ground, serial.name, f"{cause} {place}")
        efficiency = self.figures.entry("airfields", place, "efficiency")
        begin = gate.book(theatre.now, round(seconds / efficiency))
        wait = begin - theatre.now
        yield theatre.wait(wait + seconds)
        self._note(serial, wait, "gate queue", place)
        self._note(serial, seconds, cause, place)

    def _pass(self, serial: Serial, step: Step, vehicles: int = 1, column: Column | None = None) -> Process:
        """Pass one hop: one wait for the queue, the way and the border at its end.

        The row of the mode, noted at the end of the hop, is also the sign that the head has passed there.
        """
        theatre, hop = self.theatre, step.hop
        now = theatre.now
        wait = 0
        if step.gate is not None:
            hold = vehicles * step.headway + step.hold
            wait = self.yards.way(step.gate).book(now, hold) - now
        drive = round(hop.metres / theatre.chance.value(step.speed, serial.swift))
        moving = step.headway + (drive if column is None else column.drive(drive))
        border = 0
        if step.crossing is not None:
            border = theatre.chance.seconds(step.crossing, serial.name, hop.end)
        yield theatre.wait(wait + moving + border)
        self._note(serial, wait, "gate queue", hop.end)
        self._note(serial, moving, hop.mode, hop.end)
        self._note(serial, border, "border", hop.end)

    def _choose(self, serial: Serial, leg: LegPlan) -> Steps:
        """The alternative that promises the earliest end, by what is booked and who is on the way there."""
        if len(leg.alternatives) == 1:
            steps = leg.alternatives[0]
        else:
            steps = min(leg.alternatives, key=lambda steps: self._promise(serial, steps))
        for place in _changes(steps):
            self._heading[place] = self._heading.get(place, 0) + 1
        return steps

    def _promise(self, serial: Serial, steps: Steps) -> int:
        """When a serial that left now would be at the end of its leg, as far as can be foreseen."""
        moment = self.theatre.now
        layer = steps[0].hop.layer
        for step in steps:
            hop = step.hop
            if hop.layer != layer:
                layer = hop.layer
                tracks = self.yards.tracks(hop.start)
                each = round(self.figures.entry("transloads", hop.start, "time").middle)
                ahead = self._heading.get(hop.start, 0) * each // tracks.servers
                moment = max(moment, tracks.next_start(moment) + ahead) + each
            moment += round(hop.metres / self.theatre.chance.value(step.speed, serial.swift))
        return moment

    def _send_back(self, serial: Serial, name: str, steps: Steps, start: str, end: str) -> None:
        """An empty set turns, runs back from `end` to `start` and is free again."""
        wagons, pool = self.figures.written.wagons[name], self.yards.pool(name)
        back = round(sum(s.hop.metres / s.speed.middle for s in _between(steps, start, end)))
        turn = self.theatre.chance.seconds(wagons.turn, serial.name, f"turn {end}")
        self.theatre.after(back + turn, pool.give)

    def _column(self, serial: Serial, leg: LegPlan) -> Column:
        march = self.figures.written.march
        law = self.figures.written.transporters[leg.lift[0]].daily if leg.lift else march.daily
        daily = self.theatre.chance.value(law, serial.swift)
        speed = leg.alternatives[0][0].speed.middle
        budget = max(1, min(march.driving, round(daily / speed)))
        return Column(budget, DAY - budget, march.halt, march.halt_every or 0)

    def _load_law(self, leg: LegPlan) -> Distribution:
        return self.figures.written.transporters[leg.lift[0]].load

    def _vehicles(self, serial: Serial) -> int:
        if serial.move.cargo != "people":
            return serial.pieces
        return -(-serial.pieces // self.figures.written.march.people_a_vehicle)

    def _take(self, serial: Serial, pool: Pool, place: str, count: int = 1) -> Process:
        """Wait for lift; books the wait."""
        event = pool.take(count)
        if event is not None:
            begin = self.theatre.now
            yield event
            self._note(serial, self.theatre.now - begin, "lift wait", place)

    def _work(
        self, serial: Serial, gate: Calendar | None, law: Distribution, cause: str, place: str
    ) -> Process:
        """Work at a gate (or beside the road), after its queue."""
        theatre = self.theatre
        seconds = theatre.chance.seconds(law, serial.name, f"{cause} {place}")
        wait = gate.book(theatre.now, seconds) - theatre.now if gate is not None else 0
        yield theatre.wait(wait + seconds)
        self._note(serial, wait, "gate queue", place)
        self._note(serial, seconds, cause, place)

    def _queue(self, serial: Serial, gate: Calendar, hold: int, place: str) -> Process:
        """Pass a gate that works at a rate: the wait and the passing are its queue."""
        yield from self._spend(
            serial, gate.book(self.theatre.now, hold) - self.theatre.now + hold, "gate queue", place
        )

    def _spend(self, serial: Serial, seconds: int, cause: str, place: str) -> Process:
        if seconds:
            yield self.theatre.wait(seconds)
            self._note(serial, seconds, cause, place)

    def _note(self, serial: Serial, seconds: int, cause: str, place: str) -> None:
        if seconds:
            self.theatre.note(cause, serial.name, place, seconds)


def _changes(steps: Steps) -> list[str]:
    """Places where the gauge changes."""
    return [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer]


def _between(steps: Steps, start: str, end: str) -> Steps:
    """The steps from one place to another."""
    first = next(i for i, step in enumerate(steps) if step.hop.start == start)
    last = next(i for i, step in enumerate(steps) if step.hop.end == end and i >= first)
    return steps[first : last + 1]
