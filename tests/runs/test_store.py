"""The folder of a run: ours alone, kept, resumed, set aside, and read only as it was written."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import posture
from posture.cli import main
from posture.core.errors import InUse, PostureError, Refused, StorageFault
from posture.runs.journal import JOURNAL, Journal, Lock
from posture.runs.opened import set_aside
from posture.runs.series import logs
from posture.runs.single import Draws, identity_of, run, run_kept
from posture.runs.store import read_run, read_study
from posture.runs.stored_answers import answers_of
from posture.scenario import load

ROOT = Path(__file__).parents[2]
NAMES = {
    ".lock", "daily.parquet", "design.csv", "journal.sqlite", "ledger.parquet", "manifest.json", "measures.csv",
    "measures.parquet", "runs.csv", "scenario.yaml",
}  # fmt: skip


def kept(folder, replications=4, seed=1, sets=(), **more):
    loaded = load("first", sets)
    return run_kept(loaded, "first", Path(folder), Draws(replications, seed), jobs=1, **more)


def names(folder):
    return {path.name for path in Path(folder).iterdir()}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_what_is_read_is_what_was_run():
    result = kept("small")
    stored = read_run(Path("small"))
    assert stored.rows == result.rows
    assert stored.manifest["fingerprint"] == result.fingerprint
    assert names("small") == NAMES


def test_answers_of_some_measures_are_those_among_all_in_their_order():
    kept("small")
    stored, asked = (
        read_run(Path("small")).rows,
        ("closure_days", "part_closure_days", "nothing is called so"),
    )
    mine = [row for row in stored if row.measure in asked]
    assert {row.measure for row in mine} == {*asked[:2]}
    assert list(answers_of(stored, asked)) == list(answers_of(list(stored), asked)) == mine
    assert list(answers_of(stored, ())) == []


def test_a_run_in_memory_and_one_in_a_folder_are_one_run():
    in_memory, in_folder = run(load("first").scenario, Draws(4), jobs=1), kept("small")
    assert (in_memory.fingerprint, in_memory.rows) == (in_folder.fingerprint, in_folder.rows)
    assert [one.ledger for one in in_memory.done] == [one.ledger for one in in_folder.done]


def test_parquet_and_csv_hold_the_same_rows():
    kept("small")
    table = pq.read_table("small/measures.parquet")
    head, *rows = csv.reader(Path("small/measures.csv").read_text().splitlines())
    assert (
        head
        == table.column_names
        == ["point", "replication", "measure", "subject", "value", "unit", "status"]
    )
    assert rows == [[str(cell) for cell in row.values()] for row in table.to_pylist()]


def test_one_job_and_two_and_a_run_in_two_sittings_give_the_same_bytes():
    kept("one")
    run_kept(load("first"), "first", Path("two"), Draws(4), jobs=2)
    kept("twice", replications=2)
    kept("twice")
    for name in ("measures.csv", "measures.parquet", "ledger.parquet", "runs.csv"):
        assert len({(Path(one) / name).read_bytes() for one in ("one", "two", "twice")}) == 1


def test_what_was_run_is_not_run_again(monkeypatch):
    kept("small", replications=3)
    from posture.runs import cases

    ran = []
    genuine = cases._run
    monkeypatch.setattr(
        cases, "_run", lambda batch, number, *more: ran.append(number) or genuine(batch, number, *more)
    )
    kept("small", replications=5)
    assert ran == [3, 4]


def test_fewer_replications_do_not_take_the_place_of_more():
    whole = kept("small", replications=5)
    with pytest.raises(Refused, match="small holds 5 replications of this run, and 2 would take their place"):
        kept("small", replications=2)
    assert {row.replication for row in read_run(Path("small")).rows} == {0, 1, 2, 3, 4}
    assert kept("small", replications=5).fingerprint == whole.fingerprint


@pytest.mark.parametrize(
    ("told", "changes"),
    [
        ("its seed is 1, this one's is 2", {"seed": 2}),
        ("it was run as written, this one is with --set 'horizon=39 d'", {"sets": ("horizon=39 d",)}),
    ],
)
def test_the_folder_of_another_run_is_refused_and_the_difference_named(told, changes):
    kept("small")
    with pytest.raises(Refused, match=rf"small holds another run: {told}"):
        kept("small", **changes)
    assert read_run(Path("small")).manifest["seed"] == 1


def test_another_run_is_set_aside_and_never_one_with_more_given_up_for_it():
    identity = identity_of("first", load("first"), Draws(4, 2))
    assert set_aside(Path("small"), identity) is None
    first = kept("small", replications=4)
    assert set_aside(Path("small"), identity) == Path("small.previous")
    assert read_run(Path("small.previous")).manifest["fingerprint"] == first.fingerprint
    assert not Path("small").exists()
    kept("small", replications=2, seed=2)
    assert set_aside(Path("small"), identity) is None
    with pytest.raises(Refused, match=r"small.previous holds 4 runs and would be given up for 2"):
        set_aside(Path("small"), identity_of("first", load("first"), Draws(4, 3)))


def test_a_folder_of_ones_own_is_never_given_up_for_a_run():
    kept("small")
    Path("small.previous").mkdir()
    Path("small.previous/thesis.txt").write_text("mine")
    with pytest.raises(Refused, match=r"small.previous holds no run"):
        set_aside(Path("small"), identity_of("first", load("first"), Draws(4, 2)))
    assert Path("small.previous/thesis.txt").read_text() == "mine"
    assert read_run(Path("small")).rows


@pytest.mark.parametrize("there", ["thesis.txt", "manifest.json"])
def test_a_folder_that_holds_something_else_is_left_alone(there):
    Path("small").mkdir()
    (Path("small") / there).write_text("{}")
    with pytest.raises(Refused, match="holds no run or study of posture"):
        kept("small")
    assert (Path("small") / there).read_text() == "{}"


def test_a_folder_of_an_older_version_is_refused_with_its_command():
    Path("small").mkdir()
    old = {"program": "posture", "command": "posture run first", "written": {}}
    Path("small/manifest.json").write_text(json.dumps(old))
    for attempt in (lambda: kept("small"), lambda: read_run(Path("small"))):
        with pytest.raises(Refused, match=r"another version of posture, in another form.*posture run first"):
            attempt()


def test_a_journal_of_an_older_version_is_refused():
    kept("small")
    import sqlite3

    with sqlite3.connect(Path("small") / JOURNAL) as base:
        base.execute("UPDATE facts SET content = '1' WHERE name = 'format'")
    base.close()
    with pytest.raises(Refused, match="another version of posture"):
        kept("small")


def test_an_empty_folder_may_be_written_and_a_file_in_its_place_not():
    Path("small").mkdir()
    assert kept("small").rows
    Path("mine").write_text("mine")
    with pytest.raises(Refused, match="is a file"):
        kept("mine")
    assert Path("mine").read_text() == "mine"


def test_a_folder_in_use_is_refused():
    kept("small")
    with Lock(Path("small")), pytest.raises(InUse, match="is in use"):
        kept("small")


@pytest.mark.parametrize("name", ["measures.parquet", "ledger.parquet"])
def test_a_changed_byte_is_seen_in_what_is_read(name):
    kept("small")
    path = Path("small") / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(StorageFault, match=rf"{name} is not as it was written.*posture run first"):
        read_run(Path("small"))


def test_a_table_that_a_spreadsheet_saved_again_spoils_nothing():
    kept("small")
    path = Path("small/measures.csv")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_run(Path("small")).rows


def test_a_missing_file_and_a_cut_manifest_are_seen():
    kept("small")
    Path("small/ledger.parquet").unlink()
    with pytest.raises(
        StorageFault, match=r"small/ledger\.parquet is missing; make it anew with: posture run first"
    ):
        read_run(Path("small"))
    manifest = Path("small/manifest.json")
    manifest.write_bytes(manifest.read_bytes()[:-30])
    with pytest.raises(StorageFault, match=r"no sound manifest"):
        read_run(Path("small"))
    with pytest.raises(StorageFault, match="is no folder"):
        read_run(Path("absent"))


def test_a_run_is_no_study():
    kept("small")
    with pytest.raises(
        PostureError, match="is a run of one scenario, not a study; try: posture explain small"
    ):
        read_study(Path("small"))


def test_rows_under_another_name_are_seen_and_run_again():
    """The digest of a run covers what its numbers are called."""
    whole = kept("small")
    import sqlite3

    with sqlite3.connect(Path("small") / JOURNAL) as base:
        base.execute("UPDATE forms SET keys = replace(keys, 'closure_days', 'closure_daze')")
    base.close()
    with (
        Journal(Path("small"), write=False) as journal,
        pytest.raises(StorageFault, match="point 0, replication 0 is not as it was written"),
    ):
        [*journal.runs()]
    again = kept("small")
    assert (again.rows, again.fingerprint) == (whole.rows, whole.fingerprint)


def test_a_manifest_that_was_edited_is_refused():
    kept("small")
    path = Path("small/manifest.json")
    path.write_text(path.read_text().replace('"finished": 4', '"finished": 40'))
    with pytest.raises(StorageFault, match=r"manifest.json is not as it was written.*posture run first"):
        read_run(Path("small"))


def test_a_disk_that_is_full_ends_in_code_8_and_what_was_there_stays():
    before = kept("small").fingerprint
    script = (
        "import resource, sys; from posture.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "sys.argv = ['posture', 'run', 'first', '--out', 'small', '--replications', '1000', '--jobs', '1', '--quiet']\n"
        "main(prog_name='posture')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 8, ended.stderr
    assert "small" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert kept("small").fingerprint == before


def test_a_place_where_nothing_can_be_made_is_a_fault_of_storage():
    with pytest.raises(StorageFault, match="/proc/none/small"):
        kept("/proc/none/small")


def test_the_manifest_names_the_hash_of_every_table_beside_it():
    kept("small")
    manifest = json.loads(Path("small/manifest.json").read_text())
    assert set(manifest["written"]) == NAMES - {"manifest.json", ".lock", "journal.sqlite"}


def test_the_assumed_figures_that_a_run_stands_on_are_named():
    kept("small")
    found = json.loads(Path("small/manifest.json").read_text())
    figures = {one.path: one.confidence for one in load("first").figures}
    assert found["assumed_used"]
    assert all(figures[path] == "assumed" for path in found["assumed_used"])
    assert len(found["assumed_used"]) < found["assumed"]


def test_a_run_that_was_killed_goes_on_where_it_was():
    words = [
        sys.executable,
        "-m",
        "posture",
        "run",
        "lithuania-brigade",
        "--replications",
        "300",
        "--out",
        "killed",
        "--quiet",
        "--jobs",
        "1",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.05)
        if Path("killed", JOURNAL).exists():
            try:
                with Journal(Path("killed"), write=False) as journal:
                    if journal.counts():
                        break
            except PostureError:
                continue
    first.send_signal(signal.SIGKILL)
    first.wait()
    with Journal(Path("killed"), write=False) as journal:
        over = sum(journal.counts().values())
    assert 0 < over < 300
    short = [
        "run",
        "lithuania-brigade",
        "--replications",
        str(over),
        "--out",
        "killed",
        "--quiet",
        "--jobs",
        "1",
    ]
    assert CliRunner().invoke(main, short, prog_name="posture").exit_code == 0
    whole = run(load("lithuania-brigade").scenario, Draws(over), jobs=1)
    assert read_run(Path("killed")).manifest["fingerprint"] == whole.fingerprint


def test_a_run_that_is_interrupted_before_its_first_replication_is_told_and_goes_on():
    stop = Event()
    stop.set()
    result = kept("small", stop=stop)
    assert (result.interrupted, result.done, result.rows) == (True, (), ())
    assert read_run(Path("small")).rows == ()
    assert kept("small").rows == run(load("first").scenario, Draws(4), jobs=1).rows


def test_the_command_of_a_run_that_python_kept_repeats_it():
    posture.run("first", replications=2, jobs=1, out="small", sets=["horizon=41 d"])
    told = read_run(Path("small")).manifest["command"]
    assert told == "posture run first --replications 2 --seed 1 --set 'horizon=41 d' --out small"
    [first, _] = [log.fingerprint() for log, _ in logs(read_run(Path("small")), 2)]
    assert first in Path("small/runs.csv").read_text()
