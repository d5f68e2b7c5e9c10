import csv
import json
import subprocess
import sys
from math import inf
from pathlib import Path
from textwrap import dedent

import pyarrow.parquet as pq
import pytest

from posture.core.errors import Refused, StorageFault
from posture.outcomes.ledger import LedgerEntry
from posture.runs.run import Replication
from posture.runs.store import check_room, read_run, write_run
from posture.stats.estimates import Answer

ROOT = Path(__file__).parents[2]
NAMES = {"manifest.json", "measures.parquet", "measures.csv", "ledger.parquet", "replications.csv"}
ROWS = (
    Answer(0, "closure_days", "lithuania", 10.25, "d"),
    Answer(0, "closure_days", "poland", inf, "d"),
    Answer(1, "closure_days", "lithuania", 0.1 + 0.2, "d"),
)
BOOKS = {
    "lithuania": (
        LedgerEntry("lithuania/a/x", "rail", "RUKLA", 60),
        LedgerEntry("lithuania/a", "draw", "", 5),
    )
}
DONE = (Replication(1, 0, "aa", 7, (), BOOKS), Replication(1, 1, "bb", 9, (), {}))


def told(**changes):
    same = {"scenario": "small", "scenario_sha256": "00", "seed": 1, "replications": 2}
    return {**same, "deterministic": False, "version": "0.1.0", "command": "posture run small", **changes}


def write(folder, replace=False, **changes):
    write_run(folder, told(**changes), ROWS, DONE, replace=replace)


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_what_is_read_is_what_was_written(tmp_path):
    write(tmp_path / "runs" / "small")
    run = read_run(tmp_path / "runs" / "small")
    assert run.rows == ROWS
    assert run.manifest["seed"] == 1
    assert names(tmp_path / "runs" / "small") == NAMES
    assert names(tmp_path / "runs") == {"small"}


def test_parquet_and_csv_hold_the_same_rows(tmp_path):
    write(tmp_path / "small")
    table = pq.read_table(tmp_path / "small" / "measures.parquet")
    with (tmp_path / "small" / "measures.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    assert (
        head
        == table.column_names
        == ["scenario", "seed", "replication", "measure", "subject", "value", "unit"]
    )
    assert rows == [[str(cell) for cell in row.values()] for row in table.to_pylist()]
    assert [float(row[5]) for row in rows] == [10.25, inf, 0.1 + 0.2]


def test_replications_csv_holds_one_fingerprint_each(tmp_path):
    write(tmp_path / "small")
    assert (
        tmp_path / "small" / "replications.csv"
    ).read_text() == "replication,fingerprint,rows\n0,aa,7\n1,bb,9\n"


def test_the_same_run_written_twice_is_the_same_bytes(tmp_path):
    write(tmp_path / "one")
    write(tmp_path / "two")
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in NAMES
    )


def test_the_last_run_replaces_the_one_before_in_its_default_folder(tmp_path):
    write(tmp_path / "small")
    write(tmp_path / "small", replace=True, seed=2)
    assert read_run(tmp_path / "small").manifest["seed"] == 2
    assert names(tmp_path) == {"small"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("scenario", "other"), ("scenario_sha256", "ff"), ("seed", 2), ("replications", 3), ("version", "9")],
)
def test_a_named_folder_of_another_run_is_refused_and_the_difference_named(tmp_path, key, value):
    write(tmp_path / "small")
    with pytest.raises(Refused, match=rf"another run: its {key} is .*{told()[key]}.*{value}"):
        write(tmp_path / "small", **{key: value})
    assert read_run(tmp_path / "small").manifest[key] == told()[key]


def test_the_same_run_may_be_written_again_into_a_named_folder(tmp_path):
    write(tmp_path / "small")
    write(tmp_path / "small", wall_seconds=3)
    assert read_run(tmp_path / "small").manifest["wall_seconds"] == 3


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("there", ["thesis.txt", "manifest.json"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, replace, there):
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / there).write_text("{}")
    with pytest.raises(Refused, match="holds no run of posture"):
        write(tmp_path / "small", replace=replace)
    assert (tmp_path / "small" / there).read_text() == "{}"


def test_an_empty_folder_may_be_written(tmp_path):
    (tmp_path / "small").mkdir()
    write(tmp_path / "small")
    assert read_run(tmp_path / "small").rows == ROWS


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "small").write_text("mine")
    with pytest.raises(Refused, match="is a file"):
        write(tmp_path / "small")
    assert (tmp_path / "small").read_text() == "mine"


@pytest.mark.parametrize("name", sorted(NAMES - {"manifest.json"}))
def test_a_changed_byte_is_seen_in_any_file(tmp_path, name):
    write(tmp_path / "small")
    path = tmp_path / "small" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(StorageFault, match=rf"{name} is not as it was written.*posture run small"):
        read_run(tmp_path / "small")


def test_a_missing_file_and_a_cut_manifest_are_seen(tmp_path):
    write(tmp_path / "small")
    (tmp_path / "small" / "measures.csv").unlink()
    with pytest.raises(StorageFault, match=r"cannot read .*small"):
        read_run(tmp_path / "small")
    manifest = tmp_path / "small" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-30])
    with pytest.raises(StorageFault, match="no sound manifest"):
        read_run(tmp_path / "small")
    with pytest.raises(StorageFault, match="is no folder"):
        read_run(tmp_path / "absent")


@pytest.mark.parametrize(
    ("call", "survived"),
    [("mkdir", 0), ("open", 0), ("open", 1), ("open", 2), ("open", 3), ("open", 4), ("rename", 0)],
)
def test_a_disk_that_fails_at_any_step_leaves_the_run_before(tmp_path, monkeypatch, call, survived):
    write(tmp_path / "small")
    genuine = getattr(Path, call)
    calls = []

    def fail(self, *words, **more):
        if self.suffix == ".part" or self.parent.suffix == ".part":
            calls.append(self)
            if len(calls) > survived:
                raise OSError(28, "No space left on device")
        return genuine(self, *words, **more)

    monkeypatch.setattr(Path, call, fail)
    with pytest.raises(StorageFault, match=r"cannot write .*small: No space left on device"):
        write(tmp_path / "small", replace=True, seed=2)
    monkeypatch.undo()
    assert read_run(tmp_path / "small").manifest["seed"] == 1
    assert names(tmp_path) == {"small"}


def test_a_disk_that_is_full_ends_in_code_8_and_leaves_no_half_run(tmp_path):
    script = f"""
        import resource
        import sys
        from pathlib import Path
        from posture.core.errors import PostureError
        from posture.stats.estimates import Answer
        from posture.runs.store import write_run

        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        rows = [Answer(number, "closure_days", "lithuania", number / 7, "d") for number in range(5000)]
        try:
            write_run(Path("runs/small"), {told()!r}, rows, (), replace=True)
        except PostureError as fault:
            print(fault)
            sys.exit(fault.exit_code)
    """
    ended = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (8, "")
    assert str(tmp_path / "runs" / "small") in ended.stdout
    assert names(tmp_path / "runs") == set()


def test_a_place_where_nothing_can_be_made_is_a_fault_of_storage():
    with pytest.raises(StorageFault, match="/proc/none/small"):
        write(Path("/proc/none/small"))


def test_a_folder_is_refused_before_any_time_is_spent(tmp_path):
    write(tmp_path / "small")
    with pytest.raises(Refused, match="its seed is 1, this one's is 5"):
        check_room(tmp_path / "small", told(seed=5), replace=False)
    check_room(tmp_path / "small", told(seed=5), replace=True)
    check_room(tmp_path / "absent", told(), replace=False)


def test_the_manifest_names_the_hash_of_every_file_beside_it(tmp_path):
    write(tmp_path / "small")
    manifest = json.loads((tmp_path / "small" / "manifest.json").read_text())
    assert set(manifest["written"]) == NAMES - {"manifest.json"}
