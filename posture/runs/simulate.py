"""One run: a scenario, a seed and a replication become a log."""

from collections.abc import Mapping
from dataclasses import dataclass

from posture.core.clock import Clock
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.operations import (
    air_policing,
    decision,
    early_warning,
    maritime,
    mine_countermeasures,
    missile_defence,
    movement,
    readiness,
    reinforcement,
    rotations,
    shipping,
)
from posture.outcomes import checks
from posture.runs.bounds import closure_bounds
from posture.scenario import Scenario
from posture.theatre import Theatre
from posture.theatre.event_kinds import BOUND


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
    """The log of one run up to the scenario's horizon; `check` holds it to all that must be so."""
    scenario = case.scenario
    theatre = Theatre(
        Clock(scenario.start),
        Streams(seed, replication, deterministic=deterministic),
        scenario.horizon,
        scenario.closures,
        scenario.movement.clearances,
        scenario.straits,
    )
    for brigade, seconds in sorted(case.bounds.items()):
        theatre.note(BOUND, brigade, amount=seconds)
    decision.start(theatre, scenario.decision, scenario.places)
    readiness.start(theatre, scenario.readiness, scenario.units)
    rotations.start(theatre, scenario.rotations, scenario.units)
    air_policing.start(theatre, scenario.air_policing, scenario.places)
    early_warning.start(theatre, scenario.early_warning, scenario.places)
    missile_defence.start(theatre, scenario.missile_defence, scenario.places)
    maritime.start(theatre, scenario.maritime, scenario.units, scenario.sea)
    mine_countermeasures.start(theatre, scenario.mine_countermeasures)
    shipping.start(theatre, scenario.shipping)
    movement.start(theatre, scenario.plans)
    reinforcement.start(theatre, scenario.reinforcement, scenario.units)
    theatre.run()
    if check:
        theatre.forces.check()
        checks.check(theatre.log)
    return theatre.log
