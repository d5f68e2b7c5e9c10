"""Quantile functions against closed forms on paper and, where there is none, against scipy."""

import pickle
import random
from math import exp, inf, log, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from posture.core.distributions import (
    Constant,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    TwoPiece,
    Uniform,
)

NINE = (0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999)
LAST = 1 - 2**-53
ALL = (
    Constant(7),
    Triangular(2, 3, 5),
    Triangular(2, 2, 5),
    Triangular(2, 5, 5),
    Triangular(4, 4, 4),
    TwoPiece(2, 3, 5),
    TwoPiece(2, 2, 5),
    TwoPiece(2, 5, 5),
    TwoPiece(4, 4, 4),
    Uniform(2, 6),
    Uniform(3, 3),
    Lognormal(6, 12),
    Lognormal(6, 6),
    Exponential(3),
    Exponential(0),
    Gamma(3, 0.01),
    Gamma(3, 0.5),
    Gamma(3, 1),
    Gamma(3, 40),
    Gamma(3, 1000),
    Gamma(0, 2),
    Empirical((5, 1, 3)),
)


def test_a_constant_is_its_value_everywhere():
    assert [Constant(7).quantile(u) for u in NINE] == [7] * 9


def test_triangular_quantiles_are_those_of_the_closed_form():
    # on [0, 4] with mode 1: F(1) = 1/4; below sqrt(4u), above 4 - sqrt(12(1 - u))
    expected = [0, 0.2, sqrt(0.4), 1, *(4 - sqrt(12 * (1 - u)) for u in (0.5, 0.75, 0.9, 0.99, 0.999))]
    assert [Triangular(0, 1, 4).quantile(u) for u in NINE] == pytest.approx(expected, rel=1e-12)


def test_of_a_law_by_its_median_half_the_draws_lie_on_either_side():
    # [3, 10, 40]: from 3 to 10 the density rises as (x - 3) / 49, from 10 to 40 it falls as (40 - x) / 900
    parliament = TwoPiece(3, 10, 40)
    assert parliament.quantile(0) == 3
    assert parliament.quantile(0.5) == parliament.middle == 10
    assert parliament.quantile(0.125) == pytest.approx(3 + 7 / 2)
    assert parliament.quantile(0.875) == pytest.approx(40 - 30 / 2)
    assert parliament.mean == pytest.approx((3 + 2 / 3 * 7) / 2 + (10 + 30 / 3) / 2)
    assert parliament.mean < Triangular(3, 10, 40).mean == pytest.approx(53 / 3)


def test_uniform_quantiles_lie_along_the_line():
    expected = [2, 2.04, 2.4, 3, 4, 5, 5.6, 5.96, 5.996]
    assert [Uniform(2, 6).quantile(u) for u in NINE] == pytest.approx(expected, rel=1e-15)


def test_exponential_quantiles_are_those_of_the_closed_form():
    assert [Exponential(3).quantile(u) for u in NINE] == pytest.approx([-3 * log(1 - u) for u in NINE])


def test_lognormal_quantiles_pass_through_the_median_and_the_ninth_decile():
    spread = Lognormal(6, 12)
    assert spread.quantile(0.5) == 6
    assert spread.quantile(0.9) == pytest.approx(12, rel=1e-14)
    assert spread.quantile(0.1) == pytest.approx(3, rel=1e-14)


def test_lognormal_quantiles_agree_with_scipy():
    sigma = log(2) / stats.norm.ppf(0.9)
    expected = [stats.lognorm.ppf(u, sigma, scale=6) for u in NINE]
    assert [Lognormal(6, 12).quantile(u) for u in NINE] == pytest.approx(expected, rel=1e-12)


def test_gamma_of_shape_one_is_exponential():
    assert [Gamma(3, 1).quantile(u) for u in NINE] == pytest.approx([-3 * log(1 - u) for u in NINE])


def test_gamma_of_shape_a_half_is_half_the_square_of_a_normal():
    half = NormalDist().inv_cdf
    expected = [half((1 + u) / 2) ** 2 / 2 for u in NINE]
    assert [Gamma(0.5, 0.5).quantile(u) for u in NINE] == pytest.approx(expected, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("shape", [0.01, 0.1, 0.5, 0.99, 1.01, 2, 7.5, 40, 300, 1000])
def test_gamma_quantiles_agree_with_scipy(shape):
    points = (*NINE, 1e-9, 1e-4, 0.499999, 0.500001, 1 - 1e-9, LAST)
    expected = [stats.gamma.ppf(u, shape) for u in points]
    assert [Gamma(shape, shape).quantile(u) for u in points] == pytest.approx(expected, rel=1e-11, abs=1e-290)


def test_an_empirical_draw_is_always_an_observed_value():
    observed = Empirical((5, 1, 3))
    assert observed.values == (1, 3, 5)
    assert [observed.quantile(u) for u in (0, 0.33, 0.34, 0.66, 0.67, LAST)] == [1, 1, 3, 3, 5, 5]


@pytest.mark.parametrize("kind", ALL, ids=str)
def test_quantiles_are_finite_and_within_the_bounds_of_the_distribution(kind: Distribution):
    values = [kind.quantile(u) for u in (*NINE, 5e-324, 1e-300, LAST)]
    assert all(kind.low <= value <= kind.high and value < inf for value in values)


@pytest.mark.parametrize("kind", ALL, ids=str)
@given(pair=some.tuples(some.floats(0, LAST), some.floats(0, LAST)))
def test_quantiles_never_fall(kind: Distribution, pair):
    low, high = sorted(pair)
    assert kind.quantile(low) <= kind.quantile(high) * (1 + 1e-12)


MOMENTS = (
    (Triangular(2, 3, 5), 10 / 3, sqrt((4 + 9 + 25 - 6 - 10 - 15) / 18)),
    (Uniform(2, 6), 4, 4 / sqrt(12)),
    (Lognormal(6, 9), 6 * exp(0.3163870**2 / 2), 6 * exp(0.3163870**2 / 2) * sqrt(exp(0.3163870**2) - 1)),
    (Exponential(3), 3, 3),
    (Gamma(3, 4), 3, 1.5),
    (Gamma(3, 0.5), 3, 3 * sqrt(2)),
    (Empirical((1, 3, 5)), 3, sqrt(8 / 3)),
)


@pytest.mark.parametrize(("kind", "mean", "deviation"), MOMENTS, ids=str)
def test_mean_and_deviation_of_many_draws_are_those_of_the_formula(kind: Distribution, mean, deviation):
    size = 40_000
    chance = random.Random("moments")
    draws = [kind.quantile(chance.random()) for _ in range(size)]
    found = sum(draws) / size
    squares = [(draw - mean) ** 2 for draw in draws]
    variance = sum(squares) / size
    error = sqrt(sum((one - variance) ** 2 for one in squares)) / size
    assert kind.mean == pytest.approx(mean, rel=1e-6)
    assert abs(found - mean) < 4 * deviation / sqrt(size)
    assert abs(variance - deviation**2) < 4 * error


def test_the_middle_of_a_triangle_is_its_mode_and_of_anything_else_its_median():
    assert Triangular(2, 3, 9).middle == 3
    assert Uniform(2, 6).middle == 4
    assert Lognormal(6, 12).middle == 6
    assert Exponential(3).middle == pytest.approx(3 * log(2))
    assert Empirical((1, 3, 5)).middle == 3
    assert Constant(7).middle == 7


def test_bounds_say_what_can_come():
    assert (Triangular(2, 3, 5).low, Triangular(2, 3, 5).high) == (2, 5)
    assert (Gamma(3, 2).low, Gamma(3, 2).high) == (0, inf)
    assert (Lognormal(6, 6).low, Lognormal(6, 6).high) == (6, 6)


@pytest.mark.parametrize("kind", ALL, ids=str)
def test_a_distribution_survives_pickling(kind: Distribution):
    assert pickle.loads(pickle.dumps(kind, protocol=5)) == kind


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        (Constant, (float("nan"),)),
        (Triangular, (3, 2, 5)),
        (TwoPiece, (3, 2, 5)),
        (TwoPiece, (2, 6, 5)),
        (Triangular, (2, 6, 5)),
        (Triangular, (2, 3, inf)),
        (Uniform, (6, 2)),
        (Lognormal, (0, 2)),
        (Lognormal, (3, 2)),
        (Lognormal, (1, 1e9)),
        (Exponential, (-1,)),
        (Gamma, (3, 0)),
        (Gamma, (-3, 1)),
        (Gamma, (3, 1e9)),
        (Empirical, ((),)),
    ],
)
def test_impossible_figures_are_refused_in_one_line(kind, figures):
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        kind(*figures)
