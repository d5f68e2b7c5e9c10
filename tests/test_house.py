"""The house holds to its plan: one operation, one folder, one line; ids in one place."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from posture.core import ids
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.operations import OPERATIONS
from posture.operations.movement.tables import ParameterTable
from posture.scenario import Scenario
from posture.theatre import Theatre

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "posture"
FOLDERS = {path.parent.name for path in (PACKAGE / "operations").glob("*/__init__.py")}
LIST, FIELD = Path("operations/__init__.py"), Path("scenario/__init__.py")


def lines_that_name(word):
    """By file outside its folder: the lines of code, prose left aside, that hold a word."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if PACKAGE / "operations" / word in path.parents:
            continue
        text = path.read_text(encoding="utf-8")
        prose = {
            number
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        lines = [
            line.strip()
            for number, line in enumerate(text.splitlines(), start=1)
            if number not in prose and re.search(rf"\b{word}\b", line)
        ]
        if lines:
            found[path.relative_to(PACKAGE)] = lines
    return found


def test_every_folder_of_an_operation_is_listed_once_and_has_its_field():
    names = [one.name for one in OPERATIONS]
    assert sorted(names) == sorted(FOLDERS)
    assert set(names) <= set(Scenario.model_fields)


@pytest.mark.parametrize("word", ["shipping", "mine_countermeasures", "icebreaking"])
def test_an_operation_is_named_by_the_list_and_by_its_field_alone(word):
    found = lines_that_name(word)
    assert set(found) == {LIST, FIELD}
    assert found[LIST] == [f"{word},", f"{word}.OPERATION,"]
    assert [line.split(" ")[0] for line in found[FIELD]] == ["from", f"{word}:"]


@pytest.fixture
def without_shipping(tmp_path):
    """The package with the folder of shipping, and the lines that name it, taken out."""
    copy = tmp_path / "posture"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "shipped"))
    for folder in ("configs", "experiments"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shutil.rmtree(copy / "operations" / "shipping")
    for path in (LIST, FIELD):
        lines = (copy / path).read_text(encoding="utf-8").splitlines()
        kept, after = [], ""
        for line in lines:
            its_help = after.strip().startswith("shipping: ") and line.strip().startswith('"""')
            if not its_help and not re.search(r"\bshipping\b", line):
                kept.append(line)
            after = line
        (copy / path).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return tmp_path


def test_a_program_without_shipping_runs_the_same_history(without_shipping):
    code = (
        "from posture.scenario import load\n"
        "from posture.runs.simulate import prepare, simulate\n"
        "from posture.outcomes import MEASURES\n"
        "log = simulate(prepare(load('first').scenario), 1, 0)\n"
        "print(log.fingerprint(), 'contacts' in MEASURES)"
    )
    told = []
    for folder in (ROOT, without_shipping):
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env={"PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        told.append(ended.stdout.split())
    assert told[0][0] == told[1][0]
    assert [has for _, has in told] == ["True", "False"]


PARTS = {"split", "rsplit", "partition", "rpartition", "removeprefix", "startswith", "count", "join"}
OTHER_SLASHES = {
    "cli/list.py": "JSON references",
    "cli/sweep.py": "a shard of so many, as typed",
    "theatre/network.py": "gauges of a place, as its table has them",
}
"""Files that take apart what is no id."""


def takes_apart(tree):
    """Calls and tests that know of a slash in a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PARTS:
            told = [node.func.value, *node.args]
            if any(isinstance(one, ast.Constant) and one.value == "/" for one in told):
                yield node.lineno
            ends = [one.values[-1] for one in told if isinstance(one, ast.JoinedStr) and one.values]
            if any(isinstance(one, ast.Constant) and str(one.value).startswith("/") for one in ends):
                yield node.lineno


def test_ids_are_taken_apart_in_one_place():
    found = {
        path.relative_to(PACKAGE).as_posix(): list(takes_apart(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    assert {path: lines for path, lines in found.items() if lines and path not in OTHER_SLASHES} == {}


@pytest.mark.parametrize("names", [("b", "p", "l"), ("a-1", "x y", "all drawn")])
def test_an_id_is_taken_apart_as_it_was_put_together(names):
    brigade, part, line = names
    one = ids.line_id(brigade, part, line)
    serial = ids.id_of(ids.id_of(ids.id_of(one, "way 2"), "1 rail"), 3)
    assert (ids.whole_of(one), ids.line_of(serial), ids.part_and_line(serial)) == (brigade, one, (part, line))
    assert ids.apart(one) == (ids.id_of(brigade, part), line)
    assert ids.within(brigade, one) == ids.id_of(part, line)
    assert ids.within(brigade, f"{brigade}x/{part}") is None
    assert (ids.is_whole(brigade), ids.is_part(ids.id_of(brigade, part)), ids.is_part(one)) == (
        True,
        True,
        False,
    )
    assert ids.part_and_line(brigade) == ("", "")
    assert ids.written_line(ids.drawn_line(part)) == part == ids.written_line(part)


SLIPS = {
    "an event kind": 'theatre.note("arived", "a brigade")',
    "a table": 'parameters.railhaeds["any"]',
    "a field of a table": 'parameters.railheads["any"].rammps',
}


@pytest.mark.skipif(
    "POSTURE_TRUST" not in os.environ, reason="the type checker reads the whole package: make trust"
)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_name_fails_the_type_checker(slip, tmp_path):
    snippet = tmp_path / "slip.py"
    snippet.write_text(
        "from posture.operations.movement.parameters import Parameters\n"
        "from posture.theatre import Theatre\n\n\n"
        f"def slip(theatre: Theatre, parameters: Parameters) -> None:\n    {SLIPS[slip]}\n"
    )
    words = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(snippet)]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stdout
    assert ended.stdout.count("error:") == 1


def test_what_is_noted_is_of_a_declared_kind_and_a_table_keeps_the_type_of_its_entries():
    """What the type checker stands on: text is no event kind, and a table is no mapping of anything."""
    assert get_type_hints(Log.note)["kind"] is EventKind
    assert get_type_hints(Theatre.note)["kind"] is EventKind
    assert ParameterTable.__parameters__
