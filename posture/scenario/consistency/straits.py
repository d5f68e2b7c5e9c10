"""Whether the rules of the straits are such as the Convention knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding
from posture.theatre.montreux import AGGREGATES

if TYPE_CHECKING:
    from posture.scenario import Scenario


def strait_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault of the straits."""
    law = scenario.straits
    if law is None:
        return
    least, most = AGGREGATES
    if not least <= law.aggregate <= most:
        said = f"no rule knows an aggregate of {law.aggregate:,} tons"
        yield ("straits", "aggregate"), f"{said}; Article 18 allows from {least:,} to {most:,}"
    if law.in_transit > law.aggregate:
        said = f"{law.in_transit:,} tons in transit are more than the {law.aggregate:,} of the Black Sea"
        yield ("straits", "in_transit"), f"{said}; Article 14 allows 15,000"
