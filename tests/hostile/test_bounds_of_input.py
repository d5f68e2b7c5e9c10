"""What a clock, a calendar or a machine cannot hold is refused before a run."""

import pytest

from posture.scenario import load
from posture.scenario.loading import Faults

CLOSED = "closures={{w: {{place: BRIDGE, {}}}}}"


@pytest.mark.parametrize(
    "every", ["0 s", "1 s", "59 min", "{exponential: {mean: 1 min}}", "{uniform: [0 h, 1 h]}"]
)
def test_a_failure_that_comes_again_after_no_time_is_refused(every):
    with pytest.raises(Faults, match="comes again after no time"):
        load("first", [CLOSED.format(f"chance: {{every: {every}, lasts: 1 s}}")])


@pytest.mark.parametrize("horizon", ["3000000 d", "2600000 d", "1e12 s"])
def test_a_run_beyond_the_calendar_is_refused(horizon):
    with pytest.raises(Faults, match="after the year 9000; write a shorter 'horizon'"):
        load("first", [f"horizon={horizon}"])


def test_a_run_of_a_hundred_years_with_a_failure_a_day_is_sound():
    assert load("first", ["horizon=36500 d", CLOSED.format("chance: {every: 1 d, lasts: 1 h}")])


@pytest.mark.parametrize("share", ["1e-320", "1e-7", "1e-9 %"])
def test_a_share_too_small_for_a_clock_is_refused(share):
    with pytest.raises(Faults, match="too small to be meant"):
        load("first", [CLOSED.format(f"capacity: {share}")])


def test_a_long_run_of_a_steady_state_is_sound():
    assert load("first", ["horizon=200000 d"])
