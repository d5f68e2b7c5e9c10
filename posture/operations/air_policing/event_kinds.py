"""The kinds of log rows that air policing alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

READINESS_STATE = EVENT_KINDS.declare(
    "readiness state",
    "a pair on alert shall be in the air within `amount` seconds of the order",
    "air base",
    "",
    "seconds",
    "s",
)
HANDOVER_GAP = EVENT_KINDS.declare(
    "handover gap",
    "the air base `who` is written without a detachment for `amount` seconds before `where`",
    "air base",
    "relief",
    "seconds",
    "s",
)
AREA = EVENT_KINDS.declare(
    "area",
    "tracks come through the area `who`; they should be met within `amount` seconds, if it is not -1",
    "area",
    "",
    "seconds",
    "s",
)
TRACK = EVENT_KINDS.declare(
    "track",
    "the track `who` comes into the area `where`, which it leaves in `amount` seconds",
    "track",
    "area",
    "seconds",
    "s",
)
NO_PAIR = EVENT_KINDS.declare(
    "no pair", "no pair is free for the track `who` in the area `where`", "track", "area"
)
TOO_LATE = EVENT_KINDS.declare(
    "too late", "no free pair can meet the track `who` before it leaves the area `where`", "track", "area"
)
MEETS = EVENT_KINDS.declare(
    "meets",
    "a pair of the base `where` will meet the track `who`, `amount` seconds after it came",
    "track",
    "air base",
    "seconds",
    "s",
)
SCRAMBLED = EVENT_KINDS.declare(
    "scrambled",
    "a pair at the base `where` is sent to the track `who`, in the air `amount` seconds later",
    "track",
    "air base",
    "seconds",
    "s",
)
RECALLED = EVENT_KINDS.declare(
    "recalled",
    "a pair of the base `where` in the air for training is sent to the track `who`",
    "track",
    "air base",
)
TAKES_OVER = EVENT_KINDS.declare(
    "takes over",
    "a pair of `where` goes on with the escort of `who`, `amount` seconds after it came",
    "track",
    "air base",
    "seconds",
    "s",
)
LET_GO = EVENT_KINDS.declare(
    "let go", "nobody goes on with the escort of the track `who` in the area `where`", "track", "area"
)
TRAINING = EVENT_KINDS.declare(
    "training",
    "a pair of the detachment `where` takes off at the base `who`, to train for so many seconds",
    "air base",
    "detachment",
    "seconds",
    "s",
)
FLIES = EVENT_KINDS.declare(
    "flies",
    "a pair of the base `who` is or was in the air for `amount` seconds; `where` says what for",
    "air base",
    "what for",
    "seconds",
    "s",
)
CANNIBALISED = EVENT_KINDS.declare(
    "cannibalised", "an aircraft of the detachment `who` is given a part of another", "detachment"
)
