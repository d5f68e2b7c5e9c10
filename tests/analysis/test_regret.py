from math import inf

import numpy as np
import pytest

from posture.analysis.regret import pareto, regrets, robustness, sure_pareto
from posture.core.errors import PostureError

TABLE = np.array([[10.0, 20.0, 30.0], [15.0, 15.0, 20.0], [5.0, 25.0, 60.0]])


def test_regret_is_what_a_choice_loses_to_the_best_in_the_same_future():
    assert regrets(TABLE).tolist() == [[5, 5, 10], [10, 0, 0], [0, 10, 40]]


def test_choices_are_ranked_by_their_largest_regret():
    found = robustness(TABLE, threshold=20)
    assert [one.choice for one in found] == [1, 0, 2]  # of equals the least mean regret
    assert [one.largest_regret for one in found] == [10, 10, 40]
    assert [one.worst for one in found] == [20, 30, 60]
    assert [one.satisfies for one in found] == pytest.approx([1, 2 / 3, 1 / 3])


def test_where_more_is_better_the_table_turns_round():
    assert regrets(-TABLE, "higher").tolist() == regrets(TABLE).tolist()
    assert [one.worst for one in robustness(-TABLE, "higher")] == [-20, -30, -60]


def test_a_choice_that_never_finishes_is_regretted_without_end_unless_none_does():
    assert regrets(np.array([[inf, inf], [3.0, inf]])).tolist() == [[inf, 0], [0, 0]]


def test_the_pareto_front_keeps_equals_and_heeds_directions():
    points = np.array([[1.0, 5.0], [2.0, 9.0], [2.0, 9.0], [3.0, 8.0], [4.0, 10.0]])
    assert pareto(points, ["lower", "higher"]) == [0, 1, 2, 4]


def test_a_point_stays_on_the_sure_front_until_another_is_surely_better():
    noise = np.random.default_rng(1).normal(0, 1, (3, 20))
    close = np.array([[10.0], [10.1], [15.0]]) + noise
    assert sure_pareto([close, close], ["lower", "lower"]) == [0, 1]


def test_a_future_that_failed_cannot_be_judged():
    with pytest.raises(PostureError, match="answers are missing"):
        regrets(np.array([[1.0, np.nan]]))
    with pytest.raises(PostureError, match="ranks no choice"):
        regrets(TABLE, "neither")


def test_of_two_equal_points_one_is_surely_beaten_by_chance_alone_once_in_twenty():
    price = np.zeros((2, 12))
    draws = np.random.default_rng(0).normal(20, 2, (1000, 2, 12))
    beaten = sum(len(sure_pareto([one, price], ["lower", "lower"])) < 2 for one in draws)
    assert 30 <= beaten <= 70  # 50 in 1,000, three standard errors either way
