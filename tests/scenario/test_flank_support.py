"""The eastern flank with what sees, commands, breaks and feeds: all of it is at work, and sizes are believable."""

import pytest

from posture.core.event_log import Log
from posture.core.ids import whole_of
from posture.operations.command.measures import movement_orders
from posture.operations.cyber.measures import incidents
from posture.operations.decision.measures import recognition_days
from posture.operations.sustainment.measures import days_until_out, tonnes_a_day_needed
from posture.runs.simulate import Prepared, simulate
from posture.scenario import Scenario, load

BATTLEGROUPS = {"bulgaria", "estonia", "hungary", "latvia", "lithuania", "poland", "romania", "slovakia"}


@pytest.fixture(scope="module")
def flank() -> Scenario:
    return load("eastern-flank-2023", ["horizon=60 d"]).scenario


@pytest.fixture(scope="module")
def log(flank) -> Log:
    return simulate(Prepared(flank, {}), 1, 0, check=True)


def test_eight_brigades_use_some_hundred_tonnes_a_day_each(log):
    needed = tonnes_a_day_needed(log)
    assert set(needed) == BATTLEGROUPS
    assert all(20 < tonnes < 200 for tonnes in needed.values())
    assert {whole_of(name) for name in days_until_out(log)} == BATTLEGROUPS


def test_every_part_that_moves_has_its_order_from_its_division(flank, log):
    moved = {
        name: sum(bool(part.lines) for part in one.parts.values())
        for name, one in flank.reinforcement.brigades.items()
    }
    served = {
        name: sum(moved[brigade] for brigade in one.brigades)
        for name, one in flank.command.headquarters.items()
    }
    assert movement_orders(log) == served
    assert sum(served.values()) == sum(moved.values())


def test_both_crises_are_recognised_by_their_signs_or_anyway_and_nothing_begins_before(log):
    when = recognition_days(log)
    assert set(when) == {"north-east", "south-east"}
    first = min(row.time for row in log.of("order"))
    assert first >= min(when.values()) * 86400 > 0


def test_systems_fail_by_chance_and_come_back(flank, log):
    assert set(incidents(log)) <= set(flank.cyber.systems)
    assert len(list(log.of("recovered"))) >= 1
