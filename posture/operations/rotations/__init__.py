"""Rotations: one pool of units takes turns in all commitments."""

from posture.operations.rotations.eligible import Eligible, cycle_of_substitutes, pooled
from posture.operations.rotations.measures import MEASURES
from posture.operations.rotations.process import start
from posture.operations.rotations.schema import Policy, Pool, Rotations, Rule, Stint, Surge, Task

__all__ = [
    "MEASURES",
    "Eligible",
    "Policy",
    "Pool",
    "Rotations",
    "Rule",
    "Stint",
    "Surge",
    "Task",
    "cycle_of_substitutes",
    "pooled",
    "start",
]
