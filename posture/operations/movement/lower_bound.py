"""Limits: what the gates and the lift of a plan allow at their very best, as arcs and trips for bounds.

Every time is at its least, every speed at its highest, opening hours and other traffic are left aside; so
no run is better. Arcs lead over the steps of the plans themselves: what a run may use when nothing closes in
time.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan, Plan, Step, Steps
from posture.operations.movement.modes import MODES
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.tables import stated
from posture.theatre.bounds import Arc, Trips
from posture.theatre.routing import REST


def arcs(parameters: Parameters, plans: Sequence[Plan]) -> Iterator[Arc]:
    """Every way and gate of some plans, between spots named by place and layer."""
    for plan in plans:
        for leg in plan.legs:
            yield from _clearance(leg)
            for steps in leg.alternatives:
                yield from _leg(parameters, leg, steps)


def _leg(parameters: Parameters, leg: LegPlan, steps: Steps) -> Iterator[Arc]:
    first, last = steps[0].hop, steps[-1].hop
    begin = _after_clearance(leg)
    yield _work(parameters, leg, begin, _spot(first.start, first.layer), loading=True)
    for step in steps:
        yield _hop(leg, step)
    for one, other in pairwise(steps):
        if one.hop.layer != other.hop.layer:
            place = other.hop.start
            transload = parameters.transloads[place]
            time = _low(stated(transload.time))
            ends = _spot(place, one.hop.layer), _spot(place, other.hop.layer)
            yield Arc(*ends, time, time, stated(transload.tracks), leg.lot, fixed=True)
    yield _work(parameters, leg, _spot(last.end, last.layer), _spot(leg.end, REST), loading=False)


def _hop(leg: LegPlan, step: Step) -> Arc:
    """One hop: a train holds its path alone, a column by its vehicles and the gap behind it."""
    ends = _spot(step.hop.start, step.hop.layer), _spot(step.hop.end, step.hop.layer)
    hold, fixed = leg.lot * step.headway + step.hold, not MODES[leg.mode].in_column
    return Arc(*ends, step.headway + step.least, hold, 1, leg.lot, fixed=fixed)


def _work(parameters: Parameters, leg: LegPlan, start: str, end: str, *, loading: bool) -> Arc:
    """Loading or unloading at one end of a leg."""
    work = MODES[leg.mode].work(parameters, leg, loading=loading)
    if work is None:
        return Arc(start, end, 0)
    time = _low(work.time)
    if not work.servers:
        return Arc(start, end, time)
    return Arc(start, end, time, int(time / work.efficiency), work.servers, leg.lot, fixed=True)


def _clearance(leg: LegPlan) -> Iterator[Arc]:
    """What leaves a port after a voyage goes piece by piece; a serial's share is rounded to whole seconds."""
    if leg.clears:
        hold = max(0, int(leg.lot * DAY / leg.clears) - leg.lot)
        yield Arc(_spot(leg.start, REST), _after_clearance(leg), 0, hold, 1, leg.lot)


def _after_clearance(leg: LegPlan) -> str:
    return _spot(leg.start, "cleared" if leg.clears else REST)


def trips(parameters: Parameters, plans: Sequence[Plan], pieces: int, release: int) -> dict[str, Trips]:
    """For each pool of lift, what moving so many pieces asks of it, by the best of several plans.

    A pool that a plan can do without is left out.
    """
    found: list[dict[str, Trips]] = [_trips(parameters, plan, pieces, release) for plan in plans]
    shared = set(found[0]).intersection(*found) if found else set()
    return {name: _easiest([trip[name] for trip in found]) for name in sorted(shared)}


def _easiest(options: Sequence[Trips]) -> Trips:
    return Trips(
        min(o.lots for o in options),
        min(o.cycle for o in options),
        min(o.there for o in options),
        min(o.release for o in options),
    )


def _trips(parameters: Parameters, plan: Plan, pieces: int, release: int) -> dict[str, Trips]:
    """Trips of one plan: how long a thing is away, and how soon after its taking the pieces are there."""
    found: dict[str, Trips] = {}
    after = [min(_seconds(parameters, leg, steps) for steps in leg.alternatives) for leg in plan.legs]
    for number, leg in enumerate(plan.legs):
        ahead, behind = sum(after[:number]), sum(after[number + 1 :])
        for index, name in enumerate(leg.lift):
            options = [_trip(parameters, leg, steps, index) for steps in leg.alternatives]
            lots = pieces if MODES[leg.mode].in_column else -(-pieces // leg.lot)
            cycle = min(cycle for _, cycle, _ in options)
            there = min(there for _, _, there in options) + behind
            begin = release + ahead + min(wait for wait, _, _ in options)
            one = Trips(lots, cycle, there, begin)
            found[name] = one if name not in found else _easiest([found[name], one])
    return found


def _trip(parameters: Parameters, leg: LegPlan, steps: Steps, index: int) -> tuple[int, int, int]:
    """For one pool of a leg: seconds before it is taken, while it is away, until the leg is done."""
    parts = _by_layer(steps)
    works = [_works(parameters, leg, part, i, len(parts)) for i, part in enumerate(parts)]
    least = [sum(step.least for step in part) for part in parts]
    before = sum(works[i][0] + least[i] + works[i][1] for i in range(index)) if index else 0
    if index:
        before -= works[index - 1][1]  # the next set is taken before the transload, which both take part in
    begin, end = works[index]
    if index:
        begin = works[index - 1][1]
    back = MODES[leg.mode].back(parameters, leg, parts[index], index)
    there = begin + sum(least[index:]) + sum(work[1] for work in works[index:])
    return before, begin + least[index] + end + back, there


def _works(parameters: Parameters, leg: LegPlan, part: Steps, index: int, parts: int) -> tuple[int, int]:
    """Least seconds of work at both ends of a part; a transload counts as the end of one."""
    begin = _work(parameters, leg, "", "", loading=True).seconds if index == 0 else 0
    if index == parts - 1:
        return begin, _work(parameters, leg, "", "", loading=False).seconds
    return begin, _low(stated(parameters.transloads[part[-1].hop.end].time))


def _by_layer(steps: Steps) -> list[Steps]:
    """Runs of steps of one gauge."""
    runs: list[list[Step]] = []
    for step in steps:
        if not runs or runs[-1][-1].hop.layer != step.hop.layer:
            runs.append([])
        runs[-1].append(step)
    return [tuple(run) for run in runs]


def _seconds(parameters: Parameters, leg: LegPlan, steps: Steps) -> int:
    """The least that a leg takes."""
    parts = _by_layer(steps)
    works = sum(sum(_works(parameters, leg, part, i, len(parts))) for i, part in enumerate(parts))
    return works + sum(step.least for step in steps)


def _low(law: Distribution) -> int:
    return int(law.low)


def _spot(place: str, layer: str) -> str:
    return f"{place} {layer}"
