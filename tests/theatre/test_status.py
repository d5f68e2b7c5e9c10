"""Status: one state at a time, steps in order, and calls that tell how soon a unit can move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpy import Environment

from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.theatre.status import NEXT, UnitStatus


@pytest.fixture
def status():
    return UnitStatus(Environment(), Log())


def test_a_unit_is_enlisted_once(status):
    assert not status.known("company")
    status.enlist("company", "ready")
    assert status.known("company")
    with pytest.raises(ModelFault, match="'company' is enlisted twice"):
        status.enlist("company", "training")


@given(st.lists(st.sampled_from(sorted(NEXT)), max_size=20))
def test_no_unit_takes_a_step_that_is_not_allowed(steps):
    status = UnitStatus(Environment(), Log())
    status.enlist("company", "ready")
    for step in steps:
        before = status.state("company")
        if status.can("company", step):
            status.enter("company", step)
            assert step in NEXT[before]
        else:
            with pytest.raises(ModelFault, match=f"'company' cannot go from {before} to {step}"):
                status.enter("company", step)
            assert status.state("company") == before


def test_an_alerted_unit_gets_ready_to_move_before_it_moves(status):
    status.enlist("company", "ready")
    status.enter("company", "alerted")
    assert not status.can("company", "moving")
    status.enter("company", "ready to move")
    assert status.can("company", "moving")


def test_whoever_waits_for_a_state_is_told_when_it_comes(status):
    status.enlist("company", "ready")
    event = status.when("company", "alerted")
    assert not event.triggered
    status.enter("company", "alerted")
    assert event.triggered
    assert status.when("company", "alerted").triggered


def test_a_notice_is_noted_with_minus_one_for_none(status):
    status.enlist("company", "ready")
    status.set_notice("company", 60)
    assert status.notice("company") == 60
    status.set_notice("company", None)
    assert status.notice("company") is None
    assert [row.amount for row in status._log.of("notice")] == [60, -1]


def test_a_unit_that_nobody_keeps_cannot_be_called(status):
    assert status.call("company") is None


def test_a_call_is_answered_by_the_one_who_keeps_the_unit(status):
    dismissed: list[str] = []
    status.answer("company", lambda: 3600, lambda: dismissed.append("company"))
    assert status.call("company") == 3600
    with pytest.raises(ModelFault, match="two keep the readiness of 'company'"):
        status.answer("company", lambda: None, lambda: None)
    status.dismiss("company")
    status.dismiss("nobody's")
    assert dismissed == ["company"]
