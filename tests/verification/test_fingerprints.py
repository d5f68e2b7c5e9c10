"""Recorded histories: the trajectory is as it was, in three strictnesses."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posture.scenario.shipped import scenarios

TRUST = os.environ.get("POSTURE_TRUST") == "1"
OTHER_YEARS = {"eastern-flank-2014", "eastern-flank-2017", "eastern-flank-later"}
TESTS = Path(__file__).parent.parent
SCRIPT = TESTS / "verification" / "rewrite_fingerprints.py"

ASK = """
from posture.scenario import load
from posture.runs.simulate import Prepared, simulate
for name in ("lithuania-brigade", "article-5-2001", "standing-naval-groups"):
    case = Prepared(load(name).scenario, {})
    print(name, simulate(case, 7, 1).fingerprint())
"""


def recorded():
    with (TESTS / "fingerprints.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tried(path):
    """The flank of other years than the one that all speak of takes as long as all the rest: `make trust` runs it."""
    marks = [pytest.mark.skipif(not TRUST, reason="make trust")] if path.stem in OTHER_YEARS else []
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [*map(tried, scenarios())])
def test_a_shipped_scenario_runs_as_recorded(path, monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    from rewrite_fingerprints import histories

    mine = [row for row in recorded() if row["scenario"] == path.stem]
    assert histories(path) == mine, "run `make fingerprints` and say in the commit why histories changed"


def test_every_shipped_scenario_and_no_other_is_recorded():
    assert {row["scenario"] for row in recorded()} == {path.stem for path in scenarios()}


def test_neither_hash_seed_nor_zone_nor_locale_is_meaning():
    def ask(environment):
        found = subprocess.run(
            [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        return found.stdout

    plain = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "America/New_York"}
    assert ask(plain) == ask({**plain, "PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"})


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
