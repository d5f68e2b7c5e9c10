"""Movement: every way in which a force travels, and where its hours go."""

from posture.operations.movement.legs import Plan
from posture.operations.movement.plans import Plans, RouteRequest
from posture.operations.movement.process import start
from posture.operations.movement.schema import Movement

__all__ = ["Movement", "Plan", "Plans", "RouteRequest", "start"]
