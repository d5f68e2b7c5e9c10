"""What is written of lift: wagons, transporters, ships, aircraft."""

from typing import Literal

from posture.core.schema import (
    Count,
    Depth,
    Distance,
    Mass,
    Pace,
    Positive,
    Schema,
    Servers,
    Timing,
    UncertainDailyDistance,
)
from posture.operations.movement.ways import WaterwayClass
from posture.theatre.forces import Cargo

LADEN: tuple[Cargo, ...] = ("tracked", "outsize")
"""Classes of cargo that use the road only on transporters."""
FREIGHT: tuple[Cargo, ...] = ("wheeled", "tracked", "outsize", "containers", "hazardous")
"""Classes of cargo that go by rail and ship; people fly or drive."""


class Wagons(Schema):
    """Wagon sets of a nation, each for one train; they come back empty. The key is as in `rails`."""

    sets: Servers
    """Train sets on offer at once."""
    pieces: Positive
    """Vehicles on one train."""
    wagon: Distance | None = None
    """Length of train for one vehicle; where not written, no length limit is looked at."""
    turn: Timing
    """Turning an empty set at the far end before it runs back."""


class Transporters(Schema):
    """Heavy equipment transporters of a nation, for tracked and outsize pieces on the road."""

    count: Servers
    """Transporters on offer."""
    daily: UncertainDailyDistance
    """Distance in a day."""
    load: Timing
    """Loading or unloading one piece; all of a march unit do so at once."""


class Ships(Schema):
    """Ships alike in kind, chartered or owned; they carry any nation's pieces."""

    count: Servers
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
    draught: Depth | None = None
    """Laden draught; fits everywhere where not written."""


class Barges(Ships):
    """Barges and pushed convoys alike in kind, on inland waterways; they are asked for as ships are."""

    cemt: WaterwayClass | None = None
    """Class of waterway that they need; all take them where not written."""


class Aircraft(Schema):
    """Aircraft alike in kind; they carry any nation's people or pieces."""

    count: Servers
    """Aircraft on offer."""
    body: Literal["narrow", "wide"] = "wide"
    """Which working places it needs."""
    seats: Count
    """Soldiers on one flight."""
    payload: Mass = 0
    """Freight on one flight; it carries no pieces where not written."""
    outsize: bool = False
    """Takes outsize and tracked pieces."""
    range: Distance | None = None
    """Farthest flight without a stop; no limit where not written."""
    speed: Pace
    """Block speed."""
    ground: Timing
    """Ground time at each end."""
