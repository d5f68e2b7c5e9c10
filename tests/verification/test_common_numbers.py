"""Common random numbers pay: paired variance against unpaired, on two scenarios, 60 replications each."""

import pytest

from posture.runs.single import Draws, run
from posture.scenario import load
from posture.stats.paired import paired

LATER = "reinforcement.brigades.exercise.integration={triangular: [4 h, 6 h, 12 h]}"


def closures(name, *overrides):
    result = run(load(name, overrides).scenario, Draws(60))
    return [row.value for row in result.rows if row.measure == "closure_days" and "/" not in row.subject]


@pytest.mark.parametrize(
    ("name", "override", "factor"),
    [
        ("lithuania-brigade", "movement.clearances.regime=peacetime", 3),
        ("first", LATER, 100),
    ],
)
def test_unpaired_variance_is_above_the_paired_by_the_stated_factor(name, override, factor):
    found = paired(closures(name), closures(name, override))
    assert found.pairs == 60
    assert found.ratio > factor
    assert found.interval.high < 0  # both overrides make it later
