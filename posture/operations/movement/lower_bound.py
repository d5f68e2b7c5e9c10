"""Limits: what the gates and the lift of a plan allow at their very best, as arcs and trips for bounds.

Every time is at its least, every speed at its highest, opening hours and other traffic are left aside; so
no run is better. Arcs lead over the steps of the plans themselves: what a run may use when nothing closes in
time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan, Plan, Step, Steps
from posture.operations.movement.modes import MODES
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.plans import Plans
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


@dataclass(frozen=True, slots=True)
class LiftDemand:
    """What moving some pieces asks of a pool of lift, by the best of several plans.

    So many lots; a thing is `away` from its taking, at one of `starts`, until it is free at one of `ends`.
    The pieces are there `there` seconds after its taking, which is no sooner than `release`.
    """

    lots: float
    away: int
    there: int
    release: int
    starts: frozenset[str]
    ends: frozenset[str]

    @classmethod
    def easiest(cls, options: Sequence["LiftDemand"]) -> "LiftDemand":
        """What is the least that any of these asks."""
        return cls(
            min(one.lots for one in options),
            min(one.away for one in options),
            min(one.there for one in options),
            min(one.release for one in options),
            frozenset[str]().union(*(one.starts for one in options)),
            frozenset[str]().union(*(one.ends for one in options)),
        )


def demands(
    parameters: Parameters, plans: Sequence[Plan], pieces: int, release: int
) -> dict[str, LiftDemand]:
    """For each pool of lift, what moving so many pieces asks of it, by the best of several plans.

    A pool that a plan can do without is left out.
    """
    found = [_demands(parameters, plan, pieces, release) for plan in plans]
    shared = set(found[0]).intersection(*found) if found else set()
    return {name: LiftDemand.easiest([one[name] for one in found]) for name in sorted(shared)}


def trips(plans: Plans, pool: str, demands: Sequence[LiftDemand]) -> list[Trips]:
    """What several flows ask of one pool, the least way from the end of each to where one may begin."""
    starts = frozenset[str]().union(*(one.starts for one in demands))

    def back(ends: frozenset[str]) -> int:
        return min(plans.ballast(pool, end, start, least=True) for end in ends for start in starts)

    return [Trips(one.lots, one.away + back(one.ends), one.there, one.release) for one in demands]


def _demands(parameters: Parameters, plan: Plan, pieces: int, release: int) -> dict[str, LiftDemand]:
    """Of one plan: how long a thing is away, and how soon after its taking the pieces are there."""
    found: dict[str, LiftDemand] = {}
    after = [min(_seconds(parameters, leg, steps) for steps in leg.alternatives) for leg in plan.legs]
    for number, leg in enumerate(plan.legs):
        ahead, behind = sum(after[:number]), sum(after[number + 1 :])
        lots = pieces if MODES[leg.mode].in_column else pieces / leg.lot
        for index, name in enumerate(leg.lift):
            one = LiftDemand.easiest([_demand(parameters, leg, steps, index) for steps in leg.alternatives])
            one = replace(one, lots=lots, there=one.there + behind, release=release + ahead + one.release)
            found[name] = one if name not in found else LiftDemand.easiest([found[name], one])
    return found


def _demand(parameters: Parameters, leg: LegPlan, steps: Steps, index: int) -> LiftDemand:
    """For one pool of a leg, a single lot; `release` counts from the beginning of the leg."""
    parts = _by_layer(steps)
    works = [_works(parameters, leg, part, i, len(parts)) for i, part in enumerate(parts)]
    least = [sum(step.least for step in part) for part in parts]
    before = sum(works[i][0] + least[i] + works[i][1] for i in range(index)) if index else 0
    if index:
        before -= works[index - 1][1]  # the next set is taken before the transload, which both take part in
    begin, end = works[index]
    if index:
        begin = works[index - 1][1]
    there = begin + sum(least[index:]) + sum(work[1] for work in works[index:])
    away = begin + least[index] + end + MODES[leg.mode].turn(parameters, leg.lift[index])
    first, last = parts[index][0].hop.start, parts[index][-1].hop.end
    return LiftDemand(1, away, there, before, frozenset({first}), frozenset({last}))


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
