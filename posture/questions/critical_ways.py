"""What closing one thing does to the ways of the forces: who is cut off, who goes round, and how much longer.

Only what a line's plan uses can matter: routes are chosen without what is closed, so that closing what no
plan uses leaves every run as it was.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from math import isfinite
from typing import Any, Literal, NamedTuple

from posture.core.clock import DAY
from posture.experiments.factors import node
from posture.operations.movement import Plan, Plans, RouteRequest
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lower_bound import LiftDemand, demands, trips
from posture.operations.movement.modes import MODES
from posture.operations.reinforcement import MovementRequirement, movement_requirements
from posture.runs.dispatch import FailedItem, spread
from posture.runs.worker_pool import WorkerPool
from posture.scenario import Scenario
from posture.scenario.consistency.reinforcement import shapes_of
from posture.scenario.loading import Mark, Override, written
from posture.theatre.bounds import Trips, waves
from posture.theatre.network import Closure, GateKind

CLOSED = "n-minus-1"
"""Name of the closure that is added."""


class Thing(NamedTuple):
    """What can be closed: a gate of a place, a place altogether, or a way; in this order."""

    kind: Literal["gate", "place", "way"]
    key: str
    gate: GateKind | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """By what things are sorted."""
        return self.kind, self.key, self.gate or ""

    @property
    def closure(self) -> Closure:
        """Closed from the start to the end of the run."""
        return Closure(links=(self.key,)) if self.kind == "way" else Closure(place=self.key, gate=self.gate)

    @property
    def sets(self) -> tuple[str, ...]:
        """The same as `--set` takes it."""
        fields = {"links": [self.key]} if self.kind == "way" else {"place": self.key, "gate": self.gate}
        return tuple(
            written(Override(("closures", CLOSED, name), node(value, Mark(""))))
            for name, value in fields.items()
            if value is not None
        )

    def named(self, scenario: Scenario) -> str:
        """What it is called."""
        if self.kind != "way":
            name = _place(scenario, self.key)
            return f"{self.gate} at {name}" if self.gate else f"all of {name}"
        link = scenario.links[self.key]
        mode = f"{link.mode} ({link.gauge} mm)" if link.gauge is not None else link.mode
        return f"{mode} {_place(scenario, link.start)} \N{EN DASH} {_place(scenario, link.end)}"


def _place(scenario: Scenario, key: str) -> str:
    """The name of a place, with its kind where another one has the same name."""
    place = scenario.places[key]
    alike = sum(other.name == place.name for other in scenario.places.values())
    return f"{place.name} ({place.kind.replace('_', ' ')})" if alike > 1 else place.name


def without(scenario: Scenario, thing: Thing) -> Scenario:
    """The scenario with one thing closed for good; plans that may change are made anew."""
    other = scenario.model_copy(update={"closures": scenario.closures | {CLOSED: thing.closure}})
    other.__dict__.pop("plans", None)
    other.plans.routing = scenario.plans.routing.with_closed(other.plans.network)
    return other


def keep_plans(closed: Scenario, scenario: Scenario, thing: Thing) -> None:
    """Take over all plans that do not use what is closed, so that they need not be made anew.

    Where a gauge changes, a plan also counts as used if there were fewer places to change it than wanted:
    what is closed may have been on the way to another one that was not taken.
    """
    wanted = scenario.movement.routes.gauge_changes

    def stays(plan: Plan) -> bool:
        return not any(thing in _used(leg) or _lacks(leg, wanted) for leg in plan.legs)

    made = scenario.plans.made
    closed.plans.adopt({key: plans for key, plans in made.items() if all(map(stays, plans))})


def _lacks(leg: LegPlan, wanted: int) -> bool:
    changes = any(one.hop.layer != other.hop.layer for one, other in pairwise(leg.alternatives[0]))
    return changes and len(leg.alternatives) < wanted


class Baseline(NamedTuple):
    """The scenario as written, its lines, and the trips of its lift; what each process needs."""

    scenario: Scenario
    lines: tuple[MovementRequirement, ...]
    trips: Mapping[str, Sequence[Trips]]

    @classmethod
    def of(cls, scenario: Scenario) -> "Baseline":
        """All lines that move; their plans are made."""
        lines = tuple(
            line for line in movement_requirements(scenario.reinforcement, scenario.units) if line.journeys
        )
        for line in lines:
            for shape in shapes_of(line):
                scenario.plans.every(shape)
        return cls(scenario, lines, _pools(scenario.plans, lines, {}))


@dataclass(frozen=True, slots=True)
class Left:
    """What is left when a thing is closed.

    `ways` is alike for two things whose closing leaves alike ways, so that their runs are the same; empty
    where nothing changes. `cut` are the lines without any way. `longer` holds for each other line the
    seconds that its ways take more, `lift` those that the busiest pool of lift takes more in its least time.
    """

    thing: Thing
    ways: str
    cut: tuple[str, ...]
    longer: Mapping[str, int]
    lift: int


def things(ground: Baseline) -> dict[Thing, frozenset[RouteRequest]]:
    """Everything that some plan uses, and by which requests to move; sorted."""
    found: defaultdict[Thing, set[RouteRequest]] = defaultdict(set)
    for line in ground.lines:
        for shape in shapes_of(line):
            for plan in ground.scenario.plans.every(shape):
                for leg in plan.legs:
                    for thing in _used(leg):
                        found[thing].add(shape)
    return {thing: frozenset(found[thing]) for thing in sorted(found, key=lambda one: one.order)}


def _used(leg: LegPlan) -> Iterator[Thing]:
    gate = MODES[leg.mode].gate
    if gate is not None:
        yield Thing("gate", leg.start, gate)
        yield Thing("gate", leg.end, gate)
    for steps in leg.alternatives:
        for step in steps:
            yield Thing("place", step.hop.start)
            yield Thing("place", step.hop.end)
            if step.hop.link:
                yield Thing("way", step.hop.link)
        for one, other in pairwise(steps):
            if one.hop.layer != other.hop.layer:
                yield Thing("gate", other.hop.start, "transload")


def ways_left(
    ground: Baseline,
    used: Mapping[Thing, frozenset[RouteRequest]],
    jobs: int,
    elsewhere: WorkerPool[Any] | None = None,
) -> Iterator[Left | FailedItem[Thing]]:
    """What is left of the ways when each of these is closed, worked out on so many processes."""
    for found in spread(_left, list(used.items()), jobs, ground, elsewhere):
        yield FailedItem(found.item[0], *found[1:]) if isinstance(found, FailedItem) else found


def _left(ground: Baseline, item: tuple[Thing, frozenset[RouteRequest]]) -> Left:
    thing, shapes = item
    closed = without(ground.scenario, thing)
    now = {shape: closed.plans.every(shape) for shape in shapes}
    before = {shape: ground.scenario.plans.every(shape) for shape in shapes}
    touched = [line for line in ground.lines if not shapes.isdisjoint(shapes_of(line))]
    cut = [line for line in touched if any(now.get(shape) == () for shape in shapes_of(line))]
    longer = {
        line.name: max(0, _seconds(line, now) - _seconds(line, before)) for line in touched if line not in cut
    }
    lift = 0 if cut else _lift(ground, closed, now)
    return Left(thing, _told(now, before), tuple(line.name for line in cut), longer, lift)


def _seconds(line: MovementRequirement, plans: Mapping[RouteRequest, tuple[Plan, ...]]) -> int:
    """Expected seconds of those of its journeys that are touched: travel, and passing the narrowest ways."""
    total = 0.0
    for shape in shapes_of(line):
        if shape in plans:
            rate = sum(plan.rate for plan in plans[shape])
            total += plans[shape][0].seconds + (line.pieces * DAY / rate if isfinite(rate) else 0)
    return round(total)


def _told(
    now: Mapping[RouteRequest, tuple[Plan, ...]], before: Mapping[RouteRequest, tuple[Plan, ...]]
) -> str:
    """The plans that differ, in so many words that two alike are the same; empty where none does.

    Sets are left out, since their order is the process's own; what they hold comes from the legs.
    """
    changed = sorted(
        (repr(shape), [(plan.seconds, repr(plan.legs)) for plan in plans])
        for shape, plans in now.items()
        if plans != before[shape]
    )
    return blake2b(repr(changed).encode(), digest_size=16).hexdigest() if changed else ""


def _lift(ground: Baseline, closed: Scenario, now: Mapping[RouteRequest, tuple[Plan, ...]]) -> int:
    """By how many seconds the wave bound of a pool of lift rises, at most."""
    then, since = ground.trips, _pools(ground.scenario.plans, ground.lines, now)
    size = closed.plans.parameters.pool_size
    rises = [waves(all_, size(pool)) - waves(then.get(pool, ()), size(pool)) for pool, all_ in since.items()]
    return max([0, *rises])


def _pools(
    plans: Plans, lines: Sequence[MovementRequirement], now: Mapping[RouteRequest, tuple[Plan, ...]]
) -> dict[str, Sequence[Trips]]:
    """The trips that each pool of lift must make, with some plans replaced."""
    found = defaultdict[str, list[LiftDemand]](list)
    for line in lines:
        for shape in shapes_of(line):
            chosen = now.get(shape) or plans.every(shape)
            for pool, demand in demands(plans.parameters, chosen, line.share, 0).items():
                found[pool].append(demand)
    return {pool: trips(plans, pool, all_) for pool, all_ in sorted(found.items())}
