"""The kinds of log rows that icebreaking alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

FROZEN = EVENT_KINDS.declare(
    "frozen",
    "the waters `who` freeze for so many seconds of a winter `where`",
    "waters",
    "winter",
    "seconds",
    "s",
)
ICEBREAKERS = EVENT_KINDS.declare(
    "icebreakers", "so many icebreakers work in the waters `who`", "waters", "", "icebreakers", "1"
)
SAILED_ALONE = EVENT_KINDS.declare(
    "sailed alone",
    "the ship `who` passed the ice of `where` without help; it took so many seconds more",
    "ship",
    "waters",
    "seconds",
    "s",
)
ICEBREAKER_ASKED = EVENT_KINDS.declare(
    "icebreaker asked", "the ship `who` asks for an icebreaker in the waters `where`", "ship", "waters"
)
LED = EVENT_KINDS.declare(
    "led",
    "an icebreaker begins to lead the ship `who` in the waters `where`, after so many seconds of waiting",
    "ship",
    "waters",
    "seconds",
    "s",
)
THAWED = EVENT_KINDS.declare(
    "thawed",
    "the ice of `where` is gone before an icebreaker came to the ship `who`, which waited so many seconds",
    "ship",
    "waters",
    "seconds",
    "s",
)
ICEBREAKER_FREE = EVENT_KINDS.declare(
    "icebreaker free",
    "the icebreaker that led the ship `who` in the waters `where` is free again, after so many seconds",
    "ship",
    "waters",
    "seconds",
    "s",
)
