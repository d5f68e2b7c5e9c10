"""Whether missile defence hangs together: known names, sites within reach, nodes that come and go."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, known
from posture.core.ids import whole_of
from posture.operations.missile_defence import DefenceNode, MissileDefence, reaches

if TYPE_CHECKING:
    from posture.scenario import Scenario

TOP: Path = ("missile_defence",)


def missile_defence_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault; whether sites can be covered is asked only when all names are known."""
    found = [
        *_sites(scenario),
        *_layers(scenario.missile_defence),
        *_nodes(scenario),
        *_positions(scenario),
    ]
    yield from found or _reach(scenario)


def _sites(scenario: "Scenario") -> Iterator[Finding]:
    for name, site in scenario.missile_defence.sites.items():
        yield from known((*TOP, "sites", name, "at"), site.at, "place", scenario.places)


def _layers(written: MissileDefence) -> Iterator[Finding]:
    unknown: list[Finding] = []
    for name, layer in written.layers.items():
        for index, other in enumerate(layer.needs):
            unknown += known((*TOP, "layers", name, "needs", index), other, "layer", written.layers)
    yield from unknown
    for name in [] if unknown else written.layers:
        if name in _needed(written, name):
            yield (*TOP, "layers", name, "needs"), f"the layer '{name}' needs itself; take one of 'needs' out"
    for name, system in written.systems.items():
        yield from known((*TOP, "systems", name, "layer"), system.layer, "layer", written.layers)


def _needed(written: MissileDefence, layer: str) -> set[str]:
    """Layers that a layer needs, and those that they need."""
    found: set[str] = set()
    new = {*written.layers[layer].needs}
    while new:
        found |= new
        new = {other for name in new for other in written.layers[name].needs} - found
    return found


def _nodes(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.missile_defence
    relieved: dict[str, str] = {}
    for name, node in written.nodes.items():
        path = (*TOP, "nodes", name)
        yield from known((*path, "system"), node.system, "system", written.systems)
        yield from known((*path, "at"), node.at, "place", scenario.places)
        if node.workshop is not None:
            yield from known((*path, "workshop"), node.workshop, "workshop", written.workshops)
        if node.order is not None:
            yield from _order(scenario, node, path)
        if node.relieves is not None:
            yield from known((*path, "relieves"), node.relieves, "node", written.nodes)
            if node.relieves == name:
                yield (*path, "relieves"), "it relieves itself; name the node that was there before"
            elif node.relieves in relieved:
                said = f"'{relieved[node.relieves]}' relieves '{node.relieves}' already"
                yield (*path, "relieves"), f"{said}; let one of them relieve the other, or take it out"
            relieved.setdefault(node.relieves, name)
        if node.of is not None:
            others = [other for other, one in written.nodes.items() if one.of is None]
            yield from known((*path, "of"), node.of, "node of its own", others)
    for name, node in written.nodes.items():
        if node.stays == "by dates" and node.end is None and name not in relieved:
            said = "a node without 'end' that nobody relieves; write when it leaves"
            yield (*TOP, "nodes", name), f"{said}, or 'stays: always' if it is there all the time"


def _positions(scenario: "Scenario") -> Iterator[Finding]:
    written, rotations = scenario.missile_defence, scenario.rotations
    declared = {*rotations.commitments, *scenario.air_policing.in_use(), *scenario.early_warning.bases}
    for name, position in written.positions.items():
        path = (*TOP, "positions", name)
        yield from known((*path, "system"), position.system, "system", written.systems)
        yield from known((*path, "at"), position.at, "place", scenario.places)
        if name in declared or name in written.nodes:
            yield path, f"'{name}' is a commitment or a node already; name the position otherwise"
        elif name not in rotations.rules:
            yield path, "nobody fills it; write a rule of the rotations for it, or a node instead"


def _order(scenario: "Scenario", node: DefenceNode, path: Path) -> Iterator[Finding]:
    """Its order is given, and moves its unit to where it stands."""
    given = {subject for subject, kinds in scenario.decision.given().items() if "deploy" in kinds}
    order, unit = node.order or "", node.unit or ""
    yield from known((*path, "order"), order, "order to deploy", given)
    moved = {
        part.unit: brigade
        for brigade in scenario.reinforcement.brigades.values()
        if brigade.order == order
        for part in brigade.parts.values()
        if part.arrangement != "in place"
    }
    if order in given:
        yield from known((*path, "unit"), unit, "unit moved by its order", moved)
    if unit in moved and moved[unit].at != node.at and node.at in scenario.places:
        said = f"its unit is moved to '{moved[unit].at}'"
        yield (*path, "at"), f"{said}; let it stand there, or the unit assemble where it stands"


def _reach(scenario: "Scenario") -> Iterator[Finding]:
    written, places = scenario.missile_defence, scenario.places
    covered: set[str] = set()
    for name, stand in written.stands().items():
        system = written.systems[stand.system]
        if not written.layers[system.layer].counts:
            continue
        at = places[stand.at]
        mine = {site for site, one in written.sites.items() if reaches(system, at, places[one.at])}
        if not mine:
            said = f"no site is in its reach from '{stand.at}'; write a site there"
            path = ("nodes", name) if name in written.nodes else ("positions", whole_of(name))
            yield (*TOP, *path), f"{said}, or let it stand nearer to one"
        covered |= mine
    for name, site in written.sites.items():
        if name not in covered:
            said = f"no battery or other node that covers ever reaches '{site.at}'"
            yield (*TOP, "sites", name), f"{said}; let one stand within its reach, or take the site out"
