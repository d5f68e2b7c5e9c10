"""Whether a scenario hangs together: names that are known, forces that can reach their places."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from posture.core.findings import Finding
from posture.operations import OPERATIONS
from posture.scenario.consistency.air_policing import air_faults
from posture.scenario.consistency.decision import decision_faults
from posture.scenario.consistency.early_warning import early_warning_faults
from posture.scenario.consistency.geography import geography_faults
from posture.scenario.consistency.maritime import maritime_faults
from posture.scenario.consistency.missile_defence import missile_defence_faults
from posture.scenario.consistency.network import network_faults
from posture.scenario.consistency.readiness import readiness_faults
from posture.scenario.consistency.reinforcement import reach_faults, reinforcement_faults
from posture.scenario.consistency.rotations import rotation_faults
from posture.scenario.consistency.sustainment import supply_faults
from posture.scenario.loading.faults import MOST_FAULTS
from posture.scenario.own_measures import own_measure_faults
from posture.theatre.operation import Operation

if TYPE_CHECKING:
    from posture.scenario import Scenario


def faults(scenario: "Scenario") -> list[Finding]:
    """Every fault between values, each with the path where it is written; of thousands alike the first ones.

    Whether forces can reach their places is asked only when all names are known.
    """
    found = [one for kind in KINDS for one in islice(kind(scenario), MOST_FAULTS)]
    return found or [*reach_faults(scenario), *supply_faults(scenario)]


def _of_each_operation(scenario: "Scenario") -> Iterator[Finding]:
    """What each operation finds within itself."""
    operations: tuple[Operation[Scenario], ...] = OPERATIONS
    for operation in operations:
        for path, said in operation.faults(scenario):
            yield (operation.name, *path), said


KINDS: tuple[Callable[["Scenario"], Iterable[Finding]], ...] = (
    network_faults,
    geography_faults,
    decision_faults,
    reinforcement_faults,
    readiness_faults,
    rotation_faults,
    air_faults,
    early_warning_faults,
    missile_defence_faults,
    maritime_faults,
    _of_each_operation,
    own_measure_faults,
)
"""What is looked at, in this order."""
