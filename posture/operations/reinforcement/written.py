"""What is written of reinforcement: brigades, their parts, and the lines that move."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.ground.written import (
    Count,
    Duration,
    FrozenMap,
    Name,
    Pieces,
    Positive,
    Share,
    SteadyRate,
    Timing,
    UncertainShare,
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
    arrangement: Literal["in place", "prepositioned", "moved"]
    """There already; people come and draw equipment from a site; or moved whole."""
    site: str | None = None
    """Site from which a prepositioned part draws."""
    prepositioned: Share = 1.0
    """Share of a prepositioned part's pieces in store, and of its people who go there to draw it."""
    release: Timing | None = None
    """From the order until the nation releases it; the nation's figure where not written."""
    lines: FrozenMap[Name, Line] = Field(default_factory=FrozenMap)
    """What moves, by name; none for a part in place."""

    @model_validator(mode="after")
    def _lines_belong_to_what_moves(self) -> Self:
        if (self.arrangement == "in place") == bool(self.lines):
            raise ValueError("a part that is moved needs lines, and a part in place has none")
        if (self.arrangement == "prepositioned") != (self.site is not None):
            raise ValueError("a prepositioned part names its site, and no other part does")
        if self.site is not None and all(line.cargo != "people" for line in self.lines.values()):
            raise ValueError("prepositioned equipment is drawn by people who come; add a line of people")
        return self


class Issue(Written):
    """How a site issues equipment."""

    rate: SteadyRate
    """Pieces in a day."""
    serviceable: UncertainShare
    """Share of the pieces that can be issued at once."""
    repair: Timing
    """What the others need before they can."""


class Site(Written):
    """A store of prepositioned equipment; what has been drawn is gone for the rest of the run."""

    at: str
    """Place of the store."""
    stock: FrozenMap[Cargo, Pieces]
    """Pieces in store by class."""
    issue: Issue | None = None
    """How it issues; as the common figures say where not written."""


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
    sites: FrozenMap[Name, Site] = Field(default_factory=FrozenMap)
    """Prepositioned equipment, by name of the site."""
    issue: Issue | None = None
    """How sites issue that do not say it themselves."""
    release: FrozenMap[str, Timing] = Field(default_factory=FrozenMap)
    """From the order until a nation releases its units, by nation; `any` stands for the others."""
    integration: Timing
    """From a part's first arrival until it is ready."""

    @model_validator(mode="after")
    def _every_site_knows_how_to_issue(self) -> Self:
        silent = [name for name, site in self.sites.items() if site.issue is None]
        if silent and self.issue is None:
            raise ValueError(
                f"the site '{silent[0]}' does not say how it issues; write 'issue' there or above"
            )
        return self

    def issue_of(self, site: str) -> Issue:
        """How a site issues."""
        issue = self.sites[site].issue or self.issue
        assert issue is not None
        return issue

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
    site: str = ""
    """Site from which these pieces are drawn, or at which these people draw."""
    store: str = ""
    """Place of the site."""

    @property
    def name(self) -> str:
        """Unique name of the line."""
        return f"{self.brigade}/{self.part}/{self.line}"

    @property
    def journeys(self) -> tuple[tuple[str, tuple[Stop, ...]], ...]:
        """From where to where it goes: in one go, over the site, or (drawn where it is wanted) not at all."""
        if not self.site:
            return ((self.start, self.written.stops(self.end)),)
        onward = ((self.store, ((self.end, self.written.modes),)),) if self.store != self.end else ()
        if self.load.cargo != "people":
            return onward
        return ((self.start, self.written.stops(self.store)), *onward)


def wanted(written: Reinforcement, units: Mapping[str, Unit]) -> Iterator[Wanted]:
    """Every line that will have to move, sorted by name; what is drawn from a site is a line of its own."""
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            for line_name, line in part.lines.items():
                whole = _whole(name, part_name, line_name, line, part, units[part.unit], brigade.at)
                if part.site is None:
                    yield whole
                else:
                    yield from _divided(whole, part.prepositioned, part.site, written.sites[part.site].at)


def _whole(brigade: str, part: str, name: str, line: Line, written: Part, unit: Unit, end: str) -> Wanted:
    """A line as if all of it came from home."""
    pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
    mlc = None if line.cargo == "people" else unit.max_mlc
    metres, weight = unit.each(line.cargo)
    load = Load(unit.nation, line.cargo, mlc, metres, weight, line.lift)
    share = ceil(unit.critical_share * pieces)
    return Wanted(brigade, part, name, written.unit, line, load, unit.home, end, pieces, share)


def _divided(whole: Wanted, prepositioned: float, site: str, store: str) -> Iterator[Wanted]:
    """What comes from home, and what is drawn (or draws) at the site; closure shares in proportion."""
    exact = prepositioned * whole.pieces
    drawn = ceil(exact) if whole.load.cargo == "people" else round(exact)
    portion = whole.share / whole.pieces if whole.pieces else 0.0
    if whole.pieces > drawn:
        home = whole.pieces - drawn
        yield replace(whole, pieces=home, share=ceil(portion * home))
    if drawn:
        yield replace(
            whole,
            line=f"{whole.line} drawn",
            pieces=drawn,
            share=ceil(portion * drawn),
            site=site,
            store=store,
        )
