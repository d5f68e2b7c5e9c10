"""Who carries the watch: days of units, by nation, from a history by hand."""

import pytest

from posture.core.clock import DAY
from posture.core.event_kinds import HORIZON
from posture.core.event_log import Log
from posture.outcomes.nations import watch_unit_days
from posture.theatre.event_kinds import (
    BASE,
    CLAIMED,
    EMPLACED,
    FLAG,
    LEAVES_SITE,
    POOLED,
    RELEASED,
    SHIP,
    SHIP_IS,
)


def test_units_at_bases_nodes_at_places_and_ships_at_sea_count_for_their_nations():
    log = Log()
    log.note(0, HORIZON, "run", amount=100 * DAY)
    log.note(0, BASE, "camp")
    log.note(0, POOLED, "it-1", "IT")
    log.note(0, FLAG, "guests", "DE")
    log.note(0, FLAG, "battery", "DE")
    log.note(0, SHIP, "frigate", "IT", 180)
    log.note(0, CLAIMED, "it-1", "camp")
    log.note(10 * DAY, RELEASED, "it-1", "camp")
    log.note(10 * DAY, CLAIMED, "guests", "camp")
    log.note(12 * DAY, CLAIMED, "it-1", "battlegroup")
    log.note(20 * DAY, EMPLACED, "battery", "town")
    log.note(30 * DAY, SHIP_IS, "frigate", "transit")
    log.note(35 * DAY, SHIP_IS, "frigate", "on task")
    log.note(40 * DAY, SHIP_IS, "frigate", "home")
    log.note(70 * DAY, LEAVES_SITE, "battery", "town")
    assert watch_unit_days(log) == pytest.approx({"IT": 10 + 10, "DE": 90 + 50})
