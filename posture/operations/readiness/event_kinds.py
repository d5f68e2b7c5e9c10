"""The kinds of log rows that readiness alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

NOTICE_TO_MOVE = EVENT_KINDS.declare(
    "notice to move",
    "the tier `who` of the force `where` shall be at the barracks gate in `amount` seconds",
    "tier",
    "force",
    "seconds",
    "s",
)
NOTICE_TO_EFFECT = EVENT_KINDS.declare(
    "notice to effect",
    "the tier `who` of the force `where` shall be ready in its area in `amount` seconds",
    "tier",
    "force",
    "seconds",
    "s",
)
WANTED = EVENT_KINDS.declare(
    "wanted", "so many units of the tier `who` shall stand by", "tier", "", "units", "1"
)
ENROLLED = EVENT_KINDS.declare(
    "enrolled",
    "the unit `who` with so many people belongs to the tier `where`",
    "unit",
    "tier",
    "people",
    "1",
)
PHASE = EVENT_KINDS.declare(
    "phase", "the unit `who` enters the phase `where` of its readiness", "unit", "phase"
)
STANDS_BY = EVENT_KINDS.declare(
    "stands by",
    "the unit `who` with so many people stands by in the tier `where`",
    "unit",
    "tier",
    "people",
    "1",
)
STANDS_OFF = EVENT_KINDS.declare(
    "stands off", "the unit `who` stands by in the tier `where` no more", "unit", "tier"
)
RAISED = EVENT_KINDS.declare(
    "raised",
    "the readiness of the unit `who` with so many people in the tier `where` is raised",
    "unit",
    "tier",
    "people",
    "1",
)
LOWERED = EVENT_KINDS.declare(
    "lowered", "the readiness of the unit `who` in the tier `where` is raised no more", "unit", "tier"
)
ALERTED = EVENT_KINDS.declare(
    "alerted",
    "the unit `who` of the tier `where` shall be ready in `amount` seconds",
    "unit",
    "tier",
    "seconds",
    "s",
)
SHORTENED = EVENT_KINDS.declare(
    "shortened",
    "the unit `who` of the tier `where` shall now be ready in `amount` seconds",
    "unit",
    "tier",
    "seconds",
    "s",
)
READY_TO_MOVE = EVENT_KINDS.declare(
    "ready to move",
    "the unit `who` of the tier `where` is at its barracks gate with so many people",
    "unit",
    "tier",
    "people",
    "1",
)
IN_EFFECT = EVENT_KINDS.declare(
    "in effect",
    "the unit `who` of the tier `where` is ready in its area with so many people",
    "unit",
    "tier",
    "people",
    "1",
)
WORN = EVENT_KINDS.declare(
    "worn",
    "the unit `who` has stood by, or been raised, for too long; `where` takes over",
    "unit",
    "unit that takes over",
)
DECAYED = EVENT_KINDS.declare(
    "decayed",
    "the unit `who` of the tier `where` is worn and falls to a notice of so many seconds",
    "unit",
    "tier",
    "seconds",
    "s",
)
