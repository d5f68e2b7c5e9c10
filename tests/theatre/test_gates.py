"""Calendars and pools."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.clock import DAY, hours
from posture.theatre.gates import Calendar


def test_one_server_serves_in_turn():
    gate = Calendar("ramp", 1)
    assert [gate.book(0, 10), gate.book(0, 10), gate.book(25, 10)] == [0, 10, 25]


def test_a_closed_airfield_begins_no_work_until_it_opens():
    gate = Calendar("field", 1, open_for=hours(16))
    assert gate.book(hours(15), hours(2)) == hours(15)
    assert gate.book(hours(15), hours(2)) == DAY
    assert gate.book(DAY + hours(20), 1) == 2 * DAY


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30)), min_size=1, max_size=40), st.integers(1, 4)
)
def test_one_more_server_starts_no_job_later(jobs, servers):
    """Kiefer and Wolfowitz: with its own service times, no job of a first-come queue starts later."""
    few, many = Calendar("few", servers), Calendar("many", servers + 1)
    now = 0
    for gap, hold in jobs:
        now += gap
        assert many.book(now, hold) <= few.book(now, hold)


def test_one_gate_waits_as_pollaczek_and_khinchine_say():
    """M/G/1 with service uniform on (0, 2) and arrivals at half the rate: mean wait 2/3."""
    random = Random("one gate")
    waits, now = [], 0.0
    gate = Calendar("gate", 1)
    for _ in range(200_000):
        now += random.expovariate(0.5)
        moment = round(now * 1_000_000)
        waits.append(gate.book(moment, round(random.uniform(0, 2) * 1_000_000)) - moment)
    assert sum(waits) / len(waits) / 1_000_000 == pytest.approx(2 / 3, rel=0.02)


def test_work_begins_up_to_the_last_second_of_the_hours_and_not_at_their_end():
    for moment, begins in ((8 * 3600 - 1, 8 * 3600 - 1), (8 * 3600, 86_400), (0, 0), (86_400 - 1, 86_400)):
        assert Calendar("field", 1, open_for=8 * 3600).book(moment, 60) == begins
