"""The kinds of log rows that decision alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

RECOGNISED = EVENT_KINDS.declare(
    "recognised",
    "the crisis `who` is recognised, so many seconds after it began to show",
    "crisis",
    "",
    "seconds",
    "s",
)
WARNED = EVENT_KINDS.declare(
    "warned",
    "surveillance of the area `where` has the crisis `who` recognised so many seconds sooner; 0 if no sooner",
    "crisis",
    "area",
    "seconds",
    "s",
)
RULING = EVENT_KINDS.declare(
    "ruling",
    "Article 6 on the crisis `who`: `where` is inside, outside or debated; `amount` the Article",
    "crisis",
    "inside, outside or debated",
    "number of the Article",
    "1",
)
STEP = EVENT_KINDS.declare(
    "step",
    "the crisis `who` reaches the step `where`; at the activation order `amount` Allies are asked",
    "crisis",
    "step",
    "Allies",
    "1",
)
AGREES = EVENT_KINDS.declare(
    "agrees", "the Ally `who` agrees to what the Council shall decide on the crisis `where`", "Ally", "crisis"
)
OBJECTS = EVENT_KINDS.declare(
    "objects", "the Ally `who` holds up the Council on the crisis `where`", "Ally", "crisis"
)
YIELDS = EVENT_KINDS.declare("yields", "the objection of `who` ends; `where` says how", "Ally", "how it ends")
ALERT = EVENT_KINDS.declare(
    "alert",
    "the nation `who` decides on `where` by itself, without waiting for the Council",
    "nation",
    "subject",
)
CONSULTS = EVENT_KINDS.declare(
    "consults", "the Ally `who` asks for consultations on the crisis `where`", "Ally", "crisis"
)
ASKS = EVENT_KINDS.declare(
    "asks", "the threatened Ally `who` asks for the forces `where`", "threatened Ally", "forces"
)
APPROVED = EVENT_KINDS.declare(
    "approved", "the parliament of `who` agrees to its part in the crisis `where`", "nation", "crisis"
)
CAVEAT = EVENT_KINDS.declare(
    "caveat", "the Ally `who` releases its forces with the limit `where`", "Ally", "limit"
)
CONSENT = EVENT_KINDS.declare(
    "consent",
    "the Ally `who` releases `amount` thousandths of its offer to the crisis `where`",
    "Ally",
    "crisis",
    "thousandths",
    "per mille",
)
ABSTAINED = EVENT_KINDS.declare(
    "abstained", "the Ally `who` gives nothing to the crisis `where`", "Ally", "crisis"
)
TRANSFERRED = EVENT_KINDS.declare(
    "transferred",
    "the Ally `who` has transferred authority over its forces for the crisis `where`",
    "Ally",
    "crisis",
)
ACCEPTS = EVENT_KINDS.declare(
    "accepts", "the host `who` accepts forces for the crisis `where`", "host", "crisis"
)
REPORTED = EVENT_KINDS.declare(
    "reported",
    "the Security Council of the UN is told of the step `where` of the crisis `who`",
    "crisis",
    "step",
)
