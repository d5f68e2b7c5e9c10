from math import inf

import numpy as np
import pytest

from posture.core.errors import PostureError
from posture.stats.sequential import Precision, checkpoints, reached, stop


def precision(**how):
    return Precision(confidence=0.90, **how)


@pytest.mark.parametrize("mean", [100.0, -100.0])
def test_runs_around_minus_100_stop_where_runs_around_100_do(mean):
    values = [mean + one for one in np.random.default_rng(1).normal(0, 50, 400)]
    found = [n for n in checkpoints(10, 400) if reached(values[:n], Precision(relative=0.05)).enough]
    assert 200 < found[0] < 400


def test_a_mean_near_zero_is_not_precise_relative_to_itself():
    values = np.random.default_rng(1).normal(0, 1, 400).tolist()
    assert not reached(values, Precision(relative=0.05)).enough
    assert reached(values, Precision(relative=0.05, absolute=0.1)).enough


def test_one_run_is_never_enough():
    assert not reached([5.0], Precision(absolute=100)).enough


def test_runs_that_never_finish_are_held_to_the_interval_of_their_median():
    found = reached([1.0] * 8 + [2.0] * 8 + [inf] * 2, Precision(absolute=1.0))
    assert found.enough
    assert not reached([1.0] * 8 + [inf] * 8, Precision(absolute=1.0)).enough


def test_a_probability_is_held_to_its_wilson_interval():
    assert not reached([1.0] * 10, Precision(absolute=0.1), "probability").enough
    assert reached([1.0] * 40, Precision(absolute=0.1), "probability").enough


def test_all_named_measures_must_be_precise():
    steady, wild = [1.0, 1.1] * 20, [0.0, 100.0] * 20
    wanted = {"a": Precision(absolute=1.0), "b": Precision(absolute=1.0)}
    assert not stop({"a": steady, "b": wild}, wanted)
    assert stop({"a": steady, "b": steady}, wanted)
    assert not stop({"a": steady[:6], "b": steady[:6]}, wanted)


def test_looks_are_agreed_beforehand_and_end_at_the_most():
    assert list(checkpoints(10, 23, 5)) == [10, 15, 20, 23]
    assert list(checkpoints(10, 10)) == [10]


@pytest.mark.parametrize(
    "how",
    [{}, {"absolute": 0.0}, {"relative": -0.1}, {"absolute": inf}, {"absolute": 1.0, "confidence": 95.0}],
)
def test_a_precision_that_says_nothing_or_cannot_be_met_is_refused(how):
    with pytest.raises(PostureError):
        Precision(**how)
