"""What operations ask of one another through the theatre."""

from collections.abc import Callable
from dataclasses import dataclass

from posture.theatre.forces import Cargo
from posture.theatre.network import Mode


@dataclass(frozen=True, slots=True)
class Arrival:
    """Pieces that reached the place they were asked to: of which request, how many, by which serial."""

    move: str
    serial: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Move:
    """Bring pieces of one class of a unit from where they are to a place.

    `name` is who asks and for what, unique in a run. `ready` is the second at which they can load, and
    `follows` the ledger entry that led there. `arrived` is called for each serial on arrival.
    """

    name: str
    unit: str
    nation: str
    cargo: Cargo
    pieces: int
    start: str
    end: str
    modes: tuple[Mode, ...]
    through: tuple[str, ...]
    max_mlc: int | None
    lane_metres: float
    priority: int
    arrived: Callable[[Arrival], None]
