"""Space: Allies offer hours of satellite communication; who falls short is slower, sees less, or waits."""

from collections.abc import Collection, Mapping
from typing import Protocol

from posture.operations.space.consistency import faults
from posture.operations.space.event_kinds import EVENT_KINDS
from posture.operations.space.measures import MEASURES, PANELS
from posture.operations.space.process import start
from posture.operations.space.schema import Space
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Space",
    "SpaceInputs",
    "start",
]


class SpaceInputs(Protocol):
    """Of a scenario, what space reads."""

    space: Space

    @property
    def headquarters(self) -> Collection[str]:
        """Names of headquarters that give orders."""

    @property
    def collector_names(self) -> Collection[str]:
        """Names of collectors of surveillance."""

    @property
    def brigade_orders(self) -> Mapping[str, str]:
        """Subject of the order to deploy of each brigade."""


OPERATION = Operation[SpaceInputs](
    "space",
    start=lambda theatre, case: start(theatre, case.space, case.brigade_orders),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.space, case.headquarters, case.collector_names, case.brigade_orders),
)
