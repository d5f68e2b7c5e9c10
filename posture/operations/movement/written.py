"""What is written of movement: ways by country, gates by place, lift by nation.

Each table has an entry `any` that serves where a country, gauge or place has none of its own, and an entry
that leaves a field out takes it from `any`.
"""

from typing import Self

from pydantic import Field, model_validator

from posture.ground.written import (
    Count,
    Distance,
    Duration,
    FrozenMap,
    Pace,
    Positive,
    Share,
    SteadyRate,
    Timing,
    UncertainDailyDistance,
    Written,
)


class Road(Written):
    """Roads of a country."""

    speed: Pace | None = None
    """Convoy speed on the march, without halts."""


class Rail(Written):
    """Railways of one gauge in a country; the key is gauge and country, such as `1435-PL`."""

    speed: Pace | None = None
    """Average speed of a military train, stops included."""
    trains: SteadyRate | None = None
    """Military trains in each direction."""


class Border(Written):
    """Crossing into or out of a country."""

    convoy: Timing | None = None
    """Time for a convoy."""
    train: Timing | None = None
    """Time for a train (engine or crew change)."""


class March(Written):
    """How columns march."""

    vehicles: Positive
    """Most vehicles in one march unit."""
    interval: Distance
    """From vehicle to vehicle."""
    gap: Duration
    """Between march units on the same road."""
    daily: UncertainDailyDistance
    """Most that a wheeled convoy marches in a day."""
    driving: Duration
    """Most that one crew drives in a day."""
    halt: Duration = 0
    """Length of one halt."""
    halt_every: Duration | None = None
    """Driving time between halts; no halts where not written."""
    people_a_vehicle: Positive
    """Soldiers in one bus."""


class Railhead(Written):
    """Where trains are loaded and unloaded."""

    ramps: Positive | None = None
    """Trains at once."""
    load: Timing | None = None
    """Loading time of a train."""
    unload: Timing | None = None
    """Unloading time of a train."""


class Transload(Written):
    """Where trains change the track gauge."""

    tracks: Positive | None = None
    """Trains in transfer at once."""
    time: Timing | None = None
    """Transfer time of a train."""


class Port(Written):
    """Where ships are loaded and discharged."""

    berths: Positive | None = None
    """Ships at once."""
    clearance: SteadyRate | None = None
    """Pieces that can leave the port in a day, by its weakest link."""


class Airfield(Written):
    """Where aircraft are loaded and unloaded."""

    mog: Positive | None = None
    """Aircraft worked at once (working maximum on ground)."""
    open: Duration | None = None
    """How long it is open each day."""
    efficiency: Share | None = Field(default=None, gt=0)
    """Share of the parking time that queueing leaves for work."""


class Wagons(Written):
    """Wagon sets of a nation, each for one train; they come back empty. The key is as in `rails`."""

    sets: Positive
    """Train sets on offer at once."""
    pieces: Positive
    """Vehicles on one train."""
    turn: Timing
    """Turning an empty set at the far end before it runs back."""


class Transporters(Written):
    """Heavy equipment transporters of a nation, for tracked and outsize pieces on the road."""

    count: Positive
    """Transporters on offer."""
    daily: UncertainDailyDistance
    """Distance in a day."""
    load: Timing
    """Loading or unloading one piece; all of a march unit do so at once."""


class Ships(Written):
    """Ships alike in kind, chartered or owned; they carry any nation's pieces."""

    count: Positive
    """Ships on offer."""
    pieces: Positive
    """Vehicles on one sailing."""
    lane_metres: Positive
    """Deck length."""
    speed: Pace
    """Speed at sea."""
    load: Timing
    """Loading at the berth."""
    discharge: Timing
    """Discharge at the berth."""
    activation: Timing
    """From the first request until the ship is alongside at the port of loading."""


class Aircraft(Written):
    """Aircraft alike in kind; they carry any nation's people."""

    count: Positive
    """Aircraft on offer."""
    seats: Count
    """Soldiers on one flight."""
    speed: Pace
    """Block speed."""
    ground: Timing
    """Ground time at each end."""


class Movement(Written):
    """Ways, gates and lift: all that a force on the move needs beside the network."""

    roads: FrozenMap[str, Road]
    """By country."""
    rails: FrozenMap[str, Rail]
    """By gauge and country."""
    borders: FrozenMap[str, Border]
    """By country."""
    march: March
    """Columns on the road."""
    railheads: FrozenMap[str, Railhead]
    """By place."""
    transloads: FrozenMap[str, Transload]
    """By place."""
    ports: FrozenMap[str, Port]
    """By place."""
    airfields: FrozenMap[str, Airfield]
    """By place."""
    wagons: FrozenMap[str, Wagons] = Field(default_factory=FrozenMap)
    """Train sets, by gauge and nation."""
    transporters: FrozenMap[str, Transporters] = Field(default_factory=FrozenMap)
    """Heavy equipment transporters, by nation."""
    ships: FrozenMap[str, Ships] = Field(default_factory=FrozenMap)
    """Ships, by kind."""
    aircraft: FrozenMap[str, Aircraft] = Field(default_factory=FrozenMap)
    """Aircraft, by kind."""
    alternatives: Positive = 3
    """Places of gauge change among which a train takes the one that promises the earliest arrival."""

    @model_validator(mode="after")
    def _tables_have_a_last_resort(self) -> Self:
        for name in ("roads", "rails", "borders", "railheads", "transloads", "ports", "airfields"):
            table: FrozenMap[str, Written] = getattr(self, name)
            last = table.get("any")
            missing = (
                [f for f in type(last).model_fields if getattr(last, f) is None] if last else ["every field"]
            )
            if missing:
                raise ValueError(f"'{name}' needs an entry 'any' with {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _pools_have_names_of_their_own(self) -> Self:
        names = [
            name for table in (self.wagons, self.transporters, self.ships, self.aircraft) for name in table
        ]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' names two pools of lift; rename one")
        return self
