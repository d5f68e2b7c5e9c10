"""Monitoring of shipping: what sails through waters is hailed, some of it boarded, some escorted."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from posture.operations.shipping.consistency import faults
from posture.operations.shipping.event_kinds import EVENT_KINDS
from posture.operations.shipping.measures import MEASURES, PANELS
from posture.operations.shipping.process import start
from posture.operations.shipping.schema import Shipping
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "Shipping",
    "ShippingInputs",
    "start",
]


class ShippingInputs(Protocol):
    """Of a scenario, what monitoring reads."""

    shipping: Shipping
    start: datetime

    @property
    def sea_areas(self) -> Collection[str]:
        """Names of sea areas, whoever keeps a presence there."""

    @property
    def surveyed_areas(self) -> Collection[str]:
        """Names of areas of surveillance, in which ships are seen."""


OPERATION = Operation[ShippingInputs](
    "shipping",
    start=lambda theatre, case: start(theatre, case.shipping),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.shipping, case.start, case.sea_areas, case.surveyed_areas),
)
