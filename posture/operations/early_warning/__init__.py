"""Early warning: aircraft from a base keep stations round the clock, each relieved on station by the next."""

from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.early_warning.event_kinds import EVENT_KINDS
from posture.operations.early_warning.measures import MEASURES, PANELS
from posture.operations.early_warning.process import start, transit
from posture.operations.early_warning.schema import Base, Contingent, EarlyWarning, Station
from posture.operations.early_warning.series import SERIES
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Base",
    "Contingent",
    "EarlyWarning",
    "EarlyWarningInputs",
    "Station",
    "start",
    "transit",
]


class EarlyWarningInputs(Protocol):
    """Of a scenario, what early warning reads."""

    early_warning: EarlyWarning
    places: FrozenMap[str, Place]


OPERATION = Operation[EarlyWarningInputs](
    "early_warning",
    start=lambda theatre, case: start(theatre, case.early_warning, case.places),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    series=SERIES,
)
