"""The flow by day, in worlds whose numbers are known on paper."""

import pytest

from posture.core.clock import DAY, HOUR
from posture.core.event_log import Log
from posture.outcomes import SERIES
from posture.outcomes.flow import gate_use, lift_use, people_closed, pieces_in, pieces_received, queue
from posture.runs.simulate import prepare, simulate


def log(*rows, days=3):
    found = Log()
    found.note(0, "horizon", "run", amount=days * DAY)
    for row in sorted(rows, key=lambda row: row[0]):
        found.note(*row)
    return found


def test_pieces_are_received_and_people_close_with_their_part():
    told = log(
        (0, "people", "b/p/people", "DE", 400),
        (0, "people", "b/q/people", "DE", 100),
        (DAY, "received", "b/p/tracked", "RUKLA", 10),
        (DAY + HOUR, "received", "c/p/tracked", "TAPA", 5),
        (2 * DAY, "closed", "b/p", "RUKLA", 0),
        (2 * DAY, "closed", "b", "RUKLA", 0),
    )
    assert pieces_received(told) == {"b": [0, 10, 10], "c": [0, 5, 5], "all": [0, 15, 15]}
    assert people_closed(told) == {"b": [0, 0, 400], "all": [0, 0, 400]}


def test_gates_are_as_full_as_their_servers_are_at_work_and_each_mode_has_its_own():
    told = log(
        (0, "gate", "PORT", "berth", 2),
        (0, "gate", "PORT", "ramp", 1),
        (0, "gate", "RT", "transload", 4),
        (DAY, "loading", "b/p/l/1 sea 1", "PORT", DAY),
        (DAY, "loading", "b/p/l/1 rail 1", "PORT", 6 * HOUR),
        (2 * DAY, "transload", "b/p/l/1 rail 1", "RT", 12 * HOUR),
        (2 * DAY, "loading", "b/p/l/1 road 1", "HOME", DAY),
    )
    assert gate_use(told) == {
        "PORT/berth": [0.5, 0, 0],
        "PORT/ramp": [0.25, 0, 0],
        "RT/transload": [0, 0.125, 0],
    }


def test_who_waits_for_a_gate_when_the_run_ends_is_in_the_queue_and_who_waits_for_lift_is_not():
    told = log(
        (DAY, "gate queue", "b/p/l/1 rail 1", "RT", 12 * HOUR),
        (3 * DAY, "waiting", "b/p/l/1 rail 2", "RT", DAY),
        (3 * DAY, "waited for", "b/p/l/1 rail 2", "transload", 3),
        (3 * DAY, "waiting", "b/p/l/1 rail 3", "RT", DAY),
        (3 * DAY, "waited for", "b/p/l/1 rail 3", "1435-DE", 3),
    )
    assert queue(told) == {"RT": [0.5, 0, 1]}


def test_lift_is_as_full_as_it_is_taken_and_a_place_takes_in_what_arrives():
    told = log(
        (0, "lift", "roro", "", 4),
        (12 * HOUR, "lift in use", "roro", "", 4),
        (DAY, "lift in use", "roro", "", 1),
        (DAY, "arrived", "b/p/l/1 sea 1", "PORT", 30),
        (DAY, "arrived", "b/p/l/1 sea 2", "PORT", 12),
    )
    assert lift_use(told) == {"roro": [0.5, 0.25, 0.25]}
    assert pieces_in(told) == {"PORT": [0, 42, 0]}


@pytest.fixture(scope="module")
def history(lithuania):
    return simulate(prepare(lithuania), 1, 0, check=True)


def test_in_a_shipped_run_all_that_arrives_is_told_and_nothing_is_fuller_than_full(history):
    told = {name: series.of(history) for name, series in SERIES.items()}
    received = sum(row.amount for row in history.of("received"))
    assert told["pieces_received_by_day"]["all"][-1] == received
    assert all(
        0 <= one <= 1
        for name in ("gate_use_by_day", "lift_use_by_day")
        for days in told[name].values()
        for one in days
    )
    waited = sum(row.amount for row in history.of("gate queue"))
    assert sum(map(sum, told["queue_by_day"].values())) * DAY == pytest.approx(waited)


def test_lift_that_was_taken_has_been_given_back_at_the_end_and_none_is_asked_for(history):
    for kind in ("lift in use", "lift asked for"):
        assert set({row.who: row.amount for row in history.of(kind)}.values()) == {0}
