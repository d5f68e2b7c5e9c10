import numpy as np
import pytest
from scipy.stats import qmc

from posture.analysis.sobol import layout, sobol, whole_rows
from posture.core.errors import PostureError

FIRST = (0.313905, 0.442411, 0.0)
TOTAL = (0.557589, 0.442411, 0.243684)
VARIANCE = 13.844588
NAMES = ["x1", "x2", "x3"]


def saltelli(points, factors=3, seed=1):
    both = qmc.Sobol(2 * factors, rng=np.random.default_rng(seed)).random(points)
    rows = np.empty((points, factors + 2, factors))
    rows[:, 0], rows[:, -1] = both[:, :factors], both[:, factors:]
    for one in range(factors):
        rows[:, one + 1] = both[:, :factors]
        rows[:, one + 1, one] = both[:, factors + one]
    return rows.reshape(-1, factors)


def ishigami(cube):
    x = np.pi * (2 * cube - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.fixture(scope="module")
def design():
    return saltelli(4096)


def test_ishigami_is_within_0_02_of_its_indices_first_and_total(design):
    found = sobol(design, ishigami(design), NAMES, resamples=50)
    assert [one.first for one in found.factors] == pytest.approx(FIRST, abs=0.02)
    assert [one.total for one in found.factors] == pytest.approx(TOTAL, abs=0.02)
    assert found.noise is None


def test_without_noise_the_indices_are_salibs(design):
    found = sobol(design, ishigami(design), NAMES, resamples=50)
    for one in found.factors:
        assert (one.first, one.total) == pytest.approx((one.naive_first, one.naive_total), abs=1e-9)


def test_the_g_function_has_its_indices():
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    cube = saltelli(4096, 8)
    values = np.prod((np.abs(4 * cube - 2) + a) / (1 + a), axis=1)
    found = sobol(cube, values, list("abcdefgh"), resamples=50)
    assert [one.first for one in found.factors][:4] == pytest.approx(
        [0.7162, 0.1790, 0.0237, 0.0072], abs=0.02
    )
    assert [one.total for one in found.factors][:4] == pytest.approx(
        [0.7871, 0.2422, 0.0343, 0.0105], abs=0.02
    )


def test_chance_shrinks_naive_indices_and_is_taken_out_of_ours(design):
    noise = np.random.default_rng(4).normal(0, VARIANCE**0.5, (len(design), 4))
    found = sobol(design, ishigami(design)[:, None] + noise, NAMES, resamples=50)
    assert found.noise == pytest.approx(0.2, abs=0.02)
    naive = [one.naive_first for one in found.factors]
    assert naive == pytest.approx([one / 1.25 for one in FIRST], abs=0.03)
    assert [one.first for one in found.factors] == pytest.approx(FIRST, abs=0.04)
    assert [one.total for one in found.factors] == pytest.approx(TOTAL, abs=0.04)


def test_chance_that_all_points_share_changes_nothing(design):
    noise = np.random.default_rng(4).normal(0, 5, (1, 4))
    found = sobol(design, ishigami(design)[:, None] + noise, NAMES, resamples=50)
    assert found.noise == pytest.approx(0, abs=1e-9)
    assert [one.first for one in found.factors] == pytest.approx(FIRST, abs=0.02)


def test_seed_0_is_a_seed():
    cube = saltelli(64)
    first, again, other = (sobol(cube, ishigami(cube), NAMES, seed=seed).factors for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_blocks_one_after_the_other_are_found_too():
    cube = saltelli(64)
    order = np.arange(len(cube)).reshape(64, 5).T
    stacked = cube[np.concatenate([order[0], order[4], *order[1:4]])]
    here, there = (sobol(one, ishigami(one), NAMES) for one in (cube, stacked))
    assert here.factors == there.factors


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_one_answer_that_is_missing_is_refused_and_never_zero(bad):
    cube = saltelli(64)
    values = ishigami(cube)
    values[17] = bad
    with pytest.raises(PostureError, match="no index is computed"):
        sobol(cube, values, NAMES)


def test_a_failed_run_can_take_its_base_row_with_it():
    cube = saltelli(1024)
    values = ishigami(cube)[:, None]
    values[[17, 400]] = np.nan
    rows = whole_rows(layout(cube), values)
    found = sobol(cube, values, NAMES, rows=rows)
    assert found.base == 1022
    assert [one.total for one in found.factors] == pytest.approx(TOTAL, abs=0.05)


@pytest.mark.parametrize("wrong", [lambda cube: cube[::-1], lambda cube: np.roll(cube, 1, axis=0)])
def test_rows_out_of_order_are_refused(wrong):
    cube = saltelli(64)
    turned = wrong(cube)
    if np.array_equal(turned[0], cube[4]):  # turned round it is a sound design again, but for its end rows
        turned[[0, 2]] = turned[[2, 0]]
    with pytest.raises(PostureError, match="out of order"):
        layout(turned)


def test_shuffled_rows_are_refused():
    cube = saltelli(64)
    with pytest.raises(PostureError, match="out of order"):
        layout(np.random.default_rng(1).permutation(cube))


def test_answers_of_another_length_are_refused():
    cube = saltelli(64)
    with pytest.raises(PostureError, match="one row of replications for each point"):
        sobol(cube, ishigami(cube)[:-5], NAMES)
    with pytest.raises(PostureError, match="no Saltelli design"):
        layout(cube[:-1])


def test_a_constant_answer_has_no_variance_to_share_out():
    cube = saltelli(64)
    with pytest.raises(PostureError, match="same at every point"):
        sobol(cube, np.full(len(cube), 7.0), NAMES)


def test_a_missing_package_is_named_with_how_to_get_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    cube = saltelli(64)
    with pytest.raises(PostureError, match=r"pip install 'posture\[analysis\]'"):
        sobol(cube, ishigami(cube), NAMES)
