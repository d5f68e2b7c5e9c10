"""What each gate of a leg lets through in a day, at the middle of its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.plans import LegPlan
from posture.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate in words, and the pieces of one leg's serials that it lets through in a day."""

    what: str
    pieces_a_day: float


def gates(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    """Every gate of a leg: its ways, and where it loads, changes gauge and unloads."""
    yield from _ways(scenario, leg, cargo)
    if leg.mode == "rail":
        yield from _rail(scenario, leg)
    elif leg.mode == "sea":
        yield from _sea(scenario, leg)
    elif leg.mode == "air":
        yield from _air(scenario, leg)
    if leg.clears:
        yield Gate(f"port clearance at {_name(scenario, leg.start)}", float(leg.clears))


def _ways(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    seats = scenario.movement.march.people_a_vehicle
    vehicles = -(-leg.lot // seats) if cargo == "people" and leg.mode == "road" else leg.lot
    for step in leg.alternatives[0]:
        seconds = step.hold + step.headway * vehicles
        if seconds:
            ends = f"{_name(scenario, step.hop.start)} to {_name(scenario, step.hop.end)}"
            yield Gate(f"{leg.mode} from {ends}", leg.lot * DAY / seconds)


def _rail(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    entry = scenario.plans.parameters.entry
    for place, time in ((leg.start, "load"), (leg.end, "unload")):
        ramps, law = entry("railheads", place, "ramps"), entry("railheads", place, time)
        yield _worked(scenario, "ramps", place, ramps, law, leg.lot)
    for before, after in pairwise(leg.alternatives[0]):
        if before.hop.layer != after.hop.layer:
            place = after.hop.start
            tracks, law = entry("transloads", place, "tracks"), entry("transloads", place, "time")
            yield _worked(scenario, "transload", place, tracks, law, leg.lot)


def _sea(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    entry, ships = scenario.plans.parameters.entry, scenario.movement.ships[leg.lift[0]]
    for place, law in ((leg.start, ships.load), (leg.end, ships.discharge)):
        yield _worked(scenario, "berths", place, entry("ports", place, "berths"), law, leg.lot)


def _air(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    entry, plane = scenario.plans.parameters.entry, scenario.movement.aircraft[leg.lift[0]]
    for place in (leg.start, leg.end):
        served = entry("airfields", place, "mog") * entry("airfields", place, "efficiency")
        share = min(1.0, entry("airfields", place, "open") / DAY)
        yield _worked(scenario, "parking", place, served * share, plane.ground, leg.lot)


def _worked(scenario: Scenario, what: str, place: str, servers: float, law: Distribution, lot: int) -> Gate:
    """A gate at which a serial is worked for some time; one that takes none lets through all."""
    seconds = law.middle
    return Gate(
        f"{what} at {_name(scenario, place)}", servers * DAY / seconds * lot if seconds else float("inf")
    )


def _name(scenario: Scenario, key: str) -> str:
    return scenario.places[key].name
