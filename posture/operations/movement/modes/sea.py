"""By sea: ships that are called up, load and discharge at berths, and sail where it is deep enough.

Ferries go beside them, between the two ports of their line, by timetable.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from posture.core.distributions import Distribution
from posture.core.schema import FrozenMap
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import FREIGHT, Ferry, Ships, Vessel
from posture.operations.movement.modes.base import CostBasis, EndWork, Expectation, TransportMode
from posture.operations.movement.modes.own_voyage import lacking_ship, sail, warship_kind
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.schema import Movement
from posture.operations.movement.self_deploying import Warships
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import ParameterTable, stated
from posture.theatre import Process
from posture.theatre.closures import Key
from posture.theatre.event_kinds import LIFT_WAIT, LOADING, SEA, UNLOADING
from posture.theatre.network import GateKind, Link, Mode
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel


class SeaMode(TransportMode):
    """Ships; they carry any nation's pieces."""

    name: ClassVar[Mode] = "sea"
    cause = SEA
    gate: ClassVar[GateKind] = "berth"
    from_port_to_port = True
    lift_name: ClassVar[str] = "ships"

    def fleet(self, written: Movement) -> Mapping[str, Ships]:
        """Every kind of vessel that is written."""
        return written.ships

    def with_fleet(self, written: Movement, fleet: Mapping[str, Ships]) -> Movement:
        """What is written, with another fleet."""
        return written.model_copy(update={"ships": fleet})

    def vessels(self, parameters: Parameters) -> ParameterTable[Ships]:
        """The table of its vessels."""
        return parameters.ships

    def ferries(self, written: Movement) -> Mapping[str, Ferry]:
        """Every line of ferries that is written."""
        return written.ferries

    def warships(self, written: Movement) -> Mapping[str, Warships]:
        """Every kind of warship that is written."""
        return written.warships

    def _afloat(self, parameters: Parameters, name: str) -> Vessel | Warships:
        own = name in parameters.warships
        return parameters.warships[name] if own else self._vessel(parameters, name)

    def _vessel(self, parameters: Parameters, name: str) -> Vessel:
        return parameters.ferries[name] if name in parameters.ferries else self.vessels(parameters)[name]

    def every(self, parameters: Parameters, lift: tuple[str, ...]) -> int:
        """Ferries leave by timetable."""
        return parameters.ferries[lift[0]].every if lift and lift[0] in parameters.ferries else 0

    def berths_at(self, parameters: Parameters, key: str) -> bool:
        """Whether there is a port at a place."""
        return parameters.network.places[key].kind == "port"

    def shallows(self, parameters: Parameters, hop: Hop) -> tuple[str, str, int | None]:
        """Key, name and depth of what is least deep on a hop: the strait or canal at its end."""
        return hop.end, parameters.network.places[hop.end].name, parameters.passage_depth(hop.end)

    def passes(self, parameters: Parameters, vessel: str, hop: Hop) -> bool:
        """Whether the water of a hop is deep enough."""
        _, _, depth = self.shallows(parameters, hop)
        return self._floats(parameters, vessel, depth)

    def kind(self, parameters: Parameters, load: Load) -> str | None:
        """What the load names, else the first ship, of what takes a piece; a ferry if there is none."""
        if load.cargo == "warships":
            return warship_kind(self.warships(parameters.written), load)
        able = _able({**self.fleet(parameters.written), **self.ferries(parameters.written)}, load)
        return load.lift if load.lift in able else next(iter(able), None)

    def kinds(self, parameters: Parameters, load: Load) -> tuple[str, ...]:
        """Ships whose deck takes a piece, and ferries that take its class too."""
        every = {**self.fleet(parameters.written), **self.ferries(parameters.written)}
        return () if load.lift else tuple(_able(every, load))

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        return self._afloat(parameters, stated(self.kind(parameters, load))).speed

    def lift(self, parameters: Parameters, leg: Leg, load: Load) -> tuple[str, ...]:
        """None for warships."""
        return () if load.cargo == "warships" else super().lift(parameters, leg, load)

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """What its decks take; warships sail in company."""
        if load.cargo == "warships":
            return parameters.warships[load.lift].together
        ship = self._vessel(parameters, lift[0])
        deck = int(ship.lane_metres / load.lane_metres) if load.lane_metres else ship.pieces
        return min(ship.pieces, deck)

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At the speed of the ship, where the water is deep enough for it."""
        name = basis.kinds[self.name]
        if basis.load.cargo not in (*FREIGHT, "warships") or name is None:
            return None
        return self._drive(basis, hop, link) if self.passes(basis.parameters, name, hop) else None

    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int | None:
        """Loading counts the ship's activation, so that none is chosen as if it lay waiting.

        At the very least it lies waiting: another line may have called it earlier.
        """
        parameters, name = basis.parameters, basis.kinds[self.name]
        shut = {(key, "berth"), (key, "approach")} & basis.shut
        if shut or name is None or not self.berths_at(parameters, key):
            return None
        if not self._floats(parameters, name, parameters.port_depth(key)):
            return None
        if basis.load.cargo == "warships":
            return 0
        if name in parameters.ferries:
            return _by_timetable(basis, parameters.ferries[name], key, loading=loading)
        ship = self.vessels(parameters)[name]
        if not loading:
            return basis.time(ship.discharge)
        marshal = parameters.ports[key].marshal
        ready = basis.time(ship.load) + (basis.time(marshal) if marshal is not None else 0)
        return ready + (0 if basis.least else basis.time(ship.activation))

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork | None:
        """At the berths of a port; a ferry has its own, and a warship needs none."""
        if not leg.lift:
            return None
        ship = self._vessel(parameters, leg.lift[0])
        if leg.every:
            return EndWork(ship.load if loading else ship.discharge)
        berths = stated(parameters.ports[leg.start if loading else leg.end].berths)
        return EndWork(ship.load if loading else ship.discharge, "berths", berths)

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A shipload: waits for a ship, loads at a berth, sails, discharges; the ship is free where it lies.

        It waits in port, or before it, while the approach is shut.
        """
        if not leg.lift:
            yield from sail(travel, serial, leg)
            return
        if leg.every:
            yield from self._by_ferry(travel, serial, leg)
            return
        handling, gates = travel.handling, travel.gates
        ship = self.vessels(travel.parameters)[leg.lift[0]]
        pool = gates.pool(leg.lift[0])
        yield from handling.marshal(serial, travel.parameters.ports[leg.start].marshal, leg.start)
        if not (yield from travel.board(serial, leg, pool)):
            return
        yield from handling.at(serial, gates.berths(leg.start), ship.load, LOADING, leg.start)
        yield from travel.wait_open(serial, leg.start, ("gate", leg.start, "approach"))
        yield from handling.pass_ice(serial, leg.start)
        yield from travel.along(serial, leg, leg.alternatives[0])
        yield from travel.put_in(serial, leg, self.gate, self.name)
        yield from travel.wait_open(serial, serial.end, ("gate", serial.end, "approach"))
        yield from handling.pass_ice(serial, serial.end)
        yield from handling.at(serial, gates.berths(serial.end), ship.discharge, UNLOADING, serial.end)
        handling.give(serial, pool, serial.end)

    def _by_ferry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A load on a ferry: checks in, leaves with the next departure that has room, and rolls off."""
        handling, pool = travel.handling, travel.gates.pool(leg.lift[0])
        ferry = travel.parameters.ferries[leg.lift[0]]
        if not (yield from travel.board(serial, leg, pool)):
            return
        yield from handling.beside(serial, ferry.load, LOADING, leg.start)
        yield from self._depart(travel, serial, leg)
        yield from handling.pass_ice(serial, leg.start, strong=True)
        yield from travel.along(serial, leg, leg.alternatives[0])
        handling.give(serial, pool)
        yield from travel.put_in(serial, leg, self.gate, self.name)
        yield from travel.wait_open(serial, serial.end, ("gate", serial.end, "approach"))
        yield from handling.pass_ice(serial, serial.end, strong=True)
        yield from handling.beside(serial, ferry.discharge, UNLOADING, serial.end)

    def _depart(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """Wait for a departure with room; none leaves a port that is shut."""
        theatre, place = travel.theatre, leg.start
        keys: list[Key] = [("place", place), ("gate", place, self.gate), ("gate", place, "approach")]
        sailings = travel.gates.sailings(leg.lift[0], place)
        while True:
            yield from travel.wait_open(serial, place, *keys)
            wait = sailings.book(theatre.now, serial.pieces / leg.lot) - theatre.now
            theatre.waits.begin(serial.name, leg.lift[0], place, theatre.now, serial.pieces)
            yield from travel.handling.spend(serial, wait, LIFT_WAIT, place)
            theatre.waits.end(serial.name)
            if not theatre.closures or theatre.closures.opens(theatre.now, *keys) <= theatre.now:
                return

    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """At its speed, the strait or locks at the end included."""
        passage, own = self.passage(expect.parameters, hop), expect.parameters.own(hop)
        speed = (own.speed if own is not None else None) or self._empty_speed(expect.parameters, pool, hop)
        return expect.along(hop.metres, speed) + (expect.time(passage.time) if passage is not None else 0)

    def _empty_speed(self, parameters: Parameters, pool: str, hop: Hop) -> Distribution:
        return self._vessel(parameters, pool).speed

    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Its vessels."""
        return pool in self.vessels(parameters) or pool in self.ferries(parameters.written)

    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """At its speed."""
        return expect.along(metres, self._vessel(expect.parameters, pool).speed)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Vessels."""
        if load.cargo == "warships":
            yield from lacking_ship(parameters, load)
        elif not self.fleet(parameters.written):
            yield f"{self.lift_name} on offer"
        elif self.kind(parameters, load) is None:
            yield f"{self.lift_name} on offer with a deck of {load.lane_metres:g} m for one piece"

    def without_draught(self, written: Movement, load: Load) -> Movement | None:
        """Every vessel as flat as a raft."""
        if load.cargo == "warships":
            return self._without_own_draught(written, load)
        fleet = self.fleet(written)
        name = next(iter(_able(fleet, load)), None) if load.lift not in fleet else load.lift
        flat = FrozenMap({key: self.flattened(ship) for key, ship in fleet.items()})
        return None if name is None or flat[name] == fleet[name] else self.with_fleet(written, flat)

    def _without_own_draught(self, written: Movement, load: Load) -> Movement | None:
        kind = self.warships(written).get(load.lift)
        if kind is None or kind.draught is None:
            return None
        flat = FrozenMap({**written.warships, load.lift: kind.model_copy(update={"draught": None})})
        return written.model_copy(update={"warships": flat})

    def flattened(self, ship: Ships) -> Ships:
        """A vessel that floats everywhere."""
        return ship.model_copy(update={"draught": None})

    def too_shallow(self, parameters: Parameters, load: Load, legs: list[LegPlan]) -> Iterator[str]:
        """Ports at both ends, and the water between them."""
        name = stated(self.kind(parameters, load))
        draught = self._afloat(parameters, name).draught
        places = parameters.network.places
        waters = {(key, "port"): (places[key].name, parameters.port_depth(key)) for key in _ports(legs)}
        for step in (step for leg in legs for step in leg.alternatives[0]):
            key, water, depth = self.shallows(parameters, step.hop)
            waters[key, "on the way"] = water, depth
        for _, (water, depth) in sorted(waters.items()):
            if draught is not None and depth is not None and depth < draught:
                yield f"'{name}' draws {draught / 100:g} m, and {water} takes {depth / 100:g} m"

    def _floats(self, parameters: Parameters, ship: str, depth: int | None) -> bool:
        draught = self._afloat(parameters, ship).draught
        return draught is None or depth is None or draught <= depth


def _able(fleet: Mapping[str, Vessel], load: Load) -> list[str]:
    return [name for name, vessel in fleet.items() if _takes(vessel, load)]


def _takes(vessel: Vessel, load: Load) -> bool:
    on_deck = load.lane_metres <= vessel.lane_metres
    return on_deck and (not isinstance(vessel, Ferry) or load.cargo in vessel.cargo)


def _by_timetable(basis: CostBasis, ferry: Ferry, key: str, *, loading: bool) -> int | None:
    """Checking in and half an interval, or rolling off, at a port of the line; at best without a wait."""
    if key not in {ferry.start, ferry.end}:
        return None
    if not loading:
        return basis.time(ferry.discharge)
    return basis.time(ferry.load) + (0 if basis.least else ferry.every // 2)


def _ports(legs: list[LegPlan]) -> set[str]:
    return {place for leg in legs for place in (leg.start, leg.end)}
