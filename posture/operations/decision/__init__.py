"""Decision: from the first sign of a crisis through the Council to the orders that start movement."""

from posture.operations.decision.happens import start
from posture.operations.decision.means import MEASURES
from posture.operations.decision.steps import Chain, Step
from posture.operations.decision.written import Crisis, Decision, Order

__all__ = ["MEASURES", "Chain", "Crisis", "Decision", "Order", "Step", "start"]
