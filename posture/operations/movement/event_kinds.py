"""The kinds of log rows that movement alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

SPLIT = EVENT_KINDS.declare(
    "split", "a unit's line was split into so many serials", "line", "place", "serials", "1"
)
REROUTED = EVENT_KINDS.declare(
    "rerouted",
    "a serial takes another way at `where`, `amount` seconds longer than expected",
    "serial",
    "place",
    "seconds",
    "s",
)
BALLAST = EVENT_KINDS.declare(
    "ballast", "lift goes empty to where it is wanted", "pool of lift", "place", "seconds of all", "s"
)
FILLED = EVENT_KINDS.declare(
    "filled",
    "so much of a ship, train or aircraft was filled",
    "pool of lift",
    "place",
    "thousandths",
    "per mille",
)
STRANDED = EVENT_KINDS.declare(
    "stranded",
    "a serial waits at `where` for a way that does not open again",
    "serial",
    "place",
    "pieces",
    "1",
)
