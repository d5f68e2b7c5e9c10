"""Movement: every way in which a force travels, and where its hours go."""

from posture.operations.movement.happens import start
from posture.operations.movement.plans import Plan, Plans, Shape
from posture.operations.movement.written import Movement

__all__ = ["Movement", "Plan", "Plans", "Shape", "start"]
