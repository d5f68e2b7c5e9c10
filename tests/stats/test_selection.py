import numpy as np
import pytest

from posture.core.errors import PostureError
from posture.stats.selection import kn, kn_eta, ocba, rinott_h, rinott_runs, screen


@pytest.mark.parametrize(
    ("systems", "first", "confidence", "h"),
    [
        (4, 20, 0.90, 2.720),  # Goldsman and Nelson
        (10, 51, 0.975, 4.045),
        (1000, 51, 0.975, 6.056),
        (1000, 51, 0.90, 5.488),
        *[
            (k, 10, 0.95, h)
            for k, h in zip(
                (2, 3, 4, 5, 6, 8, 10, 20),
                (2.614, 3.166, 3.476, 3.693, 3.859, 4.106, 4.289, 4.829),
                strict=True,
            )
        ],
        *[
            (k, 20, 0.90, h)
            for k, h in zip(
                (2, 3, 4, 5, 6, 8, 10, 20),
                (1.896, 2.431, 2.720, 2.916, 3.064, 3.280, 3.437, 3.884),
                strict=True,
            )
        ],
    ],
)
def test_rinotts_constant_is_the_published_one(systems, first, confidence, h):
    assert rinott_h(systems, first, confidence) == pytest.approx(h, abs=6e-4)


def test_rinotts_runs_are_the_squared_ratio_and_never_below_the_first_stage():
    assert rinott_runs(3.0, 1.0, 20, 2.720) == 67
    assert rinott_runs(0.1, 1.0, 20, 2.720) == 20


@pytest.mark.parametrize(
    ("systems", "eta"), [(2, 0.3341), (5, 0.6350), (10, 0.8591), (25, 1.1901), (100, 1.8156)]
)
def test_kns_constant_is_the_published_one(systems, eta):
    assert kn_eta(systems, 10, 0.95) == pytest.approx(eta, abs=5e-5)


def picks(correlation, better, runs=400):
    """Share of right picks and mean runs: five normal systems, sd 3, the first better by the 1 that matters."""
    chance = np.random.default_rng(7)
    means = np.array([1.0 if better == "higher" else -1.0, 0, 0, 0, 0]) - 3
    right, used = 0, 0
    for _ in range(runs):
        own, shared = chance.normal(0, 3, (5, 2000)), chance.normal(0, 3, (1, 2000))
        values = means[:, None] + (1 - correlation) ** 0.5 * own + correlation**0.5 * shared
        found = kn(lambda some, one, values=values: values[some, one], 5, 1.0, better=better)
        right, used = right + (found.left == (0,)), used + found.runs
    return right / runs, used / runs


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_kn_picks_the_best_as_often_as_it_says_also_among_negative_means(better):
    share, used = picks(0.0, better)
    assert share >= 0.95 - 3 * (0.95 * 0.05 / 400) ** 0.5
    assert 340 < used < 410  # the reference took 372


def test_kn_needs_far_fewer_runs_with_common_random_numbers():
    share, used = picks(0.8, "lower")
    assert share >= 0.95 - 3 * (0.95 * 0.05 / 400) ** 0.5
    assert 70 < used < 95  # the reference took 82


def test_kn_says_when_the_runs_ended_before_it_was_decided():
    values = np.random.default_rng(1).normal(0, 10, (3, 12))
    found = kn(lambda some, one: values[list(some), one], 3, 0.1, most=12)
    assert not found.decided
    assert set(found.left) == {0, 1, 2}


def test_kn_ends_where_no_margin_is_left():
    values = np.zeros((3, 50))
    assert kn(lambda some, one: values[list(some), one], 3, 1.0).decided


def test_screening_keeps_the_best_in_95_of_100_and_drops_what_is_far_off():
    chance = np.random.default_rng(3)
    kept, left = 0, 0
    for _ in range(500):
        values = np.array([0.0] * 10 + [9.0] * 40)[:, None] + chance.normal(0, 2, (50, 15))
        values[0] -= 0.01
        found = screen(values)
        kept, left = kept + (0 in found), left + sum(one >= 10 for one in found)
    assert kept / 500 >= 0.95
    assert left == 0


def test_pairing_sharpens_screening():
    noise = np.random.default_rng(3).normal(0, 10, (1, 20))
    assert screen(np.array([[1.0], [2.0], [3.0]]) + noise) == [0]
    assert screen(np.array([[1.0], [2.0], [3.0]]) + noise, better="higher") == [2]


def test_an_allocation_of_three_is_the_published_one():
    root = (1 + 1 / 16) ** 0.5
    exact = np.array([root, 1, 0.25]) / (root + 1.25)
    assert ocba([1, 2, 3], [1, 1, 1]) == pytest.approx(exact)
    assert ocba([-1, -2, -3], [1, 1, 1], "higher") == pytest.approx(exact)


def test_an_allocation_of_ten_is_the_published_one():
    wanted = [0.4032, 0.3876, 0.0969, 0.0431, 0.0242, 0.0155, 0.0108, 0.0079, 0.0061, 0.0048]
    assert ocba(range(1, 11), [6] * 10) == pytest.approx(wanted, abs=5e-5)


@pytest.mark.parametrize(
    ("means", "deviations", "shares"),
    [
        ([1, 2], [1, 1], [0.5, 0.5]),
        ([1, 2], [1, 2], [1 / 3, 2 / 3]),
        ([1, 1], [1, 2], [0.2, 0.8]),
        ([1, 2], [0, 0], [0.5, 0.5]),
        ([1, 2], [0, 1], [0, 1]),
        ([1, 2], [1, 0], [1, 0]),
    ],
)
def test_ties_and_systems_without_variance_get_a_sound_allocation(means, deviations, shares):
    assert ocba(means, deviations) == pytest.approx(shares)


def test_a_system_that_did_not_answer_cannot_be_selected():
    values = np.zeros((2, 20))
    values[1, 3] = np.inf
    with pytest.raises(PostureError, match="finite answer"):
        kn(lambda some, one: values[list(some), one], 2, 1.0)
    with pytest.raises(PostureError, match="none is the best"):
        screen(np.zeros((2, 20)), better="neither")
