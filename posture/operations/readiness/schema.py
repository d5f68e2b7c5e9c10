"""What is written of readiness: tiers with their notice, turns by the calendar, and what wears units out."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import DAY
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Country,
    CountryOrAny,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Positive,
    Schema,
    Servers,
    Share,
    Timing,
    UncertainShare,
)

EVERYBODY = "all"
"""Subject of an order to all tiers."""

NoticeTo = Literal["move", "effect"]


class Cycle(Schema):
    """A cycle without a calendar: training, stand-by, recovery, and again."""

    work_up: Timing
    """Training, from recovered to certified."""
    stand_by: Timing
    """From certified, and wanted, to the end of its stand-by."""
    recovery: Timing
    """From the end of its stand-by, or of an operation, to the next training."""

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if not self.work_up.mean + self.stand_by.mean + self.recovery.mean > 0:
            raise ValueError("the cycle takes no time; write a longer 'stand_by'")
        return self


class Failures(Schema):
    """A unit that stands by becomes unready by chance, and is restored by one of so many crews."""

    after: Timing
    """From ready, or restored, until it fails."""
    restoring: Timing
    """Work of one crew at one unit."""
    crews: str
    """Which crews, by key; units of several tiers may share them."""

    @model_validator(mode="after")
    def _end(self) -> Self:
        if not self.after.mean > 0:
            raise ValueError("units would fail again at once; write a longer 'after'")
        return self


class Wear(Schema):
    """Who stands by for too long, or raised for too long, is worn out."""

    stand_by: Annotated[Duration, Field(ge=DAY)] | None = None
    """Longest stand-by, a day or more; without limit where not written."""
    raised: Annotated[Duration, Field(ge=DAY)] | None = None
    """Longest time at a raised notice, a day or more; without limit where not written."""
    then: Literal["decay", "swap", "stand down"] = "swap"
    """It falls to a longer notice, a certified unit of its tier takes over, or its stand-by ends early.

    A unit that nobody can take over from decays.
    """
    decayed: Duration
    """Notice of a unit that has decayed."""
    recovery: Timing = Constant(0.0)
    """From the end of its stand-by until it is certified again, for a unit without a cycle."""


class Tier(Schema):
    """Units at one notice."""

    force: str = ""
    """The force it belongs to; orders may name it, and people are added up over it."""
    rank: Count = 0
    """Its turn within the force: a later tier has no shorter notice. Not compared where 0."""
    notice_to: NoticeTo
    """What ends with the notice: waiting at the barracks gate (move), or being ready in the area (effect)."""
    notice: Duration
    """From the alert until it shall be ready."""
    takes: UncertainShare = Constant(1.0)
    """Share of its notice that a unit needs which meets it."""
    meets: Share = 1.0
    """Probability that a unit meets its notice."""
    delay: Timing = Constant(0.0)
    """From the end of its notice until a unit is ready that does not meet it."""
    raised: Duration | None = None
    """Notice once its readiness is raised; it cannot be raised where not written."""
    raising: Duration = 0
    """From the order to raise until units are at the raised notice."""
    slots: Positive | None = None
    """Units that shall stand by at once, the others are in reserve; all of them where not written."""
    units: tuple[str, ...] = ()
    """Its units, the first to stand by first."""
    cycle: Cycle | None = None
    """How its units take turns where no calendar says it; they always stand by where not written."""
    failures: Failures | None = None
    """What makes them unready by chance."""
    wear: Wear | None = None
    """What wears them out."""

    @model_validator(mode="after")
    def _raised_is_shorter(self) -> Self:
        if self.raised is not None and self.raised > self.notice:
            raise ValueError("'raised' is a longer notice than 'notice'; write a shorter one")
        if self.wear is not None and self.wear.decayed < self.notice:
            raise ValueError("'decayed' is a shorter notice than 'notice'; write a longer one")
        return self


class StandbyTurn(Schema):
    """Stand-up, stand-by and stand-down of some units by the calendar."""

    lead: Country
    """Nation that leads."""
    stand_up: Moment
    """Begin of the training."""
    certified: Moment | None = None
    """Certified in its last exercise; certified with the stand-by where not written."""
    stand_by: Moment
    """Begin of the stand-by."""
    stand_down: Moment
    """End of the stand-by."""
    over: Moment
    """End of the stand-down."""
    meanwhile: str = ""
    """Tier at whose notice the units are in stand-up and stand-down; at none where not written."""
    units: tuple[str, ...] = ()
    """Its units; while they stand by they are at the notice of their own tier."""

    @model_validator(mode="after")
    def _dates_are_in_order(self) -> Self:
        for (name, date), (other, later) in pairwise(self.dates()):
            if later < date:
                raise ValueError(f"'{other}' comes before '{name}'; write a later date")
        return self

    def dates(self) -> Iterator[tuple[str, Moment]]:
        """Its dates in their order."""
        for name in ("stand_up", "certified", "stand_by", "stand_down", "over"):
            date = getattr(self, name)
            if date is not None:
                yield name, date


class Change(Schema):
    """From one day on one force is no more, and another stands by."""

    active: bool = False
    """Whether it comes about."""
    on: Moment
    """The day."""
    ends: str
    """Force that is no more."""
    begins: str
    """Force that stands by from that day; not before, and never where the change is not active."""


class Readiness(Schema):
    """Tiers of readiness, and what moves units through them."""

    tiers: FrozenMap[Name, Tier] = Field(default_factory=FrozenMap)
    """By name."""
    turns: FrozenMap[Name, StandbyTurn] = Field(default_factory=FrozenMap)
    """By name; units in no turn follow the cycle of their tier, or always stand by."""
    crews: FrozenMap[Name, Servers] = Field(default_factory=FrozenMap)
    """Crews that restore units which failed, by name: so many at work at once."""
    fill: FrozenMap[CountryOrAny, UncertainShare] = Field(default_factory=FrozenMap)
    """Share of its people that a nation really provides, by nation; `any` stands for the others."""
    changes: FrozenMap[Name, Change] = Field(default_factory=FrozenMap)
    """Later changes, by name."""

    def kept(self) -> frozenset[str]:
        """Units whose notice to move is kept here, in a tier or a turn of one."""
        in_tiers = (unit for tier in self.tiers.values() for unit in tier.units)
        return frozenset(in_tiers) | frozenset(unit for turn in self.turns.values() for unit in turn.units)

    def forces(self) -> frozenset[str]:
        """Every force that a tier belongs to."""
        return frozenset(tier.force for tier in self.tiers.values() if tier.force)

    def ordered(self, subject: str) -> tuple[str, ...]:
        """The tiers that an order to this subject means: one tier, those of a force, or all."""
        return tuple(
            name for name, tier in self.tiers.items() if subject in {EVERYBODY, name, tier.force} and subject
        )
