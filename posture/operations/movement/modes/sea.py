"""By sea: ships that are called up, load and discharge at berths, and sail where it is deep enough."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.distributions import Distribution
from posture.core.schema import FrozenMap
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import FREIGHT
from posture.operations.movement.modes.base import CostBasis, EndWork, TransportMode
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.schema import Movement
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import stated
from posture.theatre import Process
from posture.theatre.event_kinds import LOADING, SEA, UNLOADING
from posture.theatre.network import Link
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel


class SeaMode(TransportMode):
    """Ships; they carry any nation's pieces."""

    name = "sea"
    cause = SEA
    gate = "berth"
    from_port_to_port = True

    def kind(self, parameters: Parameters, load: Load) -> str | None:
        """The kind that the load names, else the first by name."""
        kinds = parameters.written.ships
        return load.lift if load.lift in kinds else next(iter(kinds), None)

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        return parameters.ships[stated(self.kind(parameters, load))].speed

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """What its decks take."""
        ship = parameters.ships[lift[0]]
        deck = int(ship.lane_metres / load.lane_metres) if load.lane_metres else ship.pieces
        return max(1, min(ship.pieces, deck))

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At the speed of the ship, where the strait at the end is deep enough for it."""
        name = basis.kinds[self.name]
        if basis.load.cargo not in FREIGHT or name is None:
            return None
        depth = basis.parameters.passage_depth(hop.end)
        return self._drive(basis, hop, link) if _floats(basis.parameters, name, depth) else None

    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int | None:
        """Loading counts the ship's activation, so that none is chosen as if it lay waiting.

        At the very least it lies waiting: another line may have called it earlier.
        """
        parameters, name = basis.parameters, basis.kinds[self.name]
        shut = {(key, "berth"), (key, "approach")} & basis.shut
        if parameters.network.places[key].kind != "port" or shut or name is None:
            return None
        if not _floats(parameters, name, parameters.port_depth(key)):
            return None
        ship = parameters.ships[name]
        if not loading:
            return basis.time(ship.discharge)
        return basis.time(ship.load) + (0 if basis.least else basis.time(ship.activation))

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork:
        """At the berths of a port."""
        ship = parameters.ships[leg.lift[0]]
        berths = stated(parameters.ports[leg.start if loading else leg.end].berths)
        return EndWork(ship.load if loading else ship.discharge, "berths", berths)

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A shipload: waits for a ship, loads at a berth, sails, discharges; the ship sails back.

        It waits in port, or before it, while the approach is shut.
        """
        theatre, handling, gates = travel.theatre, travel.handling, travel.gates
        ship = travel.parameters.ships[leg.lift[0]]
        pool = gates.pool(leg.lift[0])
        yield from handling.take(serial, pool, leg.start)
        yield from handling.at(serial, gates.berths(leg.start), ship.load, LOADING, leg.start)
        yield from travel.wait_open(serial, leg.start, ("gate", leg.start, "approach"))
        begin = theatre.now
        yield from travel.along(serial, leg, leg.alternatives[0])
        sailing = theatre.now - begin
        yield from travel.wait_open(serial, leg.end, ("gate", leg.end, "approach"))
        yield from handling.at(serial, gates.berths(leg.end), ship.discharge, UNLOADING, leg.end)
        theatre.after(sailing, pool.give)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Ships."""
        if not parameters.written.ships:
            yield "ships on offer"

    def without_draught(self, written: Movement, load: Load) -> Movement | None:
        """Every ship as flat as a raft."""
        name = load.lift if load.lift in written.ships else next(iter(written.ships), None)
        if name is None or written.ships[name].draught is None:
            return None
        flat = {key: ship.model_copy(update={"draught": None}) for key, ship in written.ships.items()}
        return written.model_copy(update={"ships": FrozenMap(flat)})

    def too_shallow(self, parameters: Parameters, load: Load, legs: list[LegPlan]) -> Iterator[str]:
        """Ports at both ends, and passages."""
        name = stated(self.kind(parameters, load))
        draught = stated(parameters.ships[name].draught)
        ports = {place for leg in legs for place in (leg.start, leg.end)}
        passages = {step.hop.end for leg in legs for step in leg.alternatives[0]}
        depths = {(key, "port"): parameters.port_depth(key) for key in ports}
        depths |= {(key, "passage"): parameters.passage_depth(key) for key in passages}
        for (key, _), depth in sorted(depths.items(), key=lambda one: one[0]):
            if depth is not None and depth < draught:
                place = parameters.network.places[key].name
                yield f"'{name}' draws {draught / 100:g} m, and {place} takes {depth / 100:g} m"


def _floats(parameters: Parameters, ship: str, depth: int | None) -> bool:
    draught = parameters.ships[ship].draught
    return draught is None or depth is None or draught <= depth
