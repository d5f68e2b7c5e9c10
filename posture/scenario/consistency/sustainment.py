"""Whether depots can feed brigades: what is wanted is in store, and there is a way for it."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from posture.core.findings import Finding
from posture.operations.movement import RouteRequest
from posture.operations.movement.why_unreachable import why_not
from posture.operations.sustainment import Depot, HostDepot, load_of
from posture.theatre.forces import CARGOES, Cargo, Unit
from posture.theatre.network import Mode

if TYPE_CHECKING:
    from posture.scenario import Scenario


def supply_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every depot that has nothing of a class, or no way for it; asked once all names are known."""
    written = scenario.sustainment
    for name, rule in written.brigades.items():
        path = ("sustainment", "brigades", name)
        depot, at = written.depots[rule.depot], scenario.reinforcement.brigades[name].at
        unit = scenario.units[depot.unit]
        for kind, supply in written.classes.items():
            if not unit.pieces(supply.cargo):
                missing = supply.cargo if supply.cargo == "containers" else f"{supply.cargo} containers"
                said = f"'{depot.unit}' has no {missing} for '{kind}'"
                yield path, f"{said}; write how many are in the depot"
            elif unit.home == at:
                said = f"the depot '{rule.depot}' is where the brigade is"
                yield path, f"{said}; write a unit with another home"
            elif cannot := _cannot_send(scenario, unit, unit.home, supply.cargo, at, depot.modes):
                yield path, f"'{rule.depot}' cannot send {kind} to {at}: {cannot}"
    for name, host in written.hosts.items():
        yield from _host_faults(scenario, name, host)


def _host_faults(scenario: "Scenario", name: str, host: HostDepot) -> Iterator[Finding]:
    """A host's depot: a country that has it, ways to the brigades in it, and a way for what fills it up."""
    written, places = scenario.sustainment, scenario.places
    path, unit = ("sustainment", "hosts", name), scenario.units[host.unit]
    country, cargoes = places[unit.home].country, [one for one in CARGOES if unit.pieces(one)]
    if not country:
        yield (*path, "unit"), f"{unit.home} lies in no country; write a unit with a home on land"
        return
    if not {one.cargo for one in written.classes.values()}.intersection(cargoes):
        yield (*path, "unit"), f"'{host.unit}' has no pieces of any class; write its containers"
    supplier = written.depots[host.supplied_by] if host.supplied_by is not None else None
    senders = [unit] if supplier is None else [unit, scenario.units[supplier.unit]]
    for brigade in written.brigades:
        at = scenario.reinforcement.brigades[brigade].at
        if places[at].country != country:
            continue
        if at == unit.home:
            yield path, f"it is where the brigade '{brigade}' is; write a unit with another home"
            continue
        for sender, cargo in product(senders, cargoes):
            if cannot := _cannot_send(scenario, sender, unit.home, cargo, at, host.modes):
                yield path, f"it cannot send {cargo} of {sender.nation} to {at}: {cannot}"
    if supplier is not None:
        yield from _supplier_faults(scenario, path, host, unit, supplier)


def _supplier_faults(
    scenario: "Scenario", path: tuple[str, ...], host: HostDepot, unit: Unit, supplier: Depot
) -> Iterator[Finding]:
    """A way for what fills a host's depot up."""
    sender = scenario.units[supplier.unit]
    if sender.home == unit.home:
        yield (*path, "supplied_by"), f"'{host.supplied_by}' is where it is; write another depot"
        return
    for cargo in (one for one in CARGOES if unit.pieces(one)):
        if cannot := _cannot_send(scenario, sender, sender.home, cargo, unit.home, supplier.modes):
            said = f"'{host.supplied_by}' cannot send {cargo} to {unit.home}"
            yield (*path, "supplied_by"), f"{said}: {cannot}"


def _cannot_send(
    scenario: "Scenario", unit: Unit, start: str, cargo: Cargo, end: str, modes: tuple[Mode, ...]
) -> str:
    """Why pieces of a unit have no way from a place to another; empty where they have one."""
    shape = RouteRequest(start, ((end, modes),), load_of(cargo, unit))
    return "" if scenario.plans.of(shape) else why_not(scenario.plans, shape)
