"""What kept supply away, by hand: five pieces in two trains, one of which took another brigade's along."""

import pytest

from posture.core.clock import DAY
from posture.core.event_log import Log
from posture.outcomes.supply import supply_delay_days
from posture.theatre.event_kinds import (
    ABOARD,
    DEPARTED,
    FOLLOWS,
    GATE_QUEUE,
    LIFT_WAIT,
    RAIL,
    WAITED_FOR,
    WAITING,
)

LINE, OTHER, BRIGADE = "supply of north/fuel/1", "supply of south/fuel/1", "north/guns/all/1 rail 1"


@pytest.fixture
def log():
    log = Log()
    for line, number, pieces in ((LINE, 1, 3), (LINE, 2, 2), (OTHER, 1, 10)):
        serial = f"{line}/1 rail {number}"
        log.note(0, FOLLOWS, serial, line)
        log.note(0, DEPARTED, serial, "DEPOT", pieces)
    log.note(0, DEPARTED, BRIGADE, "DEPOT", 4)
    first, second, third = f"{LINE}/1 rail 1", f"{LINE}/1 rail 2", f"{OTHER}/1 rail 1"
    log.note(2 * DAY, LIFT_WAIT, first, "DEPOT", 2 * DAY)
    log.note(2 * DAY, LIFT_WAIT, BRIGADE, "DEPOT", 2 * DAY)
    log.note(3 * DAY, RAIL, first, "PORT", DAY)
    log.note(4 * DAY, GATE_QUEUE, first, "PORT", DAY)
    log.note(4 * DAY, ABOARD, third, first, 2 * DAY)
    log.note(6 * DAY, WAITED_FOR, second, "a ramp", 2)
    log.note(6 * DAY, WAITING, second, "DEPOT", 6 * DAY)
    return log


def test_what_pieces_waited_for_is_weighed_by_pieces_and_ways_are_left_out(log):
    assert supply_delay_days(log) == pytest.approx(
        {
            "north/fuel/lift wait by rail at DEPOT": 2 * 3 / 5,
            "north/fuel/gate queue at PORT": 1 * 3 / 5,
            "north/fuel/a ramp at DEPOT": 6 * 2 / 5,
            "south/fuel/gate queue at PORT": 1.0,
        }
    )


def test_a_brigade_that_moves_is_no_supply(log):
    assert not any("guns" in name for name in supply_delay_days(log))
