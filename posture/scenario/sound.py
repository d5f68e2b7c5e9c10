"""Whether a scenario hangs together: names that are known, forces that can reach their places."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from posture.operations.movement import Shape
from posture.operations.movement.reach import why_not
from posture.operations.reinforcement import Brigade, Wanted, wanted
from posture.scenario.reading import did_you_mean

if TYPE_CHECKING:
    from posture.scenario import Scenario

Finding = tuple[tuple[str | int, ...], str]
MOST_NAMED = 6


def faults(scenario: "Scenario") -> list[Finding]:
    """Every fault between values, each with the path where it is written.

    Whether forces can reach their places is asked only when all names are known.
    """
    found = [
        *_network(scenario),
        *_closures(scenario),
        *_units(scenario),
        *_brigades(scenario),
    ]
    return found or list(_reach(scenario))


def shape_of(line: Wanted) -> Shape:
    """What decides the route of a line."""
    return Shape(line.start, line.written.stops(line.end), line.load)


def _known(
    path: tuple[str | int, ...], name: str, what: str, among: Iterable[str] | Mapping[str, object]
) -> Iterator[Finding]:
    if name not in among:
        yield path, f"there is no {what} '{name}'{did_you_mean(name, among) or _written(among)}"


def _written(among: Iterable[str] | Mapping[str, object]) -> str:
    """The names there are as the end of a sentence; empty where they are many."""
    names = sorted(among)
    return f"; known here: {', '.join(names) or 'none'}" if len(names) <= MOST_NAMED else ""


def _network(scenario: "Scenario") -> Iterator[Finding]:
    for key, link in scenario.links.items():
        for end in ("start", "end"):
            yield from _known(("links", key, end), getattr(link, end), "place", scenario.places)
        if link.start == link.end:
            yield ("links", key), f"the way leads from '{link.start}' to itself; name another end"
        if (link.mode == "rail") != (link.gauge is not None):
            yield ("links", key), "a rail way has a gauge such as '1435 mm', and no other way has one"


def _closures(scenario: "Scenario") -> Iterator[Finding]:
    for key, closure in scenario.closures.items():
        if closure.place is not None:
            yield from _known(("closures", key, "place"), closure.place, "place", scenario.places)
        for index, link in enumerate(closure.links):
            yield from _known(("closures", key, "links", index), link, "way", scenario.links)


def _units(scenario: "Scenario") -> Iterator[Finding]:
    for key, unit in scenario.units.items():
        yield from _known(("units", key, "home"), unit.home, "place", scenario.places)


def _brigades(scenario: "Scenario") -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, brigade in scenario.reinforcement.brigades.items():
        path = ("reinforcement", "brigades", name)
        yield from _known((*path, "at"), brigade.at, "place", scenario.places)
        yield from _known(
            (*path, "reception"), brigade.reception, "reception", scenario.reinforcement.reception
        )
        yield from _known((*path, "order"), brigade.order, "order", scenario.decision.orders)
        if not brigade.parts:
            yield (*path, "parts"), "a brigade needs at least one part"
        for part_name, part in brigade.parts.items():
            where = (*path, "parts", part_name, "unit")
            yield from _known(where, part.unit, "unit", scenario.units)
            if part.unit in seen:
                yield where, f"'{part.unit}' is in '{seen[part.unit]}' already; a unit is in one place"
            seen[part.unit] = f"{name}/{part_name}"
        yield from _lines(scenario, brigade, path)


def _lines(scenario: "Scenario", brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    for part_name, part in brigade.parts.items():
        unit = scenario.units.get(part.unit)
        left = {line.cargo: unit.pieces(line.cargo) for line in part.lines.values()} if unit else {}
        for line_name, line in part.lines.items():
            where = (*path, "parts", part_name, "lines", line_name)
            for index, place in enumerate(line.through):
                yield from _known((*where, "through", index), place, "place", scenario.places)
            for field in ("poe", "pod"):
                place = getattr(line, field)
                if place is not None:
                    yield from _known((*where, field), place, "place", scenario.places)
            if unit is None:
                continue
            pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
            left[line.cargo] -= pieces
            if unit.pieces(line.cargo) == 0:
                yield where, f"'{part.unit}' has no {line.cargo} to move; leave the line out"
            elif left[line.cargo] < 0:
                have = unit.pieces(line.cargo)
                yield where, f"'{part.unit}' has {have} {line.cargo}, its lines move more; lower 'pieces'"


def _reach(scenario: "Scenario") -> Iterator[Finding]:
    for line in wanted(scenario.reinforcement, scenario.units):
        shape = shape_of(line)
        if not scenario.plans.of(shape):
            path = ("reinforcement", "brigades", line.brigade, "parts", line.part, "lines", line.line)
            end, cargo = scenario.places[line.end].name, line.written.cargo
            pieces = cargo if cargo in ("people", "containers") else f"{cargo} pieces"
            why = why_not(scenario.plans, shape)
            yield path, f"'{line.unit}' cannot bring its {pieces} to {end}: {why}"
