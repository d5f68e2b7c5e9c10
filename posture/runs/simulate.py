"""One run: a scenario, a seed and a replication become a log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posture.core.clock import Clock
from posture.core.collector import collector_at_rest
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.operations import OPERATIONS
from posture.outcomes import checks
from posture.runs.bounds import closure_bounds
from posture.scenario import Scenario
from posture.scenario.own_measures import note_answers
from posture.scenario.parcel import Parcel, of_parcel, to_parcel
from posture.theatre import Theatre
from posture.theatre.event_kinds import BOUND, LONGEST_WAIT
from posture.theatre.operation import Operation


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario with what all its runs share: its plans are made, and each brigade's bound in seconds."""

    scenario: Scenario
    bounds: Mapping[str, int]

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process its ways are those of a case that came before, where they are alike."""
        return _received, (to_parcel(self.scenario), self.bounds)


def _received(parcel: Parcel, bounds: Mapping[str, int]) -> Prepared:
    return Prepared(of_parcel(parcel), bounds)


def prepare(scenario: Scenario) -> Prepared:
    """Work out routes and bounds, once for all runs."""
    with collector_at_rest():
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
        scenario.movement.overflight,
        scenario.neutral,
    )
    if scenario.longest_wait is not None:
        theatre.note(LONGEST_WAIT, "run", amount=scenario.longest_wait)
    for brigade, seconds in sorted(case.bounds.items()):
        theatre.note(BOUND, brigade, amount=seconds)
    operations: tuple[Operation[Scenario], ...] = OPERATIONS
    for operation in operations:
        operation.start(theatre, scenario)
    theatre.run()
    note_answers(theatre.log, scenario.measures)
    if check:
        theatre.forces.check()
        checks.check(theatre.log)
    theatre.leave()
    return theatre.log
