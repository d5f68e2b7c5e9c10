"""Every kind of log row, with its meaning; the causes to which the delay ledger books time."""

CAUSES = {
    "decision": "from the indication to the order",
    "release": "from the order until the nation releases the unit",
    "readiness": "from the release until the unit can load (notice to move)",
    "clearance": "waiting for a border permission",
    "lift wait": "waiting for wagons, transporters, ships or aircraft",
    "gate queue": "waiting for a ramp, path, berth, parking place, road space or reception",
    "closure": "waiting for a closed way or place to open",
    "night ban": "waiting for the hours in which oversize columns may move",
    "early": "waiting for the earliest day of arrival",
    "loading": "being loaded",
    "unloading": "being unloaded",
    "transload": "changing the track gauge",
    "border": "crossing a border",
    "road": "on the road, halts and night rests included",
    "rail": "on the rails",
    "sea": "at sea",
    "air": "in the air",
    "reception": "being received at the place of arrival",
    "draw": "drawing prepositioned equipment",
    "marry-up": "waiting for people or equipment to come together",
    "integration": "from received to ready",
}
"""Ledger rows: `who` spent `amount` seconds at or towards `where`, ending at `time`."""

EVENTS = {
    "state": "the unit `who` enters the state `where`",
    "notice": "the unit `who` stands by at a notice to move of `amount` seconds; -1 for none",
    "level": "the number or switch `who` is now `amount` thousandths",
    "declared": "a commitment with so many slots is to be filled from now on",
    "claimed": "the unit `who` takes up a slot of the commitment `where`",
    "released": "the unit `who` leaves its slot of the commitment `where`",
    "indication": "first sign of the crisis that an order answers",
    "order": "an order was given: `who` is its subject, `where` its kind",
    "expected": "a brigade waits for the order `where`, with so many parts",
    "bound": "no closure of `who` can be sooner than `amount` seconds after its order",
    "split": "a unit's line was split into so many serials",
    "line": "the line `who` of so many pieces is to move from `where`",
    "latest": "the line `who` shall be at its debarkation `where` within `amount` seconds of the order",
    "due": "the line `who` is required within `amount` seconds of the order; `where` says soft or hard",
    "rerouted": "a serial takes another way at `where`, `amount` seconds longer than expected",
    "stranded": "a serial waits at `where` for a way that does not open again",
    "bumped": "a serial gave its place at `where`, or a unit its slot of it, to something more urgent",
    "departed": "a serial left `where` with so many pieces",
    "arrived": "a serial reached `where` with so many pieces",
    "follows": "the ledger of `who` goes on from that of `where`",
    "received": "so many pieces of the line `who` were received at `where`",
    "missed": "so many pieces of the line `who` came after its hard deadline and count no more",
    "closed": "a part or a brigade is integrated at `where`",
}

KINDS = CAUSES | EVENTS
