"""What others have spoilt, moved, named too long or made endless is told in one line, and never a fault of ours."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from posture import api
from posture.cli import main
from posture.cli.memory import LEAST
from posture.core import event_log
from posture.core.errors import InUse, PostureError
from posture.core.event_log import Log
from posture.core.schema import amounts
from posture.runs import worker, worker_pool
from posture.runs.dispatch import Dispatcher
from posture.runs.journal import LOCK, Lock
from posture.runs.single import Draws, run_kept
from posture.scenario import load
from posture.scenario.shipped import experiments
from posture.theatre.event_kinds import ORDER

FULL, ENDLESS = Path("/dev/full"), Path("/dev/zero")
LONG = "a" * 300


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def posture(*words):
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("command", ["run", "sweep", "check", "explain", "report", "status", "critical"])
def test_a_name_that_no_system_takes_is_the_users_to_mend(command):
    ended = posture(command, LONG)
    assert (ended.exit_code, ended.output.count("\n")) == (2, 1)
    assert "ours" not in ended.output


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_help_into_a_full_output_ends_with_code_8():
    with FULL.open("w") as full:
        words = [sys.executable, "-m", "posture", "--help"]
        ended = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (8, 1)


def test_too_little_memory_is_told_with_code_8(monkeypatch):
    def spent(*_, **__):
        raise MemoryError

    monkeypatch.setattr("posture.cli.run.load", spent)
    ended = posture("run", "first")
    assert (ended.exit_code, "not enough memory" in ended.output) == (8, True)


def test_a_library_that_finds_no_memory_is_told_with_code_8(monkeypatch):
    def spent(*_, **__):
        raise ImportError("libssl.so.3: failed to map segment from shared object")

    monkeypatch.setattr("posture.cli.run.load", spent)
    ended = posture("run", "first")
    assert (ended.exit_code, "not enough memory" in ended.output) == (8, True)


@pytest.mark.parametrize(("limit", "letter"), [("RLIMIT_AS", "v"), ("RLIMIT_DATA", "d")])
def test_a_process_that_may_take_less_than_its_libraries_need_is_refused_at_once(limit, letter, monkeypatch):
    resource = pytest.importorskip("resource")

    def allowed(asked):
        return (LEAST[limit][1] * 10**6 - 1 if asked == getattr(resource, limit) else -1, -1)

    monkeypatch.setattr(resource, "getrlimit", allowed)
    ended = posture("run", "first")
    assert (ended.exit_code, ended.output.count("\n")) == (8, 1)
    assert f"raise it: ulimit -{letter} " in ended.output


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_a_fault_whose_message_finds_no_room_keeps_its_code():
    with FULL.open("w") as full:
        words = [sys.executable, "-m", "posture", "status", "nothing"]
        ended = subprocess.run(words, stdout=subprocess.PIPE, stderr=full, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")


MANY = str(10**14)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "first"),
        ("sweep", "first", "--assumptions"),
        ("sweep", "one-road"),
        ("compare", "first", "first"),
        ("critical", "first"),
        ("backtest",),
        ("require", "first"),
    ],
    ids=" ".join,
)
def test_more_replications_than_anybody_runs_are_refused_by_every_command(words):
    ended = posture(*words, "--replications", MANY)
    assert ended.exit_code == 2
    assert f"{MANY} is not in the range" in ended.output


@pytest.mark.parametrize("number", [-1, 0, 10**14])
def test_a_number_of_replications_that_no_run_has_is_refused_by_python_too(number):
    with pytest.raises(PostureError, match=f"{number} replications cannot be run; write 1 to 1000000"):
        api.run("first", replications=number)
    name = next(experiments()).stem
    with pytest.raises(PostureError, match=f"{number} replications cannot be run"):
        api.sweep(name, "out", replications=number)
    assert not Path("out").exists()


@pytest.mark.parametrize("number", [-1, 2**63])
def test_a_seed_that_no_run_has_is_refused_by_python_too(number):
    with pytest.raises(PostureError, match=f"{number} is no seed"):
        api.run("first", seed=number, replications=1)


def test_a_part_of_more_digits_than_a_number_has_is_refused():
    ended = posture("sweep", "first", "--shard", f"1/{'9' * 5000}")
    assert (ended.exit_code, "is no part; write it like 1/2" in ended.output) == (2, True)


def test_a_folder_whose_name_no_system_takes_is_the_users_to_mend():
    ended = posture("run", "first", "--replications", "2", "--out", LONG)
    assert (ended.exit_code, ended.output.count("\n")) == (2, 1)
    assert "its name is too long; write a shorter one" in ended.output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"base: {LONG}", "mine.yaml:1:7: base: no scenario"),
        (f"base: ./{LONG}.yaml", "mine.yaml:1:7: base: "),
        (f"base: first\ninclude: {LONG}.yaml", "mine.yaml:2:10: include: "),
        (f"base: first\ntables: [{LONG}]", "mine.yaml:2:10: tables: no table"),
        (f"base: first\ntables: [{LONG}.csv]", "mine.yaml:2:10: tables: "),
        (f"base: first\nnetwork: {LONG}", "mine.yaml:2:10: network: "),
    ],
)
def test_a_name_that_no_system_takes_is_told_with_its_place(line, said):
    Path("mine.yaml").write_text(f"{line}\nname: mine\n", encoding="utf-8")
    ended = posture("check", "mine.yaml")
    assert ended.exit_code == 2
    assert ended.output.startswith(said)


@pytest.mark.skipif(not ENDLESS.exists(), reason="no endless device here")
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("manifest.json", "explain"),
        ("ledger.parquet", "explain"),
        ("measures.parquet", "report"),
        ("journal.sqlite", "status"),
    ],
)
def test_a_link_to_what_has_no_end_is_not_read(name, command):
    Path("mine.yaml").write_text("base: first\nname: mine\n")
    run_kept(load("mine.yaml"), "mine.yaml", Path("run"), Draws(1), jobs=1)
    Path("mine.yaml").unlink()
    (Path("run") / name).unlink()
    (Path("run") / name).symlink_to(ENDLESS)
    ended = posture(command, "run")
    assert (ended.exit_code, "no plain file" in ended.output) == (8, True)


def test_a_pipe_instead_of_a_file_is_not_waited_for():
    os.mkfifo("pipe.yaml")
    for command in ("run", "check", "sweep"):
        assert posture(command, "pipe.yaml").exit_code == 2


def test_a_folder_that_was_moved_after_its_lock_was_opened_is_in_use(monkeypatch):
    Path("one").mkdir()
    (Path("one") / LOCK).touch()
    opened = os.open

    def then_moved(path, *more):
        handle = opened(path, *more)
        if Path("one").exists():
            Path("one").rename("two")
        return handle

    monkeypatch.setattr("posture.runs.journal.os.open", then_moved)
    with pytest.raises(InUse), Lock(Path("one")):
        pass


def test_a_table_named_twice_is_refused_however_it_is_written():
    Path("units.csv").write_text("unit,nation,people,source,confidence\nx,LT,9,me,assumed\n")
    for tables in ("[movement, movement]", "[movement, units.csv, ./units.csv]"):
        with pytest.raises(PostureError, match="is named twice"):
            load("first", [f"tables={tables}"]) if "units" not in tables else load(_mine(tables))


def _mine(tables):
    Path("mine.yaml").write_text(f"base: first\nname: mine\ntables: {tables}\n")
    return "mine.yaml"


@pytest.mark.parametrize(
    ("read", "written", "said"),
    [
        (amounts.distance, "1e999 km", "is too large to be meant"),
        (amounts.duration, "1e-999 h", "is too small to be counted"),
        (amounts.speed, "1e9 km/h", "is too fast to be meant"),
        (amounts.speed, "1e-999 km/h", "is too slow to be meant"),
    ],
)
def test_amounts_beyond_reason_are_named_as_such(read, written, said):
    with pytest.raises(ValueError, match=said):
        read(written)


def test_a_run_without_end_of_rows_ends_by_the_name_of_who_makes_them(monkeypatch):
    monkeypatch.setattr(event_log, "MOST_ROWS", 50)
    log = Log()

    def note_for_ever():
        for second in range(0, 10**6, 4000):
            log.note(second, ORDER, "busy")

    said = r"over 50 rows, by day 2; most of them, 51, are 'order' of 'busy'"
    with pytest.raises(PostureError, match=said):
        note_for_ever()


def test_a_process_that_never_starts_is_given_up(monkeypatch):
    for module in (worker, worker_pool):
        monkeypatch.setattr(module, "START_SECONDS", 0.2)
    left = ["x"]
    pool = worker_pool.LocalWorkerPool(1, "posture.core.clock", (time.sleep, (60,)))
    try:
        given = Dispatcher(pool, lambda _: (list, ())).results(lambda: left.pop() if left else None)
        told = [one for one in given if one is not None]
    finally:
        pool.leave()
    assert told == [("x", worker_pool.Lost(False, "its process did not start in 0 s"))]


def test_of_thousands_of_unknown_names_the_first_are_told():
    units = "\n".join(f"  u{n}: {{nation: LT, home: Q{n}}}" for n in range(400))
    Path("many.yaml").write_text(f"base: first\nname: many\nunits:\n{units}\n")
    with pytest.raises(PostureError, match="and at least 272 more"):
        load("many.yaml")
