"""The kinds of log rows that missile defence alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

CREW_RELIEVED = EVENT_KINDS.declare(
    "crew relieved", "the crew of the node `who` gives place to the next", "node"
)
OPERATIONAL = EVENT_KINDS.declare(
    "operational",
    "the node `who` is up from now on (1) or down (0); `where` says why down",
    "node",
    "why down",
    "up or down",
    "1",
)
DEFENDED = EVENT_KINDS.declare(
    "defended",
    "the site `who` at `where` shall be covered by so many nodes at once; 0 for no more",
    "site",
    "place",
    "nodes",
    "1",
)
LAYERS_WANTED = EVENT_KINDS.declare(
    "layers wanted",
    "the site `who` at `where` shall be covered by so many layers at once",
    "site",
    "place",
    "layers",
    "1",
)
SITE_COVERED = EVENT_KINDS.declare(
    "site covered", "so many nodes cover the site `who` from now on", "site", "", "nodes", "1"
)
LAYERS_UP = EVENT_KINDS.declare(
    "layers up", "so many layers cover the site `who` from now on", "site", "", "layers", "1"
)
