"""The forty promises are all named, each by tests that stand where they are said to stand."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from promises import PROMISES  # noqa: E402

TESTS = HERE.parent


@cache
def names(file):
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    found = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    classes = {
        name.id
        for one in tree.body
        if isinstance(one, ast.Assign)
        for name in one.targets
        if isinstance(name, ast.Name)
    }
    return found, classes


def test_all_forty_promises_are_named():
    assert list(PROMISES) == list(range(1, 41))
    assert len({one.words for one in PROMISES.values()}) == 40


@pytest.mark.parametrize("number", PROMISES)
def test_each_promise_has_a_test_that_asserts(number):
    promise = PROMISES[number]
    assert promise.tests
    for test in promise.tests:
        file, name = test.split("::")
        functions, classes = names(file)
        assert name in functions or name in classes, f"{number}: there is no {test}"
        if name in functions:
            asserted = [
                one for one in ast.walk(functions[name]) if isinstance(one, ast.Assert | ast.With | ast.Call)
            ]
            assert asserted


def test_a_test_named_after_a_promise_is_one_of_its_tests():
    for file in ("test_strangers.py", "test_identities.py", "test_liveness.py"):
        for name in names(f"trust/{file}")[0]:
            if name.startswith("test_promise_"):
                number = int(name.removeprefix("test_promise_")[:2])
                assert f"trust/{file}::{name}" in PROMISES[number].tests


def test_the_page_of_promises_lists_every_promise_with_its_words_and_what_is_not_held():
    page = (TESTS.parent / "docs" / "promises.md").read_text(encoding="utf-8")
    for number, promise in PROMISES.items():
        assert f"| {number} | {promise.words} |" in page
        assert promise.missing in page
