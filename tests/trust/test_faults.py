"""Faults planted on purpose, each caught by the test that is named for it: what proves that the tests bite."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from faults import FAULTS

ROOT = Path(__file__).parents[2]
PLANTING = Path(__file__).parent / "planting"
TRUST = os.environ.get("POSTURE_TRUST") is not None


def run(test, fault=None):
    paths = [str(PLANTING), str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "POSTURE_TRUST": "0"}
    environment.pop("POSTURE_FAULT", None)
    if fault is not None:
        environment["POSTURE_FAULT"] = json.dumps({"module": fault.module, "changes": fault.changes})
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-x",
        "-p",
        "no:cacheprovider",
        "--tb=line",
        test,
    ]
    return subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_fits_where_it_is_to_be_planted(name):
    source = Path(find_spec(FAULTS[name].module).origin).read_text(encoding="utf-8")
    assert all(there in source for there, _ in FAULTS[name].changes)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if fault.quick else pytest.mark.skipif(not TRUST, reason="make trust"))
        for name, fault in FAULTS.items()
    ],
)
def test_a_planted_fault_is_caught_by_the_test_named_for_it(name):
    fault = FAULTS[name]
    ended = run(fault.caught_by, fault)
    assert ended.returncode == 1, f"{fault.caught_by} does not see {name}:\n{ended.stdout}{ended.stderr}"
    assert " failed" in ended.stdout
    assert "the fault fits" not in ended.stdout + ended.stderr


@pytest.mark.skipif(not TRUST, reason="make trust")
@pytest.mark.parametrize("test", sorted({fault.caught_by for fault in FAULTS.values()}))
def test_the_same_test_passes_where_nothing_is_planted(test):
    ended = run(test)
    assert ended.returncode == 0, ended.stdout
