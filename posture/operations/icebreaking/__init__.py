"""Icebreaking: in winter ships wait for icebreakers and are led through the ice to their ports."""

from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.icebreaking.consistency import faults
from posture.operations.icebreaking.event_kinds import EVENT_KINDS
from posture.operations.icebreaking.measures import MEASURES, PANELS
from posture.operations.icebreaking.process import start
from posture.operations.icebreaking.schema import Icebreaking
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = ["MEASURES", "OPERATION", "Icebreaking", "IcebreakingInputs", "start"]


class IcebreakingInputs(Protocol):
    """Of a scenario, what icebreaking reads."""

    icebreaking: Icebreaking
    places: FrozenMap[str, Place]


OPERATION = Operation[IcebreakingInputs](
    "icebreaking",
    start=lambda theatre, case: start(theatre, case.icebreaking),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.icebreaking, case.places),
)
