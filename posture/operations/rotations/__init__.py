"""Rotations: one pool of units takes turns in all commitments."""

from posture.operations.rotations.eligible import Eligible, cycle_of_substitutes, pooled
from posture.operations.rotations.measures import MEASURES
from posture.operations.rotations.process import start
from posture.operations.rotations.schema import Policy, Rotations, Rule, Stint, SurgePeriod, Task, UnitPool

__all__ = [
    "MEASURES",
    "Eligible",
    "Policy",
    "Rotations",
    "Rule",
    "Stint",
    "SurgePeriod",
    "Task",
    "UnitPool",
    "cycle_of_substitutes",
    "pooled",
    "start",
]
