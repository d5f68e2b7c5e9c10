import ast
import collections
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import posture

ROOT = Path(__file__).parents[1]
TARGETS = {
    "help",
    "setup",
    "browser",
    "run",
    "test",
    "test-floors",
    "bench",
    "bench-peers",
    "trust",
    "promises",
    "mutants",
    "coverage",
    "check",
    "format",
    "fingerprints",
    "costs",
    "docs",
    "notebook",
    "clean",
}


@pytest.fixture
def spaced(tmp_path):
    """A bare copy of what make reads, in a folder whose name has spaces."""
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def make(folder, *words):
    alone = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *words], cwd=folder, env=alone, capture_output=True, text=True, timeout=60, check=False
    )


def test_make_alone_says_what_can_be_made(spaced):
    ended = make(spaced)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert set(re.findall(r"^  make ([\w-]+)", ended.stdout, re.MULTILINE)) == TARGETS


def test_setup_without_python_says_what_to_install(spaced):
    ended = make(spaced, "setup", "PYTHON=no such python")
    assert ended.returncode != 0
    assert "no 'no such python' on this machine; install Python 3.11 or newer" in ended.stderr


def test_setup_with_an_old_python_says_which_is_needed(spaced):
    old = spaced / "old python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && { echo Python 3.8.1; exit 0; }\nexit 1\n')
    old.chmod(0o755)
    ended = make(spaced, "setup", f"PYTHON={old}")
    assert ended.returncode != 0
    assert "is Python 3.8.1, posture needs 3.11 or newer" in ended.stderr
    assert not (spaced / ".venv").exists()


def test_what_is_set_up_is_not_set_up_again(spaced):
    (spaced / ".venv").mkdir()
    (spaced / ".venv" / ".ready").touch()
    ended = make(spaced, "setup", "PYTHON=no such python")
    assert (ended.returncode, ended.stdout) == (0, "setup: .venv is ready\n")


def test_the_build_machine_runs_the_test_command_of_the_readme():
    assert "\nmake test " in (ROOT / "README.md").read_text()
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()


def test_shipped_scenarios_and_experiments_travel_inside_the_wheel():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["only-include"] == ["posture", "configs", "experiments"]
    assert wheel["sources"] == {
        "configs": "posture/shipped/configs",
        "experiments": "posture/shipped/experiments",
    }


def test_the_version_is_written_the_same_everywhere():
    assert f"\nversion: {posture.__version__}\n" in (ROOT / "CITATION.cff").read_text()


def test_a_class_name_lives_once():
    homes = collections.defaultdict(list)
    for path in sorted((ROOT / "posture").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
