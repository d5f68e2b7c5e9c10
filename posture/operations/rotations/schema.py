"""What is written of rotations: who takes turns, how often, and in which commitments."""

from typing import Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import Clock
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Country,
    FrozenMap,
    Moment,
    Name,
    Schema,
    Servers,
    Span,
    Timing,
)
from posture.core.schema.periods import check_ends_later

NOTHING = Span()
AT_ONCE = Constant(0.0)


class SurgePeriod(Schema):
    """A period in which other terms hold."""

    start: Moment
    """When it begins."""
    end: Moment
    """When the usual terms hold again."""
    dwell: Span | None = None
    """Least dwell of who arrives within it; as usual where not written."""
    length: Span | None = None
    """Length of a deployment that begins within it; as usual where not written."""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        check_ends_later(self.start, self.end, "end")
        return self


class Policy(Schema):
    """How often a unit may be deployed."""

    dwell: Span = NOTHING
    """Least time from leaving a deployment until the next is planned to begin."""
    recovery: Span = NOTHING
    """The first part of it, in which nobody may call upon the unit."""
    cycle: Span | None = None
    """Period over which `deployed` is counted; where `begin` is random, units start anywhere in it."""
    deployed: Span | None = None
    """Most time deployed within any one cycle; no limit where not written."""
    surge: tuple[SurgePeriod, ...] = ()
    """Periods in which other terms hold."""

    @model_validator(mode="after")
    def _counts_over_a_cycle(self) -> Self:
        if self.deployed is not None and self.cycle is None:
            raise ValueError("'deployed' is counted over a cycle; write 'cycle' too")
        return self


class UnitPool(Schema):
    """Units that rotate under one policy: those that every word written here fits."""

    policy: str
    """Which policy."""
    nations: tuple[Country, ...] = ()
    """Of these nations; of all where not written."""
    kinds: tuple[str, ...] = ()
    """Of these kinds; of all where not written."""
    units: tuple[str, ...] = ()
    """These units; all where not written."""
    by_kind: bool = False
    """Whether only commitments that name kinds take from it: no ship for a battlegroup that takes anybody."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.nations or self.kinds or self.units):
            raise ValueError("a pool names its nations, kinds or units; write one of them")
        return self


class Stint(Schema):
    """One entry of a schedule: who was or will be on task, from when to when."""

    unit: str | None = None
    """This unit; give either this or `nation`."""
    nation: Country | None = None
    """Some unit of this nation."""
    start: Moment
    """Takes authority; it comes earlier by the overlap."""
    end: Moment
    """Leaves."""

    @model_validator(mode="after")
    def _is_of_one_and_ends_later(self) -> Self:
        if (self.unit is None) == (self.nation is None):
            raise ValueError("an entry names a unit or a nation; write one of them")
        check_ends_later(self.start, self.end, "end")
        return self


class Rule(Schema):
    """How the slots of a commitment are filled."""

    length: Span
    """From coming to leaving, both handovers included; months are calendar months."""
    overlap: Timing = AT_ONCE
    """From coming to taking authority, beside the unit that is relieved or alone."""
    work_up: Span = NOTHING
    """Preparation for this commitment before setting out."""
    travel: Timing = AT_ONCE
    """From setting out to coming."""
    recovery: Span | None = None
    """After it, nobody may call upon the unit; as its policy says where not written."""
    dwell: Span | None = None
    """After it, least time until any deployment; as its policy says where not written."""
    deploys: bool = True
    """Whether its units go there; if not they are held ready at home, and dwell goes on."""
    within_dwell: bool = False
    """Whether units that still have dwell before them may fill it."""
    hold_over: Span | None = None
    """Who is relieved late stays so much longer at most; it leaves on its day, with a gap, if not written."""
    bumps: bool = False
    """Whether it takes units from less urgent commitments where none is free."""
    yields: bool = True
    """Whether more urgent commitments may take its units."""
    nations: tuple[Country, ...] = ()
    """Filled by these nations; by all where not written."""
    kinds: tuple[str, ...] = ()
    """Filled by units of these kinds and their substitutes; by all where not written."""
    units: tuple[str, ...] = ()
    """Filled by these units; by all where not written."""
    keeps: tuple[str, ...] = ()
    """Units kept for it: they fill its slots before others, and are called for no other task."""
    schedule: tuple[Stint, ...] = ()
    """Who is on task when; generated from the pool where not written."""
    then: Literal["nobody", "pool"] = "nobody"
    """Who comes after the last entry of the schedule."""


class Task(Rule):
    """A commitment that rotations declare themselves."""

    kind: str = ""
    """What it is, in generic words."""
    slots: Servers
    """Units wanted at once."""
    priority: Count = 0
    """Chooses first the smaller it is."""
    begins: Moment | None = None
    """First day on which units are wanted; from the start, with units in place, where not written."""
    ends: Moment | None = None
    """Last day; the whole run where not written."""
    vacant: bool = False
    """Whether its slots are empty when the run starts."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        check_ends_later(self.begins, self.ends, "ends")
        return self


class Rotations(Schema):
    """Pools, their policies, and the commitments that they fill."""

    begin: Literal["random", "rested"] = "random"
    """Where units and holders are in their cycles at the start: drawn for each, or at its beginning."""
    policies: FrozenMap[Name, Policy] = Field(default_factory=FrozenMap)
    """By name."""
    pools: FrozenMap[Name, UnitPool] = Field(default_factory=FrozenMap)
    """By name; a unit is in one at most."""
    commitments: FrozenMap[Name, Task] = Field(default_factory=FrozenMap)
    """By name."""
    rules: FrozenMap[Name, Rule] = Field(default_factory=FrozenMap)
    """How commitments are filled that other operations declare, by their names."""
    substitutes: FrozenMap[str, FrozenMap[str, Span]] = Field(default_factory=FrozenMap)
    """By wanted kind of unit: the kinds that can stand in, each with its time of conversion."""
    caveats: FrozenMap[str, tuple[str, ...]] = Field(default_factory=FrozenMap)
    """By unit or nation: commitments in which it may not serve."""
    bump_time: Timing = AT_ONCE
    """From the order to leave one commitment for another until a unit comes; in place of travel."""
    bump_penalty: Span = NOTHING
    """Added to its dwell afterwards."""


def after(clock: Clock, moment: int, span: Span) -> int:
    """Run seconds so much later, months as calendar months."""
    return (clock.months_after(moment, span.months) if span.months else moment) + span.seconds


def before(clock: Clock, moment: int, span: Span) -> int:
    """Run seconds so much earlier."""
    return (clock.months_after(moment, -span.months) if span.months else moment) - span.seconds
