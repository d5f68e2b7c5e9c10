import json
from itertools import combinations, pairwise
from math import prod

import numpy as np
import pytest
from pydantic import TypeAdapter

from posture.core.errors import PostureError
from posture.experiments.design import Design, drawn
from posture.experiments.factors import Axis, Factor
from posture.scenario.loading import Mark

DESIGN = TypeAdapter(Design)


def axes(**factors):
    return {
        name: Axis(name, Factor.model_validate_json(json.dumps({"path": "a.b", **factor})), Mark("x"), {})
        for name, factor in factors.items()
    }


def rows(design, **factors):
    return drawn(DESIGN.validate_json(json.dumps(design)), axes(**factors))


ABC = {"a": {"range": [0.0, 1.0]}, "b": {"range": ["1 d", "3 d"]}, "c": {"values": [2, 4, 8]}}
SIX = {name: {"range": [-1.0, 1.0]} for name in "abcdef"}


def matrix(found):
    return np.array([[float(cell) for cell in row.values()] for row in found.rows])


def test_a_full_design_has_every_combination_once():
    found = rows({"kind": "full", "levels": 3}, **ABC).rows
    assert len(found) == 27
    assert len({tuple(row.values()) for row in found}) == 27
    assert {row["b"] for row in found} == {1.0, 2.0, 3.0}


def test_one_at_a_time_moves_one_factor_from_the_scenario_as_written():
    found = rows({"kind": "one-at-a-time"}, **ABC)
    assert found.rows[0] == {"a": None, "b": None, "c": None}
    assert all(sum(cell is not None for cell in row.values()) == 1 for row in found.rows[1:])
    assert [(move["factor"], move["value"]) for move in found.told["moves"]] == [
        ("a", 0.0), ("a", 1.0), ("b", 1.0), ("b", 3.0), ("c", 2), ("c", 4), ("c", 8),
    ]  # fmt: skip


def test_a_fractional_design_is_balanced_orthogonal_and_tells_its_resolution():
    found = rows({"kind": "fractional", "generators": {"e": ["a", "b", "c"], "f": ["b", "c", "d"]}}, **SIX)
    table = matrix(found)
    assert table.shape == (16, 6)
    assert np.array_equal(table.T @ table, 16 * np.eye(6))
    assert found.told["resolution"] == 4
    assert found.told["defining"] == [["a", "b", "c", "e"], ["a", "d", "e", "f"], ["b", "c", "d", "f"]]
    turned = rows({"kind": "fractional", "generators": {"c": ["-a", "b"]}}, **{k: SIX[k] for k in "abc"})
    assert all(row["c"] == -row["a"] * row["b"] for row in turned.rows)


def test_a_latin_hypercube_has_one_point_in_each_strip_of_each_factor():
    table = matrix(rows({"kind": "latin-hypercube", "points": 20}, a=SIX["a"], b=SIX["b"]))
    assert all(sorted(np.floor((column + 1) * 10).astype(int)) == list(range(20)) for column in table.T)


def test_the_same_seed_gives_the_same_points_and_another_others():
    for kind in (
        {"kind": "latin-hypercube", "points": 8},
        {"kind": "sobol", "points": 8},
        {"kind": "morris", "trajectories": 4},
    ):
        assert rows(kind, **ABC).rows == rows(kind, **ABC).rows
        assert rows({**kind, "seed": 0}, **ABC).rows != rows(kind, **ABC).rows


def test_space_filling_is_the_least_correlated_of_many_and_says_how_much():
    found = rows({"kind": "space-filling", "points": 17, "tries": 100}, **SIX)
    largest = max(abs(np.corrcoef(one, other)[0, 1]) for one, other in combinations(matrix(found).T, 2))
    assert largest == pytest.approx(found.told["largest_correlation"], abs=1e-4)
    plain = matrix(rows({"kind": "latin-hypercube", "points": 17}, **SIX))
    assert largest < max(abs(np.corrcoef(one, other)[0, 1]) for one, other in combinations(plain.T, 2))


def test_saltellis_rows_mix_each_column_of_b_into_a():
    found = rows({"kind": "sobol", "points": 8}, **SIX)
    blocks = matrix(found).reshape(8, 8, 6)
    for block in blocks:
        a, *mixed, b = block
        for factor, row in enumerate(mixed):
            wanted = a.copy()
            wanted[factor] = b[factor]
            assert np.array_equal(row, wanted)
    assert abs(matrix(found).mean()) < 0.1


def test_morris_walks_move_one_factor_a_step_by_the_same_amount_and_stay_on_the_grid():
    found = rows({"kind": "morris", "trajectories": 6, "levels": 4}, **SIX)
    walks = matrix(found).reshape(6, 7, 6)
    for walk in walks:
        moved = []
        for one, other in pairwise(walk):
            [factor] = np.flatnonzero(~np.isclose(one, other))
            moved.append(factor)
            assert abs(one[factor] - other[factor]) == pytest.approx(2 * 2 / 3)
        assert sorted(moved) == list(range(6))
    assert set(np.round(walks.ravel() * 3).astype(int)) <= {-3, -1, 1, 3}


def test_whole_ranges_give_whole_numbers_evenly():
    found = rows({"kind": "latin-hypercube", "points": 70}, a={"range": [2, 8]})
    numbers = [row["a"] for row in found.rows]
    assert all(isinstance(one, int) for one in numbers)
    assert {one: numbers.count(one) for one in range(2, 9)} == dict.fromkeys(range(2, 9), 10)


def test_a_list_takes_amounts_as_they_are_written():
    found = rows({"kind": "list", "points": [{"b": "2 d", "c": 4}, {"a": 0.5}]}, **ABC)
    assert found.rows == [{"a": None, "b": 2.0, "c": 4}, {"a": 0.5, "b": None, "c": None}]


@pytest.mark.parametrize(
    ("design", "factors", "message"),
    [
        ({"kind": "sobol", "points": 12}, ABC, "12 is no power of two"),
        ({"kind": "fractional", "generators": {"c": ["a", "b"]}}, ABC, "'c' has 3 levels"),
        (
            {"kind": "fractional", "generators": {"c": ["a", "x"]}},
            {k: SIX[k] for k in "abc"},
            "product of basic factors: a, b",
        ),
        ({"kind": "full", "levels": 1000}, SIX, "the most is 100000"),
        ({"kind": "space-filling", "points": 2}, SIX, "at least three points"),
        ({"kind": "list", "points": [{"b": "5 d"}]}, ABC, r"'5 d' lies outside 1 to 3 d"),
        ({"kind": "list", "points": [{"c": 3}]}, ABC, "'3' is none of 2, 4, 8"),
    ],
)
def test_a_design_that_cannot_be_drawn_says_why(design, factors, message):
    with pytest.raises((PostureError, ValueError), match=message):
        rows(design, **factors)


def test_every_design_has_as_many_rows_as_it_should():
    assert len(rows({"kind": "sobol", "points": 16}, **ABC).rows) == 16 * 5
    assert len(rows({"kind": "morris", "trajectories": 5}, **ABC).rows) == 5 * 4
    assert len(rows({"kind": "full"}, **ABC).rows) == prod((2, 2, 3))
