"""Lower bounds: no closure can be sooner, whatever chance brings and however cleverly one moved.

Three for each brigade, and the largest is told. *The longest of the shortest*: for each line the least of
release, notice, loading and travel. *Quickest flow*: as many pieces of one class as must come through the
gates and ways of their plans. *Waves*: as many loads as must be carried by lift that comes back. The first
holds for any way there is; the other two for the plans, and are left out where something closes in time,
since serials then leave their plans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from posture.core.clock import DAY
from posture.operations.movement import Plan
from posture.operations.movement.lower_bound import LiftDemand, arcs, demands, trips
from posture.operations.reinforcement import MovementRequirement, movement_requirements
from posture.scenario import Scenario
from posture.scenario.consistency.reinforcement import shapes_of
from posture.theatre.bounds import Arc, quickest_flow, waves
from posture.theatre.forces import CARRIED

IMPORTS = ("scipy.optimize", "scipy.sparse")
"""What is imported when the first bound is worked out: a third of a second in each process anew."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One line: the pieces that must come, from where and from which second on, their least, their plans.

    What may be raised before the order may be ready by then, and what may be staged stand where it embarks.
    """

    line: MovementRequirement
    start: str
    release: int
    least: int
    plans: tuple[Plan, ...]


def closure_bounds(scenario: Scenario) -> dict[str, int]:
    """Seconds from the order before which each brigade cannot close; only brigades that wait for a line."""
    lines: dict[str, list[Needed]] = {}
    called_off = scenario.decision.called_off()
    for line in movement_requirements(scenario.reinforcement, scenario.units):
        if scenario.reinforcement.brigades[line.brigade].order in called_off:
            continue
        lines.setdefault(line.brigade, []).append(_needed(scenario, line))
    return {name: _bound(scenario, name, needed) for name, needed in lines.items()}


def _needed(scenario: Scenario, line: MovementRequirement) -> Needed:
    """A line with the second after the order before which it cannot load."""
    part = scenario.reinforcement.brigades[line.brigade].parts[line.part]
    order = scenario.reinforcement.brigades[line.brigade].order
    decided = part.release is None and any(
        order in crisis.deployed for crisis in scenario.decision.crises.values()
    )
    release = None if decided else scenario.reinforcement.release_of(part, line.load.nation)
    early = scenario.decision.given().get(order, set()) & {"raise", "stage"}
    kept = early or line.unit in scenario.readiness.kept()
    notice = None if kept else scenario.units[line.unit].notice
    least_of = [int(law.low) for law in (release, notice) if law]
    together = scenario.reinforcement.warned_at_once(part)
    shapes, start = shapes_of(line), line.start
    staging = line.staging(scenario.places) if "stage" in early else None
    ready = (max(least_of, default=0) if together else sum(least_of)) + (
        line.written.ready if staging is None else 0
    )
    if staging is not None:
        shapes, start = (shapes[0]._replace(start=staging, stops=shapes[0].stops[1:]),), staging
    least = sum(scenario.plans.least(shape) or 0 for shape in shapes)
    least += sum(int(law.low) for law in line.written.halts.values())
    if line.drawn:
        least += int(line.pieces * DAY / scenario.reinforcement.issue_of(line.site).rate)
    plans = () if line.site or not shapes else scenario.plans.every(shapes[0])
    return Needed(line, start, ready, max(ready + least, line.written.earliest or 0), plans)


def _bound(scenario: Scenario, name: str, needed: Sequence[Needed]) -> int:
    """A brigade is integrated no sooner than so long after its first arrival, and after its last."""
    brigade = scenario.reinforcement.brigades[name]
    law = brigade.integration or scenario.reinforcement.integration
    least = [one.least for one in needed]
    bounds = [*least, min(least) + int(law.low)]
    if all(closure.for_good or not closure.active for closure in scenario.closures.values()):
        bounds += [_flow(scenario, name, cargo) for cargo in _by_cargo(needed)]
        bounds += [_waves(scenario, needed)]
    return max(bounds)


def _by_cargo(needed: Sequence[Needed]) -> list[list[Needed]]:
    """Lines of one class of cargo together: classes do not share their lots. What is drawn is left out."""
    moved = [one for one in needed if one.plans]
    classes = sorted({one.line.load.cargo for one in moved})
    return [[one for one in moved if one.line.load.cargo == cargo] for cargo in classes]


def _flow(scenario: Scenario, name: str, needed: Sequence[Needed]) -> int:
    """The quickest flow of one class of cargo, each line from a spot of its own, through reception."""
    brigade = scenario.reinforcement.brigades[name]
    every: list[Arc] = []
    for one in needed:
        every.append(Arc(one.line.name, f"{one.start} rest", 0))
        every += arcs(scenario.plans.parameters, one.plans)
    sink = f"{brigade.at} rest"
    lots = [leg.lot for one in needed for plan in one.plans for leg in plan.legs[-1:]]
    if needed[0].line.load.cargo in CARRIED:
        rate, lot = scenario.reinforcement.a_day(brigade.received_by), max(lots, default=1)
        every.append(Arc(sink, "received", 0, max(0, int(lot * DAY / rate) - lot), 1, lot))
        sink = "received"
    supplies = {one.line.name: (float(one.line.share), one.release) for one in needed}
    bound = quickest_flow(sorted(set(every), key=repr), supplies, sink)
    return bound.seconds if bound is not None else 0


def _waves(scenario: Scenario, needed: Sequence[Needed]) -> int:
    """The largest bound that any pool of lift sets."""
    parameters = scenario.plans.parameters
    pools: dict[str, list[LiftDemand]] = {}
    for one in (one for one in needed if one.plans):
        for pool, demand in demands(parameters, one.plans, one.line.share, one.release).items():
            pools.setdefault(pool, []).append(demand)
    return max(
        (
            waves(trips(scenario.plans, pool, all_), parameters.pool_size(pool))
            for pool, all_ in sorted(pools.items())
        ),
        default=0,
    )
