"""The kinds of log rows that surveillance alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

WATCHES = EVENT_KINDS.declare(
    "watches",
    "so many thousandths of the platforms of the collector `who` watch the area `where` from now on",
    "collector",
    "area",
    "thousandths",
    "per mille",
)
COVERAGE = EVENT_KINDS.declare(
    "coverage",
    "what shows in the area `who` would be found so many thousandths of times a day from now on",
    "area",
    "",
    "thousandths of times a day",
    "per mille",
)
OVERCAST = EVENT_KINDS.declare("overcast", "a day begins on which clouds cover the area `who`", "area")
SIGN = EVENT_KINDS.declare(
    "sign",
    "the sign `who` shows in the area `where` for so many seconds",
    "crisis and number of the sign",
    "area",
    "seconds",
    "s",
)
FOUND = EVENT_KINDS.declare(
    "found",
    "the sign `who` is found by collectors of `where`, so many seconds after it began to show",
    "crisis and number of the sign",
    "nation, or all Allies",
    "seconds",
    "s",
)
PASSES = EVENT_KINDS.declare(
    "passes",
    "the ship or track `who` comes into the area `where`, to be seen for so many seconds, -1 until it is",
    "merchant ship or track",
    "area",
    "seconds",
    "s",
)
SEEN = EVENT_KINDS.declare(
    "seen",
    "the ship or track `who` is first seen in the area `where`, so many seconds after it came",
    "merchant ship or track",
    "area",
    "seconds",
    "s",
)
