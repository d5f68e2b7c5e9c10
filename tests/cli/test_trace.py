"""The history of one replication, row by row."""

import csv
import json

import pandas as pd
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.operations import EVENT_KINDS
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trace") / "first run"
    result = CliRunner().invoke(
        main, ["run", "first", "--replications", "3", "--out", str(folder), "--quiet"]
    )
    assert result.exit_code == 0, result.output
    return str(folder)


def told(*words):
    return CliRunner().invoke(main, ["trace", *words])


def test_all_rows_of_a_replication_with_their_units_as_parquet(run, tmp_path):
    path = tmp_path / "log.parquet"
    assert told(run, "--replication", "2", "--to", str(path)).exit_code == 0
    table = pd.read_parquet(path)
    log = list(simulate(prepare(load("first").scenario), 1, 2))
    rows = table[["time_s", "kind", "who", "where", "amount"]].itertuples(index=False, name=None)
    assert list(rows) == [tuple(row) for row in log]
    road = table[table.kind == "road"].iloc[0]
    assert (road.amount_of, road.unit) == ("seconds", "s")
    assert road.time_d == pytest.approx(road.time_s / 86_400)
    assert road.moment_utc == pd.Timestamp("2023-07-03", tz="UTC") + pd.Timedelta(road.time_s, "s")


def test_of_one_unit_and_kind_as_a_table_and_as_csv(run, tmp_path):
    result = told(run, "--unit", "exercise/company", "--kind", "arrived")
    assert "2023-07-0" in result.output
    assert "exercise/company/vehicles/1 road 2" in result.output
    assert "20 pieces" in result.output
    path = tmp_path / "log.csv"
    told(run, "--unit", "RANGE", "--kind", "arrived", "--to", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["amount"] for row in csv.DictReader(file)] == ["20", "10"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--unit", "exercize"), "no row tells of 'exercize'; did you mean 'exercise'?"),
        (("--kind", "arived"), "there is no kind of row 'arived'; did you mean 'arrived'?"),
        (("--to", "log.txt"), "'log.txt' ends in none of .parquet and .csv"),
        (("--point", "7"), "there is no point 7"),
    ],
)
def test_what_is_not_there_is_named(run, words, message):
    result = told(run, *words)
    assert result.exit_code == 2
    assert message in result.output


def test_every_kind_of_row_is_listed():
    result = CliRunner().invoke(main, ["list", "events", "--json"])
    listed = {row["kind"]: row for row in json.loads(result.output)["events"]}
    assert set(listed) == set(EVENT_KINDS)
    assert listed["arrived"]["what a row tells"] == "a serial reached `where` with so many pieces"
