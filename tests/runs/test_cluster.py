import json
import os
import pickle
import signal
import subprocess
import sys
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from textwrap import dedent
from time import sleep

import pytest

from posture.questions.critical import CriticalQuestion, critical
from posture.questions.require import Effort, Trials, require
from posture.questions.require_aims import aims
from posture.runs.cases import Batch, as_bytes, run_batches
from posture.runs.cluster import FAR, DaskCrew, guarded
from posture.runs.identity import versions
from posture.runs.simulate import Prepared, prepare
from posture.runs.single import Draws, run
from posture.runs.worker_pool import Lost
from posture.scenario import load

long = pytest.mark.skipif(
    os.environ.get("POSTURE_TRUST") is None,
    reason="a long proof; POSTURE_TRUST=0 runs it small, make trust whole",
)

ROOT = Path(__file__).parents[2]
SIZE = 5000 if os.environ.get("POSTURE_TRUST") == "1" else 400
EXPERIMENT = f"""
    question: Does a cluster change a byte?
    scenario: first
    factors:
      notice: {{path: decision.orders.exercise.decided, range: [1 h, 9 h]}}
    design: {{kind: latin-hypercube, points: 10}}
    replications: {SIZE // 10}
"""
TWO_WAYS = """
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 24.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.5, lon: 24.0, modes: [road]}
links:
  short: {start: HOME, end: CAMP, mode: road, length: 60 km, country: XX, headway: 1 s}
  long: {start: HOME, end: CAMP, mode: road, length: 90 km, country: XX, headway: 1 s}
units: {one: {nation: XX, home: HOME, wheeled: 10}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts: {first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""
CLUSTER = """
    import os, sys, time
    from pathlib import Path
    from distributed import LocalCluster

    if __name__ == "__main__":
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            cluster.scheduler_info
            pids = [nanny.pid for nanny in cluster.workers.values()]
            Path("up.part").write_text(f"{cluster.scheduler_address} {pids[0]}")
            Path("up.part").rename("up")
            sys.stdin.readline()
"""


def environment():
    return {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))}


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "ex.yaml").write_text(dedent(EXPERIMENT))
    (tmp_path / "cluster.py").write_text(dedent(CLUSTER))
    process = subprocess.Popen(
        [sys.executable, "cluster.py"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (tmp_path / "up").exists():
        assert process.poll() is None
        sleep(0.05)
    address, pid = (tmp_path / "up").read_text().split()
    yield address, int(pid)
    process.communicate(b"\n", timeout=60)


def sweep(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "posture", "sweep", "ex.yaml", "--json", *words],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return json.loads(out)


@long
def test_a_cluster_gives_the_same_bytes_also_when_it_loses_a_worker(tmp_path, cluster):
    address, pid = cluster
    here = told(sweep(tmp_path, "--out", "here"))
    assert (
        told(sweep(tmp_path, "--out", "there", "--cluster", address))["results_sha256"]
        == here["results_sha256"]
    )
    process = sweep(tmp_path, "--out", "lost", "--cluster", address)
    while not (tmp_path / "lost" / "manifest.json").exists():
        sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    assert told(process)["results_sha256"] == here["results_sha256"]
    assert (tmp_path / "there" / "measures.parquet").read_bytes() == (
        tmp_path / "here" / "measures.parquet"
    ).read_bytes()


@long
def test_a_run_on_a_cluster_is_the_same_run(tmp_path, cluster):
    address, _ = cluster
    words = [sys.executable, "-m", "posture", "run", "first", "--replications", "60", "--json"]
    there, here = (
        json.loads(
            subprocess.run(
                [*words, *more], cwd=tmp_path, env=environment(), capture_output=True, check=True
            ).stdout
        )
        for more in (["--cluster", address, "--out", "there"], ["--jobs", "1", "--out", "here"])
    )
    assert there == here


@long
@pytest.mark.parametrize(
    "words",
    [
        ("require", "first", "--until", "P(closure_days[exercise] <= 0.5) >= 0.9", "--by",
         "reinforcement.brigades.exercise.integration=x0.1..x1", "--steps", "4"),
        ("critical", "first", "--replications", "4"),
    ],
)  # fmt: skip
def test_a_question_on_a_cluster_has_the_same_answer(tmp_path, cluster, words):
    address, _ = cluster
    there, here = (
        subprocess.run(
            [sys.executable, "-m", "posture", *words, "--json", *more],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            check=False,
        ).stdout
        for more in (["--cluster", address], ["--jobs", "1"])
    )
    assert there == here
    assert json.loads(there)


class Scheduler:
    """Stands for a Dask client: what is submitted is done at once, and what is sent is counted."""

    def __init__(self):
        self.sent = 0

    def nthreads(self):
        return {"one": 2}

    def close(self):
        """Nothing is kept."""

    def submit(self, task, *words, pure):
        self.sent += len(pickle.dumps(words[:2]))
        here = [{at: one.result() for at, one in word.items()} if _futures(word) else word for word in words]
        future = Future()
        future.set_result(task(*here))
        return future


def _futures(word):
    return isinstance(word, dict) and all(isinstance(one, Future) for one in word.values())


@pytest.fixture
def crew():
    made = DaskCrew.__new__(DaskCrew)
    made._client, made._cases, made._back = Scheduler(), OrderedDict(), SimpleQueue()
    made._counted, made._places, made.chunk = 0.0, 4, FAR
    return made


def test_a_case_is_sent_once_however_many_chunks_run_it(crew):
    case = as_bytes(prepare(load("first").scenario))
    batches = [Batch(0, "k", 1, (number,), case) for number in range(20)]
    for one in batches:
        crew.give(one.replications, run_batches, ([one],), 60.0)
        assert [run.fingerprint for run in crew._back.get()[1].result()] == [
            run.fingerprint for run in run_batches([one])
        ]
    assert len(case) < crew._client.sent < len(case) + 20 * 400


def test_a_requirement_is_answered_alike_on_a_cluster_and_each_setting_is_sent_once(crew, monkeypatch):
    monkeypatch.setattr("posture.runs.dispatch.FIRST_GUESS", 0.5)
    answers = []
    for elsewhere in (None, crew):
        effort = Effort(1, 40, 160, 0.9, 1, elsewhere)
        trials = Trials("first", (), aims("P(closure_days[exercise] <= 0.5) >= 0.9"), effort, lambda _: None)
        answers.append(require(trials, "reinforcement.brigades.exercise.integration=x0.1..x1", 4))
    assert answers[0] == answers[1]
    settings, runs = len(answers[1].tries), sum(one.seen[0].runs for one in answers[1].tries)
    case = len(pickle.dumps(Prepared(load("first").scenario, {})))
    assert runs >= 40 * settings
    assert settings * case / 2 < crew._client.sent < settings * case * 1.5 + 120 * runs


def test_a_run_sends_its_case_once_and_some_hundred_bytes_for_each_chunk(crew, monkeypatch):
    """Through all that hands work out, not the crew alone."""
    monkeypatch.setattr("posture.runs.dispatch.FIRST_GUESS", 0.5)
    there, here = (run(load("first").scenario, Draws(40, 1), 1, crew=one) for one in (lambda: crew, None))
    assert there.fingerprint == here.fingerprint
    assert list(there.rows) == list(here.rows)
    case = len(as_bytes(prepare(load("first").scenario)))
    assert case < crew._client.sent < case + 40 * 600


def test_closures_are_ranked_alike_on_a_cluster(crew, load_text):
    scenario, asked = load_text(TWO_WAYS), CriticalQuestion("closure_days", None, 1, 4, 40)
    here, there = (critical(scenario, asked, 1, elsewhere=pool) for pool in (None, crew))
    assert here.costs
    assert here == there


def forever():
    while True:
        pass


def test_a_run_past_its_time_limit_is_interrupted_inside_a_worker():
    assert guarded(forever, (), 0.2, dict(versions())) == Lost(True, "")
    assert guarded(len, ("abc",), 5.0, dict(versions())) == 3


def test_a_worker_of_another_version_is_refused():
    from posture.core.errors import Refused

    with pytest.raises(Refused, match=r"a worker's version is '0.1.0', this side's is '9'"):
        guarded(len, ("abc",), None, {**versions(), "version": "9"})


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    pytest.importorskip("distributed")
    from posture.core.errors import PostureError
    from posture.runs import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(PostureError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        DaskCrew("tcp://127.0.0.1:9")
    with pytest.raises(PostureError, match=r"there is no scheduler file 'nowhere\.json'"):
        DaskCrew("nowhere.json")
