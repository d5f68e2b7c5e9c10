"""Whether brigades hang together: parts that exist, lines that add up, places that can be reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, known
from posture.core.ids import id_of, written_line
from posture.operations.movement import Plans, RouteRequest
from posture.operations.movement.why_unreachable import why_not
from posture.operations.reinforcement import (
    Brigade,
    Line,
    MovementRequirement,
    movement_requirements,
    without_line,
)
from posture.scenario.consistency.decision import not_deployed
from posture.scenario.consistency.network import country_code
from posture.scenario.consistency.self_deploying import not_in_a_line, own_kind
from posture.theatre.forces import SELF_DEPLOYING, Cargo

if TYPE_CHECKING:
    from posture.scenario import Scenario


def reinforcement_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault between the values of reinforcement, each with the path where it is written."""
    yield from _brigades(scenario)
    yield from _receptions(scenario)
    yield from _sites(scenario)


def reach_faults(scenario: "Scenario") -> Iterator[Finding]:
    """What sites cannot issue and forces cannot reach; asked once all names are known."""
    yield from _stocks(scenario)
    yield from _reach(scenario)


def shapes_of(line: MovementRequirement) -> tuple[RouteRequest, ...]:
    """What decides the routes of a line, journey by journey; none if it is where it is wanted."""
    return tuple(RouteRequest(start, stops, line.load) for start, stops in line.journeys)


def _reception(scenario: "Scenario", brigade: Brigade, path: Path) -> Iterator[Finding]:
    """Somebody receives it: the country that is named, or any."""
    receptions = scenario.reinforcement.reception
    if brigade.reception is not None and "any" not in receptions:
        yield from known((*path, "reception"), brigade.reception, "reception", receptions)
    elif brigade.reception is not None and brigade.reception not in receptions:
        yield from country_code((*path, "reception"), brigade.reception)
    elif "any" not in receptions and brigade.received_by not in receptions:
        yield path, "nobody receives it; write 'reception', or an entry 'any' among the receptions"


def _receptions(scenario: "Scenario") -> Iterator[Finding]:
    """An entry that is no country's, no place's and no brigade's would never be looked up."""
    written = scenario.reinforcement
    named = {"any", *(one.received_by for one in written.brigades.values())}
    for key in written.reception:
        if key not in named and key not in scenario.places:
            yield from country_code(("reinforcement", "reception", key), key)


def _brigades(scenario: "Scenario") -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, brigade in scenario.reinforcement.brigades.items():
        path = ("reinforcement", "brigades", name)
        yield from known((*path, "at"), brigade.at, "place", scenario.places)
        yield from _reception(scenario, brigade, path)
        if said := not_deployed(scenario, brigade.order):
            yield (*path, "order"), said
        if not brigade.parts:
            yield (*path, "parts"), "a brigade needs at least one part"
        for part_name, part in brigade.parts.items():
            where = (*path, "parts", part_name, "unit")
            yield from known(where, part.unit, "unit", scenario.units)
            if part.unit in seen:
                yield where, f"'{part.unit}' is in '{seen[part.unit]}' already; a unit is in one place"
            unit = scenario.units.get(part.unit)
            if unit is not None and unit.home == brigade.at and part.arrangement == "moved":
                said = f"'{part.unit}' is at home there; write 'arrangement: in place'"
                yield (*path, "parts", part_name, "arrangement"), said
            seen[part.unit] = id_of(name, part_name)
        yield from _lines(scenario, brigade, path)
        yield from not_in_a_line(scenario, brigade, path)
        yield from _command(brigade, path)
        yield from _commitments(scenario, brigade, path)
        yield from _releases(scenario, brigade, path)


def _command(brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    if brigade.command is not None:
        yield from known((*path, "command"), brigade.command, "part", brigade.parts)


def _commitments(scenario: "Scenario", brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    for name, part in brigade.parts.items():
        for index, task in enumerate(part.commitments):
            where = ("parts", name, "commitments", index)
            yield from known((*path, *where), task, "commitment", scenario.rotations.commitments)


def _releases(scenario: "Scenario", brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    """Where Allies decide on what goes, somebody must ask the nation of every part that goes."""
    crises = [one for one in scenario.decision.crises.values() if brigade.order in one.deployed]
    for crisis in crises:
        asked = scenario.decision.members(scenario.start + timedelta(seconds=crisis.indication))
        for name, part in brigade.parts.items():
            nation = scenario.units[part.unit].nation if part.unit in scenario.units else ""
            if part.lines and part.release is None and nation and nation not in asked:
                said = (
                    f"'{nation}' is no Ally when the crisis begins and is not asked to release '{part.unit}'"
                )
                yield (*path, "parts", name), f"{said}; write 'release'"


def kept_for_its_brigade(scenario: "Scenario", unit: str) -> bool:
    """Whether a schedule keeps a unit of the pool at home for its brigade, first of all and throughout."""
    end = scenario.start + timedelta(seconds=scenario.horizon)
    tasks = scenario.rotations.commitments.values()
    first = min((task.priority for task in tasks if not task.schedule), default=None)
    return any(
        stint.unit == unit and stint.start <= scenario.start and stint.end >= end
        for task in tasks
        if not task.deploys and (first is None or task.priority < first)
        for stint in task.schedule
    )


def _lines(scenario: "Scenario", brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    for part_name, part in brigade.parts.items():
        unit = scenario.units.get(part.unit)
        left = {line.cargo: unit.pieces(line.cargo) for line in part.lines.values()} if unit else {}
        for line_name, line in part.lines.items():
            where = (*path, "parts", part_name, "lines", line_name)
            for index, place in enumerate(line.through):
                yield from known((*where, "through", index), place, "place", scenario.places)
            for field in ("poe", "pod"):
                place = getattr(line, field)
                if place is not None:
                    yield from known((*where, field), place, "place", scenario.places)
            yield from _lift(scenario, line, where)
            if unit is None:
                continue
            pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
            left[line.cargo] -= pieces
            if unit.pieces(line.cargo) == 0:
                yield where, f"'{part.unit}' has no {line.cargo} to move; leave the line out"
            elif left[line.cargo] < 0:
                have = unit.pieces(line.cargo)
                yield where, f"'{part.unit}' has {have} {line.cargo}, its lines move more; lower 'pieces'"


def _lift(scenario: "Scenario", line: Line, where: Path) -> Iterator[Finding]:
    """The kind of ship or aircraft that it takes, or is."""
    moving = scenario.movement
    if line.cargo in SELF_DEPLOYING:
        yield from own_kind(moving, line, where)
    elif line.lift:
        lift = {*moving.ships, *moving.ferries, *moving.aircraft}
        yield from known((*where, "lift"), line.lift, "kind of ship, ferry or aircraft", lift)


def _sites(scenario: "Scenario") -> Iterator[Finding]:
    """Sites are somewhere, are known where they are named, and hold what is drawn from them."""
    written = scenario.reinforcement
    for key, site in written.sites.items():
        yield from known(("reinforcement", "sites", key, "at"), site.at, "place", scenario.places)
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            if part.site is not None:
                where = ("reinforcement", "brigades", name, "parts", part_name, "site")
                yield from known(where, part.site, "site", written.sites)


def _stocks(scenario: "Scenario") -> Iterator[Finding]:
    """No more is drawn from a site than it has: by all brigades, or by one where sets are turned in again."""
    sites = scenario.reinforcement.sites
    drawn: dict[tuple[str, Cargo, str], int] = {}
    for line in movement_requirements(scenario.reinforcement, scenario.units):
        if line.drawn:
            by = line.brigade if sites[line.site].turn_in else ""
            key = (line.site, line.load.cargo, by)
            drawn[key] = drawn.get(key, 0) + line.pieces
    for (site, cargo, _), count in sorted(drawn.items()):
        have = sites[site].stock.get(cargo, 0)
        if count > have:
            said = f"'{site}' has {have} {cargo} in stock, {count} are to be drawn; lower 'prepositioned'"
            yield ("reinforcement", "sites", site, "stock"), said


def left_behind(scenario: "Scenario") -> Iterator[str]:
    """What units own that no line brings, and nobody says that it needs none: no fault, and worth a word."""
    if scenario.reinforcement.rest is not None:
        return
    for name, brigade in scenario.reinforcement.brigades.items():
        for part_name, part in brigade.parts.items():
            owned = [f"{count} {cargo}" for cargo, count in without_line(part, scenario.units[part.unit])]
            if owned:
                yield f"{id_of(name, part_name)} leaves {', '.join(owned)} behind"


def _goes_round(scenario: "Scenario", shape: RouteRequest) -> bool:
    """Whether only a closure keeps it from the stops that are wished, and it can come without them."""
    plans = scenario.plans
    if not plans.of(shape.without_stops):
        return False
    return bool(Plans(replace(plans.network, closures={}), plans.written).of(shape))


def _reach(scenario: "Scenario") -> Iterator[Finding]:
    for line in movement_requirements(scenario.reinforcement, scenario.units):
        for shape in shapes_of(line):
            if scenario.plans.of(shape) or _goes_round(scenario, shape):
                continue
            name = written_line(line.line)
            path = ("reinforcement", "brigades", line.brigade, "parts", line.part, "lines", name)
            end, cargo = scenario.places[shape.end].name, line.written.cargo
            pieces = cargo if cargo in ("people", "containers", *SELF_DEPLOYING) else f"{cargo} pieces"
            why = why_not(scenario.plans, shape)
            yield path, f"'{line.unit}' cannot bring its {pieces} to {end}: {why}"
        if scenario.decision.ends(scenario.reinforcement.brigades[line.brigade].order):
            yield from _return(scenario, line)


def _return(scenario: "Scenario", line: MovementRequirement) -> Iterator[Finding]:
    """Whether what is to go home after the end can; equipment of a site is turned in."""
    stays = line.drawn or line.rides_with is not None
    shape = None if stays else RouteRequest(*line.way_home(line.end), line.load)
    if shape is not None and not scenario.plans.of(shape) and not _goes_round(scenario, shape):
        where = ("reinforcement", "brigades", line.brigade, "parts", line.part, "lines")
        said = f"'{line.unit}' cannot bring its {line.written.cargo} home after the end"
        path = (*where, written_line(line.line))
        yield path, f"{said}: {why_not(scenario.plans, shape)}; take 'chain.termination' out, or open a way"
