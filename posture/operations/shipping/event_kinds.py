"""The kinds of log rows that shipping alone writes and reads."""

from posture.core.event_kinds import EventKinds

EVENT_KINDS = EventKinds()

WATERS = EVENT_KINDS.declare(
    "waters",
    "shipping is monitored in the waters `who` for so many seconds from now on",
    "waters",
    "",
    "seconds",
    "s",
)
SHIPS_WATCH = EVENT_KINDS.declare(
    "ships watch",
    "so many contacts can be attended to at once in the waters `who` from now on",
    "waters",
    "",
    "contacts",
    "1",
)
CONTACT = EVENT_KINDS.declare(
    "contact",
    "the merchant ship `who` comes into the waters `where` for so many seconds, -1 until hailed",
    "merchant ship",
    "waters",
    "seconds",
    "s",
)
ESCORT_ASKED = EVENT_KINDS.declare(
    "escort asked",
    "the merchant ship `who` asks for an escort through the waters `where`",
    "merchant ship",
    "waters",
)
ATTENDED = EVENT_KINDS.declare(
    "attended",
    "a ship attends to `who` in the waters `where` for so many seconds",
    "merchant ship",
    "waters",
    "seconds",
    "s",
)
HAILED = EVENT_KINDS.declare(
    "hailed",
    "the merchant ship `who` is hailed in the waters `where` after waiting so many seconds",
    "merchant ship",
    "waters",
    "seconds",
    "s",
)
BOARDED = EVENT_KINDS.declare(
    "boarded",
    "the merchant ship `who` is boarded in the waters `where` for so many seconds",
    "merchant ship",
    "waters",
    "seconds",
    "s",
)
ESCORTED = EVENT_KINDS.declare(
    "escorted",
    "the merchant ship `who` is escorted through the waters `where` after so many seconds",
    "merchant ship",
    "waters",
    "seconds",
    "s",
)
UNSEEN = EVENT_KINDS.declare(
    "unseen",
    "the merchant ship `who` has left the waters `where` without being hailed",
    "merchant ship",
    "waters",
)
