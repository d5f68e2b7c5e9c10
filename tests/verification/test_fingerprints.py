"""Recorded histories: the trajectory is as it was, in three strictnesses."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
SCRIPT = TESTS / "verification" / "rewrite_fingerprints.py"

ASK = """
from posture.scenario import load
from posture.runs.simulate import prepare, simulate
case = prepare(load("lithuania-brigade").scenario)
print([simulate(case, 7, k).fingerprint() for k in (1, 0, 2)])
"""


def test_every_shipped_scenario_runs_as_recorded():
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        from rewrite_fingerprints import histories
    finally:
        sys.path.pop(0)
    with (TESTS / "fingerprints.csv").open(encoding="utf-8") as file:
        recorded = list(csv.DictReader(file))
    assert histories() == recorded, "run `make fingerprints` and say in the commit why histories changed"


@pytest.mark.parametrize(
    "changed",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Kathmandu"},
        {"PYTHONHASHSEED": "0", "TZ": "America/New_York", "LC_ALL": "C"},
    ],
)
def test_neither_hash_seed_nor_zone_nor_locale_is_meaning(changed):
    def ask(environment):
        found = subprocess.run(
            [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        return found.stdout

    plain = {**os.environ, "PYTHONHASHSEED": "0"}
    assert ask({**plain, **changed}) == ask(plain)


def test_a_run_with_clock_and_chance_of_the_machine_poisoned_still_completes(lithuania, monkeypatch):
    import random
    import time
    import uuid

    from posture.runs.simulate import prepare, simulate

    case = prepare(lithuania)
    calm = simulate(case, 7, 0).fingerprint()

    def poisoned(*_args, **_kwargs):
        raise AssertionError("a run asked the machine for time or chance")

    for module, name in ((time, "time"), (random, "random"), (os, "urandom"), (uuid, "uuid4")):
        monkeypatch.setattr(module, name, poisoned)
    assert simulate(case, 7, 0).fingerprint() == calm
