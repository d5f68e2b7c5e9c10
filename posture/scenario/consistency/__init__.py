"""Whether a scenario hangs together: names that are known, forces that can reach their places."""

from typing import TYPE_CHECKING

from posture.scenario.consistency.air_policing import air_faults
from posture.scenario.consistency.decision import decision_faults
from posture.scenario.consistency.early_warning import early_warning_faults
from posture.scenario.consistency.maritime import maritime_faults
from posture.scenario.consistency.mine_countermeasures import survey_faults
from posture.scenario.consistency.missile_defence import missile_defence_faults
from posture.scenario.consistency.network import network_faults
from posture.scenario.consistency.readiness import readiness_faults
from posture.scenario.consistency.reinforcement import reach_faults, reinforcement_faults
from posture.scenario.consistency.rotations import rotation_faults
from posture.scenario.consistency.shipping import shipping_faults
from posture.scenario.consistency.straits import strait_faults
from posture.scenario.findings import Finding

if TYPE_CHECKING:
    from posture.scenario import Scenario


def faults(scenario: "Scenario") -> list[Finding]:
    """Every fault between values, each with the path where it is written.

    Whether forces can reach their places is asked only when all names are known.
    """
    found = [
        *network_faults(scenario),
        *decision_faults(scenario),
        *reinforcement_faults(scenario),
        *readiness_faults(scenario),
        *rotation_faults(scenario),
        *air_faults(scenario),
        *early_warning_faults(scenario),
        *missile_defence_faults(scenario),
        *maritime_faults(scenario),
        *strait_faults(scenario),
        *survey_faults(scenario),
        *shipping_faults(scenario),
    ]
    return found or [*reach_faults(scenario)]
