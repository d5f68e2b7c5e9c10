import numpy as np
import pytest

from posture.analysis.effects import contrasts, gains, interactions
from posture.analysis.tornado import tornado
from posture.core.errors import PostureError

NAMES = ["a", "b", "c"]
ONE_AT_A_TIME = [
    ["", "", ""],
    ["low", "", ""],
    ["high", "", ""],
    ["", "low", ""],
    ["", "high", ""],
    ["", "", "x"],
]
SHIFTS = np.array([0.0, 2.0, -1.0, -4.0, 3.0, 0.0])


def shared(shifts, replications=20, sd=5.0):
    """Answers of points that differ by exactly this, with chance that they share."""
    return np.asarray(shifts)[:, None] + np.random.default_rng(1).normal(20, sd, (1, replications))


def test_factors_are_ranked_by_what_they_move_at_their_widest():
    bars = tornado(ONE_AT_A_TIME, shared(SHIFTS), NAMES)
    assert [bar.factor for bar in bars] == ["b", "a", "c"]
    assert [bar.swing for bar in bars] == pytest.approx([7, 3, 0])


def test_pairing_takes_shared_chance_out_of_the_intervals():
    [b, a, c] = tornado(ONE_AT_A_TIME, shared(SHIFTS), NAMES)
    assert b.interval == pytest.approx((7, 7))
    assert [move.change for move in a.moves] == pytest.approx([2, -1])
    assert (b.certain, a.certain, c.certain) == (True, True, False)


def test_a_factor_that_moves_one_way_only_swings_from_the_base():
    values = shared([0.0, 2.0, 5.0, 0, 0, 0])
    assert tornado(ONE_AT_A_TIME, values, NAMES)[0].swing == pytest.approx(5)


def test_the_base_need_not_come_first():
    order = [3, 0, 1, 2, 4, 5]
    bars = tornado([ONE_AT_A_TIME[row] for row in order], shared(SHIFTS[order]), NAMES)
    assert [bar.swing for bar in bars] == pytest.approx([7, 3, 0])


def test_a_grid_has_no_base_from_which_one_factor_alone_moves():
    with pytest.raises(PostureError, match="one factor alone"):
        tornado([[a, b] for a in "01" for b in "01"], shared([0, 1, 2, 3]), ["a", "b"])


GRID = [[a, b] for a in ("0", "1", "2") for b in ("x", "y")]
ADDED = np.array([3 * int(a) + (10 if b == "y" else 0) * (1 - int(a) / 2) for a, b in GRID])


def test_a_gain_is_the_mean_over_the_settings_of_all_else():
    found = {(one.factor, one.level): one for one in gains(GRID, shared(ADDED), ["a", "b"])}
    assert found["a", "2"].change == pytest.approx(6 - 5)
    assert (found["a", "2"].least, found["a", "2"].most) == pytest.approx((-4, 6))
    assert found["b", "y"].change == pytest.approx(5)
    assert found["b", "y"].interval == pytest.approx((5, 5))


def test_an_interaction_is_the_difference_of_differences():
    [one] = interactions(GRID, shared(ADDED), ["a", "b"])
    assert one.change == pytest.approx(-10)


def test_a_replication_that_failed_at_one_setting_leaves_all():
    values = shared(ADDED)
    values[0, 3] = np.nan
    assert gains(GRID, values, ["a", "b"])[0].pairs == 19


def test_a_list_without_neighbours_is_no_grid():
    with pytest.raises(PostureError, match="no grid"):
        gains([["0", "x"], ["1", "y"]], shared([0, 1]), ["a", "b"])


def test_half_a_grid_gives_main_effects_by_contrast():
    half = [["-", "-", "+"], ["+", "-", "-"], ["-", "+", "-"], ["+", "+", "+"]]
    shifts = [
        sum(size if sign == "+" else 0 for size, sign in zip((1, 2, 4), row, strict=True)) for row in half
    ]
    found = contrasts(half, shared(shifts), NAMES)
    assert [abs(one.change) for one in found] == pytest.approx([1, 2, 4])
