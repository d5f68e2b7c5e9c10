"""The kinds of log rows that reinforcement alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

LATEST = EVENT_KINDS.declare(
    "latest",
    "the line `who` shall be at its debarkation `where` within `amount` seconds of the order",
    "line",
    "place",
    "seconds",
    "s",
)
DUE = EVENT_KINDS.declare(
    "due",
    "the line `who` is required within `amount` seconds of the order; `where` says soft or hard",
    "line",
    "soft or hard",
    "seconds",
    "s",
)
REDEPLOYS = EVENT_KINDS.declare(
    "redeploys", "the unit `who` of the brigade `where` is away when its order ends", "unit", "brigade"
)
BACK_HOME = EVENT_KINDS.declare(
    "back home", "the last piece of the unit `who` of the brigade `where` is home again", "unit", "brigade"
)
RECONSTITUTED = EVENT_KINDS.declare(
    "reconstituted",
    "the unit `who` of the brigade `where` can be called upon again as before its order",
    "unit",
    "brigade",
)
