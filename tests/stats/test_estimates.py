from math import inf, isnan
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.stats.estimates import Answer, Interval, mean_interval, median, quantile, summarise, wilson


def answers(values, measure="closure_days", unit="d"):
    return [Answer(number, measure, "lithuania", value, unit) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.277533),  # z2 / (n + z2)
        (10, 10, 0.722467, 1.0),
        (5, 10, 0.236593, 0.763407),  # 1/2 -+ z / (2 sqrt(n + z2))
        (8, 10, 0.490162, 0.943318),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_intervals_are_those_of_the_formula(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-6)


def test_the_t_interval_of_one_to_five_is_three_and_2_776_standard_errors():
    half = 2.7764451 * 2.5**0.5 / 5**0.5
    assert mean_interval([1, 2, 3, 4, 5]) == pytest.approx((3 - half, 3 + half), abs=1e-6)


def test_a_t_interval_needs_two_finite_values():
    assert mean_interval([3.0]) is None
    assert mean_interval([3.0, inf]) is None


def test_t_intervals_cover_the_mean_in_93_to_97_of_100_samples():
    chance = Random("t coverage")
    intervals = [mean_interval([chance.gauss(5, 2) for _ in range(8)]) for _ in range(2000)]
    assert 0.93 <= sum(one.low <= 5 <= one.high for one in intervals) / 2000 <= 0.97


def test_wilson_intervals_cover_the_probability_in_93_to_97_of_100_samples():
    chance = Random("wilson coverage")
    intervals = [wilson(sum(chance.random() < 0.3 for _ in range(60)), 60) for _ in range(2000)]
    assert 0.93 <= sum(one.low <= 0.3 <= one.high for one in intervals) / 2000 <= 0.97


@pytest.mark.parametrize(("n", "low", "high"), [(1, 1, 1), (9, 1, 9), (10, 1, 9), (50, 5, 45), (70, 7, 63)])
def test_the_80_percent_range_of_one_to_n_has_a_tenth_at_or_below_its_low_end(n, low, high):
    assert (quantile(range(1, n + 1), 10), quantile(range(1, n + 1), 90)) == (low, high)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.integers(1, 100))
def test_a_quantile_is_numpys_inverted_cdf(values, percent):
    exact = sorted(values)[-(-len(values) * percent // 100) - 1]
    assert quantile(values, percent) == exact
    if len(values) * percent % 100:  # at a jump numpy's float product may fall on either side
        assert np.quantile(values, percent / 100, method="inverted_cdf") == exact


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two():
    assert median([4, 1, 3, 2]) == 2.5
    assert median([3, 1, 2]) == 2
    assert median([1, 2, inf, inf]) == inf


def test_unfinished_runs_take_away_the_mean_and_the_high_end_and_leave_the_rest():
    [one] = summarise(answers([1, 2, 3, 4, 5, 6, 7, inf, inf, inf]))
    assert (one.n, one.unfinished) == (10, 3)
    assert (one.mean, one.median, one.low, one.high) == (None, 5.5, 1, None)


def test_a_subject_that_never_finished_has_no_number_at_all():
    [one] = summarise(answers([inf, inf]))
    assert (one.unfinished, one.mean, one.median, one.low, one.high) == (2, None, None, None, None)


def test_a_probability_is_its_share_with_its_wilson_interval():
    [one] = summarise(answers([1.0] * 8 + [0.0] * 2, "closed_within_10_days", "probability"))
    assert (one.mean, one.median) == (0.8, 0.8)
    assert Interval(one.low, one.high) == wilson(8, 10)


@given(
    st.lists(st.floats(0, 1e12) | st.just(inf), min_size=1, max_size=30), st.randoms(use_true_random=False)
)
def test_estimates_do_not_depend_on_the_order_of_the_runs_and_are_never_nan(values, chance):
    given_rows = answers(values)
    shuffled = given_rows.copy()
    chance.shuffle(shuffled)
    [one] = summarise(given_rows)
    assert summarise(shuffled) == [one]
    assert not any(
        number is not None and isnan(number) for number in (one.mean, one.median, one.low, one.high)
    )


def test_estimates_are_sorted_by_measure_and_subject():
    rows = [Answer(0, measure, subject, 1.0, "d") for measure, subject in ["bx", "by", "ax"]]
    assert [(one.measure, one.subject) for one in summarise(rows)] == [("a", "x"), ("b", "x"), ("b", "y")]
