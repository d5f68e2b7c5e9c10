"""Whether the maritime groups hang together: ports by the sea, areas on water, ships that can go there."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from posture.core.clock import DAY, in_days
from posture.core.findings import Finding, Path, known
from posture.core.schema import Span
from posture.operations.maritime import Pace
from posture.scenario.outlines import land_at
from posture.theatre.montreux import TONS, fits

if TYPE_CHECKING:
    from posture.scenario import Scenario

TOP: Path = ("maritime",)
LONGEST_MONTH = 31 * DAY
Ring = list[tuple[float, float]]


def maritime_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault; whether ships come over the sea is asked only when all names are known."""
    found = [
        *_kinds(scenario),
        *_areas(scenario),
        *_groups(scenario),
        *_ships(scenario),
        *_calls(scenario),
    ]
    yield from found or _reach(scenario)


def _kinds(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.maritime
    for name, kind in written.kinds.items():
        if not fits(kind.rule, kind.tons):
            yield (*TOP, "kinds", name, "tons"), _no_rule(kind.rule, kind.tons)
    for name, ship in written.ships.items():
        rule = written.kinds[ship.kind].rule if ship.kind in written.kinds else None
        if rule is not None and ship.tons is not None and not fits(rule, ship.tons):
            yield (*TOP, "ships", name, "tons"), _no_rule(rule, ship.tons)


def _no_rule(rule: str, tons: int) -> str:
    limits = next((both for one, both in TONS.items() if one == rule), None)
    said = f"no rule of the Convention knows a {rule} ship of {tons:,} tons"
    if limits is None:
        return f"{said}; write another 'rule'"
    least, most = limits
    return f"{said}; Annex II has them above {least:,}{f' and up to {most:,.0f}' if most < 1e9 else ''}"


def _areas(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.maritime
    for name, area in written.areas.items():
        path = (*TOP, "areas", name)
        if name in scenario.places:
            yield path, f"'{name}' is a place already; name the area otherwise"
        if name in written.groups:
            yield path, f"'{name}' is a group already; name the area otherwise"
        for field in ("near", "ports"):
            for index, place in enumerate(getattr(area, field)):
                yield from _by_sea(scenario, place, (*path, field, index))
        land = land_at(area)
        if land:
            yield path, f"{area.lat:g} N {area.lon:g} E lies on land ({land}); write a position at sea"


def _by_sea(scenario: "Scenario", place: str, path: Path) -> Iterator[Finding]:
    """A finding if there is no such place, or no way leads there by sea."""
    if place not in scenario.places:
        yield from known(path, place, "place", scenario.places)
    elif place not in scenario.sea:
        yield path, f"no way by sea leads to '{place}'; name a port, or write a way"


def _groups(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.maritime
    manned = {ship.group for ship in written.ships.values()}
    for name, group in written.groups.items():
        path = (*TOP, "groups", name)
        for index, area in enumerate(group.areas):
            yield from known((*path, "areas", index), area, "area", written.areas)
        for exercise, one in group.exercises.items():
            yield from known((*path, "exercises", exercise, "area"), one.area, "area", written.areas)
        yield from _filled(scenario, name, path, manned)
        shortest = min(_tours(scenario, name), default=None)
        if shortest is not None and group.visit.high > shortest:
            said = f"a visit of up to {in_days(group.visit.high):.3g} days is longer than the shortest tour"
            yield (*path, "visit"), f"{said}, {in_days(shortest):.3g} days; shorten it"


def _filled(scenario: "Scenario", name: str, path: Path, manned: Iterable[str | None]) -> Iterator[Finding]:
    if name in scenario.rotations.commitments:
        yield path, f"'{name}' is a commitment of the rotations already; name the group otherwise"
    if name in (*scenario.air_policing.in_use(), *scenario.early_warning.bases):
        yield path, f"'{name}' is an air base already; name the group otherwise"
    by_rotation = name in scenario.rotations.rules
    if by_rotation and name in manned:
        yield path, "rotations fill it and ships are written for it; take either out"
    if not by_rotation and name not in manned:
        said = "it has no ships; write some whose 'group' it is"
        yield path, f"{said}, or a rule of the rotations that fills it"


def _tours(scenario: "Scenario", group: str) -> Iterator[int]:
    """Lengths of the tours in a group, in seconds."""
    for ship in scenario.maritime.ships.values():
        if ship.group == group and ship.start is not None and ship.end is not None:
            yield round((ship.end - ship.start).total_seconds())
    rule = scenario.rotations.rules.get(group)
    if rule is not None:
        yield _longest(rule.length)


def _longest(span: Span) -> int:
    return span.months * LONGEST_MONTH + span.seconds


def _ships(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.maritime
    for name, ship in written.ships.items():
        path = (*TOP, "ships", name)
        yield from known((*path, "kind"), ship.kind, "kind", written.kinds)
        yield from _by_sea(scenario, ship.port, (*path, "port"))
        if name in scenario.units:
            yield path, f"'{name}' is a unit already; name the ship otherwise"
        if ship.group is not None:
            yield from known((*path, "group"), ship.group, "group", written.groups)
        if ship.start is not None and ship.end is not None:
            days = (ship.end - ship.start).total_seconds() / DAY
            if days * DAY > _longest(written.tour):
                said = f"a tour of {days:,.0f} days is longer than a nation offers a ship for"
                yield (*path, "end"), f"{said}; write a sooner end, or a longer 'tour'"
    for group in written.groups.keys() & scenario.rotations.rules.keys():
        yield from _units(scenario, group)


def _units(scenario: "Scenario", group: str) -> Iterator[Finding]:
    """Units that rotations may send to a group are ships of a known kind, with a port."""
    rule = scenario.rotations.rules[group]
    for name, unit in scenario.units.items():
        for allowed, one in ((rule.nations, unit.nation), (rule.kinds, unit.kind), (rule.units, name)):
            if allowed and one not in allowed:
                break
        else:
            yield from known(("units", name, "kind"), unit.kind, "kind of ship", scenario.maritime.kinds)
            yield from _by_sea(scenario, unit.home, ("units", name, "home"))


def _calls(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.maritime
    for name, call in written.calls.items():
        path = (*TOP, "calls", name)
        yield from known((*path, "area"), call.area, "area", written.areas)
        if call.group is not None:
            yield from known((*path, "group"), call.group, "group", written.groups)
        if call.after is not None:
            given = scenario.decision.given().items()
            among = {one for one, kinds in given if "retask" in kinds}
            yield from known((*path, "after"), call.after, "order to retask", among)


def _reach(scenario: "Scenario") -> Iterator[Finding]:
    """Ships that find no way from home to the first area of their group, by depth or by the network."""
    written = scenario.maritime
    for name, ship in written.ships.items():
        if ship.group is None:
            continue
        kind, area = written.kinds[ship.kind], written.groups[ship.group].areas[0]
        pace = Pace(kind.transit, kind.draught)
        if scenario.sea.seconds(((ship.port, 0),), area, pace) is None:
            said = f"no way by sea from '{ship.port}' to '{area}' is deep enough for {kind.draught / 100:g} m"
            yield (*TOP, "ships", name, "port"), f"{said}; name another port, or a way"
