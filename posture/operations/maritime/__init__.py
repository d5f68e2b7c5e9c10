"""Maritime: the standing groups, borrowed ships that are present at sea and answer calls."""

from typing import Protocol

from posture.core.schema import FrozenMap, Name
from posture.operations.maritime.event_kinds import EVENT_KINDS
from posture.operations.maritime.measures import MEASURES, PANELS
from posture.operations.maritime.process import start
from posture.operations.maritime.schema import Maritime
from posture.operations.maritime.sea import Pace, Sea
from posture.operations.maritime.series import SERIES
from posture.theatre.forces import Unit
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Maritime",
    "MaritimeInputs",
    "Pace",
    "Sea",
    "start",
]


class MaritimeInputs(Protocol):
    """Of a scenario, what the groups read."""

    maritime: Maritime
    units: FrozenMap[Name, Unit]

    @property
    def sea(self) -> Sea:
        """Ways by sea over the network."""


OPERATION = Operation[MaritimeInputs](
    "maritime",
    start=lambda theatre, case: start(theatre, case.maritime, case.units, case.sea),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    series=SERIES,
)
