import pyarrow.parquet as pq
from click.testing import CliRunner

from posture.cli import main
from posture.operations import EVENT_KINDS
from posture.runs.store import read_run


def ran(folder, *more):
    out = CliRunner().invoke(main, ["run", "first", "--jobs", "1", "--quiet", "--out", str(folder), *more])
    assert out.exit_code == 0, out.output


def test_histories_are_kept_on_demand_also_of_what_was_run_before(tmp_path):
    folder = tmp_path / "mine"
    ran(folder, "--replications", "2")
    assert not (folder / "logs").exists()
    ran(folder, "--replications", "3", "--log")
    files = sorted((folder / "logs").iterdir())
    assert [file.name for file in files] == [f"replication-0000{number}.parquet" for number in range(3)]
    before = files[0].stat().st_mtime_ns
    ran(folder, "--replications", "3", "--log")
    assert files[0].stat().st_mtime_ns == before
    assert read_run(folder).daily


def test_a_kept_history_is_the_one_that_was_answered_from_and_its_amounts_have_units(tmp_path):
    ran(tmp_path / "mine", "--replications", "2", "--log")
    told = (tmp_path / "mine" / "runs.csv").read_text().splitlines()[1:]
    for number, row in enumerate(told):
        table = pq.read_table(tmp_path / "mine" / "logs" / f"replication-0000{number}.parquet")
        _, _, _, _, fingerprint, rows = row.split(",")
        assert table.schema.metadata[b"fingerprint"].decode() == fingerprint
        assert table.num_rows == int(rows)
        for one in table.to_pylist():
            assert one["unit"] == EVENT_KINDS[one["kind"]].unit
            assert one["time_d"] == one["time_s"] / 86_400
