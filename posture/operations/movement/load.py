"""What is carried, as far as it decides the way."""

from dataclasses import dataclass

from posture.theatre.forces import Cargo

LADEN: tuple[Cargo, ...] = ("tracked", "outsize")
"""Classes that use the road only on transporters."""

AFLOAT: tuple[Cargo, ...] = ("wheeled", "tracked", "outsize", "containers", "hazardous")
"""Classes that go by ship; people fly or drive."""


@dataclass(frozen=True, slots=True)
class Load:
    """Pieces of one class of a nation, the heaviest load class among them, and the deck length of one."""

    nation: str
    cargo: Cargo
    max_mlc: int | None
    lane_metres: float
