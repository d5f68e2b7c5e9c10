"""Reinforcement: a battlegroup grows to a brigade, part by part."""

from posture.operations.reinforcement.measures import MEASURES, closure_days
from posture.operations.reinforcement.process import start
from posture.operations.reinforcement.requirements import MovementRequirement, movement_requirements
from posture.operations.reinforcement.schema import Brigade, Part, Reinforcement

__all__ = [
    "MEASURES",
    "Brigade",
    "MovementRequirement",
    "Part",
    "Reinforcement",
    "closure_days",
    "movement_requirements",
    "start",
]
