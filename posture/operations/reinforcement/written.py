"""What is written of reinforcement: brigades, their parts, and the lines that move."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.ground.written import (
    Count,
    Duration,
    FrozenMap,
    Name,
    Positive,
    SteadyRate,
    Timing,
    Written,
)
from posture.theatre.forces import Cargo, Unit
from posture.theatre.network import Mode
from posture.theatre.requests import Load, Stop

LIFTED: frozenset[Mode] = frozenset({"sea", "air"})
"""Modes between embarkation and debarkation."""


class Line(Written):
    """Pieces of one class that move together: a line of the time-phased requirement."""

    cargo: Cargo
    """Class of the pieces."""
    pieces: Positive | None = None
    """How many; all that the unit has of the class where not written."""
    modes: tuple[Mode, ...] = Field(min_length=1)
    """Modes it may use; the quickest way by them is taken."""
    through: tuple[str, ...] = ()
    """Places it must pass, in order."""
    poe: str | None = None
    """Port or airfield of embarkation; give `pod` too."""
    pod: str | None = None
    """Port or airfield of debarkation; from `poe` to there it goes by sea or air."""
    lift: str = ""
    """Kind of ship or aircraft it takes; the first by name that can carry it where not written."""
    ready: Duration = 0
    """Ready to load so long after its unit is ready."""
    earliest: Duration | None = None
    """Must not arrive sooner after the order."""
    latest: Duration | None = None
    """Shall be at the place of arrival this long after the order: at the gate of its last leg."""
    required: Duration | None = None
    """Shall be received this long after the order."""
    deadline: Literal["soft", "hard"] = "soft"
    """What comes after `required` is late, or is missed and counts no more."""
    priority: Count = 0
    """Goes first where queues have priorities; the smallest number is the most urgent."""

    @model_validator(mode="after")
    def _embarks_and_debarks(self) -> Self:
        if (self.poe is None) != (self.pod is None):
            raise ValueError("who embarks debarks; write both 'poe' and 'pod'")
        if self.poe is not None and self.through:
            raise ValueError("give either 'through' or 'poe' and 'pod'")
        if self.poe is not None and not LIFTED & set(self.modes):
            raise ValueError("from 'poe' to 'pod' it goes by sea or air; add one of them to 'modes'")
        return self

    def stops(self, end: str) -> tuple[Stop, ...]:
        """Where it goes on its way to `end`, and by which modes to each."""
        if self.poe is None or self.pod is None:
            return tuple((place, self.modes) for place in (*self.through, end))
        lifted = tuple(mode for mode in self.modes if mode in LIFTED)
        ground = tuple(mode for mode in self.modes if mode not in LIFTED)
        return (self.poe, ground), (self.pod, lifted), (end, ground)

    @model_validator(mode="after")
    def _dates_are_in_order(self) -> Self:
        dates = [("earliest", self.earliest), ("latest", self.latest), ("required", self.required)]
        known = [(name, date) for name, date in dates if date is not None]
        for (name, date), (other, later) in pairwise(known):
            if later < date:
                raise ValueError(f"'{other}' comes before '{name}'; write a later date")
        if self.deadline == "hard" and self.required is None:
            raise ValueError("a hard deadline needs a date; write 'required'")
        return self


class Part(Written):
    """A part of a brigade."""

    unit: str
    """Which unit."""
    arrangement: Literal["in place", "moved"]
    """There already, or moved whole."""
    release: Timing | None = None
    """From the order until the nation releases it; the nation's figure where not written."""
    lines: FrozenMap[Name, Line] = Field(default_factory=FrozenMap)
    """What moves, by name; none for a part in place."""

    @model_validator(mode="after")
    def _lines_belong_to_what_moves(self) -> Self:
        if (self.arrangement == "moved") != bool(self.lines):
            raise ValueError("a part that is moved needs lines, and a part in place has none")
        return self


class Reception(Written):
    """What a host receives, stages and sends onward."""

    pieces: SteadyRate
    """Vehicles, containers and other pieces in a day; people are not counted."""


class Brigade(Written):
    """A battlegroup and the parts that make it a brigade."""

    at: str
    """Place where it assembles."""
    order: str
    """Subject of the deploy order it waits for."""
    reception: str
    """Whose reception it passes, by key."""
    integration: Timing | None = None
    """From a part's first arrival until it is ready; the common figure where not written."""
    parts: FrozenMap[Name, Part]
    """Closes when all of these have."""


class Reinforcement(Written):
    """Brigades, and the reception they share."""

    brigades: FrozenMap[Name, Brigade] = Field(default_factory=FrozenMap)
    """By name."""
    reception: FrozenMap[str, Reception] = Field(default_factory=FrozenMap)
    """By country."""
    release: FrozenMap[str, Timing] = Field(default_factory=FrozenMap)
    """From the order until a nation releases its units, by nation; `any` stands for the others."""
    integration: Timing
    """From a part's first arrival until it is ready."""

    def release_of(self, part: Part, nation: str) -> Timing | None:
        """How long a part waits for its nation."""
        return part.release or self.release.get(nation) or self.release.get("any")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of one part: what must come from where to where before the brigade closes."""

    brigade: str
    part: str
    line: str
    unit: str
    written: Line
    load: Load
    start: str
    end: str
    pieces: int
    share: int

    @property
    def name(self) -> str:
        """Unique name of the line."""
        return f"{self.brigade}/{self.part}/{self.line}"


def wanted(written: Reinforcement, units: Mapping[str, Unit]) -> Iterator[Wanted]:
    """Every line that will have to move, sorted by name."""
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            unit = units[part.unit]
            for line_name, line in part.lines.items():
                pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
                share = ceil(unit.critical_share * pieces)
                mlc = None if line.cargo == "people" else unit.max_mlc
                metres, weight = unit.each(line.cargo)
                load = Load(unit.nation, line.cargo, mlc, metres, weight, line.lift)
                yield Wanted(
                    name, part_name, line_name, part.unit, line, load, unit.home, brigade.at, pieces, share
                )  # fmt: skip
