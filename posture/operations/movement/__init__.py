"""Movement: every way in which a force travels, and where its hours go."""

from typing import Protocol

from posture.operations.movement.event_kinds import EVENT_KINDS
from posture.operations.movement.legs import Plan
from posture.operations.movement.measures import MEASURES
from posture.operations.movement.plans import Plans
from posture.operations.movement.process import start
from posture.operations.movement.route_request import RouteRequest
from posture.operations.movement.schema import Movement
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Movement",
    "MovementInputs",
    "Plan",
    "Plans",
    "RouteRequest",
    "start",
]


class MovementInputs(Protocol):
    """Of a scenario, what movement reads."""

    @property
    def plans(self) -> Plans:
        """Routes over the network."""


OPERATION = Operation[MovementInputs](
    "movement",
    start=lambda theatre, case: start(theatre, case.plans),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
)
