"""Forces: units, and where their pieces are. Pieces are whole and none is made or lost."""

from typing import Literal, get_args

from pydantic import Field

from posture.core.errors import ModelFault
from posture.core.schema import (
    Count,
    Country,
    Mass,
    Pieces,
    Positive,
    Schema,
    Share,
    Timing,
)

Cargo = Literal["people", "wheeled", "tracked", "outsize", "containers", "hazardous", "aircraft", "warships"]
CARGOES: tuple[Cargo, ...] = get_args(Cargo)
SELF_DEPLOYING: tuple[Cargo, ...] = ("aircraft", "warships")
"""Classes that fly or sail themselves; nothing carries them."""
CARRIED: tuple[Cargo, ...] = tuple(one for one in CARGOES if one != "people" and one not in SELF_DEPLOYING)
"""Classes that have a place on a deck and a weight."""

IN_TRANSIT = "in transit"
"""Where the pieces of a serial on its way are held."""

HEAVIEST: tuple[Cargo, ...] = ("tracked", "outsize")
"""Classes of pieces that are the heaviest of a unit that has them."""


class Unit(Schema):
    """What is assigned and moved: a battalion, a headquarters, a detachment."""

    nation: Country
    """ISO 3166 code of the nation that owns it."""
    home: str
    """Place where it lives."""
    kind: str = ""
    """What it does, in generic words."""
    people: Pieces = 0
    """Soldiers."""
    wheeled: Pieces = 0
    """Wheeled vehicles and trailers that may use the road."""
    tracked: Pieces = 0
    """Tracked vehicles."""
    outsize: Pieces = 0
    """Pieces too wide or too heavy for an ordinary way."""
    containers: Pieces = 0
    """Twenty-foot containers."""
    hazardous: Pieces = 0
    """Containers of ammunition and fuel."""
    aircraft: Pieces = 0
    """Aircraft that fly to where they are wanted themselves."""
    warships: Pieces = 0
    """Warships that sail to where they are wanted themselves."""
    tonnes: Mass = 0
    """Weight of all vehicles and stores."""
    lane_metres: Count = 0
    """Deck length of all vehicles and containers."""
    max_mlc: Positive | None = None
    """Military load class of its heaviest vehicle, which is tracked or outsize where it has such."""
    critical_share: Share = Field(default=1.0, gt=0)
    """Share of each class of pieces that must be there for the unit to close."""
    notice: Timing | None = None
    """Notice to move: from the order until it can load at its barracks gate; none if it stands ready."""

    def pieces(self, cargo: Cargo) -> int:
        """How many pieces of one class the unit has."""
        count: int = getattr(self, cargo)
        return count

    def load_class(self, cargo: Cargo) -> int | None:
        """Military load class that pieces of a class are held to on the way: that of the heaviest vehicle.

        It is tracked or outsize where a unit has such; what is lighter then goes where they may not.
        """
        heaviest = HEAVIEST if any(self.pieces(one) for one in HEAVIEST) else CARRIED
        return self.max_mlc if cargo in heaviest else None

    def each(self, cargo: Cargo) -> tuple[float, int]:
        """Metres of deck and kilograms of one piece, averaged over all that is carried."""
        count = sum(self.pieces(one) for one in CARRIED)
        if cargo not in CARRIED or not count:
            return 0.0, 0
        return self.lane_metres / count, self.tonnes // count


class Forces:
    """Where every piece of every unit is: (unit, cargo) -> place -> count.

    Only `move` changes a holding. The pieces it touches are checked at once; `check` adds up all of them.
    """

    def __init__(self) -> None:
        self._at: dict[tuple[str, Cargo], dict[str, int]] = {}
        self._written: dict[tuple[str, Cargo], int] = {}

    def station(self, unit: str, written: Unit, place: str) -> None:
        """Put a unit's pieces where they are when the run starts."""
        for cargo in CARGOES:
            count = written.pieces(cargo)
            if count:
                self._at[unit, cargo] = {place: count}
                self._written[unit, cargo] = count

    def move(self, unit: str, cargo: Cargo, start: str, end: str, count: int) -> None:
        """Move `count` pieces from one place (or from transit) to another."""
        holding = self._at[unit, cargo]
        there = holding.get(start, 0)
        if not 0 <= count <= there:
            raise ModelFault(f"'{unit}' has {there} {cargo} at {start}, {count} were to leave")
        holding[start] = there - count
        holding[end] = holding.get(end, 0) + count

    def holding(self, unit: str, cargo: Cargo, place: str) -> int:
        """How many pieces of a unit are at a place."""
        return self._at.get((unit, cargo), {}).get(place, 0)

    def check(self) -> None:
        """Nothing is made or lost: every unit has as many pieces as were written for it."""
        for key, written in self._written.items():
            found = sum(self._at[key].values())
            if found != written or min(self._at[key].values()) < 0:
                raise ModelFault(f"'{key[0]}' was written with {written} {key[1]}, {found} are left")
