"""What operations ask of one another through the theatre.

What is made or looked up at each step of a run is a named tuple: made in a third of the time of a frozen
dataclass, and hashed without a call in Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from simpy import Event

from posture.theatre.forces import Cargo
from posture.theatre.network import Mode


class Load(NamedTuple):
    """Pieces of one class of a nation, as far as they decide the way.

    The heaviest military load class among them; of one piece, deck length in metres and weight in
    kilograms; `lift` names the kind of ship or aircraft it shall take.
    """

    nation: str
    cargo: Cargo
    max_mlc: int | None = None
    lane_metres: float = 0.0
    weight: int = 0
    lift: str = ""


Stop = tuple[str, tuple[Mode, ...]]
"""A place to come to, and the modes by which one may come there."""


class Arrival(NamedTuple):
    """Pieces that reached the place they were asked to: of which request, how many, by which serial."""

    move: str
    serial: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Pieces that will be asked to move once they are released; lift to be chartered is called up now.

    Where `stop` fires before anybody needs it, what has been called up and is not there yet is dismissed.
    """

    load: Load
    pieces: int
    start: str
    stops: tuple[Stop, ...]
    stop: Event | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Say when a crisis, which begins to show in an area now, is recognised by one of the nations.

    Answered by an event that fires then; whoever recognises it otherwise fires it himself.
    """

    name: str
    area: str
    nations: tuple[str, ...]


class Sighting(NamedTuple):
    """Say when a ship or track, which comes into an area of surveillance now, is first seen by anybody.

    Answered by an event that fires then; it never does where that has left before, after `stays` seconds
    (-1: it stays until then). `source` says whose ships or tracks they are, in the order in which they come.
    """

    name: str
    source: str
    area: str
    stays: int


@dataclass(frozen=True, slots=True)
class Incident:
    """Say when an incident of a system is first referred to the Council: an event that fires then."""

    system: str


@dataclass(frozen=True, slots=True)
class MovementOrder:
    """Give a part of a brigade, `brigade/part`, its order to move.

    Answered by an event that fires with the name of the headquarters when the order is out; it has fired
    already where no headquarters orders that brigade.
    """

    formation: str


class OnwardOrder(NamedTuple):
    """Tell a serial of a move to go on from where it is: an event that fires when it has been told.

    Asked only where somebody answers; it has fired already where nothing is told by satellite.
    """

    move: str
    serial: str


class Sustain(NamedTuple):
    """So many pieces of one class of the part `brigade/part` are elsewhere by now; answered at once.

    They `stand` at the brigade's place from the start of the run, `set out` (below 0: are back after all), or
    have `come` to the brigade's place.
    """

    formation: str
    cargo: Cargo
    pieces: int
    what: Literal["stand", "set out", "come"]
    place: str


@dataclass(frozen=True, slots=True)
class BrigadeState:
    """What is there of a brigade is `on alert` from now on, or `in place`, or goes home; answered at once.

    Of one that is `going home`, all that came leaves now; what stands there is in place again.
    """

    brigade: str
    state: Literal["on alert", "in place", "going home"]
    place: str


class Refuel(NamedTuple):
    """Vehicles of a line of the part `brigade/part`, that have marched so many metres, take fuel for them.

    They stand at a place, having come through a country. The event fires when they have it.
    """

    formation: str
    cargo: Cargo
    vehicles: int
    metres: int
    place: str
    country: str


@dataclass(frozen=True, slots=True)
class Move:
    """Bring pieces of one class of a unit from where they are, stop by stop, to the last.

    `name` is who asks and for what, unique in a run; its ledger is carried on. They can load when `ready`
    fires, or now. A smaller `priority` goes first where queues have priorities. `arrived` is called for each
    serial on arrival, not before `earliest`; `departed` with how many pieces leave the start, or (below 0)
    are back there after all. What has not set out when `stop` fires stays where it is. On their way they
    halt at places for so many seconds.
    """

    name: str
    unit: str
    load: Load
    pieces: int
    start: str
    stops: tuple[Stop, ...]
    arrived: Callable[[Arrival], None]
    ready: Event | None = None
    priority: int = 0
    earliest: int = 0
    stop: Event | None = None
    departed: Callable[[int], None] | None = None
    halts: Mapping[str, int] = field(default_factory=dict)

    def leave(self, pieces: int) -> None:
        """So many pieces leave the start, or are back there after all."""
        if self.departed is not None:
            self.departed(pieces)

    @property
    def stopped(self) -> bool:
        """Whether nothing of it shall set out any more."""
        return self.stop is not None and self.stop.triggered


@dataclass(frozen=True, slots=True)
class IcePassage:
    """Let a ship through the ice before a port, in or out: an event that fires when it is through.

    It has fired already where there is no ice. A `strong` ship, as liners and ferries are, needs no help.
    """

    port: str
    ship: str
    strong: bool = False


class Take(NamedTuple):
    """A unit of the pool for a commitment, of this nation and kind, `unit` itself if it comes as soon as any.

    It is taken from tasks of a larger `priority`. The event fires with the name of the unit, once that is at
    home and may begin to make ready; it never does where nobody can be taken.
    """

    commitment: str
    unit: str
    priority: int


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A unit that was taken returns to the pool: when it left home and came back, None if it never left."""

    unit: str
    away: tuple[int, int] | None
