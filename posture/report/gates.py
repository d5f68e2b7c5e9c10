"""What each gate of a leg lets through in a day, at the middle of its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.modes import MODES
from posture.operations.movement.tables import stated
from posture.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate in words, and the pieces of one leg's serials that it lets through in a day."""

    what: str
    pieces_a_day: float


def gates(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    """Every gate of a leg: its ways, and where it loads, changes gauge and unloads."""
    yield from _ways(scenario, leg, cargo)
    yield from _ends(scenario, leg)
    yield from _changes(scenario, leg)
    if leg.clears:
        yield Gate(f"port clearance at {_name(scenario, leg.start)}", float(leg.clears))


def _ways(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    seats = scenario.movement.march.people_a_vehicle
    vehicles = -(-leg.lot // seats) if cargo == "people" else leg.lot
    for step in leg.alternatives[0]:
        seconds = step.hold + step.headway * vehicles
        if seconds:
            ends = f"{_name(scenario, step.hop.start)} to {_name(scenario, step.hop.end)}"
            yield Gate(f"{leg.mode} from {ends}", leg.lot * DAY / seconds)


def _ends(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    for place, loading in ((leg.start, True), (leg.end, False)):
        work = MODES[leg.mode].work(scenario.plans.parameters, leg, loading=loading)
        if work is not None and work.servers:
            served = work.servers * work.efficiency * work.open_share
            yield _worked(f"{work.what} at {_name(scenario, place)}", served, work.time, leg.lot)


def _changes(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    for before, after in pairwise(leg.alternatives[0]):
        if before.hop.layer != after.hop.layer:
            place = after.hop.start
            transload = scenario.plans.parameters.transloads[place]
            what, tracks = f"transload at {_name(scenario, place)}", stated(transload.tracks)
            yield _worked(what, tracks, stated(transload.time), leg.lot)


def _worked(what: str, servers: float, law: Distribution, lot: int) -> Gate:
    """A gate at which a serial is worked for some time; one that takes none lets through all."""
    return Gate(what, servers * DAY / law.middle * lot if law.middle else float("inf"))


def _name(scenario: Scenario, key: str) -> str:
    return scenario.places[key].name
