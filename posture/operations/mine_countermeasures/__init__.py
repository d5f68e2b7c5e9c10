"""Mine countermeasures: water that may be mined is surveyed, and opens when that is done."""

from collections.abc import Collection
from typing import Protocol

from posture.core.schema import FrozenMap
from posture.operations.mine_countermeasures.consistency import faults
from posture.operations.mine_countermeasures.event_kinds import EVENT_KINDS
from posture.operations.mine_countermeasures.measures import MEASURES, PANELS
from posture.operations.mine_countermeasures.process import start
from posture.operations.mine_countermeasures.schema import MineCountermeasures
from posture.theatre.network import Link, Place
from posture.theatre.operation import Operation

__all__ = [
    "MEASURES",
    "OPERATION",
    "MineCountermeasures",
    "MineCountermeasuresInputs",
    "start",
]


class MineCountermeasuresInputs(Protocol):
    """Of a scenario, what surveys read."""

    mine_countermeasures: MineCountermeasures
    places: FrozenMap[str, Place]
    links: FrozenMap[str, Link]

    @property
    def sea_areas(self) -> Collection[str]:
        """Names of sea areas, whoever keeps a presence there."""


OPERATION = Operation[MineCountermeasuresInputs](
    "mine_countermeasures",
    start=lambda theatre, case: start(theatre, case.mine_countermeasures),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.mine_countermeasures, case.places, case.links, case.sea_areas),
)
