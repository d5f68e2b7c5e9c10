"""Sustainment: what is there or under way must be fed, class by class, from depots over the network."""

from collections.abc import Collection
from typing import Protocol

from posture.core.schema import FrozenMap, Name
from posture.operations.sustainment.consistency import faults
from posture.operations.sustainment.depot_stock import load_of
from posture.operations.sustainment.event_kinds import EVENT_KINDS
from posture.operations.sustainment.measures import MEASURES, PANELS
from posture.operations.sustainment.process import start
from posture.operations.sustainment.schema import Depot, HostDepot, Sustainment
from posture.theatre.forces import Unit
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Depot",
    "HostDepot",
    "Sustainment",
    "SustainmentInputs",
    "load_of",
    "start",
]


class SustainmentInputs(Protocol):
    """Of a scenario, what sustainment reads."""

    sustainment: Sustainment
    units: FrozenMap[Name, Unit]
    places: FrozenMap[str, Place]

    @property
    def brigade_names(self) -> Collection[str]:
        """Names of brigades that grow."""

    @property
    def part_units(self) -> Collection[str]:
        """Units that are parts of brigades."""


OPERATION = Operation[SustainmentInputs](
    "sustainment",
    start=lambda theatre, case: start(theatre, case.sustainment, case.units, case.places),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.sustainment, case.units, case.brigade_names, case.part_units),
)
