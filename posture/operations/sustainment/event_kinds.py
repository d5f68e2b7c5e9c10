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
STANCE = EVENT_KINDS.declare(
    "stance", "what is there of the brigade `who` is in the state `where` from now on", "brigade", "state"
)
USED_MOVING = EVENT_KINDS.declare(
    "used moving",
    "so many kilograms of `who` were used of what the part `where` carries under way, since last told",
    "brigade and class of supply",
    "part",
    "kilograms",
    "kg",
)
FED_MOVING = EVENT_KINDS.declare(
    "fed moving",
    "so many kilograms of `who` came from who carries or hosts the part `where`, since last told",
    "brigade and class of supply",
    "part",
    "kilograms",
    "kg",
)
MARCHED = EVENT_KINDS.declare(
    "marched",
    "a march unit at `where` has used so many kilograms of `who` since it was last refuelled",
    "brigade and class of supply",
    "place",
    "kilograms",
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
REFUELLED = EVENT_KINDS.declare(
    "refuelled",
    "so many kilograms of `who` were given on the march by `where`, beyond what the part carries",
    "brigade and class of supply",
    "depot",
    "kilograms",
    "kg",
)
IN_DEPOT = EVENT_KINDS.declare(
    "in depot",
    "so many pieces of `who` are there from now on",
    "depot and class of pieces",
    "place",
    "pieces",
    "1",
)
DEPOT_ASKS = EVENT_KINDS.declare(
    "depot asks",
    "so many pieces of `who` are asked of the depot `where`",
    "depot and class of pieces",
    "depot",
    "pieces",
    "1",
)
DEPOT_EMPTY = EVENT_KINDS.declare(
    "depot empty",
    "the depot `where`, the last that is asked, has so many kilograms too few of what is wanted for `who`",
    "brigade and class of supply",
    "depot",
    "kilograms",
    "kg",
)
