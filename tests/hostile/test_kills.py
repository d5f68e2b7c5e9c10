"""Studies that are killed, starved and crowded: what was committed stays, what was not is run again, once.

Some run small always, all with POSTURE_TRUST=0; `POSTURE_TRUST=1` runs the sizes that we promise: 5,000 runs
and 20 kills.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from time import monotonic, sleep

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.runs.runner import COMMIT_ROWS
from posture.runs.worker_pool import AHEAD, NEAR

long = pytest.mark.skipif(
    os.environ.get("POSTURE_TRUST") is None,
    reason="a long proof; POSTURE_TRUST=0 runs it small, make trust whole",
)

ROOT = Path(__file__).parents[2]
TRUST = os.environ.get("POSTURE_TRUST") == "1"
POINTS, REPLICATIONS, KILLS = (50, 100, 20) if TRUST else (8, 50, 3)
RUNS = POINTS * REPLICATIONS
JOBS = 2
ORPHAN_SECONDS = 5
DISK, LARGE = 600_000, 700
"""Bytes that a file may have, and replications of three points: their cases are smaller, their journal is not."""
EXPERIMENT = f"""
    question: Does it come out the same, whatever happens on the way?
    scenario: first
    factors:
      notice: {{path: decision.orders.exercise.decided, range: [1 h, 9 h]}}
      hard: {{path: "reinforcement.brigades.*.integration", scale: [0.5, 2], kind: uncertainty}}
    design: {{kind: latin-hypercube, points: {POINTS}}}
    replications: {REPLICATIONS}
    time_limit: 60 s
    memory_limit: 1 GB
"""
COUNTED = """
    import json, os, sys, time
    from pathlib import Path
    from posture.experiments.specification import read_experiment
    from posture.runs.run import replicate
    from posture.runs.sweep import Shard, sweep


    def counted(prepared, seed, replication):
        found = replicate(prepared, seed, replication)
        handle = os.open("counted", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, b"x")
        os.close(handle)
        time.sleep(0.004)  # long enough for kills to meet it at work
        return found


    kept = []


    def bad(prepared, seed, replication):
        decided = prepared.scenario.decision.orders["exercise"].decided
        if replication == 3 and int(os.environ["POINT"]) == int(getattr(decided, "low", decided)):
            kind = os.environ["KIND"]
            if kind == "crash":
                os.kill(os.getpid(), 11)
            while kind == "hang":
                pass
            held = kept if kind == "keep" else []
            while kind in ("eat", "keep"):
                held.append(bytes(50_000_000))  # asked for but never touched: the limit is met in no time
        return replicate(prepared, seed, replication)
"""
START = """
    import counted
    if __name__ == "__main__":
        asked = counted.read_experiment("ex.yaml")
        swept = counted.sweep(asked, counted.Path("study"), jobs=2, task=getattr(counted, counted.sys.argv[1]))
        print(counted.json.dumps({"sha": swept.results_sha256, "new": swept.new, "runs": swept.counts}))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ex.yaml").write_text(dedent(EXPERIMENT))
    (tmp_path / "counted.py").write_text(dedent(COUNTED))
    (tmp_path / "start.py").write_text(dedent(START))
    return tmp_path


def start(folder, *words, **more):
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", str(ROOT)), str(folder)]),
    }
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**environment, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process, timeout=600):
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out, err


def sweep(folder, *words, **more):
    return start(folder, "-m", "posture", "sweep", "ex.yaml", "--json", *words, **more)


def committed(folder):
    try:
        base = sqlite3.connect(
            f"{(folder / 'study' / 'journal.sqlite').as_uri()}?mode=ro", uri=True, timeout=5
        )
        with base:
            return base.execute("SELECT count(*) FROM runs").fetchone()[0]
    except sqlite3.Error:
        return 0


def family(session):
    """Every process of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def left_over(session):
    """What is left of a session after five seconds."""
    deadline = monotonic() + ORPHAN_SECONDS
    while family(session) and monotonic() < deadline:
        sleep(0.05)
    return family(session)


def test_a_study_killed_again_and_again_ends_as_one_that_was_not(folder):
    whole = json.loads(ended(sweep(folder, "--out", "undisturbed"))[1])
    draw = random.Random(7)
    lost, orphans = [], []
    for kill in range(KILLS):
        before, made = committed(folder), size(folder / "counted")
        target = before + draw.uniform(0, (RUNS - before) / (KILLS - kill))
        process = start(folder, "start.py", "counted")
        while committed(folder) < target and process.poll() is None:
            sleep(draw.uniform(0, 0.02))
        process.kill()
        _, err = process.communicate()
        assert process.returncode == -signal.SIGKILL or not err, err
        orphans.append(len(left_over(process.pid)))
        lost.append(size(folder / "counted") - made - (committed(folder) - before))
        base = sqlite3.connect(folder / "study" / "journal.sqlite")
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        base.close()
    code, out, err = ended(start(folder, "start.py", "counted"))
    assert (code, err) == (0, "")
    told = json.loads(out)
    sys.stderr.write(f"{RUNS} runs, {KILLS} kills: lost each time {lost}, orphans {orphans}, {told}\n")
    assert told["sha"] == whole["results_sha256"]
    assert told["runs"] == {"done": RUNS}
    assert max(lost) <= JOBS * AHEAD * NEAR.most + COMMIT_ROWS + NEAR.most
    assert max(orphans) == 0
    assert not list((folder / "study").glob("*.part"))


def size(path):
    return path.stat().st_size if path.exists() else 0


@long
def test_jobs_shards_and_order_change_no_byte_of_the_results(folder):
    one = json.loads(ended(sweep(folder, "--out", "one", "--jobs", "1"))[1])
    for jobs in ("2", "4"):
        assert (
            json.loads(ended(sweep(folder, "--out", jobs, "--jobs", jobs))[1])["results_sha256"]
            == one["results_sha256"]
        )
    for part in ("1", "2"):
        assert ended(sweep(folder, "--out", f"part{part}", "--shard", f"{part}/2"))[0] == 0
    merged = ended(start(folder, "-m", "posture", "merge", "part1", "part2", "--out", "merged"))
    assert merged[0] == 0, merged
    told = json.loads(ended(sweep(folder, "--out", "merged"))[1])
    assert (told["new"], told["results_sha256"]) == (0, one["results_sha256"])
    assert (folder / "merged" / "measures.csv").read_bytes() == (folder / "one" / "measures.csv").read_bytes()
    assert (folder / "merged" / "measures.parquet").read_bytes() == (
        folder / "one" / "measures.parquet"
    ).read_bytes()


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("crash", "crashed", "signal 11"),
        pytest.param("hang", "timed out", "4 s, the time limit", marks=long),
        pytest.param("eat", "failed", "MemoryError", marks=long),
        pytest.param("keep", "failed", "MemoryError", marks=long),
    ],
)
def test_one_bad_run_is_one_bad_run(folder, kind, status, words):
    good = json.loads(ended(sweep(folder, "--out", "good"))[1])
    with (folder / "good" / "design.csv").open() as file:
        notice = round(float(file.read().splitlines()[3].split(",")[2]) * 3600)
    if kind == "hang":
        patient = (folder / "ex.yaml").read_text()
        (folder / "ex.yaml").write_text(patient.replace("time_limit: 60 s", "time_limit: 4 s"))
    code, out, err = ended(start(folder, "start.py", "bad", KIND=kind, POINT=str(notice)))
    assert code == 0, err
    assert json.loads(out)["runs"] == {status: 1, "done": RUNS - 1}
    told = (folder / "study" / "failures" / "p00002-r00003.txt").read_text()
    assert told.startswith(f"point 2, replication 3, seed 1: {status}\n")
    assert words in told
    assert "posture rerun study --point 2 --replication 3" in told
    runs = [line for line in (folder / "study" / "runs.csv").read_text().splitlines() if ",done," in line]
    clean = [
        line
        for line in (folder / "good" / "runs.csv").read_text().splitlines()
        if not line.startswith("2,3,")
    ]
    assert runs == clean[1:]
    again = sweep(folder, "--out", "study")
    code, out, err = ended(again)
    assert (code, json.loads(out)["new"]) == (4, 0)
    assert "--retry-failed" in err
    code, out, _ = ended(sweep(folder, "--out", "study", "--retry-failed"))
    assert (code, json.loads(out)["new"]) == (0, 1)
    assert json.loads(out)["results_sha256"] == good["results_sha256"]


@long
def test_a_full_disk_ends_in_code_8_and_what_was_committed_is_resumed(folder):
    asked = dedent(EXPERIMENT).replace(f"points: {POINTS}", "points: 3")
    asked = asked.replace(f"replications: {REPLICATIONS}", f"replications: {LARGE}")
    (folder / "ex.yaml").write_text(asked)
    whole = json.loads(ended(sweep(folder, "--out", "undisturbed"))[1])
    limited = (
        "import resource, runpy, sys;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({DISK}, {DISK}));"
        "sys.argv = ['posture', 'sweep', 'ex.yaml', '--out', 'study', '--json'];"
        "runpy.run_module('posture', run_name='__main__')"
    )
    code, out, err = ended(start(folder, "-c", limited))
    assert (code, out) == (8, ""), err
    assert "study/journal.sqlite" in err
    assert "Traceback" not in err
    kept = committed(folder)
    code, out, _ = ended(sweep(folder, "--out", "study"))
    told = json.loads(out)
    assert 0 < kept == 3 * LARGE - told["new"]
    assert (code, told["results_sha256"]) == (0, whole["results_sha256"])


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_cannot_be_written_ends_in_code_8(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for out in ("/proc/none/study", "/sys/kernel/study"):
        told = CliRunner().invoke(main, ["sweep", "ex.yaml", "--json", "--out", out])
        assert (told.exit_code, told.stdout) == (8, ""), told.stderr
        assert out in told.stderr


@long
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_study_in_a_folder_closed_to_writing_is_left_as_it_is(folder):
    assert ended(sweep(folder, "--out", "study"))[0] == 0
    before = {path.name: path.read_bytes() for path in (folder / "study").iterdir()}
    for path in (folder, *folder.parents[:3]):
        path.chmod(0o755)
    closed = """
        import os, sys
        from posture.cli import main
        import posture.cli.sweep
        from posture.experiments.specification import read_experiment
        from posture.experiments.points import points

        points(read_experiment("ex.yaml"))  # whatever is imported on the way is imported while it may be
        if os.geteuid() == 0:
            os.setuid(65534)
        main(["sweep", "ex.yaml", "--out", "study", "--json"])
    """
    for path in (*(folder / "study").iterdir(), folder / "study"):
        path.chmod(0o555)
    code, told, err = ended(start(folder, "-c", dedent(closed)))
    (folder / "study").chmod(0o755)
    assert (code, told) == (8, ""), err
    assert "cannot write study: Permission denied" in err
    assert {path.name: path.read_bytes() for path in (folder / "study").iterdir()} == before


def test_two_processes_on_one_folder_are_one_too_many(folder):
    text = (folder / "ex.yaml").read_text().replace(f"replications: {REPLICATIONS}", "replications: 2000")
    (folder / "ex.yaml").write_text(text)
    first = sweep(folder, "--out", "study")
    while committed(folder) < 1:
        sleep(0.02)
    code, out, err = ended(sweep(folder, "--out", "study"))
    assert (code, out) == (7, "")
    assert err.startswith("study is in use")
    status = ended(start(folder, "-m", "posture", "status", "study", "--json"))
    assert json.loads(status[1])["done"] > 0
    first.send_signal(signal.SIGINT)
    code, out, err = ended(first)
    assert code == 130, err
    assert json.loads(out)["runs"]["done"] == committed(folder)
    assert "go on with: posture sweep ex.yaml --out study" in err
    assert not left_over(first.pid)


@long
def test_another_design_scenario_seed_or_version_is_refused_and_named(folder):
    text = (folder / "ex.yaml").read_text()
    (folder / "ex.yaml").write_text(text.replace(f"replications: {REPLICATIONS}", "replications: 2"))
    assert ended(sweep(folder, "--out", "study"))[0] == 0
    before = (folder / "study" / "measures.csv").read_bytes()
    for words, named in (
        (("--seed", "5"), "its seed is 1, this one's is 5"),
        (("--set", "horizon=8 d"), "it was run as written, this one is with --set 'horizon=8 d'"),
        (("--scenario", "lithuania-brigade"), "its scenario is 'first', this one's is 'lithuania-brigade'"),
    ):
        code, out, err = ended(sweep(folder, "--out", "study", *words))
        assert (code, out) == (6 if "lith" not in str(words) else 2, ""), err
        assert named in err or "lith" in str(words)
    (folder / "ex.yaml").write_text(text.replace("[1 h, 9 h]", "[1 h, 8 h]"))
    code, _, err = ended(sweep(folder, "--out", "study"))
    assert code == 6
    assert "another design: its point 0 (" in err
    base = sqlite3.connect(folder / "study" / "journal.sqlite")
    with base:
        base.execute(
            'UPDATE facts SET content = replace(content, \'"version": "0.1.0"\', \'"version": "0.0.9"\')'
        )
    base.close()
    (folder / "ex.yaml").write_text(text)
    code, _, err = ended(sweep(folder, "--out", "study"))
    assert code == 6
    assert "its version is '0.0.9', this one's is '0.1.0'" in err
    assert (folder / "study" / "measures.csv").read_bytes() == before
