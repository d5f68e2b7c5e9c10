"""Whether monitoring hangs together: waters that somebody watches within the run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.scenario.findings import Finding, known

if TYPE_CHECKING:
    from posture.scenario import Scenario


def shipping_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault of the monitoring of shipping."""
    for name, waters in scenario.shipping.waters.items():
        path = ("shipping", "waters", name)
        if not waters.ships and waters.area is None:
            yield path, "nobody watches it; write 'ships', or the 'area' whose ships watch"
        if waters.area is not None and scenario.maritime.areas:
            yield from known((*path, "area"), waters.area, "sea area", scenario.maritime.areas)
        if not waters.contacts and not waters.escorts:
            yield path, "nothing sails there; write 'contacts', or 'escorts'"
        if waters.until is not None and waters.until <= scenario.start:
            said = f"it ends on {waters.until:%Y-%m-%d}, before the start, {scenario.start:%Y-%m-%d}"
            yield (*path, "until"), f"{said}; write a later date"
