"""The kinds of log rows that maritime alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

SEA_AREA = EVENT_KINDS.declare(
    "sea area", "so many ships on task make a presence in the sea area `who`", "sea area", "", "ships", "1"
)
GROUP = EVENT_KINDS.declare(
    "group",
    "so many ships in company make the standing naval group `who`",
    "standing naval group",
    "",
    "ships",
    "1",
)
PATROLS = EVENT_KINDS.declare(
    "patrols",
    "the standing naval group `who` patrols the sea area `where`",
    "standing naval group",
    "sea area",
)
GROUP_AT = EVENT_KINDS.declare(
    "group at",
    "the standing naval group `who` is at the area or port `where` from now on (1), or sets out for it (0)",
    "standing naval group",
    "sea area or port",
    "there",
    "1",
)
COMMAND = EVENT_KINDS.declare(
    "command",
    "the nation `where` commands the standing naval group `who` from now on",
    "standing naval group",
    "nation",
)
IN_COMPANY = EVENT_KINDS.declare(
    "in company",
    "so many ships are in company of the standing naval group `who` from now on",
    "standing naval group",
    "",
    "ships",
    "1",
)
PORT_VISIT = EVENT_KINDS.declare(
    "port visit", "the standing naval group `who` visits the port `where`", "standing naval group", "port"
)
REPLENISHED = EVENT_KINDS.declare(
    "replenished", "the group or ship `who` is replenished at `where`", "group or ship", "place"
)
CALLED = EVENT_KINDS.declare(
    "called", "the call `who` wants so many ships in the sea area `where`", "call", "sea area", "ships", "1"
)
ANSWERS = EVENT_KINDS.declare(
    "answers",
    "the group or ship `where` answers the call `who`, which wants so many ships",
    "call",
    "group or ship",
    "ships",
    "1",
)
CALL_REFUSED = EVENT_KINDS.declare(
    "call refused",
    "the call `who` is not answered by `where`, which may not pass the straits",
    "call",
    "group or ship",
)
ON_CALL = EVENT_KINDS.declare(
    "on call",
    "so many ships are on task in the sea area `where` for the call `who` from now on",
    "call",
    "sea area",
    "ships",
    "1",
)
CALL_OVER = EVENT_KINDS.declare(
    "call over", "the call `who` for the sea area `where` is over", "call", "sea area"
)
