"""What is written of early warning: stations, the bases that keep them, and who is there."""

from math import atan2, cos, degrees, hypot, radians, sin
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import DAY
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Distance,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Pieces,
    Schema,
    Servers,
    Share,
    Speed,
    Timing,
)
from posture.core.schema.periods import check_ends_later
from posture.theatre.network import Position

AT_ONCE = Constant(0.0)
Aircraft = Annotated[int, Field(ge=1, le=1_000)]
TimeOfDay = Annotated[Duration, Field(le=DAY)]


class Base(Schema):
    """Where aircraft take off for stations."""

    at: str
    """Place where it is; while that place is shut, no crew is called."""
    runway: Distance | None = None
    """Length of its runway; as the network has it where not written."""
    slots: Servers = 1
    """Contingents that are wanted at once while any of its stations is to be kept."""
    priority: Count = 2
    """Urgency of that, the smaller the more urgent."""


class Brings(Schema):
    """What comes to a base."""

    aircraft: Aircraft = 2
    """Early-warning aircraft."""
    crews: Aircraft = 3
    """Whole crews, each for one aircraft."""
    people: Pieces = 0
    """People who are there, crews included."""


class Contingent(Brings):
    """Aircraft and crews at a base: always, from date to date, or from an order until that order ends."""

    base: str
    """At which base."""
    start: Moment | None = None
    """When they begin; of those that an order sends, when they begin at the earliest."""
    end: Moment | None = None
    """When they leave."""
    stays: Literal["by dates", "always", "by order"] = "by dates"
    """Whether they come and go by dates, are there always, or come by an order and leave when that ends."""
    after: str | None = None
    """Subject of the order to retask that sends them."""
    home: str | None = None
    """Place from which an order sends them; they are at the base already where not written."""
    notice: Timing = AT_ONCE
    """From the order until they leave home."""
    settles: Timing = AT_ONCE
    """From arrival until their first aircraft may be called."""
    of: Name | None = None
    """Contingent whose aircraft and crews these are: its base has them no more from when they leave it until
    they are back."""

    @model_validator(mode="after")
    def _comes_and_goes(self) -> Self:
        if (self.stays == "by order") != (self.after is not None):
            raise ValueError(
                "who comes by order needs its subject, and only they; write 'stays: by order' and 'after'"
            )
        if self.stays == "always" and (self.start is not None or self.end is not None):
            raise ValueError("a contingent that stays always has no dates; take 'stays' or them out")
        if self.stays == "by dates":
            for field, cure in (("start", "when it begins"), ("end", "when it leaves")):
                if getattr(self, field) is None:
                    raise ValueError(f"a contingent without '{field}'; write it, {cure}, or 'stays: always'")
        check_ends_later(self.start, self.end, "end")
        return self


class Station(Schema):
    """Where an aircraft shall always be while it is wanted: an orbit at a point, or over an area."""

    base: str
    """Base whose aircraft keep it."""
    over: Annotated[tuple[Position, ...], Field(min_length=1)]
    """One point, or the corners of an area, to whose middle aircraft fly."""
    watches: Name | None = None
    """Area to whose surveillance it adds: a level, the share of the area's stations that are kept."""
    opens: TimeOfDay = 0
    """Time of day, UTC, from which it is wanted."""
    closes: TimeOfDay = DAY
    """Time of day until which it is wanted; past midnight if it is earlier than `opens`."""
    since: Moment | None = None
    """From when it is wanted; as soon as an aircraft called at the start can be there where not written."""
    until: Moment | None = None
    """Until when it is wanted; to the end, or the end of its order, where not written."""
    after: str | None = None
    """Subject of the order to retask from which it is wanted, once all it sends to the base is there."""
    priority: Count = 0
    """Which station is sent an aircraft first, the smaller the sooner, and has one kept back; alike, who has
    waited longer."""

    @model_validator(mode="after")
    def _is_wanted(self) -> Self:
        if self.opens == self.closes:
            raise ValueError(
                "it closes when it opens; for round the clock write 'opens: 0 h' and 'closes: 24 h'"
            )
        check_ends_later(self.since, self.until, "until")
        return self

    @property
    def wanted(self) -> int:
        """Seconds a day for which it is wanted."""
        return DAY if self.opens % DAY == self.closes % DAY else (self.closes - self.opens) % DAY

    @property
    def middle(self) -> Position:
        """Where aircraft fly to: the middle of its corners on the sphere."""
        if len(self.over) == 1:
            return self.over[0]
        x = sum(cos(radians(one.lat)) * cos(radians(one.lon)) for one in self.over)
        y = sum(cos(radians(one.lat)) * sin(radians(one.lon)) for one in self.over)
        z = sum(sin(radians(one.lat)) for one in self.over)
        return Position(lat=degrees(atan2(z, hypot(x, y))), lon=degrees(atan2(y, x)))


class AircraftPerformance(Schema):
    """What an aircraft can do, and how long it takes."""

    speed: Speed = 200.0
    """Over the ground to a station and back."""
    ferry: Speed = 200.0
    """Over the ground from home to a base, stops included."""
    endurance: Annotated[Duration, Field(ge=600)] = 36_000
    """Longest flight without refuelling."""
    tanker: Share = 0.0
    """Probability that a tanker is there for a sortie."""
    refuelled: Annotated[Duration, Field(ge=600)] = 43_200
    """Longest flight with a tanker."""
    stay: Annotated[Duration, Field(ge=600)] | None = None
    """Planned time on station, longer if relief is late; as long as it can stay where not written."""
    prepare: Duration = 0
    """From the call until take-off: crew briefing and checks before flight."""
    turn_round: Timing = AT_ONCE
    """From landing until it can be called again."""
    runway: Distance = 0
    """Runway that it needs."""

    @model_validator(mode="after")
    def _flies_longer_refuelled(self) -> Self:
        if self.tanker and self.refuelled < self.endurance:
            raise ValueError("'refuelled' is shorter than 'endurance'; write how long it flies with a tanker")
        return self


class CrewLimits(Schema):
    """What limits crews; without this they fly again when they land."""

    duty: Annotated[Duration, Field(ge=3_600)]
    """Longest time from the call to the end of debriefing."""
    debriefing: Duration = 0
    """From landing until the end of duty."""
    rest: Duration
    """From the end of duty until the next call."""


class AircraftUpkeep(Schema):
    """What breaks, and how it is repaired, at each base."""

    aborts: Annotated[Share, Field(lt=1)] = 0.0
    """Probability that an aircraft is found broken when it should take off."""
    between: Annotated[Duration, Field(ge=3_600)] | None = None
    """Mean flying time between failures that end a sortie, exponential; none where not written."""
    breaks: Share = 0.0
    """Probability that an aircraft lands broken."""
    repair: Timing = AT_ONCE
    """Work of one repair crew on one aircraft."""
    crews: Servers = 1
    """Aircraft in repair at once at a base."""


class EarlyWarning(Schema):
    """Who watches from the air, and where."""

    bases: FrozenMap[Name, Base] = Field(default_factory=FrozenMap)
    """Bases, by a name of your own; each is a commitment of that name."""
    contingents: FrozenMap[Name, Contingent] = Field(default_factory=FrozenMap)
    """Who is where; rotations fill a base that has none here."""
    usual: Brings = Brings()
    """What a unit brings that rotations send."""
    stations: FrozenMap[Name, Station] = Field(default_factory=FrozenMap)
    """Stations, by a name of your own."""
    flying: AircraftPerformance = AircraftPerformance()
    """What aircraft can do."""
    crews: CrewLimits | None = None
    """What limits crews."""
    upkeep: AircraftUpkeep = AircraftUpkeep()
    """What breaks."""

    def brings(self, name: str) -> Brings:
        """What a contingent brings, or a unit that rotations send."""
        return self.contingents.get(name) or self.usual

    @property
    def airtime(self) -> tuple[int, int]:
        """Longest flight without and with a tanker, as endurance and the crew's duty allow."""
        flying, crews = self.flying, self.crews
        if crews is None:
            return flying.endurance, flying.refuelled
        longest = crews.duty - flying.prepare - crews.debriefing
        return min(flying.endurance, longest), min(flying.refuelled, longest)
