"""Reinforcement: a battlegroup grows to a brigade, part by part."""

from typing import Protocol

from posture.core.schema import FrozenMap, Name
from posture.operations.reinforcement.event_kinds import EVENT_KINDS
from posture.operations.reinforcement.measures import MEASURES, closure_days
from posture.operations.reinforcement.process import start
from posture.operations.reinforcement.requirements import (
    MovementRequirement,
    movement_requirements,
    without_line,
)
from posture.operations.reinforcement.schema import Brigade, Line, Part, Reinforcement
from posture.theatre.forces import Unit
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Brigade",
    "Line",
    "MovementRequirement",
    "Part",
    "Reinforcement",
    "ReinforcementInputs",
    "closure_days",
    "movement_requirements",
    "start",
    "without_line",
]


class ReinforcementInputs(Protocol):
    """Of a scenario, what reinforcement reads."""

    reinforcement: Reinforcement
    units: FrozenMap[Name, Unit]
    places: FrozenMap[str, Place]


OPERATION = Operation[ReinforcementInputs](
    "reinforcement",
    start=lambda theatre, case: start(theatre, case.reinforcement, case.units, case.places),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
)
