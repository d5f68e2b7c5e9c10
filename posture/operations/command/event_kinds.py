"""The kinds of log rows that command alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

ORDER_ASKED = EVENT_KINDS.declare(
    "order asked",
    "the formation `who` is to be ordered to move by the headquarters `where`",
    "part",
    "headquarters",
)
ORDER_BEGUN = EVENT_KINDS.declare(
    "order begun",
    "the headquarters `where` begins with the order for `who`, so many seconds after it was asked",
    "part",
    "headquarters",
    "seconds",
    "s",
)
ORDER_OUT = EVENT_KINDS.declare(
    "order out",
    "the formation `who` has its order from the headquarters `where`, so many seconds after it was asked",
    "part",
    "headquarters",
    "seconds",
    "s",
)
STAFFED = EVENT_KINDS.declare(
    "staffed",
    "the headquarters `who` has so many teams that write orders from now on",
    "headquarters",
    "",
    "teams",
    "1",
)
