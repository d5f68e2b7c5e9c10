"""How a serial goes one leg: by road, by rail, by sea, by air.

Each second from its start to its end is noted for exactly one cause.
"""

from math import inf

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.handling import Handling
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.plans import LegPlan, Plans, Steps
from posture.operations.movement.serials import Serial
from posture.operations.movement.travel import Travel
from posture.theatre import Process, Theatre
from posture.theatre.closures import NEVER
from posture.theatre.event_kinds import GATE_QUEUE, LOADING, MISHAP, ROAD, TRANSLOAD, UNLOADING


class Carrier:
    """Carries serials over their legs with the gates and the lift of one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.parameters = plans.parameters
        self.handling = Handling(theatre, plans.parameters)
        self.gates = self.handling.gates
        self.travel = Travel(theatre, plans, self.handling)
        self._heading: dict[str, int] = {}

    def carry(self, serial: Serial, leg: LegPlan) -> Process:
        """One serial from the place where it loads to the place where it has unloaded."""
        if leg.clears:
            gate = self.gates.clearance(leg.start)
            hold = round(serial.pieces * DAY / leg.clears)
            wait = gate.book(self.theatre.now, hold) - self.theatre.now + hold
            yield from self.handling.spend(serial, wait, GATE_QUEUE, leg.start)
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
        steps, vehicles = leg.alternatives[0], self._vehicles(serial)
        pool = self.gates.pool(leg.lift[0]) if leg.lift else None
        column = self._column(serial, leg)
        if pool is not None:
            yield from self.handling.take(serial, pool, leg.start, vehicles)
            yield from self.handling.beside(serial, self._transport(leg), LOADING, leg.start)
        if leg.credit:
            wait = self.gates.credits(leg.start).book(self.theatre.now, leg.credit) - self.theatre.now
            yield from self.handling.spend(serial, wait, GATE_QUEUE, leg.start)
        done = yield from self.travel.along(serial, leg, steps, vehicles, column)
        if self.parameters.written.march.mishap:
            yield from self._mishap(serial, leg, column)
        yield from self.handling.spend(serial, (vehicles - 1) * done[-1].headway, ROAD, leg.end)
        if pool is not None:
            yield from self.handling.beside(serial, self._transport(leg), UNLOADING, leg.end)
            back = sum(column.drive(round(step.hop.metres / step.speed.middle)) for step in steps)
            self.theatre.after(back, lambda: pool.give(vehicles))

    def _mishap(self, serial: Serial, leg: LegPlan, column: MarchDay) -> Process:
        """A breakdown or accident on some day of the march, told at its end."""
        march, chance = self.parameters.written.march, self.theatre.chance
        spared = (1 - march.mishap) ** column.days
        if march.mishap_delay is not None and chance.uniform(serial.name, "mishap") >= spared:
            yield from self.handling.beside(serial, march.mishap_delay, MISHAP, leg.end)

    def _by_rail(self, serial: Serial, leg: LegPlan) -> Process:
        """A train: takes a wagon set and a ramp, runs path by path, changes gauge where the way does."""
        parameters, handling = self.parameters, self.handling
        train = Train(self, serial, leg)
        yield from handling.take(serial, self.gates.pool(leg.lift[0]), leg.start)
        ramp = self.gates.at("ramp", leg.start)
        load = parameters.entry("railheads", leg.start, "load")
        yield from handling.at(serial, ramp, load, LOADING, leg.start)
        steps = self._choose(serial, leg)
        done = yield from self.travel.along(serial, leg, steps, change=train.change)
        unload = parameters.entry("railheads", leg.end, "unload")
        ramp = self.gates.at("ramp", leg.end)
        yield from handling.at(serial, ramp, unload, UNLOADING, leg.end)
        train.send_back(leg.end, done)

    def _by_sea(self, serial: Serial, leg: LegPlan) -> Process:
        """A shipload: waits for a ship, loads at a berth, sails, discharges; the ship sails back.

        It waits in port, or before it, while the approach is shut.
        """
        ships = self.parameters.written.ships[leg.lift[0]]
        pool = self.gates.pool(leg.lift[0])
        yield from self.handling.take(serial, pool, leg.start)
        berths = self.gates.at("berth", leg.start)
        yield from self.handling.at(serial, berths, ships.load, LOADING, leg.start)
        yield from self.travel.wait_open(serial, leg.start, ("gate", leg.start, "approach"))
        begin = self.theatre.now
        yield from self.travel.along(serial, leg, leg.alternatives[0])
        sailing = self.theatre.now - begin
        yield from self.travel.wait_open(serial, leg.end, ("gate", leg.end, "approach"))
        berths = self.gates.at("berth", leg.end)
        yield from self.handling.at(serial, berths, ships.discharge, UNLOADING, leg.end)
        self.theatre.after(sailing, pool.give)

    def _by_air(self, serial: Serial, leg: LegPlan) -> Process:
        """A chalk: waits for an aircraft, loads and unloads on working places; the aircraft flies back."""
        plane = self.parameters.written.aircraft[leg.lift[0]]
        pool = self.gates.pool(leg.lift[0])
        yield from self.handling.take(serial, pool, leg.start)
        yield from self.handling.park(serial, leg.start, plane, LOADING)
        begin = self.theatre.now
        yield from self.travel.along(serial, leg, leg.alternatives[0])
        flying = self.theatre.now - begin
        yield from self.handling.park(serial, leg.end, plane, UNLOADING)
        self.theatre.after(flying, pool.give)

    def _choose(self, serial: Serial, leg: LegPlan) -> Steps:
        """The alternative that promises the earliest end, by what is booked and who is on the way there."""
        steps = leg.alternatives[0]
        if len(leg.alternatives) > 1:
            steps = min(leg.alternatives, key=lambda steps: self._promise(serial, steps))
        for place in self.travel.changes(steps):
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
                each = round(self.parameters.entry("transloads", hop.start, "time").middle)
                ahead = self._heading.get(hop.start, 0) * each // self.gates.tracks(hop.start)
                moment = max(moment, self._opens(hop.start))
                moment = self.handling.foreseen("transload", hop.start, moment) + ahead + each
            moment += round(hop.metres / serial.value(self.theatre.chance, step.speed))
        return moment

    def _opens(self, place: str) -> int:
        """When a place of gauge change that is shut now opens again; now, if it is not."""
        closures, now = self.theatre.closures, self.theatre.now
        opens = closures.opens(now, ("gate", place, "transload"), ("place", place)) if closures else now
        return NEVER if opens == inf else int(opens)

    def came_to(self, place: str) -> None:
        """A train that headed for a place of gauge change is there, or has turned elsewhere."""
        self._heading[place] = max(0, self._heading.get(place, 0) - 1)

    def _column(self, serial: Serial, leg: LegPlan) -> MarchDay:
        march = self.parameters.written.march
        law = self.parameters.written.transporters[leg.lift[0]].daily if leg.lift else march.daily
        daily = serial.value(self.theatre.chance, law)
        speed = leg.alternatives[0][0].speed.middle
        budget = max(1, min(march.driving, round(daily / speed)))
        return MarchDay(budget, DAY - budget, march.halt, march.halt_every or 0)

    def _transport(self, leg: LegPlan) -> Distribution:
        return self.parameters.written.transporters[leg.lift[0]].load

    def _vehicles(self, serial: Serial) -> int:
        if serial.move.load.cargo != "people":
            return serial.pieces
        return -(-serial.pieces // self.parameters.written.march.people_a_vehicle)


class Train:
    """The wagon sets of one train: one after the other, each sent back empty when it is done."""

    def __init__(self, carrier: Carrier, serial: Serial, leg: LegPlan) -> None:
        self.carrier = carrier
        self.serial = serial
        self.leg = leg
        self._held = 0

    def change(self, place: str, done: Steps) -> Process:
        """Change the gauge at a place, `done` being the way come with the set so far."""
        carrier, handling = self.carrier, self.carrier.handling
        carrier.came_to(place)
        yield from handling.take(self.serial, carrier.gates.pool(self.leg.lift[self._held + 1]), place)
        time = carrier.parameters.entry("transloads", place, "time")
        yield from handling.at(self.serial, carrier.gates.at("transload", place), time, TRANSLOAD, place)
        self.send_back(place, done)
        self._held += 1

    def send_back(self, place: str, done: Steps) -> None:
        """The empty set turns, runs back the way it came and is free again."""
        carrier, name = self.carrier, self.leg.lift[self._held]
        turn = carrier.parameters.written.wagons[name].turn
        seconds = carrier.theatre.chance.seconds(turn, self.serial.name, f"turn {place}")
        back = round(sum(step.hop.metres / step.speed.middle for step in done))
        carrier.theatre.after(back + seconds, carrier.gates.pool(name).give)
