"""The kinds of log rows that rotations alone write and read."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

DWELL_BROKEN = EVENT_KINDS.declare(
    "dwell broken",
    "the unit `who` is taken for `where` with so many seconds of its dwell still before it",
    "unit",
    "what it is taken for",
    "seconds",
    "s",
)
