"""The network that a scenario uses: what it holds, what is closed, and the way of every line on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from posture.core.clock import DAY
from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.reinforcement import movement_requirements
from posture.report.gates import Gate, gates
from posture.scenario import Scenario
from posture.scenario.consistency.reinforcement import shapes_of
from posture.theatre.network import Closure

MOST_NAMED = 3
"""Ways of one closure that are named."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways alike in mode and gauge (in millimetres; none beside rail): how many, and how long together."""

    mode: str
    gauge: int | None
    count: int
    km: float


@dataclass(frozen=True, slots=True)
class NamedClosure:
    """One closure by its name: what it shuts, and whether it is active."""

    name: str
    what: str
    active: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """One leg: `changes` are places where the gauge may change instead of one another, for each change.

    `lift` gives the size of each pool that it takes from, `narrowest` the gate that lets through least.
    """

    mode: str
    start: str
    end: str
    km: float
    countries: tuple[str, ...]
    changes: tuple[tuple[str, ...], ...]
    lift: Mapping[str, int]
    narrowest: Gate | None


@dataclass(frozen=True, slots=True)
class LineWay:
    """One line of a part, and one of the ways among which it is divided; days are expected ones."""

    line: str
    pieces: int
    cargo: str
    start: str
    end: str
    days: float
    legs: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that is told of a scenario's network."""

    scenario: str
    places: Mapping[str, int]
    airfields: int
    ways: tuple[Ways, ...]
    closures: tuple[NamedClosure, ...]
    lines: tuple[LineWay, ...]


def atlas(scenario: Scenario) -> Atlas:
    """What a scenario's network holds and how its forces cross it."""
    kinds = Counter(place.kind for place in scenario.places.values())
    return Atlas(
        scenario.name,
        dict(sorted(kinds.items())),
        sum("air" in place.modes for place in scenario.places.values()),
        tuple(_ways(scenario)),
        tuple(NamedClosure(key, _what(scenario, one), one.active) for key, one in scenario.closures.items()),
        tuple(_lines(scenario)),
    )


def _ways(scenario: Scenario) -> Iterator[Ways]:
    counts: Counter[tuple[str, int]] = Counter()
    metres: Counter[tuple[str, int]] = Counter()
    for link in scenario.links.values():
        key = link.mode, link.gauge or 0
        counts[key] += 1
        metres[key] += link.length
    for mode, gauge in sorted(counts):
        yield Ways(mode, gauge or None, counts[mode, gauge], metres[mode, gauge] / 1000)


def _what(scenario: Scenario, closure: Closure) -> str:
    """What a closure shuts, in words."""
    if closure.place is not None:
        name = scenario.places[closure.place].name
        return f"{closure.gate} at {name}" if closure.gate else name
    links = [scenario.links[key] for key in closure.links]
    names = [f"{link.mode} {_name(scenario, link.start)} to {_name(scenario, link.end)}" for link in links]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])


def _name(scenario: Scenario, key: str) -> str:
    return scenario.places[key].name


def _lines(scenario: Scenario) -> Iterator[LineWay]:
    for line in movement_requirements(scenario.reinforcement, scenario.units):
        for shape in shapes_of(line):
            for plan in scenario.plans.of(shape):
                start, end = _name(scenario, shape.start), _name(scenario, shape.end)
                legs = tuple(_passed(scenario, leg, line.load.cargo) for leg in plan.legs)
                yield LineWay(line.name, line.pieces, line.load.cargo, start, end, _days(plan), legs)


def _days(plan: Plan) -> float:
    return plan.seconds / DAY


def _passed(scenario: Scenario, leg: LegPlan, cargo: str) -> Passed:
    parameters = scenario.plans.parameters
    steps = leg.alternatives[0]
    countries = dict.fromkeys(
        country for step in steps for country in step.country.replace("+", ";").split(";")
    )
    return Passed(
        leg.mode,
        _name(scenario, leg.start),
        _name(scenario, leg.end),
        sum(step.hop.metres for step in steps) / 1000,
        tuple(country for country in countries if country),
        tuple(_changes(scenario, leg)),
        {pool: parameters.pool_size(pool) for pool in leg.lift},
        min(gates(scenario, leg, cargo), key=lambda gate: gate.pieces_a_day, default=None),
    )


def _changes(scenario: Scenario, leg: LegPlan) -> Iterator[tuple[str, ...]]:
    """For each change of gauge, the places of the alternatives, the quickest first."""
    ways = [
        [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer] for steps in leg.alternatives
    ]
    for places in zip(*ways, strict=False):
        yield tuple(dict.fromkeys(_name(scenario, place) for place in places))
