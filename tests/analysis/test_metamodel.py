import numpy as np
import pytest

from posture.analysis.metamodel import gaussian_process, linear
from posture.core.errors import PostureError

CUBE = np.random.default_rng(1).random((60, 3))
PLANE = 5 + 3 * CUBE[:, 0] - 2 * CUBE[:, 1] + 4 * (CUBE[:, 0] - 0.5) * (CUBE[:, 2] - 0.5)
BENT = np.sin(6 * CUBE[:, 0]) + CUBE[:, 1] ** 2


def test_a_plane_with_an_interaction_is_found_exactly():
    found = linear(CUBE, PLANE, ["a", "b", "c"])
    terms = {one.factors: one.change for one in found.terms}
    assert terms["a",] == pytest.approx(3)
    assert terms["b",] == pytest.approx(-2)
    assert terms["a", "c"] == pytest.approx(4)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.predict(CUBE) == pytest.approx(PLANE)


def test_the_error_of_leaving_one_out_is_that_of_fitting_anew_without_it():
    found = linear(CUBE, BENT, ["a", "b", "c"], with_interactions=False)
    off = []
    for one in range(len(CUBE)):
        kept = np.arange(len(CUBE)) != one
        table = np.column_stack([np.ones(kept.sum()), CUBE[kept]])
        weights, *_ = np.linalg.lstsq(table, BENT[kept], rcond=None)
        off.append(BENT[one] - np.r_[1, CUBE[one]] @ weights)
    assert found.error == pytest.approx(np.sqrt(np.mean(np.square(off))))


def test_a_gaussian_process_follows_a_bend_that_a_plane_does_not():
    plane, process = linear(CUBE, BENT, ["a", "b", "c"]), gaussian_process(CUBE, BENT)
    assert plane.explained < 0.7
    assert process.explained > 0.95
    fresh = np.random.default_rng(2).random((200, 3))
    truth = np.sin(6 * fresh[:, 0]) + fresh[:, 1] ** 2
    assert np.abs(process.predict(fresh) - truth).mean() < 0.05


def test_pure_chance_is_explained_by_nothing():
    noise = np.random.default_rng(3).normal(size=60)
    assert linear(CUBE, noise, ["a", "b", "c"]).explained < 0.1


def test_too_few_points_are_refused():
    with pytest.raises(PostureError, match="cannot tell 3 factors apart"):
        linear(CUBE[:4], PLANE[:4], ["a", "b", "c"])
    with pytest.raises(PostureError, match="20 points or more"):
        gaussian_process(CUBE[:10], PLANE[:10])
