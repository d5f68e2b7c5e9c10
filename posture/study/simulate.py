"""One run: a scenario, a seed and a replication become a log."""

from collections.abc import Mapping
from dataclasses import dataclass

from posture.ground.chance import Chance
from posture.ground.clock import Clock
from posture.ground.log import Log
from posture.operations import air_policing, decision, movement, readiness, reinforcement, rotations
from posture.scenario import Scenario
from posture.study.bounds import closure_bounds
from posture.theatre import Theatre


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario with what all its runs share: its plans are made, and each brigade's bound in seconds."""

    scenario: Scenario
    bounds: Mapping[str, int]


def prepare(scenario: Scenario) -> Prepared:
    """Work out routes and bounds, once for all runs."""
    return Prepared(scenario, closure_bounds(scenario))


def simulate(
    case: Prepared, seed: int, replication: int, *, deterministic: bool = False, check: bool = False
) -> Log:
    """The log of one run up to the scenario's horizon; `check` adds up all holdings at its end."""
    scenario = case.scenario
    theatre = Theatre(
        Clock(scenario.start),
        Chance(seed, replication, deterministic=deterministic),
        scenario.horizon,
        scenario.closures,
        scenario.movement.clearances,
    )
    for brigade, seconds in sorted(case.bounds.items()):
        theatre.note("bound", brigade, amount=seconds)
    decision.start(theatre, scenario.decision, scenario.places)
    readiness.start(theatre, scenario.readiness, scenario.units)
    rotations.start(theatre, scenario.rotations, scenario.units)
    air_policing.start(theatre, scenario.air_policing, scenario.places)
    movement.start(theatre, scenario.plans)
    reinforcement.start(theatre, scenario.reinforcement, scenario.units)
    theatre.run()
    if check:
        theatre.forces.check()
    return theatre.log
