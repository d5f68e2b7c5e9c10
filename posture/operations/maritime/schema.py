"""What is written of the maritime groups: kinds of ship, ships and their tours, sea areas, groups, calls."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import HOUR
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Country,
    Depth,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Pieces,
    Positive,
    Schema,
    Servers,
    Share,
    Span,
    Speed,
    Timing,
)
from posture.core.schema.periods import check_ends_later
from posture.theatre.montreux import Class
from posture.theatre.network import Position

AT_ONCE = Constant(0.0)
MONTHS = 12


class Kind(Schema):
    """What ships of one kind are and can do."""

    transit: Speed
    """Economical speed over a voyage."""
    hastens: Speed
    """Speed over a voyage to answer a call."""
    endurance: Annotated[Duration, Field(ge=3_600)]
    """Time at sea from one replenishment to the next."""
    people: Pieces = 0
    """Ship's company."""
    tons: Positive
    """Standard displacement in tons of the Montreux Convention, 1,016 kg."""
    draught: Depth
    """How deep it goes."""
    refuels: Timing = Constant(86_400.0)
    """In port to be replenished, where it is alone."""
    rule: Class = "light surface"
    """Its class by that Convention."""
    task: Literal["patrol", "replenishment", "mine hunting"] = "patrol"
    """What it is for: an oiler replenishes its group at sea."""

    @property
    def hunts(self) -> bool:
        """Whether it is a minehunter."""
        return self.task == "mine hunting"

    @property
    def replenishes(self) -> bool:
        """Whether it replenishes its group at sea."""
        return self.task == "replenishment"


class Ship(Schema):
    """One ship that a nation offers to a group for a tour, or keeps at home for calls."""

    nation: Country
    """ISO 3166 code of its flag."""
    kind: str
    """Which kind."""
    port: str
    """Home port."""
    group: str | None = None
    """Group that it serves with; it stays at home for calls where not written."""
    start: Moment | None = None
    """When it leaves home for the group; it is with it at the start of the run where not written."""
    end: Moment | None = None
    """When it leaves the group; it stays to the end where not written."""
    people: Pieces | None = None
    """Ship's company; that of its kind where not written."""
    tons: Positive | None = None
    """Standard displacement; that of its kind where not written."""

    @model_validator(mode="after")
    def _comes_and_goes(self) -> Self:
        check_ends_later(self.start, self.end, "end")
        if self.group is None and (self.start is not None or self.end is not None):
            raise ValueError("a tour needs a 'group'; write one, or take its dates out")
        return self


class SeaArea(Position):
    """Water in which ships are on task, taken as one point."""

    near: Annotated[tuple[str, ...], Field(min_length=1)]
    """Ports and straits from which one comes straight to it."""
    ports: Annotated[tuple[str, ...], Field(min_length=1)]
    """Ports that ships there visit in turn."""
    least: Positive = 1
    """Ships that make a presence there."""


class Exercise(Schema):
    """An exercise: the whole group is to be in its area."""

    area: str
    """Where it is."""
    start: Moment
    """When the group sails for it."""
    end: Moment
    """When it goes on with its programme."""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        check_ends_later(self.start, self.end, "end")
        return self


class Group(Schema):
    """A standing group: a commitment of that name, with a programme of patrols and visits."""

    areas: Annotated[tuple[str, ...], Field(min_length=1)]
    """Areas that it patrols in turn; it begins in the first."""
    ships: Servers = 5
    """Ships wanted at once."""
    least: Positive = 3
    """Ships in company that make it a group."""
    priority: Count = 2
    """Urgency of its slots, the smaller the more urgent."""
    patrol: Timing
    """On task in an area between two visits."""
    visit: Timing
    """In port."""
    dispersed: Share = 0.0
    """Share of patrols in which its ships go to all its areas, each on a task of its own."""
    commanders: tuple[str, ...] = ()
    """Nations that command it in turn."""
    command: Span = Span(months=MONTHS)
    """How long each does."""
    exercises: FrozenMap[Name, Exercise] = Field(default_factory=FrozenMap)
    """Exercises, by a name of your own."""

    @model_validator(mode="after")
    def _patrols(self) -> Self:
        if self.patrol.middle < HOUR:
            raise ValueError("a patrol lasts an hour at least; write a longer 'patrol'")
        return self


class Call(Schema):
    """A demand for ships in an area: a request of a date, or by an order to retask."""

    active: bool = True
    """Whether it comes at all: a switch for studies."""
    area: str
    """Where they shall be."""
    at: Moment | None = None
    """When it comes; give either this or `after`."""
    after: str | None = None
    """Subject of the order to retask that brings it."""
    group: str | None = None
    """Group that answers; the nearest that may go where not written."""
    ships: Servers | None = None
    """Ships that are detached; the whole group goes where not written."""
    notice: Timing = AT_ONCE
    """From the call until ships sail."""
    lasts: Timing | None = None
    """From the call until it is over; until its order ends, or to the end, where not written."""
    national: bool = True
    """Whether ships that are at home may come too."""

    @model_validator(mode="after")
    def _comes_somehow(self) -> Self:
        if (self.at is None) == (self.after is None):
            raise ValueError("a call comes on a date or by an order; write either 'at' or 'after'")
        return self


class Weather(Schema):
    """How the sea hinders, by month."""

    rough: tuple[Share, ...] = ()
    """Share of voyages and entries that meet rough weather in each of the twelve months; none otherwise."""
    slows: Annotated[Share, Field(lt=1)] = 0.0
    """Share of the speed that it takes away from a voyage."""
    delay: Timing = AT_ONCE
    """How long it holds ships off a port."""

    @model_validator(mode="after")
    def _has_twelve_months(self) -> Self:
        if self.rough and len(self.rough) != MONTHS:
            raise ValueError(f"'rough' needs {MONTHS} shares, one for each month, not {len(self.rough)}")
        return self


class ShipUpkeep(Schema):
    """What keeps a ship from its group; each ship for itself, counted while it is in company."""

    planned: Timing | None = None
    """From one planned maintenance to the next; none where not written."""
    maintenance: Timing = AT_ONCE
    """How long that takes in port."""
    fails: Timing | None = None
    """From one repair to the next failure that needs a port; none where not written."""
    repair: Timing = AT_ONCE
    """How long that takes in port."""

    @model_validator(mode="after")
    def _serves_between(self) -> Self:
        for field, law in (("planned", self.planned), ("fails", self.fails)):
            if law is not None and law.middle < HOUR:
                raise ValueError(f"no ship serves with less than an hour between; write a longer '{field}'")
        return self


class Maritime(Schema):
    """Ships at sea: the standing groups, and who answers calls."""

    kinds: FrozenMap[Name, Kind] = Field(default_factory=FrozenMap)
    """Kinds of ship; a unit that rotations send has one of them."""
    ships: FrozenMap[Name, Ship] = Field(default_factory=FrozenMap)
    """Ships by name; rotations fill a group that has none here."""
    areas: FrozenMap[Name, SeaArea] = Field(default_factory=FrozenMap)
    """Sea areas, by a name of your own."""
    groups: FrozenMap[Name, Group] = Field(default_factory=FrozenMap)
    """Groups by name."""
    calls: FrozenMap[Name, Call] = Field(default_factory=FrozenMap)
    """Calls, by a name of your own."""
    weather: Weather = Weather()
    """The sea."""
    upkeep: ShipUpkeep = ShipUpkeep()
    """Maintenance and repair."""
    tour: Span = Span(months=6)
    """Longest tour for which a nation offers a ship."""
