"""Intervals hold the truth as often as they say: 2,000 samples of each from a known truth."""

import numpy as np
import pytest

from posture.analysis.morris import morris
from posture.analysis.sobol import sobol
from posture.stats.estimates import mean_interval, wilson
from posture.stats.intervals import batch_interval, quantile_interval
from posture.stats.paired import paired, share_difference, welch
from posture.stats.sequential import FIRST, Precision, checkpoints, reached

TIMES = 2000
EXPONENTIAL_QUANTILES = {0.5: np.log(2), 0.9: np.log(10)}


def chance():
    return np.random.default_rng(2001)


def coverage(intervals, truth):
    found = [interval.low <= truth <= interval.high for interval in intervals]
    assert len(found) == TIMES
    return sum(found) / TIMES


def test_t_intervals_of_means_cover():
    samples = chance().normal(5, 2, (TIMES, 12)).tolist()
    assert 0.93 <= coverage(map(mean_interval, samples), 5) <= 0.97


def test_t_intervals_of_skewed_answers_cover_with_sixty_runs():
    samples = chance().gamma(4, 1, (TIMES, 60)).tolist()
    assert 0.93 <= coverage(map(mean_interval, samples), 4) <= 0.97


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_wilson_intervals_cover(share):
    counts = chance().binomial(120, share, TIMES).tolist()
    assert 0.93 <= coverage((wilson(one, 120) for one in counts), share) <= 0.97


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_quantile_intervals_cover_also_where_the_slowest_never_finish(share):
    samples = chance().exponential(1, (TIMES, 100))
    samples[samples > 4] = np.inf
    found = (quantile_interval(sample, share) for sample in samples.tolist())
    assert 0.93 <= coverage(found, EXPONENTIAL_QUANTILES[share]) <= 0.97


def test_paired_differences_cover():
    draw = chance()
    shared = draw.gamma(4, 2, (TIMES, 30))
    first, second = shared + draw.normal(3, 1, (TIMES, 30)), shared + draw.normal(0, 1, (TIMES, 30))
    found = (paired(one, other).interval for one, other in zip(first.tolist(), second.tolist(), strict=True))
    assert 0.93 <= coverage(found, 3) <= 0.97


def test_welch_intervals_cover_with_unlike_variances():
    draw = chance()
    first, second = draw.normal(3, 5, (TIMES, 8)).tolist(), draw.normal(0, 1, (TIMES, 30)).tolist()
    found = (welch(one, other).interval for one, other in zip(first, second, strict=True))
    assert 0.93 <= coverage(found, 3) <= 0.97


def test_differences_of_probabilities_in_pairs_cover():
    uniform = chance().random((TIMES, 60))
    first, second = (uniform < 0.5).astype(float), ((uniform + 0.1) % 1 < 0.4).astype(float)
    found = (
        share_difference(one, other)[1] for one, other in zip(first.tolist(), second.tolist(), strict=True)
    )
    assert 0.93 <= coverage(found, 0.1) <= 0.97


def test_batch_intervals_of_a_correlated_series_cover_where_plain_ones_do_not():
    draw = chance()
    noise = draw.normal(0, 1, (3000, TIMES))
    series = np.empty((3000, TIMES))
    series[0] = draw.normal(0, 1 / 0.6, TIMES)
    for at in range(1, 3000):
        series[at] = 0.8 * series[at - 1] + noise[at]
    columns = series.T.tolist()
    assert 0.93 <= coverage((batch_interval(one) for one in columns), 0) <= 0.97
    plain = 1.96 * series.std(axis=0) / 3000**0.5
    assert np.mean(np.abs(series.mean(axis=0)) <= plain) < 0.6


@pytest.mark.parametrize(
    ("mean", "precision"),
    [
        (10, Precision(relative=0.15)),
        (-10, Precision(relative=0.15)),
        (0, Precision(absolute=1.5, relative=0.05)),
    ],
)
def test_intervals_of_runs_that_stopped_when_precise_enough_cover(mean, precision):
    found = []
    for sample in chance().normal(mean, 5, (TIMES, 300)).tolist():
        looks = (reached(sample[:n], precision) for n in checkpoints(FIRST, 300))
        stopped = next(look for look in looks if look.enough)
        found.append(mean_interval(sample[: stopped.n]))
    assert 0.93 <= coverage(found, mean) <= 0.97


def test_intervals_of_morris_effects_cover():
    """f = a + a b: the effect of a is 1 + b, b uniform over the four levels."""
    draw = chance()
    starts = draw.integers(0, 4, (TIMES, 20, 2))
    found = []
    for walks in starts:
        step = np.where(walks < 2, 2, -2)
        after_a = walks + step * [1, 0]
        cube = np.stack([walks, after_a, walks + step], axis=1).reshape(-1, 2) / 3
        found.append(morris(cube, cube[:, 0] * (1 + cube[:, 1]), ["a", "b"])[0].strength_interval)
    assert 0.93 <= coverage(found, 1.5) <= 0.97


def test_bootstrap_intervals_of_sobol_indices_cover_on_noisy_answers():
    """f = 2 a + b + a b around the centre, uniform: variances 4/12, 1/12, 1/144."""
    draw, n = chance(), 128
    total = 4 / 12 + 1 / 12 + 1 / 144
    first, whole = [], []
    for _ in range(TIMES):
        a, b = draw.random((2, n, 2))
        rows = np.stack([a, np.c_[b[:, 0], a[:, 1]], np.c_[a[:, 0], b[:, 1]], b], axis=1).reshape(-1, 2)
        centred = rows - 0.5
        values = centred @ [2.0, 1.0] + centred.prod(axis=1)
        noisy = values[:, None] + draw.normal(0, 0.3, (len(rows), 3))
        found = sobol(rows, noisy, ["a", "b"], resamples=200).factors
        first.append(found[1].first_interval)
        whole.append(found[0].total_interval)
    assert 0.93 <= coverage(first, 1 / 12 / total) <= 0.97
    assert 0.93 <= coverage(whole, (4 / 12 + 1 / 144) / total) <= 0.97
