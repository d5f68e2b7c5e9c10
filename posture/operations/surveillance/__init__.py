"""Surveillance: who sees that a crisis begins, and which ships and tracks pass, by what, and how soon."""

from collections.abc import Collection
from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.surveillance.consistency import faults
from posture.operations.surveillance.event_kinds import EVENT_KINDS
from posture.operations.surveillance.measures import MEASURES, PANELS
from posture.operations.surveillance.process import start
from posture.operations.surveillance.schema import Surveillance
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Surveillance",
    "SurveillanceInputs",
    "start",
]


class SurveillanceInputs(Protocol):
    """Of a scenario, what surveillance reads."""

    surveillance: Surveillance
    places: FrozenMap[str, Place]

    @property
    def watched_areas(self) -> Collection[str]:
        """Names of areas that stations of early warning watch."""

    @property
    def sea_areas(self) -> Collection[str]:
        """Names of sea areas, whoever keeps a presence there."""


OPERATION = Operation[SurveillanceInputs](
    "surveillance",
    start=lambda theatre, case: start(theatre, case.surveillance),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.surveillance, case.places, case.watched_areas, case.sea_areas),
)
