"""What is written of gates: railheads, places of gauge change, ports, airfields."""

from pydantic import Field

from posture.core.schema import Depth, Duration, Schema, Servers, Share, SteadyRate, Timing


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
    """Deepest ship; the channel depth of the place where not written."""


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
    open: Duration | None = None
    """How long it is open each day."""
    efficiency: Share | None = Field(default=None, gt=0)
    """Share of the parking time that queueing leaves for work."""
