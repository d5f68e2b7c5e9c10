import pytest

from posture.stats.warm_up import mser


def test_the_cut_is_where_the_squared_error_of_the_rest_is_least():
    found = mser([8, 4, 0, 0, 0, 0], batch=1, last_left=2)
    assert (found.cut, found.mean, found.error, found.sound) == (2, 0, 0, True)


@pytest.mark.parametrize(("cut", "error"), [(0, 1.5556), (1, 0.5120)])
def test_the_error_is_the_sum_of_squares_over_the_squared_count(cut, error):
    series = [8, 4, 0, 0, 0, 0][cut:]
    assert mser(series, batch=1, last_left=len(series)).error == pytest.approx(error, abs=5e-5)


def test_twenty_at_ten_before_forty_pairs_of_0_and_2_are_cut():
    found = mser([10] * 20 + [0, 2] * 40)
    assert (found.cut, found.mean) == (20, 1.0)
    assert found.error == pytest.approx(0.0025)


def test_a_batch_that_holds_both_is_cut_whole():
    assert mser([10] * 22 + [0, 2] * 39).cut == 25


def test_a_series_that_only_climbs_is_too_short_to_tell():
    found = mser(range(100), last_left=2)
    assert (found.cut, found.sound) == (90, False)


def test_a_constant_has_no_warm_up():
    assert mser([3.0] * 100).cut == 0


def test_a_series_shorter_than_what_must_be_left_has_no_cut():
    assert mser([1.0] * 24) is None
