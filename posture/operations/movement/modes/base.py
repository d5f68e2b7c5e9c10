"""What movement asks of a mode of transport; each mode answers in a file of its own."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from posture.core.distributions import Distribution
from posture.core.event_kinds import Cause
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift import FREIGHT
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.schema import Movement
from posture.operations.movement.serials import Serial
from posture.operations.movement.ways import Passage
from posture.theatre import Process
from posture.theatre.network import GateKind, Link, Mode, Place
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel


@dataclass(frozen=True, slots=True)
class EndWork:
    """Loading or unloading a serial: its time, and the gate where it is done, open so long a day.

    Without `servers` it needs no gate. A gate is kept longer than the work takes, by its `efficiency`.
    """

    time: Distribution
    what: str = ""
    servers: int = 0
    efficiency: float = 1.0
    open_share: float = 1.0


@dataclass(slots=True)
class Expectation:
    """Expected times, or with `least` the shortest that can come."""

    parameters: Parameters
    least: bool

    def time(self, law: Distribution) -> int:
        """Seconds of something that takes its time."""
        return int(law.low if self.least else law.middle)

    def along(self, metres: int, speed: Distribution) -> int:
        """Seconds of something that goes so far."""
        return int(metres / (speed.high if self.least else speed.middle))


@dataclass(slots=True)
class CostBasis(Expectation):
    """What a route is judged by: a load, the kind of ship or aircraft that each mode gives it, what is shut.

    `avoid` names places where the gauge shall not change.
    """

    load: Load
    kinds: Mapping[Mode, str | None]
    shut: frozenset[tuple[str, str]]
    avoid: set[str] = field(default_factory=set)


class TransportMode(ABC):
    """One mode: what its ways and its lift take, what that costs, how a serial goes, why it may not.

    A mode has no state: it is asked with the parameters of a scenario, the basis of a cost or the travel of
    a run.
    """

    name: ClassVar[Mode]
    cause: ClassVar[Cause]
    """What a journey is booked to."""
    gate: ClassVar[GateKind | None] = None
    """Where a leg loads and unloads."""
    carries_people: ClassVar[bool] = False
    in_column: ClassVar[bool] = False
    """Whether vehicles pass one by one and each takes lift for itself; else a serial goes as a whole."""
    once: ClassVar[bool] = False
    """Whether who has gone so goes on by other means."""
    from_port_to_port: ClassVar[bool] = False
    """Whether it needs open approaches, and what it brings has to clear a port."""

    def speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        """How fast a hop is passed, in metres a second."""
        own = parameters.own(hop)
        law = own.speed if own is not None else None
        return self._usual_speed(parameters, hop, link, load) if law is None else law

    @abstractmethod
    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        """The speed on a way that has none of its own."""

    def spacing(self, parameters: Parameters, hop: Hop, link: Link | None) -> tuple[int, int]:
        """Seconds between the vehicles of a column, and seconds that the way stays shut behind one serial."""
        return 0, 0

    def crossing(self, parameters: Parameters, hop: Hop) -> Distribution | None:
        """The time that the border at the end of a hop takes; None where there is none."""
        place = parameters.network.places[hop.end]
        return self._border(parameters, place) if place.kind == "border" else None

    def _border(self, parameters: Parameters, place: Place) -> Distribution | None:
        """The time to cross a border; None where this mode does not stop for it."""
        return None

    def passage(self, parameters: Parameters, hop: Hop) -> Passage | None:
        """The strait, canal or bridge at the end of a hop."""
        return parameters.passage_at(hop.end)

    def kind(self, parameters: Parameters, load: Load) -> str | None:
        """The kind of ship or aircraft that carries a load; None on land, and where there is none."""
        return None

    def kinds(self, parameters: Parameters, load: Load) -> tuple[str, ...]:
        """Every kind that can carry a load, where the load does not name one; none on land."""
        return ()

    def heeds(self, parameters: Parameters, load: Load) -> Hashable:
        """All of a load that changes what a way costs: loads that are alike in it are priced together."""
        return load.cargo in FREIGHT, self.kind(parameters, load)

    def credit(self, parameters: Parameters, leg: Leg) -> int:
        """Seconds that movement credits keep march units apart at the start of a leg; 0 off the road."""
        return 0

    def every(self, parameters: Parameters, lift: tuple[str, ...]) -> int:
        """Seconds from one departure of this lift to the next; 0 where it goes when it is loaded."""
        return 0

    def lift(self, parameters: Parameters, leg: Leg, load: Load) -> tuple[str, ...]:
        """The pools that a leg takes from, in order of use."""
        pool = self.kind(parameters, load)
        return (pool,) if pool else ()

    @abstractmethod
    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """Most pieces in one serial."""

    @abstractmethod
    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way, night rests included; None where this load may not go."""

    @abstractmethod
    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int | None:
        """Seconds to load or unload at a place; None where it cannot be done."""

    def transload(self, basis: CostBasis, key: str, end: Layer) -> int | None:
        """Seconds to change into another layer of the mode at a place; None where it cannot be done."""
        return None

    def _drive(self, basis: CostBasis, hop: Hop, link: Link | None) -> int:
        return basis.along(hop.metres, self.speed(basis.parameters, hop, link, basis.load))

    @abstractmethod
    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork | None:
        """The work at one end of a leg; None where there is none."""

    def turn(self, parameters: Parameters, pool: str) -> int:
        """Least seconds from the end of a leg until its lift may go elsewhere."""
        return 0

    @abstractmethod
    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Whether a pool of lift is of this mode."""

    def layer_of(self, pool: str) -> Layer | None:
        """On which layer the lift of a pool goes empty; None where it goes straight."""
        return self.name

    @abstractmethod
    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """Seconds that lift of a pool takes, empty, over one way; nothing is drawn."""

    @abstractmethod
    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """The same over a distance, where no way leads."""

    @abstractmethod
    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """One serial from the place where it loads to the place where it has unloaded.

        Each second from its start to its end is noted for exactly one cause.
        """

    @abstractmethod
    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Lift that would be needed and nobody offers; `ends` are the places on both sides of the gap."""

    def without_draught(self, written: Movement, load: Load) -> Movement | None:
        """What is written, with ships for this load that draw nothing; None if none is too deep anyway."""
        return None

    def too_shallow(self, parameters: Parameters, load: Load, legs: list[LegPlan]) -> Iterator[str]:
        """What is too shallow for the ship on some legs, in words."""
        yield from ()
