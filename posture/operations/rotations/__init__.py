"""Rotations: one pool of units takes turns in all commitments."""

from typing import Protocol

from posture.core.schema import FrozenMap, Name
from posture.operations.rotations.eligible import Eligible, cycle_of_substitutes, pooled
from posture.operations.rotations.event_kinds import EVENT_KINDS
from posture.operations.rotations.measures import MEASURES
from posture.operations.rotations.process import start
from posture.operations.rotations.schema import Policy, Rotations, Rule, Stint, SurgePeriod, Task, UnitPool
from posture.theatre.forces import Unit
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Eligible",
    "Policy",
    "Rotations",
    "RotationsInputs",
    "Rule",
    "Stint",
    "SurgePeriod",
    "Task",
    "UnitPool",
    "cycle_of_substitutes",
    "pooled",
    "start",
]


class RotationsInputs(Protocol):
    """Of a scenario, what rotations read."""

    rotations: Rotations
    units: FrozenMap[Name, Unit]

    @property
    def eligible(self) -> Eligible:
        """Who may take which turns."""


OPERATION = Operation[RotationsInputs](
    "rotations",
    start=lambda theatre, case: start(theatre, case.rotations, case.units, case.eligible),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
)
