"""What it means: how much of the shipping is seen, how long it waits, and how busy the ships are."""

from collections import Counter
from collections.abc import Mapping

from posture.core.clock import MINUTE
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.shipping.event_kinds import (
    ATTENDED,
    BOARDED,
    CONTACT,
    ESCORT_ASKED,
    ESCORTED,
    HAILED,
    SHIPS_WATCH,
    UNSEEN,
    WATERS,
)


def _counted(log: Log, kind: EventKind, of: EventKind = CONTACT) -> dict[str, float]:
    """Rows of a kind, by the waters that had any rows of another."""
    counts, there = Counter(row.where for row in log.of(kind)), {row.where for row in log.of(of)}
    return {row.who: float(counts[row.who]) for row in log.of(WATERS) if row.who in there}


def _part(of: Mapping[str, float], total: Mapping[str, float]) -> dict[str, float]:
    return {name: of[name] / whole for name, whole in total.items() if whole}


def contacts(log: Log) -> dict[str, float]:
    """Merchant ships that came, by waters."""
    return _counted(log, CONTACT)


def hailed(log: Log) -> dict[str, float]:
    """Merchant ships that were hailed, by waters."""
    return _counted(log, HAILED)


def boarded(log: Log) -> dict[str, float]:
    """Merchant ships that were boarded, by waters."""
    return _counted(log, BOARDED)


def escorted(log: Log) -> dict[str, float]:
    """Merchant ships that were escorted, by waters."""
    return _counted(log, ESCORTED, of=ESCORT_ASKED)


def contact_share(log: Log) -> dict[str, float]:
    """Share of contacts hailed before they are out of reach, of those that nobody waits for any more."""
    seen = hailed(log)
    unseen = _counted(log, UNSEEN)
    return _part(seen, {name: seen[name] + unseen[name] for name in seen})


def contact_waited_share(log: Log) -> dict[str, float]:
    """Share of contacts that no ship could attend to at once, those to be seen first included, by waters."""
    at_once = Counter(row.where for row in log.of(HAILED) if row.amount == 0)
    return {name: 1 - at_once[name] / came for name, came in contacts(log).items() if came}


def contact_wait_minutes(log: Log) -> dict[str, float]:
    """Mean minutes from coming within reach until hailed, of those hailed, by waters."""
    waits: Counter[str] = Counter()
    for row in log.of(HAILED):
        waits[row.where] += row.amount
    return {name: waits[name] / MINUTE / count for name, count in hailed(log).items() if count}


def contacts_present(log: Log) -> dict[str, float]:
    """Contacts within reach at a time, on average, by waters; none where they stay until they are hailed."""
    lasts = {row.who: row.amount for row in log.of(WATERS)}
    ends = {row.who: row.time + row.amount for row in log.of(WATERS)}
    stayed: Counter[str] = Counter()
    for row in log.of(CONTACT):
        if row.amount >= 0:
            stayed[row.where] += min(row.amount, ends[row.where] - row.time)
    return {name: stayed[name] / lasts[name] for name in lasts if name in stayed}


def ships_busy_share(log: Log) -> dict[str, float]:
    """Share of the ships' time that goes to contacts and escorts, by waters."""
    ends = {row.who: row.time + row.amount for row in log.of(WATERS)}
    busy: Counter[str] = Counter()
    for row in log.of(ATTENDED):
        busy[row.where] += min(row.amount, ends[row.where] - row.time)
    had: Counter[str] = Counter()
    since: dict[str, tuple[int, int]] = {}
    for row in log.of(SHIPS_WATCH):
        begin, room = since.get(row.who, (row.time, 0))
        had[row.who] += (row.time - begin) * room
        since[row.who] = row.time, row.amount
    for name, (begin, room) in since.items():
        had[name] += (ends[name] - begin) * room
    return {name: busy[name] / time for name, time in had.items() if time}


MEASURES = (
    measured(contacts, "ships", "neither", "Merchant ships that came into monitored waters"),
    measured(hailed, "ships", "higher", "Merchant ships that were hailed"),
    measured(boarded, "ships", "neither", "Merchant ships that were boarded"),
    measured(escorted, "ships", "neither", "Merchant ships that were escorted"),
    measured(contact_share, "share", "higher", "Share of contacts hailed before they were out of reach"),
    measured(
        contact_waited_share, "share", "lower", "Share of contacts that no ship could attend to at once"
    ),
    measured(contact_wait_minutes, "min", "lower", "Mean minutes until a contact was hailed"),
    measured(contacts_present, "ships", "neither", "Contacts within reach at a time"),
    measured(ships_busy_share, "share", "neither", "Share of the ships' time that contacts and escorts take"),
)
PANELS = (
    Panel(
        "merchant ships monitored",
        "water",
        (
            PanelColumn("contacts", "came"),
            PanelColumn("contact_share", "hailed", spread=True),
            PanelColumn("boarded", "boarded"),
            PanelColumn("escorted", "escorted"),
            PanelColumn("ships_busy_share", "busy"),
        ),
    ),
)
