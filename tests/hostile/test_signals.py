"""Whatever ends a command from outside, in whatever phase: one message, and 128 plus the signal's number."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import posture.cli.run
import posture.cli.sweep
from posture.cli import main
from posture.cli.run import run_kept

SIGNALS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGTERM: 143}
RUN = ["run", "first", "--replications", "4", "--jobs", "1"]
FINISHING = "posture: finishing what is in hand; interrupt again to stop at once\n"


def hit(number, *, often=1):
    for _ in range(often):
        os.kill(os.getpid(), number)
        time.sleep(0.01)  # handlers run between two instructions


def before(number, function, *, often=1):
    def hit_and_done(*words, **more):
        hit(number, often=often)
        return function(*words, **more)

    return hit_and_done


@pytest.fixture(params=SIGNALS, ids=lambda one: one.name)
def number(request):
    return request.param


@pytest.fixture
def posture_ends(tmp_path, monkeypatch):
    """What a command says and how it ends; handlers are as they were before."""
    monkeypatch.chdir(tmp_path)

    def ends(*words):
        handlers = [signal.getsignal(one) for one in SIGNALS]
        ended = CliRunner().invoke(main, list(words))
        assert [signal.getsignal(one) for one in SIGNALS] == handlers
        return ended

    return ends


def test_a_signal_while_a_scenario_is_loaded_is_told_with_its_code(number, posture_ends, monkeypatch):
    monkeypatch.setattr(posture.cli.run, "load", before(number, posture.cli.run.load))
    ended = posture_ends(*RUN)
    assert (ended.exit_code, ended.stdout, ended.stderr) == (SIGNALS[number], "", "posture: interrupted\n")


def test_the_first_signal_while_runs_are_in_hand_lets_them_finish(number, posture_ends, monkeypatch):
    monkeypatch.setattr(posture.cli.run, "run_kept", before(number, run_kept))
    ended = posture_ends(*RUN, "--quiet")
    assert ended.exit_code == SIGNALS[number]
    assert ended.stderr.startswith(FINISHING)
    assert ended.stderr.splitlines()[-1].startswith("posture: interrupted; go on with: posture run first ")
    monkeypatch.setattr(posture.cli.run, "run_kept", run_kept)
    assert posture_ends(*RUN, "--quiet").exit_code == 0
    assert len(Path("runs/first/runs.csv").read_text().splitlines()) == 1 + 4


def test_a_second_signal_stops_at_once(number, posture_ends, monkeypatch):
    monkeypatch.setattr(posture.cli.run, "run_kept", before(number, run_kept, often=2))
    ended = posture_ends(*RUN)
    assert (ended.exit_code, ended.stderr) == (SIGNALS[number], f"{FINISHING}posture: interrupted\n")


def test_a_signal_while_points_are_made_ready_is_told_with_its_code(number, posture_ends, monkeypatch):
    Path("ex.yaml").write_text(
        "question: How soon?\nscenario: first\ndesign: {kind: latin-hypercube, points: 3}\nreplications: 2\n"
        "factors: {notice: {path: decision.orders.exercise.decided, range: [1 h, 9 h]}}\n"
    )
    sweep = posture.cli.sweep.sweep
    monkeypatch.setattr(posture.cli.sweep, "sweep", before(number, sweep))
    ended = posture_ends("sweep", "ex.yaml", "--jobs", "1")
    assert ended.exit_code == SIGNALS[number]
    assert ended.stderr.startswith(FINISHING)
    assert "posture: interrupted" in ended.stderr.removeprefix(FINISHING)


def test_a_signal_while_results_are_told_is_told_with_its_code(number, posture_ends, monkeypatch):
    monkeypatch.setattr(posture.cli.run, "summarised", before(number, posture.cli.run.summarised))
    ended = posture_ends(*RUN)
    assert (ended.exit_code, ended.stderr) == (SIGNALS[number], "posture: interrupted\n")


def test_a_command_whose_terminal_goes_away_finishes_what_is_in_hand(tmp_path):
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "posture", "run", "first", "--replications", "20000", "--jobs", "1"]
    process = subprocess.Popen(
        words, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - it is of the session now
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while b"/s" not in seen:
        seen += os.read(ours, 4096)
    os.close(ours)
    assert process.wait(timeout=60) == 129
    assert (tmp_path / "runs" / "first" / "measures.parquet").exists()
    assert not list((tmp_path / "runs" / "first").glob("failures/*"))


def test_under_nohup_a_command_outlives_its_terminal():
    script = (
        "import os, signal\n"
        "from posture.cli.interrupts import ended_by_signals, interrupts\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with ended_by_signals(), interrupts() as (stop, met):\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    print(stop.is_set(), met)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "False []\n", "")
