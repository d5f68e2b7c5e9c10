"""Promises 1 and 2 for every operation: neither a stranger nor a hash seed changes a row of anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from posture.operations import OPERATIONS
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from worlds import AFTER, BEFORE, MINE, WORLDS, written  # noqa: E402

TRUST = os.environ.get("POSTURE_TRUST") == "1"
REPLICATIONS = 20 if TRUST else 3
HASH_SEEDS = ("0", "1", "2", "random")
ASK = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from worlds import AFTER, BEFORE, MINE, WORLDS, written
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load
for name in sys.argv[3:]:
    case = Prepared(load(str(written(Path(sys.argv[2]), name, BEFORE, MINE, AFTER))).scenario, {})
    print(name, [simulate(case, 7, k).fingerprint() for k in range(3)])
"""


def strange(row):
    return "alien" in row.who or "alien" in row.where


def test_every_operation_has_its_world_and_no_other():
    assert sorted(WORLDS) == sorted(one.name for one in OPERATIONS)


@pytest.mark.parametrize("operation", WORLDS)
def test_promise_02_a_stranger_before_and_one_after_change_no_row_of_anybody(operation, tmp_path):
    def case(*prefixes):
        return Prepared(load(str(written(tmp_path, operation, *prefixes))).scenario, {})

    alone, others = case(MINE), [case(BEFORE, MINE), case(MINE, AFTER), case(BEFORE, MINE, AFTER)]
    ours, theirs = set(), set()
    for replication in range(REPLICATIONS):
        mine = list(simulate(alone, 3, replication))
        ours.update(row.kind for row in mine if "m-" in row.who)
        for other in others:
            log = list(simulate(other, 3, replication))
            assert [row for row in log if not strange(row)] == mine
            theirs.update(row.kind for row in log if strange(row))
    assert theirs >= ours - RARE


RARE = {"mishap", "lift wait", "lift asked for", "sailed alone", "thawed"}
"""What may not come to a stranger in any of a few runs, though it came to us."""


@pytest.fixture(scope="module")
def in_one_process(tmp_path_factory):
    def ask(hash_seed):
        folder = tmp_path_factory.mktemp(f"seed-{hash_seed}")
        ended = subprocess.run(
            [sys.executable, "-c", ASK, str(HERE), str(folder), *WORLDS],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()

    return {seed: ask(seed) for seed in HASH_SEEDS}


@pytest.mark.parametrize("operation", WORLDS)
def test_promise_01_hash_seeds_change_no_row_of_any_operation(operation, in_one_process):
    index = list(WORLDS).index(operation)
    told = {seed: lines[index] for seed, lines in in_one_process.items()}
    assert all(line.startswith(f"{operation} [") for line in told.values())
    assert len(set(told.values())) == 1, told
