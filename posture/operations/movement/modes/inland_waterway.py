"""By river and canal: barges, held up by locks and the current, on waters of the class that they need."""

from collections.abc import Iterator, Mapping
from typing import get_args

from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import Barges, Ferry, Ships
from posture.operations.movement.modes.base import CostBasis
from posture.operations.movement.modes.sea import SeaMode
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.schema import Movement
from posture.operations.movement.self_deploying import Warships
from posture.operations.movement.tables import ParameterTable, stated
from posture.operations.movement.ways import Passage, WaterwayClass
from posture.theatre.event_kinds import INLAND_WATERWAY
from posture.theatre.network import Link
from posture.theatre.requests import Load
from posture.theatre.routing import Hop

CLASSES: tuple[WaterwayClass, ...] = get_args(WaterwayClass)
"""From the smallest to the largest."""


class InlandWaterwayMode(SeaMode):
    """Barges; they are called up, loaded and discharged as ships are, and carry any nation's pieces."""

    name = "inland_waterway"
    cause = INLAND_WATERWAY
    lift_name = "barges"

    def fleet(self, written: Movement) -> Mapping[str, Barges]:
        """Barges."""
        return written.barges

    def with_fleet(self, written: Movement, fleet: Mapping[str, Ships]) -> Movement:
        """Other barges."""
        return written.model_copy(update={"barges": fleet})

    def ferries(self, written: Movement) -> Mapping[str, Ferry]:
        """None on rivers and canals."""
        return {}

    def warships(self, written: Movement) -> Mapping[str, Warships]:
        """None on rivers and canals."""
        return {}

    def vessels(self, parameters: Parameters) -> ParameterTable[Barges]:
        """Barges."""
        return parameters.barges

    def berths_at(self, parameters: Parameters, key: str) -> bool:
        """At a port, or wherever berths are written."""
        return super().berths_at(parameters, key) or key in parameters.ports

    def passage(self, parameters: Parameters, hop: Hop) -> Passage | None:
        """All locks of the way, passed at its end: as many barges at once each way as there are locks.

        A way without locks has what is written of the place where it ends.
        """
        waterway = parameters.waterways.get(hop.link)
        if waterway is None or waterway.lockage is None:
            return super().passage(parameters, hop)
        return Passage(time=waterway.lockage, servers=waterway.locks)

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        """Over ground: with the current or against it, where one is written."""
        return _over_ground(parameters, hop) or super()._usual_speed(parameters, hop, link, load)

    def _drive(self, basis: CostBasis, hop: Hop, link: Link | None) -> int:
        """Each direction takes its own time."""
        return basis.along(hop.metres, self.speed(basis.parameters, hop, link, basis.load))

    def shallows(self, parameters: Parameters, hop: Hop) -> tuple[str, str, int | None]:
        """The fairway."""
        waterway = parameters.waterways.get(hop.link)
        if waterway is None:
            return super().shallows(parameters, hop)
        return hop.link, _water(parameters, hop), waterway.draught

    def passes(self, parameters: Parameters, vessel: str, hop: Hop) -> bool:
        """Whether the water is deep enough and of a class that takes the barge."""
        return not _misfit(parameters, vessel, hop) and super().passes(parameters, vessel, hop)

    def flattened(self, ship: Ships) -> Ships:
        """A barge that the smallest canal takes."""
        return super().flattened(ship).model_copy(update={"cemt": None})

    def too_shallow(self, parameters: Parameters, load: Load, legs: list[LegPlan]) -> Iterator[str]:
        """Too shallow, or of too small a class."""
        yield from super().too_shallow(parameters, load, legs)
        name = stated(self.kind(parameters, load))
        links = {step.hop.link: step.hop for leg in legs for step in leg.alternatives[0]}
        for _, hop in sorted(links.items()):
            yield from _misfit(parameters, name, hop)

    def _empty_speed(self, parameters: Parameters, pool: str, hop: Hop) -> Distribution:
        """With the current or against it, where one is written."""
        return _over_ground(parameters, hop) or super()._empty_speed(parameters, pool, hop)


def _misfit(parameters: Parameters, vessel: str, hop: Hop) -> list[str]:
    """In words, if a way is of too small a class for a barge."""
    waterway, needs = parameters.waterways.get(hop.link), parameters.barges[vessel].cemt
    takes = waterway.cemt if waterway is not None else None
    if needs is None or takes is None or CLASSES.index(needs) <= CLASSES.index(takes):
        return []
    return [f"'{vessel}' needs class {needs}, and {_water(parameters, hop)} is of class {takes}"]


def _water(parameters: Parameters, hop: Hop) -> str:
    ends = sorted(parameters.network.places[key].name for key in (hop.start, hop.end))
    return f"the water between {' and '.join(ends)}"


def _over_ground(parameters: Parameters, hop: Hop) -> Distribution | None:
    """The speed with the current of a way or against it; None where it has none."""
    waterway = parameters.waterways.get(hop.link)
    if waterway is None or waterway.mouth is None:
        return None
    return stated(waterway.downstream if hop.end == waterway.mouth else waterway.upstream)
