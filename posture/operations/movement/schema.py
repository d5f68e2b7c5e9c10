"""What is written of movement: ways by country, gates by place, lift by nation.

Each table of ways and gates has an entry `any` that serves where a country, gauge or place has none of its
own, and an entry that leaves a field out takes it from `any`.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from posture.core.schema import FrozenMap, Positive, Schema
from posture.operations.movement.lift import Aircraft, Ships, Transporters, Wagons
from posture.operations.movement.places import Airfield, Port, Railhead, Transload
from posture.operations.movement.ways import Border, March, Passage, Rail, Road
from posture.theatre.clearances import Regimes


class Routes(Schema):
    """How lines choose their ways."""

    rule: Literal["shortest", "spread", "quickest"] = "shortest"
    """The shortest way for all; evenly over several; or shares by which all would arrive soonest."""
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
    aircraft: FrozenMap[str, Aircraft] = Field(default_factory=FrozenMap)
    """Aircraft, by kind."""
    passages: FrozenMap[str, Passage] = Field(default_factory=FrozenMap)
    """Straits, canals and bridges, by place."""
    clearances: Regimes | None = None
    """Border permissions; none are needed where not written."""
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
        names = [
            name for table in (self.wagons, self.transporters, self.ships, self.aircraft) for name in table
        ]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' names two pools of lift; rename one")
        return self
