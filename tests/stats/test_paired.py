from math import inf, nan

import pytest

from posture.core.errors import PostureError
from posture.stats.paired import paired, share_difference, welch

POLICY_1 = [126.97, 124.31, 126.68, 122.66, 127.23]
POLICY_2 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_laws_inventory_policies_differ_by_4_978_from_1_65_to_8_31():
    found = paired(POLICY_1, POLICY_2, 0.90)
    assert found.mean == pytest.approx(4.978)
    assert found.variance == pytest.approx(2.438, abs=5e-4)
    assert found.interval == pytest.approx((1.65, 8.31), abs=5e-3)


def test_welch_on_the_same_data_has_7_992_degrees_of_freedom():
    found = welch(POLICY_1, POLICY_2, 0.90)
    assert found.freedom == pytest.approx(7.992, abs=5e-4)
    assert found.interval == pytest.approx((2.661, 7.295), abs=5e-4)


def test_pairing_finds_the_difference_that_independent_runs_point_the_wrong_way_about():
    first = [15.19, 12.13, 17.13, 17.50, 16.88, 11.97, 16.83, 18.44, 14.90, 15.15]
    second = [16.29, 12.58, 19.35, 18.40, 18.38, 12.84, 18.00, 19.18, 16.03, 16.03]
    found = paired(first, second)
    assert found.mean == pytest.approx(-1.096)
    assert found.interval == pytest.approx((-1.443, -0.749), abs=1e-3)
    assert found.ratio > 15


def test_a_pair_that_lacks_an_answer_counts_in_neither_mean():
    found = paired([1, 2, inf, 4, nan, inf], [0, inf, 3, 2, 1, inf])
    assert (found.pairs, found.only_first, found.only_second, found.lost) == (2, 1, 1, 2)
    assert found.mean == 1.5


def test_pairs_that_all_differ_by_the_same_make_pairing_pay_without_end():
    assert paired([1, 2, 3], [0, 1, 2]).ratio == inf


def test_no_pair_gives_no_mean_and_one_pair_no_interval():
    assert paired([inf], [1]).mean is None
    assert paired([2], [1]).interval is None


def test_replications_of_unlike_number_cannot_be_paired():
    with pytest.raises(PostureError, match="3 replications cannot be paired with 2"):
        paired([1, 2, 3], [1, 2])


def test_two_probabilities_that_always_agree_still_have_an_interval():
    gap, interval = share_difference([1.0] * 10, [1.0] * 10)
    assert gap == 0
    assert interval.low < 0 < interval.high


def test_the_interval_of_two_probabilities_turns_round_with_them():
    first, second = [1.0] * 14 + [0.0] * 6, [1.0] * 8 + [0.0] * 12
    gap, interval = share_difference(first, second)
    back, turned = share_difference(second, first)
    assert gap == pytest.approx(0.3)
    assert (back, turned.low, turned.high) == pytest.approx((-gap, -interval.high, -interval.low))
