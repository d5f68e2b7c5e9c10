"""Whether a scenario hangs together: names that are known, forces that can reach their places."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.operations.movement import Shape
from posture.operations.movement.reach import why_not
from posture.operations.reinforcement import Brigade, Wanted, wanted
from posture.scenario.findings import Finding
from posture.scenario.findings import known as _known
from posture.scenario.networks import NETWORKS
from posture.scenario.reading import did_you_mean
from posture.scenario.sound_air import air_faults
from posture.scenario.sound_decision import decision_faults, not_deployed
from posture.scenario.sound_readiness import readiness_faults
from posture.scenario.sound_rotations import rotation_faults
from posture.theatre.forces import Cargo

if TYPE_CHECKING:
    from posture.scenario import Scenario

DEPTHS = ("channel_depth_m", "draught_limit_m")
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")
COUNTRY = "[A-Z]{2}"
RAILWAY = rf"[0-9]{{4}}-(any|{COUNTRY})"
KEYS = {
    "roads": (f"any|{COUNTRY}", "country", "write it like 'PL', or 'any'"),
    "borders": (f"any|{COUNTRY}", "country", "write it like 'PL', or 'any'"),
    "rails": (f"any|{RAILWAY}", "railway", "write it like '1435-PL' or '1435-any', or 'any'"),
    "wagons": (RAILWAY, "railway", "write it like '1435-PL' or '1435-any'"),
}
"""Tables of movement by country and railway: what their keys look like, what they are, and the cure."""
AT_PLACES = ("railheads", "transloads", "ports", "airfields", "passages")
"""Tables of movement by place."""


def faults(scenario: "Scenario") -> list[Finding]:
    """Every fault between values, each with the path where it is written.

    Whether forces can reach their places is asked only when all names are known.
    """
    found = [
        *_network(scenario),
        *_closures(scenario),
        *_movement(scenario),
        *_units(scenario),
        *decision_faults(scenario),
        *_brigades(scenario),
        *_sites(scenario),
        *readiness_faults(scenario),
        *rotation_faults(scenario),
        *air_faults(scenario),
    ]
    return found or [*_stocks(scenario), *_reach(scenario)]


def shapes_of(line: Wanted) -> tuple[Shape, ...]:
    """What decides the routes of a line, journey by journey; none if it is where it is wanted."""
    return tuple(Shape(start, stops, line.load) for start, stops in line.journeys)


def _network(scenario: "Scenario") -> Iterator[Finding]:
    for key, link in scenario.links.items():
        for end in ("start", "end"):
            yield from _known(("links", key, end), getattr(link, end), "place", scenario.places)
        if link.start == link.end:
            yield ("links", key), f"the way leads from '{link.start}' to itself; name another end"
        if (link.mode == "rail") != (link.gauge is not None):
            yield ("links", key), "a rail way has a gauge such as '1435 mm', and no other way has one"
    for key, place in scenario.places.items():
        for fact in DEPTHS:
            text = place.attributes.get(fact)
            if text and not NUMBER.fullmatch(text):
                yield (
                    ("places", key, "attributes", fact),
                    f"'{text[:40]}' is no depth; write metres like '12.5'",
                )


def _closures(scenario: "Scenario") -> Iterator[Finding]:
    for key, closure in scenario.closures.items():
        if closure.place is not None:
            yield from _known(("closures", key, "place"), closure.place, "place", scenario.places)
        for index, link in enumerate(closure.links):
            yield from _known(("closures", key, "links", index), link, "way", scenario.links)


def _movement(scenario: "Scenario") -> Iterator[Finding]:
    """Keys of tables that would never be looked up.

    Shipped tables name places of the shipped network; whoever stands on another has not all of them.
    """
    for table, (pattern, what, cure) in KEYS.items():
        keys = getattr(scenario.movement, table)
        for key in keys:
            if not re.fullmatch(pattern, key):
                others = [one for one in keys if re.fullmatch(pattern, one)]
                yield ("movement", table, key), f"names no {what}{did_you_mean(key, others) or f'; {cure}'}"
    for table in AT_PLACES if scenario.network in NETWORKS else ():
        for key in getattr(scenario.movement, table):
            if key != "any":
                yield from _known(("movement", table, key), key, "place", scenario.places)


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
        if said := not_deployed(scenario, brigade.order):
            yield (*path, "order"), said
        if not brigade.parts:
            yield (*path, "parts"), "a brigade needs at least one part"
        for part_name, part in brigade.parts.items():
            where = (*path, "parts", part_name, "unit")
            yield from _known(where, part.unit, "unit", scenario.units)
            if part.unit in seen:
                yield where, f"'{part.unit}' is in '{seen[part.unit]}' already; a unit is in one place"
            unit = scenario.units.get(part.unit)
            if unit is not None and unit.home == brigade.at and part.arrangement == "moved":
                said = f"'{part.unit}' is at home there; write 'arrangement: in place'"
                yield (*path, "parts", part_name, "arrangement"), said
            seen[part.unit] = f"{name}/{part_name}"
        yield from _lines(scenario, brigade, path)


def _lines(scenario: "Scenario", brigade: Brigade, path: tuple[str, ...]) -> Iterator[Finding]:
    lift = {*scenario.movement.ships, *scenario.movement.aircraft}
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
            if line.lift:
                yield from _known((*where, "lift"), line.lift, "kind of ship or aircraft", lift)
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
        for shape in shapes_of(line):
            if scenario.plans.of(shape):
                continue
            name = line.line.removesuffix(" drawn")
            path = ("reinforcement", "brigades", line.brigade, "parts", line.part, "lines", name)
            end, cargo = scenario.places[shape.end].name, line.written.cargo
            pieces = cargo if cargo in ("people", "containers") else f"{cargo} pieces"
            why = why_not(scenario.plans, shape)
            yield path, f"'{line.unit}' cannot bring its {pieces} to {end}: {why}"


def _sites(scenario: "Scenario") -> Iterator[Finding]:
    """Sites are somewhere, are known where they are named, and hold what is drawn from them."""
    written = scenario.reinforcement
    for key, site in written.sites.items():
        yield from _known(("reinforcement", "sites", key, "at"), site.at, "place", scenario.places)
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            if part.site is not None:
                where = ("reinforcement", "brigades", name, "parts", part_name, "site")
                yield from _known(where, part.site, "site", written.sites)


def _stocks(scenario: "Scenario") -> Iterator[Finding]:
    """No more is drawn from a site than it has."""
    drawn: dict[tuple[str, Cargo], int] = {}
    for line in wanted(scenario.reinforcement, scenario.units):
        if line.site and line.load.cargo != "people":
            key = (line.site, line.load.cargo)
            drawn[key] = drawn.get(key, 0) + line.pieces
    for (site, cargo), count in sorted(drawn.items()):
        have = scenario.reinforcement.sites[site].stock.get(cargo, 0)
        if count > have:
            said = f"'{site}' has {have} {cargo} in stock, {count} are to be drawn; lower 'prepositioned'"
            yield ("reinforcement", "sites", site, "stock"), said
