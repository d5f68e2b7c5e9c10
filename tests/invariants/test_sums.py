"""Promise 36 within a run: measures add whole seconds and pieces, or exactly, so that no order is in an answer."""

import ast
import sys
from importlib import import_module
from math import fsum
from pathlib import Path

import pytest

import posture
from posture.operations import OPERATIONS
from posture.outcomes import MEASURES
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

sys.path.insert(0, str(Path(__file__).parents[1] / "trust"))
from worlds import MINE, WORLDS, written

ROOT = Path(posture.__file__).parent
FILES = [
    path
    for path in sorted([*(ROOT / "outcomes").glob("*.py"), *(ROOT / "operations").rglob("*.py")])
    if path.parent.name == "outcomes" or path.stem in {"measures", "series"}
]
FRACTIONS = {"in_days", "in_hours"}


def fractional(node):
    """Whether an expression has a quotient or a number with a point in it."""
    return any(
        (isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div))
        or (isinstance(one, ast.Constant) and isinstance(one.value, float))
        or (isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in FRACTIONS)
        for one in ast.walk(node)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda one: str(one.relative_to(ROOT)))
def test_promise_36_no_measure_adds_fractions_one_after_the_other(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    added = [
        node.lineno
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.AugAssign)
            and isinstance(node.op, ast.Add | ast.Sub)
            and fractional(node.value)
        )
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "sum"
            and any(map(fractional, node.args))
        )
    ]
    assert added == [], "add whole seconds and divide once, or use fsum"


def exact(numbers, begin=0):
    """A sum that would come out the same in any order, or is none of ours."""
    some = list(numbers)
    told = sum(some, begin)
    if isinstance(told, int | float):
        assert told == fsum([begin, *some]) == sum(reversed(some), begin), some
    return told


@pytest.mark.parametrize("operation", WORLDS)
def test_promise_36_every_sum_of_a_measure_is_the_same_in_any_order(operation, tmp_path, monkeypatch):
    assert set(WORLDS) == {one.name for one in OPERATIONS}
    for measure in MEASURES.values():
        monkeypatch.setattr(import_module(measure.of.__module__), "sum", exact, raising=False)
    case = Prepared(load(str(written(tmp_path, operation, MINE))).scenario, {})
    for replication in range(3):
        log = simulate(case, 5, replication)
        assert [name for name, measure in MEASURES.items() if measure.of(log)]
