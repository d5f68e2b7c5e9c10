"""The kinds of log rows that cyber alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

INCIDENT = EVENT_KINDS.declare(
    "incident",
    "an incident leaves `amount` thousandths of the capacity of the system `who` at `where`",
    "system",
    "place, way or headquarters",
    "thousandths",
    "per mille",
)
NOTICED = EVENT_KINDS.declare(
    "noticed",
    "the incident of the system `who` is noticed, after so many seconds",
    "system",
    "",
    "seconds",
    "s",
)
REFERRED = EVENT_KINDS.declare(
    "referred", "the incident of the system `who` is referred to the Council", "system"
)
TEAM = EVENT_KINDS.declare(
    "team",
    "a team of `where` works on the system `who`, so many seconds after the incident was noticed",
    "system",
    "nation, or the Alliance",
    "seconds",
    "s",
)
RECOVERED = EVENT_KINDS.declare(
    "recovered",
    "the system `who` has its capacity back by a team of `where`, so many seconds after the incident",
    "system",
    "nation, or the Alliance",
    "seconds",
    "s",
)
