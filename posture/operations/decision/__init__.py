"""Decision: from the first sign of a crisis through the Council to the orders that start movement."""

from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.decision import nations
from posture.operations.decision.event_kinds import EVENT_KINDS
from posture.operations.decision.measures import MEASURES, PANELS
from posture.operations.decision.process import start
from posture.operations.decision.schema import Crisis, Decision, Order
from posture.operations.decision.steps import Chain, Step
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Chain",
    "Crisis",
    "Decision",
    "DecisionInputs",
    "Order",
    "Step",
    "start",
]


class DecisionInputs(Protocol):
    """Of a scenario, what decision reads."""

    decision: Decision
    places: FrozenMap[str, Place]


OPERATION = Operation[DecisionInputs](
    "decision",
    start=lambda theatre, case: start(theatre, case.decision, case.places),
    measures=(*MEASURES, *nations.MEASURES),
    event_kinds=EVENT_KINDS,
    panels=PANELS,
)
