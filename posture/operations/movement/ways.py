"""What is written of ways: roads, railways, borders, columns, straits."""

from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.core.clock import DAY
from posture.core.schema import (
    Country,
    Depth,
    Distance,
    Duration,
    Pace,
    Positive,
    Schema,
    Servers,
    Share,
    SteadyRate,
    Timing,
    UncertainDailyDistance,
)

EUROPEAN_UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
"""Members in mid-2023; their customs territory is that of Article 4 of Regulation (EU) No 952/2013."""


class Road(Schema):
    """Roads of a country."""

    speed: Pace | None = None
    """Convoy speed on the march, without halts."""
    civil_share: Share | None = None
    """Share of the road space that civil traffic keeps; the gap between march units grows with it."""
    credit: Duration | None = None
    """Least time between two march units from one place, by their movement credits."""
    night_ban: Duration | None = Field(default=None, lt=DAY)
    """How long from 22:00 UTC on transporters with oversize pieces may not move, wherever they are on a way;
    no ban where not written."""
    max_mlc: Positive | None = None
    """Heaviest military load class on the country's roads that have none of their own (`links.*.max_mlc`); no
    limit known where not written."""


class Rail(Schema):
    """Railways of one gauge in a country; the key is gauge and country, such as `1435-PL`."""

    speed: Pace | None = None
    """Average speed of a military train, stops included."""
    trains: SteadyRate | None = None
    """Military trains in each direction."""
    length: Distance | None = None
    """Longest train, engine included."""
    order: Timing | None = None
    """From asking for train paths until they are given; at once where not written."""
    paths: Literal["at any time", "by timetable"] | None = None
    """When trains leave: when they have loaded, or by fixed paths, for which each waits a part, drawn, of the
    time between two."""


class Border(Schema):
    """Crossing into or out of a country."""

    convoy: Timing | None = None
    """Time for a convoy."""
    train: Timing | None = None
    """Time for a train (engine or crew change)."""


class Customs(Schema):
    """A customs union, and what its border takes beside the crossing itself."""

    union: tuple[Country, ...] = EUROPEAN_UNION
    """Its countries."""
    documents: Timing
    """From asking until the documents are there with which the goods of a unit enter or leave it."""

    @cached_property
    def members(self) -> frozenset[str]:
        """Its countries."""
        return frozenset(self.union)


class March(Schema):
    """How columns march."""

    vehicles: Positive
    """Most vehicles in one march unit."""
    interval: Distance
    """From vehicle to vehicle."""
    gap: Duration
    """Between march units on the same road."""
    daily: UncertainDailyDistance
    """Most that a wheeled convoy marches in a day of 24 hours, halts and night rest included."""
    driving: Duration = Field(gt=0)
    """Most that one crew drives in a day."""
    halt: Duration = 0
    """Length of one halt."""
    halt_every: Duration | None = None
    """Driving time between halts; no halts where not written."""
    people_a_vehicle: Positive
    """Soldiers in one bus."""
    on_tracks: Distance = 0
    """The longest way by road, from loading to unloading, that tracked vehicles drive by themselves."""
    refuelled_every: Distance | None = None
    """How far a march unit goes until it takes fuel for what it has come; where supply is counted, it halts
    where it stands then if there is none. It is refuelled at the end alone where not written."""
    mishap: Share = 0.0
    """Probability that a march unit has a breakdown or accident on a day of marching."""
    mishap_delay: Timing | None = None
    """What one costs; nothing where not written."""


class Passage(Schema):
    """A strait, canal or bridge that takes its own time."""

    servers: Servers | None = None
    """Ships or columns passing at once in each direction; no limit where not written."""
    both_ways: bool = False
    """All directions share the servers."""
    time: Timing
    """Time to pass, beyond the way itself."""
    draught: Depth | None = None
    """Deepest ship; no limit where not written."""


WaterwayClass = Literal["I", "II", "III", "IV", "Va", "Vb", "VIa", "VIb", "VIc", "VII"]
"""Classes of the European inland waterways (ECMT, CEMT 1992), each with the barge or convoy that it takes."""


class Waterway(Schema):
    """A river or canal between two places; the key is that of the way in `links`."""

    cemt: WaterwayClass | None = None
    """Class; takes every barge where not written."""
    draught: Depth | None = None
    """Deepest barge, by the least depth of the fairway; no limit known where not written."""
    locks: Servers | None = None
    """Locks on the way."""
    lockage: Timing | None = None
    """Time in all locks of the way together, waiting included."""
    mouth: str | None = None
    """The end to which it flows; without a current where not written."""
    upstream: Pace | None = None
    """Speed over ground against the current, locks left aside."""
    downstream: Pace | None = None
    """Speed over ground with the current."""

    @model_validator(mode="after")
    def _what_belongs_together_is_written_together(self) -> Self:
        for together in (("locks", "lockage"), ("mouth", "upstream", "downstream")):
            missing = [name for name in together if getattr(self, name) is None]
            if missing and len(missing) < len(together):
                raise ValueError(
                    f"{' and '.join(together)} belong together; write {' and '.join(missing)} too"
                )
        return self
