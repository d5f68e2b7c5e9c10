"""The kinds of log rows that early warning alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

STATION = EVENT_KINDS.declare(
    "station",
    "the station `who` is kept from the base `where`, `amount` seconds of flight away",
    "station",
    "early-warning base",
    "seconds",
    "s",
)
OBEYS = EVENT_KINDS.declare(
    "obeys", "the station `who` is wanted from the order to retask `where` on", "station", "order"
)
WANTED_THERE = EVENT_KINDS.declare(
    "wanted there",
    "an aircraft is wanted on the station `who` from now on (1), or no more (0)",
    "station",
    "",
    "aircraft",
    "1",
)
ON_STATION = EVENT_KINDS.declare(
    "on station",
    "an aircraft is on the station `who` from now on (1), or none (0); `where` says why none",
    "station",
    "why none",
    "aircraft",
    "1",
)
REPORTS = EVENT_KINDS.declare(
    "reports",
    "a crew of the early-warning base `who` is called for the station `where`",
    "early-warning base",
    "station",
)
ABORTS = EVENT_KINDS.declare(
    "aborts",
    "an aircraft of the early-warning base `who` is found broken before take-off for `where`",
    "early-warning base",
    "station",
)
TAKES_OFF = EVENT_KINDS.declare(
    "takes off",
    "an aircraft of the early-warning base `who` takes off for the station `where`",
    "early-warning base",
    "station",
)
LANDS = EVENT_KINDS.declare(
    "lands",
    "an aircraft of the base `who` lands from the station `where`, after so many seconds in the air",
    "early-warning base",
    "station",
    "seconds",
    "s",
)
STANDS_DOWN = EVENT_KINDS.declare(
    "stands down",
    "a crew of the early-warning base `who` ends its duty of so many seconds",
    "early-warning base",
    "",
    "seconds",
    "s",
)
AIRWORTHY = EVENT_KINDS.declare(
    "airworthy",
    "so many aircraft at the early-warning base `who` are not broken from now on",
    "early-warning base",
    "",
    "aircraft",
    "1",
)
