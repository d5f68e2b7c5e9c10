"""By sea: ships that are called up, load and discharge at berths, and sail where it is deep enough."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from posture.core.distributions import Distribution
from posture.core.schema import FrozenMap
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import FREIGHT, Ships
from posture.operations.movement.modes.base import CostBasis, EndWork, Expectation, TransportMode
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.schema import Movement
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import ParameterTable, stated
from posture.theatre import Process
from posture.theatre.event_kinds import LOADING, SEA, UNLOADING
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
        """The kind that the load names, else the first by name, of those whose deck takes a piece."""
        return _chosen(self.fleet(parameters.written), load)

    def kinds(self, parameters: Parameters, load: Load) -> tuple[str, ...]:
        """Those whose deck takes a piece."""
        return () if load.lift else tuple(_able(self.fleet(parameters.written), load))

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        return self.vessels(parameters)[stated(self.kind(parameters, load))].speed

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """What its decks take."""
        ship = self.vessels(parameters)[lift[0]]
        deck = int(ship.lane_metres / load.lane_metres) if load.lane_metres else ship.pieces
        return min(ship.pieces, deck)

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At the speed of the ship, where the water is deep enough for it."""
        name = basis.kinds[self.name]
        if basis.load.cargo not in FREIGHT or name is None:
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
        ship = self.vessels(parameters)[name]
        if not loading:
            return basis.time(ship.discharge)
        return basis.time(ship.load) + (0 if basis.least else basis.time(ship.activation))

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork:
        """At the berths of a port."""
        ship = self.vessels(parameters)[leg.lift[0]]
        berths = stated(parameters.ports[leg.start if loading else leg.end].berths)
        return EndWork(ship.load if loading else ship.discharge, "berths", berths)

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A shipload: waits for a ship, loads at a berth, sails, discharges; the ship is free where it lies.

        It waits in port, or before it, while the approach is shut.
        """
        handling, gates = travel.handling, travel.gates
        ship = self.vessels(travel.parameters)[leg.lift[0]]
        pool = gates.pool(leg.lift[0])
        if not (yield from travel.board(serial, leg, pool)):
            return
        yield from handling.at(serial, gates.berths(leg.start), ship.load, LOADING, leg.start)
        yield from travel.wait_open(serial, leg.start, ("gate", leg.start, "approach"))
        yield from travel.along(serial, leg, leg.alternatives[0])
        yield from travel.put_in(serial, leg, self.gate, self.name)
        yield from travel.wait_open(serial, serial.end, ("gate", serial.end, "approach"))
        yield from handling.at(serial, gates.berths(serial.end), ship.discharge, UNLOADING, serial.end)
        pool.give(1, serial.end)

    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """At its speed, the strait or locks at the end included."""
        passage, own = self.passage(expect.parameters, hop), expect.parameters.own(hop)
        speed = (own.speed if own is not None else None) or self._empty_speed(expect.parameters, pool, hop)
        return expect.along(hop.metres, speed) + (expect.time(passage.time) if passage is not None else 0)

    def _empty_speed(self, parameters: Parameters, pool: str, hop: Hop) -> Distribution:
        return self.vessels(parameters)[pool].speed

    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Its vessels."""
        return pool in self.vessels(parameters)

    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """At its speed."""
        return expect.along(metres, self.vessels(expect.parameters)[pool].speed)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Vessels."""
        if not self.fleet(parameters.written):
            yield f"{self.lift_name} on offer"
        elif self.kind(parameters, load) is None:
            yield f"{self.lift_name} on offer with a deck of {load.lane_metres:g} m for one piece"

    def without_draught(self, written: Movement, load: Load) -> Movement | None:
        """Every vessel as flat as a raft."""
        fleet = self.fleet(written)
        name = _chosen(fleet, load)
        flat = FrozenMap({key: self.flattened(ship) for key, ship in fleet.items()})
        return None if name is None or flat[name] == fleet[name] else self.with_fleet(written, flat)

    def flattened(self, ship: Ships) -> Ships:
        """A vessel that floats everywhere."""
        return ship.model_copy(update={"draught": None})

    def too_shallow(self, parameters: Parameters, load: Load, legs: list[LegPlan]) -> Iterator[str]:
        """Ports at both ends, and the water between them."""
        name = stated(self.kind(parameters, load))
        draught = self.vessels(parameters)[name].draught
        places = parameters.network.places
        waters = {(key, "port"): (places[key].name, parameters.port_depth(key)) for key in _ports(legs)}
        for step in (step for leg in legs for step in leg.alternatives[0]):
            key, water, depth = self.shallows(parameters, step.hop)
            waters[key, "on the way"] = water, depth
        for _, (water, depth) in sorted(waters.items()):
            if draught is not None and depth is not None and depth < draught:
                yield f"'{name}' draws {draught / 100:g} m, and {water} takes {depth / 100:g} m"

    def _floats(self, parameters: Parameters, ship: str, depth: int | None) -> bool:
        draught = self.vessels(parameters)[ship].draught
        return draught is None or depth is None or draught <= depth


def _able(fleet: Mapping[str, Ships], load: Load) -> list[str]:
    return [name for name, ship in fleet.items() if load.lane_metres <= ship.lane_metres]


def _chosen(fleet: Mapping[str, Ships], load: Load) -> str | None:
    can = _able(fleet, load)
    return load.lift if load.lift in can else next(iter(can), None)


def _ports(legs: list[LegPlan]) -> set[str]:
    return {place for leg in legs for place in (leg.start, leg.end)}
