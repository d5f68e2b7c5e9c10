"""Cyber: systems lose capacity, are noticed and recovered. No technique is modelled, loss and time alone."""

from collections.abc import Collection
from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.cyber.consistency import faults
from posture.operations.cyber.event_kinds import EVENT_KINDS
from posture.operations.cyber.measures import MEASURES, PANELS
from posture.operations.cyber.process import start
from posture.operations.cyber.schema import Cyber
from posture.theatre.network import Link, Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Cyber",
    "CyberInputs",
    "start",
]


class CyberInputs(Protocol):
    """Of a scenario, what cyber reads."""

    cyber: Cyber
    places: FrozenMap[str, Place]
    links: FrozenMap[str, Link]
    horizon: int

    @property
    def headquarters(self) -> Collection[str]:
        """Names of headquarters that give orders."""


OPERATION = Operation[CyberInputs](
    "cyber",
    start=lambda theatre, case: start(theatre, case.cyber, case.links),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.cyber, case.places, case.links, case.horizon, case.headquarters),
)
