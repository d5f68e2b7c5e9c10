from itertools import pairwise

import numpy as np
import pytest

from posture.analysis.discovery import Limit, box_of, chosen_box
from posture.analysis.prim import prim
from posture.analysis.tree import tree
from posture.core.errors import PostureError


@pytest.fixture(scope="module")
def planted():
    cube = np.random.default_rng(2).random((1000, 4))
    columns = {name: cube[:, number] for number, name in enumerate(["x1", "x2", "x3", "x4"])}
    return columns, (cube[:, 0] < 0.4) & (cube[:, 1] > 0.6)


def limits(box):
    return {one.factor: one for one in box.limits}


def test_prim_finds_a_planted_box_within_one_peel(planted):
    box = chosen_box(prim(*planted), density=0.9)
    found = limits(box)
    assert set(found) == {"x1", "x2"}
    assert found["x1"].high == pytest.approx(0.4, abs=0.03)
    assert found["x2"].low == pytest.approx(0.6, abs=0.03)
    assert box.coverage > 0.9
    assert box.density > 0.9
    assert max(box.chance) < 1e-6


def test_the_peeling_gains_density_and_gives_up_mass_at_every_step(planted):
    boxes = prim(*planted)
    peels = boxes[:-1]
    assert (boxes[0].coverage, boxes[0].mass, boxes[0].limits) == (1, 1, ())
    for wider, narrower in pairwise(peels):
        assert narrower.density > wider.density
        assert narrower.cases < wider.cases


def test_coverage_density_and_mass_are_counted():
    columns = {"x": np.arange(10.0)}
    interest = np.arange(10) >= 6
    box = box_of(columns, interest, [Limit("x", low=5)])
    assert (box.cases, box.hits, box.coverage, box.density, box.mass) == (5, 4, 1.0, 0.8, 0.5)
    assert box.chance[0] == pytest.approx(5 * 0.4**4 * 0.6 + 0.4**5)


def test_prim_peels_words_too():
    chance = np.random.default_rng(3)
    words = chance.choice(["calm", "crisis", "war"], 300).tolist()
    columns = {"regime": words, "x": chance.random(300)}
    box = chosen_box(prim(columns, np.array(words) == "war"))
    assert [one.among for one in box.limits] == [("war",)]
    assert (box.coverage, box.density) == (1, 1)


def test_a_shallow_tree_finds_the_planted_box(planted):
    [best, *_] = tree(*planted)
    found = limits(best)
    assert found["x1"].high == pytest.approx(0.4, abs=0.03)
    assert found["x2"].low == pytest.approx(0.6, abs=0.03)
    assert best.density > 0.95


def test_a_tree_splits_words_by_name():
    words = ["a", "b", "c"] * 40
    [best, *_] = tree({"w": words}, np.array(words) == "b")
    assert best.limits == (Limit("w", among=("b",)),)


def test_the_same_seed_gives_the_same_tree(planted):
    assert tree(*planted, seed=0) == tree(*planted, seed=0)


@pytest.mark.parametrize(("interest", "word"), [(np.zeros(9, bool), "no"), (np.ones(9, bool), "every")])
def test_nothing_is_discovered_where_all_cases_are_alike(interest, word):
    with pytest.raises(PostureError, match=f"{word} case is of interest"):
        prim({"x": np.arange(9.0)}, interest)
