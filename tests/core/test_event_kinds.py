"""Event kinds: each has a writer and a reader, and a misspelt one does not pass the type checker."""

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from posture.core.errors import ModelFault
from posture.core.event_kinds import EventKinds
from posture.operations import EVENT_KINDS

ROOT = Path(__file__).parents[2]
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "posture").rglob("*.py"))
}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def assigned(tree):
    """Name and value of each assignment at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield node.target.id, node.value


def declared():
    """(module, constant) -> kind, of every kind that is declared."""
    return {
        (module_of(path), name): value.args[0].value
        for path, tree in TREES.items()
        for name, value in assigned(tree)
        if isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in {"declare", "cause"}
    }


def functions(tree):
    """Outermost functions and methods; whatever stands within one belongs to it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (one for one in node.body if isinstance(one, ast.FunctionDef))


def reads_a_log(function):
    """Whether it, or a function within it, is given a log and asks it, or a helper, for rows."""
    given = {
        arg.arg
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef)
        for arg in node.args.args
        if isinstance(arg.annotation, ast.Name) and arg.annotation.id == "Log"
    }
    return any(isinstance(node, ast.Name) and node.id in given for node in ast.walk(function)) and not any(
        isinstance(node, ast.Attribute) and node.attr == "note" for node in ast.walk(function)
    )


def compared(function):
    """Names that are only held against something, which writes nothing."""
    found = [node for node in ast.walk(function) if isinstance(node, ast.Compare)]
    return {id(name) for node in found for name in ast.walk(node)}


def names_in(path, meant):
    """What each name of a module means in kinds: its own and those that it imports."""
    here = module_of(path)
    names = {name: found for (module, name), found in meant.items() if module == here}
    for node in ast.walk(TREES[path]):
        for one in node.names if isinstance(node, ast.ImportFrom) else ():
            if (node.module, one.name) in meant:
                names[one.asname or one.name] = meant[node.module, one.name]
    return names


def meanings():
    """(module, name) -> kinds, of every constant and of every table of constants, tables of tables too."""
    meant = {key: {kind} for key, kind in declared().items()}
    before = 0
    while len(meant) != before:
        before = len(meant)
        for path, tree in TREES.items():
            names = names_in(path, meant)
            for name, value in assigned(tree):
                inside = [
                    names[one.id] for one in ast.walk(value) if isinstance(one, ast.Name) and one.id in names
                ]
                if inside and name != "MEASURES":
                    meant.setdefault((module_of(path), name), set().union(*inside))
    return meant


def way_of(path, function, node):
    """How a name of a kind is used in a function: for reading, for writing, or for neither."""
    if reads_a_log(function):
        return "read"
    never_writes = path.name == "measures.py" or "outcomes" in path.parts
    return None if never_writes or id(node) in compared(function) else "written"


def stated_by_classes(tree):
    """Names that a class states as what its like writes, such as a mode of transport its cause."""
    return [
        step.value.id
        for node in ast.walk(tree)
        for step in (node.body if isinstance(node, ast.ClassDef) else ())
        if isinstance(step, ast.Assign) and isinstance(step.value, ast.Name)
    ]


def uses():
    """Kind -> "written" and "read", as far as the code shows by itself."""
    meant, found = meanings(), defaultdict(set)
    for path, tree in TREES.items():
        names = names_in(path, meant)
        for function in functions(tree):
            for node in ast.walk(function):
                for kind in names.get(node.id, ()) if isinstance(node, ast.Name) else ():
                    found[kind].add(way_of(path, function, node))
        for name in stated_by_classes(tree):
            for kind in names.get(name, ()):
                found[kind].add("written")
    return found


USES = uses()


def test_every_kind_of_the_code_is_among_those_that_a_run_may_have():
    assert set(declared().values()) == set(EVENT_KINDS)


@pytest.mark.parametrize("way", ["written", "read"])
def test_every_kind_has_a_writer_and_a_reader(way):
    assert [kind for kind in EVENT_KINDS if way not in USES[kind]] == []


def test_a_kind_that_nobody_declared_is_in_no_table():
    with pytest.raises(ModelFault, match="'watch' is declared twice"):
        EventKinds(EVENT_KINDS).declare("watch", "something else")


SNIPPETS = {
    "kind": """
from posture.theatre import Theatre
from posture.theatre.event_kinds import ARRIVED

def right(theatre: Theatre) -> None:
    theatre.note(ARRIVED, "somebody")

def wrong(theatre: Theatre) -> None:
    theatre.note("arived", "somebody")
""",
    "constant": """
from posture.theatre.event_kinds import ARIVED
""",
}
"""Modules with one mistake each, in the last line; what `make check` holds the package to finds it."""


def test_a_misspelt_kind_fails_the_type_checker(tmp_path):
    pytest.importorskip("mypy", reason="no part of what the package needs, as with make test-floors")
    for name, text in SNIPPETS.items():
        (tmp_path / f"{name}.py").write_text(text)
    config = ROOT / "pyproject.toml"
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(config),
        "--no-error-summary",
        str(tmp_path),
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    wrong = sorted(
        line.split(": error: ")[0].rpartition("/")[2]
        for line in ended.stdout.splitlines()
        if ": error: " in line
    )
    assert wrong == [
        f"{name}.py:{len(text.splitlines())}"
        for name, text in sorted(SNIPPETS.items(), key=lambda one: one[0] + ".py")
    ]
