"""The kinds of log rows that sustainment alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

NEEDS = EVENT_KINDS.declare(
    "needs",
    "so many kilograms a day are used of `who` at `where` from now on",
    "brigade and class of supply",
    "place",
    "kilograms a day",
    "kg",
)
ON_HAND = EVENT_KINDS.declare(
    "on hand",
    "so many kilograms of `who` are at `where` from now on",
    "brigade and class of supply",
    "place",
    "kilograms",
    "kg",
)
UNMET = EVENT_KINDS.declare(
    "unmet",
    "so many kilograms of `who` were wanted at `where`, and none was there",
    "brigade and class of supply",
    "place",
    "kilograms",
    "kg",
)
SENT_FOR = EVENT_KINDS.declare(
    "sent for",
    "so many kilograms of `who` are asked of the depot `where`",
    "brigade and class of supply",
    "depot",
    "kilograms",
    "kg",
)
DELIVERED = EVENT_KINDS.declare(
    "delivered",
    "so many kilograms of `who` have come to `where`",
    "brigade and class of supply",
    "place",
    "kilograms",
    "kg",
)
DEPOT_EMPTY = EVENT_KINDS.declare(
    "depot empty",
    "the depot `where` has so many kilograms too few of what is asked for `who`",
    "brigade and class of supply",
    "depot",
    "kilograms",
    "kg",
)
