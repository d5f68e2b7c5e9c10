"""Readiness: who stands by at which notice, how soon after the alert they are ready, and what it costs."""

from typing import Protocol

from posture.core.schema import FrozenMap, Name
from posture.operations.readiness import wear
from posture.operations.readiness.event_kinds import EVENT_KINDS
from posture.operations.readiness.measures import MEASURES
from posture.operations.readiness.process import start
from posture.operations.readiness.schema import EVERYBODY, Change, Readiness, StandbyTurn, Tier
from posture.theatre.forces import Unit
from posture.theatre.operation import Operation

__all__ = [
    "EVERYBODY",
    "MEASURES",
    "OPERATION",
    "Change",
    "Readiness",
    "ReadinessInputs",
    "StandbyTurn",
    "Tier",
    "start",
]


class ReadinessInputs(Protocol):
    """Of a scenario, what readiness reads."""

    readiness: Readiness
    units: FrozenMap[Name, Unit]


OPERATION = Operation[ReadinessInputs](
    "readiness",
    start=lambda theatre, case: start(theatre, case.readiness, case.units),
    measures=(*MEASURES, *wear.MEASURES),
    event_kinds=EVENT_KINDS,
)
