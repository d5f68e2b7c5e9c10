"""Ferry flights: aircraft that fly themselves from airfield to airfield, by stages or with tankers."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from posture.operations.movement.legs import LegPlan, Plan, Steps
from posture.operations.movement.modes.base import CostBasis
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.self_deploying import OwnAircraft, Tankers
from posture.operations.movement.serials import Serial
from posture.theatre import Process
from posture.theatre.closures import Key
from posture.theatre.event_kinds import LOADING
from posture.theatre.network import great_circle
from posture.theatre.requests import Load
from posture.theatre.routing import Hop

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel

BY_STAGES = " by stages"
"""After the kind of an aircraft: without tankers, though it could be refuelled by them."""


def own_kind(parameters: Parameters, load: Load) -> str | None:
    """The kind of a load that flies itself, with tankers or by stages; None where it names none."""
    return load.lift if load.lift.removesuffix(BY_STAGES) in parameters.own_aircraft else None


def own_kinds(parameters: Parameters, load: Load) -> tuple[str, ...]:
    """With tankers and by stages, where it can be refuelled in the air; else as it is."""
    kind = own_kind(parameters, load)
    if kind is None:
        return ()
    both = own_written(parameters, kind).tankers is not None and not kind.endswith(BY_STAGES)
    return (kind, f"{kind}{BY_STAGES}") if both else (kind,)


def own_travel(basis: CostBasis, kind: str, hop: Hop) -> int | None:
    """The time on the ground before a flight, and the flight, if it is within range."""
    aircraft = own_written(basis.parameters, kind)
    if hop.metres > own_range(basis.parameters, kind):
        return None
    return basis.time(aircraft.ground) + basis.along(hop.metres, aircraft.speed)


def own_range(parameters: Parameters, kind: str) -> int:
    """Metres that a kind flies without landing."""
    aircraft = own_written(parameters, kind)
    refuelled = None if kind.endswith(BY_STAGES) else aircraft.tankers
    return aircraft.range if refuelled is None else refuelled.range


def own_written(parameters: Parameters, kind: str) -> OwnAircraft:
    """What is written of a kind, with tankers or by stages."""
    return parameters.own_aircraft[kind.removesuffix(BY_STAGES)]


def tankers_for(parameters: Parameters, load: Load, plan: Plan) -> Tankers | None:
    """The tankers that a plan needs: on some flight of it, it goes beyond its own range."""
    if load.cargo != "aircraft":
        return None
    aircraft = own_written(parameters, load.lift)
    hops = (step.hop for leg in plan.legs if leg.mode == "air" for step in leg.alternatives[0])
    return aircraft.tankers if any(hop.metres > aircraft.range for hop in hops) else None


def fly(travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
    """A formation: makes ready before each take-off, and lands where the next airfield is open to it."""
    aircraft = own_written(travel.parameters, serial.move.load.lift)
    serial.loaded = True

    def make_ready(steps: Steps, index: int) -> Process:
        place = steps[index].hop.start
        yield from travel.handling.beside(serial, aircraft.ground, LOADING, place)
        yield from travel.wait_open(serial, place, *_keys(place))

    yield from make_ready(leg.alternatives[0], 0)
    yield from travel.along(serial, leg, leg.alternatives[0], before=make_ready)


def _keys(place: str) -> tuple[Key, ...]:
    return ("place", place), ("gate", place, "airfield")


def lacking_own(parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
    """The kind, or the stage that would be within range of one side of the gap."""
    kind = own_kind(parameters, load)
    if kind is None:
        yield "kind of aircraft in 'movement.own_aircraft' is named by its 'lift'"
        return
    aircraft = own_written(parameters, kind)
    farthest = aircraft.range if aircraft.tankers is None else aircraft.tankers.range
    places = parameters.network.places
    if any(great_circle(places[one], places[other]) > farthest for one, other in combinations(ends, 2)):
        yield f"airfield within the {farthest / 1000:,.0f} km that '{kind}' flies"
