"""What is written of movement: ways by country, gates by place, lift by nation.

Each table of ways and gates has an entry `any` that serves where a country, gauge or place has none of its
own, and an entry that leaves a field out takes it from `any`.
"""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.core.schema import (
    Country,
    Depth,
    Duration,
    FrozenMap,
    Positive,
    Schema,
    Servers,
    Share,
    SteadyRate,
    Timing,
)
from posture.operations.movement.lift import Aircraft, Barges, Ferry, Ships, Transporters, Wagons
from posture.operations.movement.self_deploying import OwnAircraft, Warships
from posture.operations.movement.ways import Border, Customs, March, Passage, Rail, Road, Waterway
from posture.theatre.clearances import Regimes


class Railhead(Schema):
    """Where trains are loaded and unloaded."""

    ramps: Servers | None = None
    """Trains at once."""
    load: Timing | None = None
    """Loading time of a train."""
    unload: Timing | None = None
    """Unloading time of a train."""


class Transload(Schema):
    """Where trains change the track gauge."""

    tracks: Servers | None = None
    """Trains in transfer at once."""
    time: Timing | None = None
    """Transfer time of a train."""


class Port(Schema):
    """Where ships are loaded and discharged; what leaves it goes at the rate of its weakest link."""

    berths: Servers | None = None
    """Ships at once."""
    clearance: SteadyRate | None = None
    """Pieces that can leave the port in a day, all in all."""
    staging: SteadyRate | None = None
    """Pieces that the staging area turns over in a day; no limit known where not written."""
    exit: SteadyRate | None = None
    """Pieces that pass the port's gates in a day; no limit known where not written."""
    draught: Depth | None = None
    """Deepest ship; where not written, the channel depth of the place, and then what is written of `any`."""
    marshal: Timing | None = None
    """What a shipload needs in the port before it may load: inspection, papers, order of stowing; nothing
    where not written."""


class Airfield(Schema):
    """Where aircraft are loaded and unloaded: as many at once as can be parked, worked and fuelled."""

    mog: Servers | None = None
    """Aircraft worked at once, wide and medium body (working maximum on ground)."""
    parking: Servers | None = None
    """Aircraft parked at once; no limit known where not written."""
    fuel: Servers | None = None
    """Aircraft fuelled at once; no limit known where not written."""
    narrow: Servers | None = None
    """Narrow-body aircraft worked at once, beside the wide ones; all share `mog` where not written."""
    open: Duration | None = Field(default=None, gt=0)
    """How long it is open each day, from midnight UTC."""
    efficiency: Share | None = Field(default=None, gt=0)
    """Share of the parking time that queueing leaves for work."""
    marshal: Timing | None = None
    """What a chalk needs before it may load: inspection, weighing, manifest; nothing where not written."""


class Routes(Schema):
    """How lines choose their ways."""

    rule: Literal["shortest", "spread", "quickest"] = "shortest"
    """The shortest way for all; evenly over several; or shares by which all would arrive soonest."""
    weigh: Literal["expected arrival", "travel time"] = "expected arrival"
    """What `shortest` goes by. Each load takes, of the ways by every mode and kind of ship, that by which it
    would arrive first, queues for lift included; or all take the way of the least travel time."""
    ways: Positive = 3
    """Most ways among which a line is divided."""
    gauge_changes: Positive = 3
    """Places of gauge change among which a train takes the one that promises the earliest arrival."""


NEEDED = {
    "roads": ("speed",),
    "rails": ("speed", "trains"),
    "borders": ("convoy", "train"),
    "railheads": ("ramps", "load", "unload"),
    "transloads": ("tracks", "time"),
    "ports": ("berths", "clearance"),
    "airfields": ("mog", "open", "efficiency"),
}
"""What the entry `any` of each table must hold."""


class Movement(Schema):
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
    ferries: FrozenMap[str, Ferry] = Field(default_factory=FrozenMap)
    """Scheduled ferries and roll-on/roll-off lines, by line; they go by sea beside what is chartered."""
    barges: FrozenMap[str, Barges] = Field(default_factory=FrozenMap)
    """Barges, by kind."""
    waterways: FrozenMap[str, Waterway] = Field(default_factory=FrozenMap)
    """Rivers and canals, by way."""
    aircraft: FrozenMap[str, Aircraft] = Field(default_factory=FrozenMap)
    """Aircraft, by kind."""
    own_aircraft: FrozenMap[str, OwnAircraft] = Field(default_factory=FrozenMap)
    """Aircraft that deploy themselves, by kind; lines of `aircraft` name theirs in `lift`."""
    warships: FrozenMap[str, Warships] = Field(default_factory=FrozenMap)
    """Warships, by kind; lines of `warships` name theirs in `lift`."""
    passages: FrozenMap[str, Passage] = Field(default_factory=FrozenMap)
    """Straits, canals and bridges, by place."""
    clearances: Regimes | None = None
    """Border permissions; none are needed where not written."""
    customs: Customs | None = None
    """Documents at the border of a customs union; none are needed where not written."""
    overflight: Regimes | None = None
    """Permissions to fly over countries and to land there; none are needed where not written."""
    flown_round: tuple[Country, ...] = ("BY", "RU")
    """Countries whose air no flight enters; it goes round them, which adds minutes and is left out."""
    speed_correlation: Share = 0.0
    """How far speeds of a brigade's units go together, by any mode: they share weather, roads, host."""
    consolidation: Duration = 0
    """How long a ship, train or aircraft that is not full waits for more of what goes its way."""
    queues: Literal["first come", "priority", "bumping"] = "first come"
    """Who goes first at ramps, tracks and berths; pools of lift always serve by priority."""
    routes: Routes = Routes()
    """How lines choose their ways."""

    @model_validator(mode="after")
    def _tables_have_a_last_resort(self) -> Self:
        for name, needed in NEEDED.items():
            table: FrozenMap[str, Schema] = getattr(self, name)
            last = table.get("any")
            missing = [field for field in needed if last is None or getattr(last, field) is None]
            if missing:
                raise ValueError(f"'{name}' needs an entry 'any' with {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _pools_have_names_of_their_own(self) -> Self:
        tables: list[Iterable[str]] = [self.wagons, self.transporters, self.ships, self.ferries]
        tables += [self.barges, self.aircraft, self.own_aircraft, self.warships]
        names = [name for table in tables for name in table]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' names two pools of lift; rename one")
        return self
