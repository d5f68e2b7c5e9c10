"""Movement: every way in which a force travels, and where its hours go."""

from posture.operations.movement.happens import start
from posture.operations.movement.plans import Plans, Shape
from posture.operations.movement.written import Movement

__all__ = ["Movement", "Plans", "Shape", "start"]
