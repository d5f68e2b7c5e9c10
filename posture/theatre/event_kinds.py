"""The kinds of log rows by which operations meet, and the causes to which the delay ledger books time."""

from posture.core.event_kinds import Cause, EventKinds

EVENT_KINDS = EventKinds()

DECISION = EVENT_KINDS.cause("decision", "from the indication to the order")
RELEASE = EVENT_KINDS.cause("release", "from the order until the nation releases the unit")
ORDERS = EVENT_KINDS.cause("orders", "waiting for a headquarters to give the order to move")
SATELLITE = EVENT_KINDS.cause("satellite", "waiting for service by satellite to be told to go on")
READINESS = EVENT_KINDS.cause("readiness", "from the release until the unit can load (notice to move)")
CLEARANCE = EVENT_KINDS.cause("clearance", "waiting for a border permission")
LIFT_WAIT = EVENT_KINDS.cause("lift wait", "waiting for wagons, transporters, ships or aircraft")
GATE_QUEUE = EVENT_KINDS.cause(
    "gate queue", "waiting for a ramp, path, berth, parking place, road space or reception"
)
CLOSURE = EVENT_KINDS.cause("closure", "waiting for a closed way or place to open")
ICE = EVENT_KINDS.cause("ice", "waiting for an icebreaker, and passing the ice before a port")
NIGHT_BAN = EVENT_KINDS.cause("night ban", "waiting for the hours in which oversize columns may move")
FUEL_WAIT = EVENT_KINDS.cause("fuel wait", "waiting for fuel on the march")
MISHAP = EVENT_KINDS.cause("mishap", "a breakdown or accident on the march")
EARLY = EVENT_KINDS.cause("early", "waiting for the earliest day of arrival")
HALT = EVENT_KINDS.cause("halt", "halting on the way as planned, for rest, exercise or a visit")
MARSHALLING = EVENT_KINDS.cause("marshalling", "being inspected, documented and ordered before it is loaded")
LOADING = EVENT_KINDS.cause("loading", "being loaded")
UNLOADING = EVENT_KINDS.cause("unloading", "being unloaded")
TRANSLOAD = EVENT_KINDS.cause("transload", "changing the track gauge")
BORDER = EVENT_KINDS.cause("border", "crossing a border")
ROAD = EVENT_KINDS.cause("road", "on the road, halts and night rests included")
RAIL = EVENT_KINDS.cause("rail", "on the rails")
SEA = EVENT_KINDS.cause("sea", "at sea")
INLAND_WATERWAY = EVENT_KINDS.cause("inland_waterway", "on a river or canal, locks included")
AIR = EVENT_KINDS.cause("air", "in the air")
HOST_SUPPORT = EVENT_KINDS.cause("host support", "waiting until the host has arranged its support")
RECEPTION = EVENT_KINDS.cause("reception", "being received at the place of arrival")
DRAW = EVENT_KINDS.cause("draw", "drawing prepositioned equipment")
MARRY_UP = EVENT_KINDS.cause("marry-up", "waiting for people or equipment to come together")
INTEGRATION = EVENT_KINDS.cause("integration", "from received to ready")
CAUSES: tuple[Cause, ...] = (
    DECISION,
    RELEASE,
    ORDERS,
    SATELLITE,
    READINESS,
    CLEARANCE,
    LIFT_WAIT,
    GATE_QUEUE,
    CLOSURE,
    ICE,
    NIGHT_BAN,
    FUEL_WAIT,
    MISHAP,
    EARLY,
    HALT,
    MARSHALLING,
    LOADING,
    UNLOADING,
    TRANSLOAD,
    BORDER,
    ROAD,
    RAIL,
    SEA,
    INLAND_WATERWAY,
    AIR,
    HOST_SUPPORT,
    RECEPTION,
    DRAW,
    MARRY_UP,
    INTEGRATION,
)
EVERYTHING = "place"
"""What depends on a system that a whole place needs."""
DEGRADES = EVENT_KINDS.declare(
    "degrades",
    "an incident takes `amount` thousandths of what needs the system `who` at `where` until it is recovered",
    "system, and the gate, mode or place that depends on it",
    "place",
    "thousandths",
    "per mille",
)
GUARDED = EVENT_KINDS.declare(
    "guarded", "a failure by chance did not happen, because facilities were guarded", "measure"
)
STATE = EVENT_KINDS.declare("state", "the unit `who` enters the state `where`", "unit", "state")
NOTICE = EVENT_KINDS.declare(
    "notice",
    "the unit `who` stands by at a notice to move of `amount` seconds; -1 for none",
    "unit",
    "",
    "seconds",
    "s",
)
LEVEL = EVENT_KINDS.declare(
    "level",
    "the number or switch `who` is now `amount` thousandths",
    "number or switch",
    "",
    "thousandths",
    "per mille",
)
DECLARED = EVENT_KINDS.declare(
    "declared", "the commitment `who` wants so many units from now on", "commitment", "", "units", "1"
)
CLAIMED = EVENT_KINDS.declare(
    "claimed", "the unit `who` takes up a slot of the commitment `where`", "unit", "commitment"
)
DEPLOYED = EVENT_KINDS.declare(
    "deployed",
    "the unit `who` is away from home for the commitment `where` from now on",
    "unit",
    "commitment",
)
AUTHORITY = EVENT_KINDS.declare(
    "authority",
    "the unit `who` is on task in its slot of the commitment `where` from now on",
    "unit",
    "commitment",
)
RELEASED = EVENT_KINDS.declare(
    "released", "the unit `who` leaves its slot of the commitment `where`", "unit", "commitment"
)
RETIRED = EVENT_KINDS.declare(
    "retired", "the commitment `who` ends; nobody is wanted for it any more", "commitment"
)
POOLED = EVENT_KINDS.declare(
    "pooled",
    "the unit `who` of the nation `where` with so many people rotates",
    "unit",
    "nation",
    "people",
    "1",
)
INDICATION = EVENT_KINDS.declare(
    "indication", "first sign of the crisis that an order answers", "subject of the order"
)
ORDER = EVENT_KINDS.declare(
    "order", "an order was given: `who` is its subject, `where` its kind", "subject", "kind of order"
)
STOPPED = EVENT_KINDS.declare(
    "stopped", "nothing that has not begun for the order `who` shall begin any more", "subject of the order"
)
STAYED = EVENT_KINDS.declare(
    "stayed",
    "so many pieces of the line `who` stay at `where`: they were stopped before they set out",
    "line",
    "place",
    "pieces",
    "1",
)
EXPECTED = EVENT_KINDS.declare(
    "expected", "a brigade waits for the order `where`, with so many parts", "brigade", "order", "parts", "1"
)
BOUND = EVENT_KINDS.declare(
    "bound",
    "no closure of `who` can be sooner than `amount` seconds after its order",
    "brigade",
    "",
    "seconds",
    "s",
)
LINE = EVENT_KINDS.declare(
    "line", "the line `who` of so many pieces is to move from `where`", "line", "place", "pieces", "1"
)
PEOPLE = EVENT_KINDS.declare(
    "people",
    "so many people of the nation `where` are to travel in the line `who`",
    "line",
    "nation",
    "people",
    "1",
)
RIDES = EVENT_KINDS.declare(
    "rides",
    "so many people of the line `who` have left home with what they ride with",
    "line",
    "place",
    "people",
    "1",
)
RODE_HOME = EVENT_KINDS.declare(
    "rode home", "so many people of the line `who` are at home again with what they ride with", "line",
    "place", "people", "1",
)  # fmt: skip
FREIGHT = EVENT_KINDS.declare(
    "freight",
    "so many kilograms of the nation `where` are to travel in the line `who`",
    "line",
    "nation",
    "kilograms",
    "kg",
)
BUMPED = EVENT_KINDS.declare(
    "bumped",
    "a serial gave its place at `where`, or a unit its slot of it, to something more urgent",
    "serial or unit",
    "place or commitment",
)
DEPARTED = EVENT_KINDS.declare(
    "departed", "a serial left `where` with so many pieces", "serial", "place", "pieces", "1"
)
ARRIVED = EVENT_KINDS.declare(
    "arrived", "a serial reached `where` with so many pieces", "serial", "place", "pieces", "1"
)
WENT_BACK = EVENT_KINDS.declare(
    "went back",
    "a serial that had left `where` is there again with so many pieces, to go another way",
    "serial",
    "place",
    "pieces",
    "1",
)
HAULED = EVENT_KINDS.declare(
    "hauled",
    "a serial of the line `who` has come by `where`: kilograms times metres of the way taken",
    "line",
    "mode",
    "kilogram metres",
    "kg m",
)
GATE = EVENT_KINDS.declare(
    "gate", "so many serve at once at the place `who`, of the kind `where`", "place", "kind", "servers", "1"
)
LIFT = EVENT_KINDS.declare(
    "lift", "the pool of lift `who` has so many things", "pool of lift", "", "things", "1"
)
LIFT_IN_USE = EVENT_KINDS.declare(
    "lift in use",
    "so many things of the pool of lift `who` are taken from now on",
    "pool of lift",
    "",
    "things",
    "1",
)
LIFT_ASKED_FOR = EVENT_KINDS.declare(
    "lift asked for",
    "so many things of the pool of lift `who` are asked for and not there yet from now on",
    "pool of lift",
    "",
    "things",
    "1",
)
FOLLOWS = EVENT_KINDS.declare(
    "follows",
    "the ledger of `who` goes on from that of `where`",
    "serial, line or part",
    "holder of the ledger before",
)
ABOARD = EVENT_KINDS.declare(
    "aboard",
    "`who` went `amount` seconds with `where`, up to now, whose ledger tells of them",
    "serial",
    "serial",
    "seconds",
    "s",
)
RECEIVED = EVENT_KINDS.declare(
    "received", "so many pieces of the line `who` were received at `where`", "line", "place", "pieces", "1"
)
DRAWN = EVENT_KINDS.declare(
    "drawn",
    "so many pieces of the line `who` leave the stock of the site `where`",
    "line",
    "site",
    "pieces",
    "1",
)
TURNED_IN = EVENT_KINDS.declare(
    "turned in",
    "so many pieces of the line `who` are in the stock of the site `where` again, refitted",
    "line",
    "site",
    "pieces",
    "1",
)
CLOSED = EVENT_KINDS.declare(
    "closed", "a part or a brigade is integrated at `where`", "part or brigade", "place"
)
BASE = EVENT_KINDS.declare(
    "base",
    "the air base `who` at the place `where` shall keep so many pairs on alert",
    "air base",
    "place",
    "pairs",
    "1",
)
WATCH = EVENT_KINDS.declare(
    "watch", "the air base `who` wants so many pairs on alert from now on", "air base", "", "pairs", "1"
)
ON_ALERT = EVENT_KINDS.declare(
    "on alert",
    "the air base `who` has so many pairs on alert from now on; `where` keeps the others off",
    "air base",
    "what keeps the others off",
    "pairs",
    "1",
)
SERVICEABLE = EVENT_KINDS.declare(
    "serviceable",
    "so many aircraft at the air base `who` are not in the hangar from now on",
    "air base",
    "",
    "aircraft",
    "1",
)
PRESENCE = EVENT_KINDS.declare(
    "presence",
    "so many people of detachments are at the air base `who` from now on",
    "air base",
    "",
    "people",
    "1",
)
SHIP = EVENT_KINDS.declare(
    "ship", "the ship `who` of the nation `where` has so many people", "ship", "nation", "people", "1"
)
SHIP_IS = EVENT_KINDS.declare("ship is", "the ship `who` does `where` from now on", "ship", "what it does")
STRAIT_NOTICE = EVENT_KINDS.declare(
    "strait notice",
    "the force `who` will pass the Turkish Straits in so many seconds",
    "force",
    "",
    "seconds",
    "s",
)
STRAIT_ALLOWED = EVENT_KINDS.declare(
    "strait allowed",
    "the force `who` of so many tons may pass, by the Article `where`",
    "force",
    "Article",
    "tons",
    "t",
)
STRAIT_REFUSED = EVENT_KINDS.declare(
    "strait refused",
    "the force `who` of so many tons may not pass, by the Article `where`",
    "force",
    "Article",
    "tons",
    "t",
)
ENTERS_STRAITS = EVENT_KINDS.declare(
    "enters straits",
    "the force `who` of so many ships begins passage; `where` says into or out",
    "force",
    "into or out",
    "ships",
    "1",
)
IN_THE_BLACK_SEA = EVENT_KINDS.declare(
    "in the Black Sea",
    "the force `who` of so many tons has come into the Black Sea",
    "force",
    "",
    "tons",
    "t",
)
LEAVES_THE_BLACK_SEA = EVENT_KINDS.declare(
    "leaves the Black Sea",
    "the force `who` enters the straits to go out, after so many seconds inside",
    "force",
    "",
    "seconds",
    "s",
)
EARLY_WARNING_BASE = EVENT_KINDS.declare(
    "early-warning base",
    "early-warning aircraft fly from the base `who` at the place `where`",
    "early-warning base",
    "place",
)
MANNING = EVENT_KINDS.declare(
    "manning",
    "so many people of contingents are at the early-warning base `who` from now on",
    "early-warning base",
    "",
    "people",
    "1",
)
NODE = EVENT_KINDS.declare("node", "the node `who` of the layer `where` is written", "node", "layer")
EMPLACED = EVENT_KINDS.declare(
    "emplaced", "the node `who` is at the place `where` from now on", "node", "place"
)
LEAVES_SITE = EVENT_KINDS.declare("leaves site", "the node `who` leaves the place `where`", "node", "place")
FLAG = EVENT_KINDS.declare(
    "flag", "the detachment or node `who` is of the nation `where`", "detachment or node", "nation"
)
SENT_BY = EVENT_KINDS.declare("sent by", "the node `who` comes by the order `where`", "node", "order")
GARRISON = EVENT_KINDS.declare(
    "garrison", "so many people of the node `who` are there from now on", "node", "", "people", "1"
)
MISSED = EVENT_KINDS.declare(
    "missed",
    "so many pieces of the line `who` came after its hard deadline and count no more",
    "line",
    "",
    "pieces",
    "1",
)
WAITING = EVENT_KINDS.declare(
    "waiting",
    "at the end of the run `who` has waited at `where` for so many seconds",
    "holder of the ledger",
    "place",
    "seconds",
    "s",
)
WAITED_FOR = EVENT_KINDS.declare(
    "waited for",
    "what `who` waits for at the end of the run, with so many pieces",
    "holder of the ledger",
    "what is waited for",
    "pieces",
    "1",
)
STUCK = EVENT_KINDS.declare(
    "stuck",
    "`who` has waited so long for what `where` holds, which waits for ever too: they hold each other up",
    "holder of the ledger",
    "holder of the ledger",
    "seconds",
    "s",
)
STALLED = EVENT_KINDS.declare(
    "stalled",
    "nothing can happen any more though somebody waits; the last that did was so many seconds before",
    "the run",
    "",
    "seconds",
    "s",
)
LONGEST_WAIT = EVENT_KINDS.declare(
    "longest wait", "a wait of over `amount` seconds is told as too long", "the run", "", "seconds", "s"
)
OWN_QUESTION = EVENT_KINDS.declare(
    "own question",
    "at the end of the run the scenario's own measure `who` is asked; it is told as `where` says",
    "measure",
    "days, or what is taken",
)
OWN_ANSWER = EVENT_KINDS.declare(
    "own answer",
    "what the scenario's own measure `who` found: so many thousandths, of a second where it is a time",
    "measure",
    "days, or what is taken",
    "thousandths",
    "per mille",
)
