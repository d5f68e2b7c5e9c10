from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.errors import PostureError
from posture.stats.estimates import mean, mean_interval
from posture.stats.intervals import batch_interval, quantile_interval, quantile_ranks
from posture.stats.unfinished import finished

LAW = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09]


def test_laws_ten_runs_give_1_343_with_a_90_percent_half_width_of_0_237():
    low, high = mean_interval(LAW, 0.90)
    assert mean(LAW) == pytest.approx(1.343)
    assert (high - low) / 2 == pytest.approx(0.237, abs=5e-4)


def test_laws_ten_bank_delays_give_2_031_with_a_90_percent_half_width_of_0_3223():
    low, high = mean_interval([1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60], 0.90)
    assert ((low + high) / 2, (high - low) / 2) == pytest.approx((2.031, 0.3223), abs=5e-5)


@pytest.mark.parametrize(
    ("n", "share", "low", "high", "exact"),
    [
        (10, 0.5, 2, 9, 0.97852),
        (20, 0.5, 6, 15, 0.95861),
        (100, 0.5, 40, 61, 0.96480),
        (100, 0.9, 84, 96, 0.95569),
        (200, 0.95, 184, 197, 0.96715),
    ],
)
def test_order_statistics_that_bound_a_quantile_are_conovers(n, share, low, high, exact):
    found = quantile_ranks(n, share)
    assert (found.low, found.high) == (low, high)
    assert found.exact == pytest.approx(exact, abs=5e-6)


@given(st.integers(2, 200), st.sampled_from([0.1, 0.5, 0.75, 0.9]))
def test_quantile_intervals_are_scipys(n, share):
    from scipy.stats import quantile_test

    theirs = quantile_test(range(1, n + 1), p=share).confidence_interval(0.95)
    low, high, _ = quantile_interval(range(1, n + 1), share)
    assert low == (theirs.low if theirs.low == theirs.low else -inf)
    assert high == (theirs.high if theirs.high == theirs.high else inf)


def test_thirty_runs_give_no_upper_limit_for_their_90_percent_quantile():
    assert quantile_interval(range(30), 0.9).high == inf


def test_an_unfinished_run_is_the_largest_and_no_more():
    low, high, _ = quantile_interval([*range(1, 9), inf, inf], 0.5)
    assert (low, high) == (2, inf)


def test_a_quantile_outside_0_to_1_is_refused():
    with pytest.raises(PostureError, match="between 0 and 1"):
        quantile_ranks(10, 90)


def test_the_share_that_finished_has_a_wilson_interval_that_is_never_empty():
    assert finished([1.0, 2.0, inf])[:2] == (2, 3)
    assert finished([1.0] * 10).interval.low == pytest.approx(0.722467, abs=1e-6)


def test_batches_of_one_series_are_the_t_interval_of_their_means():
    series = list(range(40))
    assert batch_interval(series, 10) == mean_interval(
        [sum(series[at : at + 4]) / 4 for at in range(0, 40, 4)]
    )
    assert batch_interval(range(30), 20) is None
