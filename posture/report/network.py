"""The network that a scenario uses: what it holds, what is closed, the way of every line and its gates."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.movement.modes import MODES
from posture.operations.movement.tables import stated
from posture.operations.reinforcement import movement_requirements
from posture.report.critical_chain import TO
from posture.report.numbers import count, days
from posture.report.tables import Part, Table
from posture.scenario import Scenario
from posture.scenario.consistency.reinforcement import shapes_of
from posture.theatre.network import Closure

MOST_NAMED = 3
"""Ways of one closure that are named."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate in words, and the pieces of one leg's serials that it lets through in a day."""

    what: str
    pieces_a_day: float


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
        min(_gates(scenario, leg, cargo), key=lambda gate: gate.pieces_a_day, default=None),
    )


def _changes(scenario: Scenario, leg: LegPlan) -> Iterator[tuple[str, ...]]:
    """For each change of gauge, the places of the alternatives, the quickest first."""
    ways = [
        [b.hop.start for a, b in pairwise(steps) if a.hop.layer != b.hop.layer] for steps in leg.alternatives
    ]
    for places in zip(*ways, strict=False):
        yield tuple(dict.fromkeys(_name(scenario, place) for place in places))


def _gates(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    """Every gate of a leg: its ways, and where it loads, changes gauge and unloads."""
    yield from _way_gates(scenario, leg, cargo)
    yield from _gates_at_ends(scenario, leg)
    yield from _gauge_changes(scenario, leg)
    if leg.clears:
        yield Gate(f"port clearance at {_name(scenario, leg.start)}", float(leg.clears))


def _way_gates(scenario: Scenario, leg: LegPlan, cargo: str) -> Iterator[Gate]:
    seats = scenario.movement.march.people_a_vehicle
    vehicles = -(-leg.lot // seats) if cargo == "people" else leg.lot
    for step in leg.alternatives[0]:
        seconds = step.hold + step.headway * vehicles
        if seconds:
            ends = f"{_name(scenario, step.hop.start)} to {_name(scenario, step.hop.end)}"
            yield Gate(f"{leg.mode} from {ends}", leg.lot * DAY / seconds)


def _gates_at_ends(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    for place, loading in ((leg.start, True), (leg.end, False)):
        work = MODES[leg.mode].work(scenario.plans.parameters, leg, loading=loading)
        if work is not None and work.servers:
            served = work.servers * work.efficiency * work.open_share
            yield _worked(f"{work.what} at {_name(scenario, place)}", served, work.time, leg.lot)


def _gauge_changes(scenario: Scenario, leg: LegPlan) -> Iterator[Gate]:
    for before, after in pairwise(leg.alternatives[0]):
        if before.hop.layer != after.hop.layer:
            place = after.hop.start
            transload = scenario.plans.parameters.transloads[place]
            what, tracks = f"transload at {_name(scenario, place)}", stated(transload.tracks)
            yield _worked(what, tracks, stated(transload.time), leg.lot)


def _worked(what: str, servers: float, law: Distribution, lot: int) -> Gate:
    """A gate at which a serial is worked for some time; one that takes none lets through all."""
    return Gate(what, servers * DAY / law.middle * lot if law.middle else float("inf"))


def described(one: Atlas) -> Iterator[Part]:
    """All of an atlas in words and tables."""
    places, ways = sum(one.places.values()), sum(row.count for row in one.ways)
    yield f"{one.scenario}: {places} places, {ways} ways, {one.airfields} airfields linked by air"
    kinds = tuple((kind, count(number)) for kind, number in one.places.items())
    yield Table("places", ("kind", "places"), kinds, (1,))
    rows = tuple((_kind(row.mode, row.gauge), count(row.count), _km(row.km)) for row in one.ways)
    yield Table("ways", ("mode", "ways", "length"), rows, (1, 2))
    yield "closures" if one.closures else "nothing is closed"
    for shut in one.closures:
        yield f"  {shut.name}{'' if shut.active else ' (not active)'}: {shut.what}"
    for line, alternatives in groupby(one.lines, key=lambda way: way.line):
        for number, way in enumerate(alternatives, start=1):
            yield ""
            which = f", way {number}" if number > 1 else ""
            ends = f"{way.start}{TO}{way.end}, {days(way.days)} expected"
            yield f"{line}{which}: {way.pieces} {way.cargo}, {ends}"
            for leg in way.legs:
                yield from _leg(leg)


def _kind(mode: str, gauge: int | None) -> str:
    return mode if gauge is None else f"{mode} {gauge} mm"


def _km(length: float) -> str:
    return f"{count(length)} km"


def _leg(leg: Passed) -> Iterator[str]:
    through = f", through {', '.join(leg.countries)}" if leg.countries else ""
    yield f"  {leg.mode} {leg.start}{TO}{leg.end}, {_km(leg.km)}{through}"
    for places in leg.changes:
        yield f"    gauge changes at {' or '.join(places)}"
    if leg.lift:
        yield f"    lift: {', '.join(f'{size} of {pool}' for pool, size in leg.lift.items())}"
    if leg.narrowest is not None and isfinite(leg.narrowest.pieces_a_day):
        yield f"    narrowest: {leg.narrowest.what}, {count(leg.narrowest.pieces_a_day)} pieces a day"
