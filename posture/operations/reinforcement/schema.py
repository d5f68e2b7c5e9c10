"""What is written of reinforcement: brigades, their parts, and the lines that move."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    CountryOrAny,
    DayAfter,
    Duration,
    FrozenMap,
    Name,
    Pieces,
    Positive,
    Schema,
    Share,
    SteadyRate,
    Timing,
    UncertainShare,
)
from posture.theatre.forces import Cargo
from posture.theatre.network import Mode
from posture.theatre.requests import Stop

AT_ONCE = Constant(0.0)
LIFTED: frozenset[Mode] = frozenset({"sea", "inland_waterway", "air"})
"""Modes between embarkation and debarkation."""


class Line(Schema):
    """Pieces of one class that move together: a line of the time-phased requirement."""

    cargo: Cargo
    """Class of the pieces."""
    pieces: Positive | None = None
    """How many; all that the unit has of the class where not written."""
    modes: tuple[Mode, ...] = ()
    """Modes it may use; the quickest way by them is taken."""
    rides: Name | None = None
    """Line of its part with whose pieces these people come, as many with each, instead of by `modes`."""
    through: tuple[str, ...] = ()
    """Places it must pass, in order."""
    poe: str | None = None
    """Port or airfield of embarkation; give `pod` too."""
    pod: str | None = None
    """Port or airfield of debarkation; from `poe` to there it goes by sea or air."""
    halts: FrozenMap[str, Timing] = Field(default_factory=FrozenMap)
    """Planned stops for rest, exercise or a visit, at places of `through`, `poe` or `pod`, and how long."""
    lift: str = ""
    """Kind of ship or aircraft it takes; the first by name that can carry it where not written."""
    ready: Duration = 0
    """Ready to load so long after its unit is ready."""
    earliest: DayAfter | None = None
    """Must not arrive sooner after the order."""
    latest: DayAfter | None = None
    """Shall be at the place of arrival this long after the order: at the gate of its last leg."""
    required: DayAfter | None = None
    """Shall be received this long after the order; as its brigade's where not written."""
    deadline: Literal["soft", "hard"] = "soft"
    """What comes after `required` is late, or is missed and counts no more."""
    priority: Count | None = None
    """Goes first where queues have priorities; the smallest number is the most urgent. As its brigade's
    `precedence` where not written."""

    @model_validator(mode="after")
    def _embarks_and_debarks(self) -> Self:
        if (self.poe is None) != (self.pod is None):
            raise ValueError("who embarks debarks; write both 'poe' and 'pod'")
        if self.poe is not None and self.through:
            raise ValueError("give either 'through' or 'poe' and 'pod'")
        if self.poe is not None and not LIFTED & set(self.modes):
            raise ValueError(
                "from 'poe' to 'pod' it goes by sea, inland_waterway or air; add one of them to 'modes'"
            )
        return self

    @model_validator(mode="after")
    def _halts_on_its_way(self) -> Self:
        for place in self.halts:
            if place not in (*self.through, self.poe, self.pod):
                raise ValueError(f"it does not pass '{place}', where it halts; add it to 'through'")
        return self

    @model_validator(mode="after")
    def _goes_or_rides(self) -> Self:
        if bool(self.modes) == (self.rides is not None):
            raise ValueError("write 'modes', or 'rides' for people who come with the pieces of another line")
        if self.rides is None:
            return self
        if self.cargo != "people":
            raise ValueError(f"only people ride with others; write 'modes' for {self.cargo}")
        own = ("through", "poe", "halts", "lift", "ready", "earliest", "latest", "priority")
        if said := [name for name in own if name in self.model_fields_set and getattr(self, name)]:
            raise ValueError(f"who rides comes as the line does that it rides with; leave '{said[0]}' out")
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


class Part(Schema):
    """A part of a brigade."""

    unit: str
    """Which unit."""
    draws: bool = False
    """Whether a unit of the pool fills it, of the nation and kind of `unit`: that, or whoever comes first.

    `unit` then says what such a unit brings, and from where. It fills the part itself where nobody rotates.
    For a part in place one is taken when the run starts.
    """
    arrangement: Literal["in place", "prepositioned", "moved"]
    """There already; people come and draw equipment from a site; or moved whole."""
    site: str | None = None
    """Site from which a prepositioned part draws."""
    prepositioned: Share = 1.0
    """Share of a prepositioned part's pieces in store, and of its people who go there to draw it."""
    release: Timing | None = None
    """From the order until the nation releases it. Where not written: as the nation decides on that order,
    else by the nation's figure."""
    notice_from: Literal["order", "release"] | None = None
    """From when the notice of its unit runs; as of all parts where not written."""
    lines: FrozenMap[Name, Line] = Field(default_factory=FrozenMap)
    """What moves, by name; none for a part in place."""
    no_line: tuple[Cargo, ...] = ()
    """Classes of its unit that need no line: they stay at home, or ride with what moves."""
    commitments: tuple[Name, ...] = ()
    """Standing tasks whose slots must be filled by units on task before a part in place counts."""

    @model_validator(mode="after")
    def _no_class_has_a_line_and_needs_none(self) -> Self:
        for cargo in self.no_line:
            if any(line.cargo == cargo for line in self.lines.values()):
                raise ValueError(f"'{cargo}' has a line and stands in 'no_line'; take one of them out")
        return self

    @model_validator(mode="after")
    def _who_rides_has_something_to_ride_with(self) -> Self:
        for name, line in self.lines.items():
            if line.rides is None:
                continue
            host = self.lines.get(line.rides)
            if host is None or host.cargo == "people":
                raise ValueError(f"'{name}' rides with '{line.rides}'; name a line of this part with pieces")
            if self.site is not None:
                raise ValueError(f"who draws at a site comes there by himself; give '{name}' its 'modes'")
        return self

    @model_validator(mode="after")
    def _lines_belong_to_what_moves(self) -> Self:
        if (self.arrangement == "in place") == bool(self.lines):
            raise ValueError("a part that is moved needs lines, and a part in place has none")
        if self.arrangement != "in place" and self.commitments:
            raise ValueError("only a part in place waits for 'commitments'; leave them out")
        if (self.arrangement == "prepositioned") != (self.site is not None):
            raise ValueError("a prepositioned part names its site, and no other part does")
        if self.site is not None and all(line.cargo != "people" for line in self.lines.values()):
            raise ValueError("prepositioned equipment is drawn by people who come; add a line of people")
        return self


class Issue(Schema):
    """How a site issues equipment."""

    rate: SteadyRate
    """Pieces in a day."""
    serviceable: UncertainShare
    """Share of the pieces that can be issued at once."""
    repair: Timing
    """What the others need before they can."""


class EquipmentSite(Schema):
    """A store of prepositioned equipment, which stays its own wherever it is; units have theirs at home."""

    at: str
    """Place of the store."""
    stock: FrozenMap[Cargo, Pieces]
    """Pieces in store by class."""
    issue: Issue | None = None
    """How it issues; as the common figures say where not written."""
    turn_in: Timing | None = None
    """From the order that ends a task until what was drawn for it is back and refitted.

    Gone for the rest of the run where not written."""


class Reception(Schema):
    """What a host receives, stages, sends onward and integrates; the weakest of the first three counts."""

    pieces: SteadyRate
    """Vehicles, containers and other pieces received in a day; people are not counted."""
    staging: SteadyRate | None = None
    """Pieces a day that staging areas hold and sort; no limit where not written."""
    onward: SteadyRate | None = None
    """Pieces a day that the host guides and escorts onward; no limit where not written."""
    integrating: Positive | None = None
    """Parts that can be integrated at once; no limit where not written."""
    support: Timing | None = None
    """From the order until its support is arranged; the common figure where not written."""
    integration_unit: bool = True
    """Whether a force integration unit prepares all this with the host; without one it takes longer."""

    def weakest(self) -> float:
        """Pieces a day that come through all its steps."""
        return min(rate for rate in (self.pieces, self.staging, self.onward) if rate is not None)


class Brigade(Schema):
    """A battlegroup and the parts that make it a brigade."""

    at: str
    """Place where it assembles."""
    order: str
    """Subject of the deploy order it waits for."""
    reception: str | None = None
    """Whose reception it passes, a country; one of its own at its place where not written."""
    integration: Timing | None = None
    """From a part's first arrival until it is ready; the common figure where not written."""
    precedence: Count = 0
    """Priority of its lines: whose lift and gates come first, the smallest number before all."""
    required: DayAfter | None = None
    """Its lines shall be received this long after the order."""
    priority: Count = 0
    """As of a commitment: parts that draw take units from tasks of a larger number."""
    command: str | None = None
    """Part that commands the others; as long as it has not closed, they are integrated more slowly."""
    parts: FrozenMap[Name, Part]
    """Closes when all of these have."""

    @property
    def received_by(self) -> str:
        """Whose reception it passes: brigades that name one country share it."""
        return self.reception or self.at


class Rest(Schema):
    """How whatever a unit owns and has no line of its own follows it, whole, from its home."""

    modes: tuple[Mode, ...] = Field(min_length=1)
    """Modes it may use."""
    priority: Count | None = None
    """As of a line."""


class Reinforcement(Schema):
    """Brigades, and the reception they share."""

    brigades: FrozenMap[Name, Brigade] = Field(default_factory=FrozenMap)
    """By name."""
    reception: FrozenMap[str, Reception] = Field(default_factory=FrozenMap)
    """By country; `any` stands for those without an entry, each with a reception of its own."""
    sites: FrozenMap[Name, EquipmentSite] = Field(default_factory=FrozenMap)
    """Prepositioned equipment, by name of the site."""
    issue: Issue | None = None
    """How sites issue that do not say it themselves."""
    release: FrozenMap[CountryOrAny, Timing] = Field(default_factory=FrozenMap)
    """From the order until a nation releases its units, by nation; `any` stands for the others.

    Where a crisis leads to the order, each Ally decides there instead.
    """
    notice_from: Literal["order", "release"] = "order"
    """From when notices run: a nation warns its units when the order comes, or lets them begin when it has
    released them. Who stands by is called at the order in any case."""
    rest: Rest | None = None
    """Brings the classes of cargo of which a part that comes has no line; these stay where not written."""
    integration: Timing
    """From a part's first arrival until it is ready."""
    support: Timing | None = None
    """From the order until a host has arranged what it gives: quarters, transport, fuel, guides. Nothing is
    received before; at once where not written."""
    reconstitution: Timing = AT_ONCE
    """From the coming home of a unit's last piece, once its task has ended, until it stands as before."""
    uncoordinated: Annotated[float, Field(ge=1, le=10)] = 1.0
    """Times as long: support and reception without a force integration unit, integration while command is
    not there."""

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

    def a_day(self, reception: str) -> float:
        """Pieces a day that a reception lets through."""
        written = self.reception_of(reception)
        return written.weakest() / (1.0 if written.integration_unit else self.uncoordinated)

    def support_of(self, reception: str) -> Timing | None:
        """From the order until the host of a reception has arranged its support."""
        return self.reception_of(reception).support or self.support

    def reception_of(self, reception: str) -> Reception:
        """What the host of a reception can do; as `any` where it is not written."""
        return self.reception.get(reception) or self.reception["any"]

    def warned_at_once(self, part: Part) -> bool:
        """Whether the notice of a part's unit runs while its nation makes up its mind."""
        return (part.notice_from or self.notice_from) == "order"

    def release_of(self, part: Part, nation: str) -> Timing | None:
        """How long a part waits for its nation."""
        return part.release or self.release.get(nation) or self.release.get("any")
