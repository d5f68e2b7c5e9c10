"""What is written of lift: wagons, transporters, ships, aircraft."""

from typing import Annotated, Literal

from pydantic import Field

from posture.core.schema import (
    Count,
    Depth,
    Distance,
    Duration,
    Mass,
    Pace,
    Positive,
    Schema,
    Servers,
    Timing,
    UncertainDailyDistance,
)
from posture.operations.movement.ways import WaterwayClass
from posture.theatre.forces import CARRIED, Cargo

LADEN: tuple[Cargo, ...] = ("tracked", "outsize")
"""Classes of cargo that use the road only on transporters."""
FREIGHT: tuple[Cargo, ...] = CARRIED
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


class Vessel(Schema):
    """What carries pieces by water, of any nation."""

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
    draught: Depth | None = None
    """Laden draught; fits everywhere where not written."""


class Ships(Vessel):
    """Ships alike in kind, chartered or owned; they carry any nation's pieces."""

    count: Servers
    """Ships on offer."""
    activation: Timing
    """From the first request until the ship is alongside at the port of loading."""


class Ferry(Vessel):
    """A scheduled line of ferries or roll-on/roll-off ships between two ports, beside its civil freight.

    It has berths of its own and is not chartered: what is there goes on the next departure with room.
    """

    start: str
    """One of its two ports; it goes both ways."""
    end: str
    """The other."""
    every: Annotated[Duration, Field(gt=0)]
    """From one departure to the next, from each of the two."""
    cargo: tuple[Cargo, ...] = ("wheeled", "tracked", "containers")
    """What it takes: explosives are kept off ships with passengers, outsize pieces off its ramps."""


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
