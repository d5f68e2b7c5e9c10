"""Whether depots can feed brigades: what is wanted is in store, and there is a way for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding
from posture.operations.movement import RouteRequest
from posture.operations.movement.why_unreachable import why_not
from posture.operations.sustainment import load_of

if TYPE_CHECKING:
    from posture.scenario import Scenario


def supply_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every brigade whose depot has nothing of a class, or no way to it; asked once all names are known."""
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
                continue
            shape = RouteRequest(unit.home, ((at, depot.modes),), load_of(supply, unit))
            if unit.home == at:
                yield (
                    path,
                    f"the depot '{rule.depot}' is where the brigade is; write a unit with another home",
                )
            elif not scenario.plans.of(shape):
                yield path, f"'{rule.depot}' cannot send {kind} to {at}: {why_not(scenario.plans, shape)}"
