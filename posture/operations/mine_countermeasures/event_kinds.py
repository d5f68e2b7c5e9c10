"""The kinds of log rows that mine countermeasures alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

MINED = EVENT_KINDS.declare(
    "mined",
    "the survey `who` of so many square metres shuts `where`",
    "survey",
    "place",
    "square metres",
    "m2",
)
HUNTING = EVENT_KINDS.declare(
    "hunting",
    "so many minehunters work on the survey `who` of `where` from now on",
    "survey",
    "place",
    "minehunters",
    "1",
)
SEA_STATE = EVENT_KINDS.declare(
    "sea state",
    "the sea `where` leaves `amount` thousandths of a day's work on the survey `who`",
    "survey",
    "sea state",
    "thousandths",
    "per mille",
)
SURVEYED = EVENT_KINDS.declare(
    "surveyed", "the survey `who` opens `where`, after so many seconds", "survey", "place", "seconds", "s"
)
