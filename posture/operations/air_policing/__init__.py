"""Air policing: pairs on alert, round the clock, meet what flies through an area."""

from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.air_policing.areas import Area
from posture.operations.air_policing.event_kinds import EVENT_KINDS
from posture.operations.air_policing.measures import MEASURES
from posture.operations.air_policing.panels import PANELS
from posture.operations.air_policing.process import Gap, gaps, start
from posture.operations.air_policing.schema import AirPolicing, Detachment
from posture.operations.air_policing.series import SERIES
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "AirPolicing",
    "AirPolicingInputs",
    "Area",
    "Detachment",
    "Gap",
    "gaps",
    "start",
]


class AirPolicingInputs(Protocol):
    """Of a scenario, what air policing reads."""

    air_policing: AirPolicing
    places: FrozenMap[str, Place]


OPERATION = Operation[AirPolicingInputs](
    "air_policing",
    start=lambda theatre, case: start(theatre, case.air_policing, case.places),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    series=SERIES,
)
