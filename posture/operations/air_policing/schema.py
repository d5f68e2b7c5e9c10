"""What is written of air policing: bases, detachments, what fighters can do, and the areas they watch."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.arrivals import Yearly
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Country,
    Distance,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Pieces,
    Positive,
    Schema,
    Servers,
    Share,
    Speed,
    Timing,
)
from posture.core.schema.periods import check_ends_later
from posture.operations.air_policing.areas import Area

AT_ONCE = Constant(0.0)
GOES = {"start": "takes over", "end": "leaves"}
DATES = ("start", "end")


class AirBase(Schema):
    """A base with pairs on alert."""

    at: str
    """Place where it is; while that place is shut, nobody takes off."""
    runway: Distance
    """Length of its runway."""
    pairs: Positive = 1
    """Pairs that shall be on alert."""
    kept: Literal["always", "while manned"] = "always"
    """Whether somebody shall be there all the time, or pairs are only wanted while a detachment is."""
    since: Moment | None = None
    """From when somebody shall be there; from the start where not written."""
    until: Moment | None = None
    """Until when somebody shall be there; to the end where not written."""
    slots: Servers = 1
    """Detachments that are wanted at once."""
    priority: Count = 2
    """Urgency of that, the smaller the more urgent."""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        check_ends_later(self.since, self.until, "until")
        return self

    @property
    def continuous(self) -> bool:
        """Whether somebody shall be there all the time."""
        return self.kept == "always"


class DetachmentStrength(Schema):
    """What a detachment brings."""

    aircraft: Annotated[int, Field(ge=2, le=1_000)] = 4
    """Fighters."""
    pairs: Positive = 1
    """Pairs that it keeps on alert while it has aircraft and crews for them."""
    people: Pieces | None = None
    """People who are there; as usual where not written."""


class Detachment(DetachmentStrength):
    """Fighters of one nation at a base, from when they take over until they are relieved."""

    base: str
    """At which base."""
    nation: Country
    """ISO 3166 code of the nation that sends them."""
    start: Moment | None = None
    """When they take over."""
    end: Moment | None = None
    """When they leave."""
    stays: Literal["by dates", "always", "by order"] = "by dates"
    """Whether they come and go, are there all the time, as a nation's own fighters are, or come by an order
    and leave when that ends."""
    after: str | None = None
    """Subject of the order to retask that sends them."""
    notice: Timing = AT_ONCE
    """From the order until they leave home."""
    draws: Name | None = None
    """Unit of the pool: who comes is it, or another of its nation and kind that can leave sooner, taken from
    tasks less urgent than the base; none of the pool where not written."""

    @model_validator(mode="after")
    def _comes_and_goes(self) -> Self:
        if (self.stays == "by order") != (self.after is not None):
            raise ValueError(
                "who comes by order needs its subject, and only they; write 'stays: by order' and 'after'"
            )
        dated = self.start is not None or self.end is not None
        if dated and not self.by_dates:
            raise ValueError(f"a detachment that stays {self.stays} has no dates; take 'stays' or them out")
        for field in DATES:
            if self.by_dates and getattr(self, field) is None:
                other = (
                    "or 'stays: always' if it is there all the time"
                    if not dated
                    else f"when it {GOES[field]}"
                )
                raise ValueError(f"a detachment without '{field}'; write it, {other}")
        check_ends_later(self.start, self.end, "end")
        return self

    @property
    def standing(self) -> bool:
        """Whether they are there all the time."""
        return self.stays == "always"

    @property
    def by_dates(self) -> bool:
        """Whether they come and go by dates that are written."""
        return self.stays == "by dates"


class Crews(Schema):
    """Who flies: crews in pairs, as aircraft are; without this there are always enough."""

    pairs: Positive
    """Pairs of crews of a detachment."""
    duty: Annotated[Duration, Field(ge=3_600)]
    """Longest time on alert; who has flown is relieved after landing."""
    rest: Duration
    """From the end of duty until it may begin again."""


class FighterUpkeep(Schema):
    """What breaks, and how it is repaired; each detachment for itself."""

    breaks: Share = 0.0
    """Probability that an aircraft lands broken."""
    between: Annotated[Duration, Field(ge=3_600)] | None = None
    """Mean time between failures of an aircraft on the ground, exponential; none where not written."""
    repair: Timing = AT_ONCE
    """Work of one crew on one aircraft."""
    crews: Servers = 1
    """Aircraft in repair at once."""
    parts: Share = 0.0
    """Share of broken aircraft that lack a part."""
    supply: Timing = AT_ONCE
    """From ordering a part until it comes."""
    parts_from: Literal["home", "another"] = "home"
    """Each waits for its part, or one aircraft gives the parts that all others lack and waits for all."""

    @property
    def cannibalise(self) -> bool:
        """Whether one aircraft gives parts to the others."""
        return self.parts_from == "another"


class Training(Schema):
    """Flights for training, by the spare pair."""

    flights: Yearly
    """Take-offs of a pair, for each detachment."""
    length: Timing
    """From take-off to landing."""
    recalled: bool = True
    """Whether a training flight may be sent to a track."""


class FighterPerformance(Schema):
    """What pairs can do, and how long it takes."""

    decision: Timing = AT_ONCE
    """From detection to the order."""
    reaction: Timing = AT_ONCE
    """From the order until a pair on alert is in the air."""
    readiness: Duration = 900
    """Within how long it shall be: 15 min is RS-15."""
    second_line: Timing = AT_ONCE
    """The same for a pair that is ready and not on alert; also what it takes to put it on alert."""
    climb: Timing = AT_ONCE
    """From take-off until at height and in pair."""
    speed: Speed = 300.0
    """On the way to a track."""
    speed_home: Speed = 300.0
    """On the way back."""
    radius: Distance = 10_000_000
    """Farthest from the base at which a track is met without refuelling."""
    endurance: Duration = 86_400
    """Longest flight without refuelling."""
    tanker: Share = 0.0
    """Probability that a tanker is there for a track."""
    refuelled: Duration = 86_400
    """Longest flight with a tanker, at any distance."""
    identification: Timing = AT_ONCE
    """From meeting a track until it is identified."""
    relief: Duration = 1_800
    """How long before it must turn back a pair asks for another to take over its escort."""
    turn_round: Timing = AT_ONCE
    """From landing until ready to fly."""
    runway: Distance = 0
    """Runway that they need."""

    @model_validator(mode="after")
    def _asks_in_time(self) -> Self:
        if self.relief >= self.endurance:
            raise ValueError("'relief' is no shorter than 'endurance'; a pair would ask before it flies")
        return self


class AirPolicing(Schema):
    """Who watches the air, round the clock."""

    bases: FrozenMap[Name, AirBase] = Field(default_factory=FrozenMap)
    """Bases, by a name of your own; each is a commitment of that name."""
    only: tuple[str, ...] = ()
    """The bases of this scenario; all that are written where not written."""
    detachments: FrozenMap[Name, Detachment] = Field(default_factory=FrozenMap)
    """Who is where from when to when; rotations fill a base that has none here."""
    usual: DetachmentStrength = DetachmentStrength()
    """What a unit brings that rotations send."""
    arrives: Timing = AT_ONCE
    """How long before it takes over a detachment comes."""
    areas: FrozenMap[Name, Area] = Field(default_factory=FrozenMap)
    """Areas, by a name of your own."""
    flying: FighterPerformance = FighterPerformance()
    """What pairs can do."""
    crews: Crews | None = None
    """Crews of each detachment."""
    upkeep: FighterUpkeep = FighterUpkeep()
    """What breaks."""
    training: Training | None = None
    """Flights for training."""

    def brings(self, name: str) -> DetachmentStrength:
        """What a detachment brings, or a unit that rotations send."""
        return self.detachments.get(name) or self.usual

    def people(self, name: str) -> int:
        """How many people come with it."""
        mine = self.brings(name).people
        return (self.usual.people or 0) if mine is None else mine

    def in_use(self) -> tuple[str, ...]:
        """Names of the bases of this scenario, sorted."""
        return tuple(name for name in self.bases if not self.only or name in self.only)

    def at(self, base: str) -> Iterator[tuple[str, Detachment]]:
        """The detachments at a base, the first to come first."""
        mine = [(name, one) for name, one in self.detachments.items() if one.base == base]
        return iter(sorted(mine, key=lambda pair: pair[1].start.timestamp() if pair[1].start else 0.0))
