"""Decision: from the first sign of a crisis through the Council to the orders that start movement."""

from posture.operations.decision.measures import MEASURES
from posture.operations.decision.process import start
from posture.operations.decision.schema import Crisis, Decision, Order
from posture.operations.decision.steps import Chain, Step

__all__ = ["MEASURES", "Chain", "Crisis", "Decision", "Order", "Step", "start"]
