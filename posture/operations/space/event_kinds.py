"""The kinds of log rows that space alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

OFFERED = EVENT_KINDS.declare(
    "offered",
    "Allies offer so many hours a day of satellite communication in the band `who` from now on",
    "band",
    "",
    "hours a day",
    "1",
)
ASKED = EVENT_KINDS.declare(
    "hours asked",
    "the user `who` asks for so many hours a day in the band `where` from now on",
    "user",
    "band",
    "hours a day",
    "1",
)
MET = EVENT_KINDS.declare(
    "hours met",
    "the user `who` has so many thousandths of an hour a day in the band `where` from now on",
    "user",
    "band",
    "thousandths of an hour a day",
    "per mille",
)
LOST = EVENT_KINDS.declare(
    "lost",
    "the offer `who` in the band `where` leaves so many thousandths",
    "offer",
    "band",
    "thousandths",
    "per mille",
)
REQUESTED = EVENT_KINDS.declare(
    "more requested", "Allies are asked for the reserve `who` in the band `where`", "reserve", "band"
)
GRANTED = EVENT_KINDS.declare(
    "more granted",
    "the reserve `who` in the band `where` is there, so many seconds after it was asked for",
    "reserve",
    "band",
    "seconds",
    "s",
)
