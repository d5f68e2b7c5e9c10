"""By road: columns on their own wheels, laden pieces on transporters, people in buses."""

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import LADEN
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.modes.base import CostBasis, EndWork, Expectation, TransportMode
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.refuelling import tanks_of
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import stated
from posture.theatre import Process
from posture.theatre.event_kinds import GATE_QUEUE, LOADING, MISHAP, ROAD, UNLOADING
from posture.theatre.forces import SELF_DEPLOYING
from posture.theatre.network import Link, Place
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel


class RoadMode(TransportMode):
    """Columns of vehicles, one after the other on each way."""

    name = "road"
    cause = ROAD
    carries_people = True
    in_column = True

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        return stated(parameters.roads[link.country if link else ""].speed)

    def spacing(self, parameters: Parameters, hop: Hop, link: Link | None) -> tuple[int, int]:
        """By interval and speed, or the way's own headway; civil traffic widens the gap between columns."""
        march, road = parameters.march, parameters.roads[link.country if link else ""]
        own = parameters.own(hop)
        headway = own.headway if own is not None else None
        if headway is None:
            law = (own.speed if own is not None else None) or stated(road.speed)
            headway = round(march.interval / law.middle)
        civil = road.civil_share or 0.0
        return headway, round(march.gap / (1 - civil)) if civil < 1 else DAY

    def _border(self, parameters: Parameters, place: Place) -> Distribution:
        return stated(parameters.crossing_into(place).convoy)

    def credit(self, parameters: Parameters, leg: Leg) -> int:
        """By the country of the first way."""
        link = parameters.network.links.get(leg.hops[0].link)
        return parameters.roads[link.country].credit or 0 if link else 0

    def lift(self, parameters: Parameters, leg: Leg, load: Load) -> tuple[str, ...]:
        """Transporters of the load's nation, for what uses the road only on them.

        Tracked vehicles drive a short way themselves, as from a port or a ramp to where they assemble.
        """
        metres = sum(hop.metres for hop in leg.hops)
        if load.cargo == "tracked" and metres <= parameters.march.on_tracks:
            return ()
        pool = _transporters(parameters, load) if load.cargo in LADEN else None
        return (pool,) if pool else ()

    def heeds(self, parameters: Parameters, load: Load) -> Hashable:
        """Whether it goes in buses, on its own wheels, or on which transporters; None if not by road."""
        laden = load.cargo in LADEN
        if load.cargo in SELF_DEPLOYING:
            return None
        return load.cargo == "people", laden, _transporters(parameters, load) if laden else None

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """A march unit; on transporters each piece for itself; people by the busload."""
        vehicles = parameters.march.vehicles
        if load.cargo == "people":
            return vehicles * parameters.march.people_a_vehicle
        return 1 if lift else vehicles

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At the speed of the way, and no farther in a day than crews may drive; buses change theirs."""
        parameters, load = basis.parameters, basis.load
        if load.cargo in SELF_DEPLOYING:
            return None
        if load.cargo == "people":
            return self._drive(basis, hop, link)
        daily = parameters.march.daily
        if load.cargo in LADEN:
            name = _transporters(parameters, load)
            if name is None:
                return None
            daily = parameters.transporters[name].daily
        drive = self._drive(basis, hop, link)
        if basis.least:
            return drive
        return max(drive, round(hop.metres * DAY / daily.middle), drive * DAY // parameters.march.driving)

    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int:
        """Columns form up anywhere; what transporters take to load is the same on every road."""
        return 0

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork | None:
        """Of transporters alone, all at once and at no gate."""
        return EndWork(parameters.transporters[leg.lift[0]].load) if leg.lift else None

    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Transporters."""
        return pool in parameters.transporters

    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """At the speed of the road, no farther in a day than written and than crews may drive."""
        parameters = expect.parameters
        road, own = parameters.roads[parameters.network.links[hop.link].country], parameters.own(hop)
        speed = (own.speed if own is not None else None) or stated(road.speed)
        return self._in_days(expect, pool, hop.metres, speed)

    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """The same at the speed of roads without an entry of their own."""
        return self._in_days(expect, pool, metres, stated(expect.parameters.roads["any"].speed))

    def _in_days(self, expect: Expectation, pool: str, metres: int, speed: Distribution) -> int:
        driving = expect.along(metres, speed)
        if expect.least:
            return driving
        daily, most = expect.parameters.transporters[pool].daily.middle, expect.parameters.march.driving
        return max(driving, round(metres * DAY / daily), driving * DAY // most)

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A march unit: its head passes each way after the one before, its tail closes up at the end."""
        parameters, handling, gates = travel.parameters, travel.handling, travel.gates
        steps, vehicles = leg.alternatives[0], _vehicles(parameters, serial)
        pool = gates.pool(leg.lift[0]) if leg.lift else None
        column = _column(travel, serial, leg)
        if pool is not None:
            if not (yield from travel.board(serial, leg, pool, vehicles)):
                return
            time = parameters.transporters[leg.lift[0]].load
            yield from handling.beside(serial, time, LOADING, leg.start)
        serial.loaded = True
        if leg.credit:
            now = travel.theatre.now
            wait = gates.calendar(f"{leg.start} credits", 1).book(now, leg.credit) - now
            yield from handling.spend(serial, wait, GATE_QUEUE, leg.start)
        tanks = tanks_of(handling, serial) if pool is None else None
        done = yield from travel.along(serial, leg, steps, vehicles=vehicles, column=column, tanks=tanks)
        if parameters.march.mishap:
            yield from _mishap(travel, serial, column)
        closing_up = (vehicles - 1) * done[-1].headway if done else 0
        yield from handling.spend(serial, closing_up, ROAD, serial.end)
        if tanks is not None:
            tanks.top_up()
        if pool is not None:
            time = parameters.transporters[leg.lift[0]].load
            yield from handling.beside(serial, time, UNLOADING, serial.end)
            travel.handling.give(serial, pool, serial.end, vehicles)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Transporters."""
        if load.cargo in LADEN and _transporters(parameters, load) is None:
            yield f"transporters of {load.nation} on offer, and {load.cargo} pieces use the road only on them"


def _transporters(parameters: Parameters, load: Load) -> str | None:
    """The transporter pool of a load's nation; None where it has none."""
    return load.nation if load.nation in parameters.transporters else None


def _vehicles(parameters: Parameters, serial: Serial) -> int:
    if serial.move.load.cargo != "people":
        return serial.pieces
    return -(-serial.pieces // parameters.march.people_a_vehicle)


def _column(travel: "Travel", serial: Serial, leg: LegPlan) -> MarchDay:
    march = travel.parameters.march
    law = travel.parameters.transporters[leg.lift[0]].daily if leg.lift else march.daily
    daily = serial.value(travel.theatre.chance, law)
    return MarchDay(daily, march.driving, march.halt, march.halt_every or 0)


def _mishap(travel: "Travel", serial: Serial, column: MarchDay) -> Process:
    """A breakdown or accident on some day of the march, told at its end."""
    march, chance = travel.parameters.march, travel.theatre.chance
    spared = (1 - march.mishap) ** column.days
    if march.mishap_delay is not None and chance.uniform(serial.name, "mishap") >= spared:
        yield from travel.handling.beside(serial, march.mishap_delay, MISHAP, serial.end)
