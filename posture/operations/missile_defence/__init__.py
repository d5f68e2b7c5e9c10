"""Missile defence: nodes that stand, and the sites that they cover. Nothing is fired."""

from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.missile_defence.cover import reaches
from posture.operations.missile_defence.event_kinds import EVENT_KINDS
from posture.operations.missile_defence.measures import MEASURES, PANELS
from posture.operations.missile_defence.process import start
from posture.operations.missile_defence.schema import DefenceNode, DefendedSite, MissileDefence
from posture.operations.missile_defence.series import SERIES
from posture.theatre.network import Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "DefenceNode",
    "DefendedSite",
    "MissileDefence",
    "MissileDefenceInputs",
    "reaches",
    "start",
]


class MissileDefenceInputs(Protocol):
    """Of a scenario, what missile defence reads."""

    missile_defence: MissileDefence
    places: FrozenMap[str, Place]


OPERATION = Operation[MissileDefenceInputs](
    "missile_defence",
    start=lambda theatre, case: start(theatre, case.missile_defence, case.places),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    series=SERIES,
)
