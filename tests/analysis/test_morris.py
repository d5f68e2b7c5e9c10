from itertools import permutations, product

import numpy as np
import pytest

from posture.analysis.morris import morris, trajectories
from posture.core.errors import PostureError

A = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])


def g(cube, a):
    return np.prod((np.abs(4 * cube - 2) + a) / (1 + a), axis=1)


def walk(base, order):
    """From a point of the four-level grid, each factor once by 2/3, up from the lower half, down from the upper."""
    at = np.array(base, dtype=float)
    rows = [at / 3]
    for one in order:
        at = at.copy()
        at[one] += 2 if base[one] < 2 else -2
        rows.append(at / 3)
    return rows


def every_walk(factors):
    walks = (
        walk(base, order)
        for base in product(range(4), repeat=factors)
        for order in permutations(range(factors))
    )
    return np.array([row for one in walks for row in one])


def some_walks(count, factors, seed=1):
    draw = np.random.default_rng(seed)
    walks = (walk(draw.integers(0, 4, factors), draw.permutation(factors)) for _ in range(count))
    return np.array([row for one in walks for row in one])


def exact_mu_star(a):
    """The mean size of g's effects over the grid: its product form makes it a product of means."""
    levels = np.arange(4) / 3
    mean = (np.abs(4 * levels - 2) + a[:, None]) / (1 + a[:, None])
    step = np.abs(mean[:, 2:] - mean[:, :2]).mean(axis=1) / (2 / 3)
    others = np.array([np.prod(np.delete(mean.mean(axis=1), one)) for one in range(len(a))])
    return step * others


def test_the_formula_for_the_exact_mu_star_gives_the_published_values():
    assert exact_mu_star(A) == pytest.approx([2.5915, 1.4809, 0.5923, 0.3344, *[0.0344] * 4], abs=5e-5)


def test_mu_star_over_every_walk_is_exact():
    cube = every_walk(3)
    found = morris(cube, g(cube, A[:3]), ["a", "b", "c"])
    assert [one.mu_star for one in found] == pytest.approx(exact_mu_star(A[:3]), rel=1e-12)
    assert [one.mu for one in found] == pytest.approx([0, 0, 0], abs=1e-12)


def test_a_thousand_walks_of_the_g_function_come_near_the_exact_values():
    cube = some_walks(1000, 8)
    found = morris(cube, g(cube, A), list("abcdefgh"))
    assert [one.mu_star for one in found] == pytest.approx(exact_mu_star(A), rel=0.05)
    sigma = [2.7186, 1.6700, 0.6903, 0.3914, *[0.0404] * 4]
    assert [one.sigma for one in found] == pytest.approx(sigma, rel=0.06)


def test_a_linear_function_has_its_coefficients_and_no_spread():
    cube = some_walks(10, 4)
    found = morris(cube, cube @ [3.0, -2.0, 0.0, 0.5], list("abcd"))
    assert [one.mu for one in found] == pytest.approx([3, -2, 0, 0.5])
    assert [one.mu_star for one in found] == pytest.approx([3, 2, 0, 0.5])
    assert [one.sigma for one in found] == pytest.approx([0, 0, 0, 0], abs=1e-12)


def test_effects_are_salibs():
    from SALib.analyze import morris as salib

    cube = some_walks(50, 3)
    values = g(cube, A[:3])
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, cube, values, num_levels=4, num_resamples=2)
    found = morris(cube, values, list("abc"))
    assert [one.mu_star for one in found] == pytest.approx(np.asarray(theirs["mu_star"]).tolist())
    assert [one.sigma for one in found] == pytest.approx(np.asarray(theirs["sigma"]).tolist())


def test_chance_that_a_walk_shares_adds_no_spread():
    cube = some_walks(10, 2)
    noise = np.random.default_rng(1).normal(0, 5, (1, 6))
    found = morris(cube, (cube @ [1.0, 2.0])[:, None] + noise, ["a", "b"])
    assert [one.sigma for one in found] == pytest.approx([0, 0], abs=1e-9)
    assert [one.noise for one in found] == pytest.approx([0, 0], abs=1e-9)


def test_chance_of_its_own_at_each_point_is_told_as_such():
    cube = some_walks(400, 2)
    noise = np.random.default_rng(1).normal(0, 1, (len(cube), 4))
    [one, _] = morris(cube, (cube @ [1.0, 2.0])[:, None] + noise, ["a", "b"])
    assert one.noise == pytest.approx(2**0.5 / (2 / 3) / 2, rel=0.05)
    assert one.sigma == pytest.approx(one.noise, rel=0.1)


def test_rows_out_of_order_are_refused():
    cube = some_walks(10, 3)
    with pytest.raises(PostureError, match="out of order"):
        trajectories(np.random.default_rng(1).permutation(cube))
    with pytest.raises(PostureError, match="no Morris design"):
        trajectories(cube[:-1])


def test_a_missing_answer_is_refused():
    cube = some_walks(10, 3)
    values = g(cube, A[:3])
    values[3] = np.nan
    with pytest.raises(PostureError, match="1 answers are missing"):
        morris(cube, values, list("abc"))
