"""Active Endeavour: the Standing Naval Force Mediterranean leaves an exercise and is where the sources have it."""

from datetime import UTC, datetime

import pytest

from posture.core.clock import Clock, days
from posture.operations.maritime.answers import first_ship_days, full_presence_days
from posture.operations.maritime.presence import presence_share, records
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


@pytest.fixture(scope="module")
def case():
    return prepare(load("article-5-2001").scenario)


def test_ordered_on_6_october_the_group_is_in_the_eastern_mediterranean_from_the_9th(case):
    log = simulate(case, 1, 0, deterministic=True)
    clock = Clock(case.scenario.start)
    called = next(row.time for row in log.of("called"))
    assert clock.moment(called).date().isoformat() == "2001-10-06"
    there = clock.moment(called + days(first_ship_days(log)["active-endeavour"]))
    assert datetime(2001, 10, 9, tzinfo=UTC) <= there < datetime(2001, 10, 12, tzinfo=UTC)
    assert full_presence_days(log) == first_ship_days(log)


def test_from_southern_spain_the_way_takes_two_to_five_days_whenever_the_order_comes(case):
    """Up to two days more where it calls to fuel on the way, as it does when it has long been at sea."""
    clock = Clock(case.scenario.start)
    found = []
    for replication in range(20):
        log = simulate(case, 1, replication)
        called = next(row.time for row in log.of("called"))
        if clock.moment(called) > datetime(2001, 10, 4, tzinfo=UTC):
            took = first_ship_days(log)["active-endeavour"]
            fuelled = any(called < row.time < called + days(took) for row in log.of("replenished"))
            found.append((took, 7 if fuelled else 5))
    assert found
    assert all(2 <= took <= most for took, most in found)
    assert any(most == 5 for _, most in found)


def test_ships_are_relieved_and_the_presence_lasts_to_the_end_of_the_scenario(case):
    log = simulate(case, 1, 0)
    assert presence_share(log)["stanavformed"] > 0.95
    record = records(log)["eastern-mediterranean"]
    last = [number for begin, end, number in record.spans() if end > record.end - days(20)]
    assert max(last) >= record.least
