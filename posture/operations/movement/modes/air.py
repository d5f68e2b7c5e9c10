"""By air: chalks in aircraft between airfields, as many at once as each can park, work and fuel."""

from collections.abc import Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.core.event_kinds import Cause
from posture.operations.movement.gates import Gates
from posture.operations.movement.legs import LegPlan, Steps
from posture.operations.movement.lift import FREIGHT, LADEN, Aircraft
from posture.operations.movement.modes.base import CostBasis, EndWork, Expectation, TransportMode
from posture.operations.movement.modes.own_flight import (
    fly,
    lacking_own,
    own_kind,
    own_kinds,
    own_range,
    own_travel,
    own_written,
)
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import stated
from posture.theatre import Process
from posture.theatre.event_kinds import AIR, GATE_QUEUE, LOADING, UNLOADING
from posture.theatre.gates import Calendar
from posture.theatre.network import Link
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel

ROUNDING = 10
"""Seconds that rounding of times and distances to whole numbers can make two flights shorter than one."""


class AirMode(TransportMode):
    """Aircraft; they carry any nation's people or pieces."""

    name = "air"
    cause = AIR
    gate = "airfield"
    carries_people = True
    once = True

    def kind(self, parameters: Parameters, load: Load) -> str | None:
        """The kind that the load names, else the first by name that can."""
        if load.cargo == "aircraft":
            return own_kind(parameters, load)
        can = _able(parameters, load)
        return load.lift if load.lift in can else next(iter(can), None)

    def kinds(self, parameters: Parameters, load: Load) -> tuple[str, ...]:
        """Those that can; who flies himself can by stages too."""
        if load.cargo == "aircraft":
            return own_kinds(parameters, load)
        return () if load.lift else tuple(_able(parameters, load))

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        kind = stated(self.kind(parameters, load))
        own = load.cargo == "aircraft"
        return own_written(parameters, kind).speed if own else parameters.aircraft[kind].speed

    def lift(self, parameters: Parameters, leg: Leg, load: Load) -> tuple[str, ...]:
        """None for who flies himself."""
        return () if load.cargo == "aircraft" else super().lift(parameters, leg, load)

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """By seats, or by weight; who flies himself does so in formation."""
        if load.cargo == "aircraft":
            return own_written(parameters, load.lift).together
        plane = parameters.aircraft[lift[0]]
        return max(1, plane.seats if load.cargo == "people" else plane.payload // max(1, load.weight))

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At block speed, within range, and the time on the ground before it."""
        name = basis.kinds[self.name]
        if name is None:
            return None
        if basis.load.cargo == "aircraft":
            return own_travel(basis, name, hop)
        plane = basis.parameters.aircraft[name]
        if plane.range is not None and hop.metres > plane.range:
            return None
        return basis.time(plane.ground) + basis.along(hop.metres, plane.speed)

    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int | None:
        """What `travel` leaves out: marshalling before the first flight, and the ground after the last."""
        name, place = basis.kinds[self.name], basis.parameters.network.places[key]
        if "air" not in place.modes or (key, "airfield") in basis.shut or name is None:
            return None
        if basis.load.cargo == "aircraft":
            return 0
        if not loading:
            return basis.time(basis.parameters.aircraft[name].ground)
        marshal = basis.parameters.airfields[key].marshal
        return basis.time(marshal) if marshal is not None else 0

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork | None:
        """On the working places of an airfield; none for who flies himself."""
        if not leg.lift:
            return None
        plane, place = parameters.aircraft[leg.lift[0]], leg.start if loading else leg.end
        airfield = parameters.airfields[place]
        return EndWork(
            plane.ground,
            "parking",
            _places_to_work(parameters, place, plane),
            stated(airfield.efficiency),
            min(1.0, stated(airfield.open) / DAY),
        )

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A chalk: waits for an aircraft, loads and unloads on working places; the aircraft is free there.

        Where the way is beyond its range it lands on the way, for fuel, on a working place too.
        """
        if not leg.lift:
            yield from fly(travel, serial, leg)
            return
        pool = travel.gates.pool(leg.lift[0])
        plane = travel.parameters.aircraft[leg.lift[0]]
        yield from travel.handling.marshal(serial, travel.parameters.airfields[leg.start].marshal, leg.start)
        if not (yield from travel.board(serial, leg, pool)):
            return

        def refuel(steps: Steps, index: int) -> Process:
            yield from _park(travel, serial, steps[index].hop.start, plane, LOADING)

        yield from _park(travel, serial, leg.start, plane, LOADING)
        steps = leg.alternatives[0]
        yield from travel.along(serial, leg, steps, before=refuel if len(steps) > 1 else None)
        yield from _park(travel, serial, serial.end, plane, UNLOADING)
        travel.handling.give(serial, pool, serial.end)

    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Aircraft."""
        return pool in parameters.aircraft

    def layer_of(self, pool: str) -> None:
        """From any airfield to any other."""

    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """At block speed."""
        return self.straight(expect, pool, hop.metres)

    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """At block speed."""
        return expect.along(metres, expect.parameters.aircraft[pool].speed)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Aircraft, or the weight by which one is chosen."""
        if load.cargo == "aircraft":
            yield from lacking_own(parameters, load, ends)
        elif not parameters.written.aircraft:
            yield "aircraft on offer"
        elif load.cargo in FREIGHT and not load.weight:
            yield "weight is known of what shall fly; write 'tonnes' of its unit"
        elif self.kind(parameters, load) is None:
            yield f"aircraft on offer that takes its {load.cargo}"


def straight(bases: Sequence[CostBasis]) -> float:
    """Metres up to which no flight by the soonest of some kinds is sooner there by landing on the way.

    Within the range of each kind a stop only adds its time on the ground, which must outweigh rounding.
    """
    return min((_straight(basis) for basis in bases), default=0)


def _straight(basis: CostBasis) -> float:
    name = basis.kinds["air"]
    if name is None:
        return 0
    farthest: float | None
    if basis.load.cargo == "aircraft":
        ground, farthest = own_written(basis.parameters, name).ground, own_range(basis.parameters, name)
    else:
        plane = basis.parameters.aircraft[name]
        ground, farthest = plane.ground, plane.range
    if basis.time(ground) < ROUNDING:
        return 0
    return inf if farthest is None else farthest


def _able(parameters: Parameters, load: Load) -> list[str]:
    return [name for name, kind in parameters.written.aircraft.items() if _takes(kind, load)]


def _takes(kind: Aircraft, load: Load) -> bool:
    if load.cargo == "people":
        return kind.seats > 0
    return 0 < load.weight <= kind.payload and (load.cargo not in LADEN or kind.outsize)


def _places_to_work(parameters: Parameters, place: str, plane: Aircraft) -> int:
    """How many such aircraft an airfield can work at once: the least of parking, working and fuelling."""
    airfield = parameters.airfields[place]
    narrow = airfield.narrow if plane.body == "narrow" else None
    limits = (narrow or airfield.mog, airfield.parking, airfield.fuel)
    return min(limit for limit in limits if limit is not None)


def _parking(parameters: Parameters, gates: Gates, place: str, plane: Aircraft) -> Calendar:
    """Where an aircraft of this kind is worked, within the hours in which the field is open."""
    airfield = parameters.airfields[place]
    apart = plane.body == "narrow" and airfield.narrow is not None
    open_for = stated(airfield.open)
    servers = _places_to_work(parameters, place, plane)
    return gates.parking(place, servers, None if open_for >= DAY else open_for, narrow=apart)


def _park(travel: "Travel", serial: Serial, place: str, plane: Aircraft, cause: Cause) -> Process:
    """Work at an airfield; it holds a parking place longer than it takes, by the queueing efficiency."""
    theatre, gate = travel.theatre, _parking(travel.parameters, travel.gates, place, plane)
    seconds = theatre.chance.seconds(plane.ground, serial.name, f"{cause} {place}")
    efficiency = stated(travel.parameters.airfields[place].efficiency)
    begin = gate.book(theatre.now, round(seconds / efficiency))
    wait = begin - theatre.now
    yield travel.handling.turn(serial, begin, wait + seconds, cause, place)
    travel.handling.book(serial, wait, GATE_QUEUE, place)
    travel.handling.book(serial, seconds, cause, place)
