import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.report.critical_chain import Decider, DelayShare
from posture.report.explain import Explanation
from posture.report.explain_tables import overview
from tests.report.printing import printed_parts


def call(*words):
    return CliRunner().invoke(main, [*map(str, words)], prog_name="posture")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three small runs of the first scenario: as it is, on a slower road, and with another seed."""
    folder = tmp_path_factory.mktemp("explain") / "runs"
    slow = ("--set", "movement.roads.LT.speed=15 km/h")
    for name, *more in (("plain",), ("slow", *slow), ("other", "--seed", "2")):
        done = call(
            "run", "first", "--replications", "4", "--jobs", "1", "--quiet", "--out", folder / name, *more
        )
        assert done.exit_code == 0, done.output
    return folder


def test_explain_says_when_what_where_who_and_step_by_step(runs):
    result = call("explain", runs / "plain")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("exercise closes on D+")
    assert any(line.split()[:2] == ["integration", "at"] for line in lines)
    assert "  company  vehicles  100 %" in lines
    assert any("road Barracks" in line for line in lines)


def test_a_bare_name_means_the_run_under_runs(runs, monkeypatch):
    monkeypatch.chdir(runs.parent)
    assert call("explain", "plain").stdout == call("explain", Path("runs/plain")).stdout


def test_json_is_one_object_of_the_same_content(runs):
    told = json.loads(call("explain", runs / "plain", "--json").stdout)
    assert (told["scenario"], told["replications"]) == ("first", 4)
    [subject] = told["subjects"]
    assert (subject["subject"], subject["closed"]) == ("exercise", 4)
    assert sum(cost["share"] for cost in subject["causes"]) == pytest.approx(1)


def test_a_part_can_be_asked_for_and_a_misspelt_one_is_named(runs):
    assert call("explain", runs / "plain", "--subject", "exercise/company").stdout.startswith(
        "exercise/company"
    )
    result = call("explain", runs / "plain", "--subject", "exercize")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'exercise'?" in result.stderr


def test_against_another_run_says_what_the_change_cost(runs):
    result = call("explain", runs / "slow", "--against", runs / "plain")
    assert result.exit_code == 0
    assert "later than in" in result.stdout
    told = json.loads(call("explain", runs / "slow", "--against", runs / "plain", "--json").stdout)
    [subject] = told["subjects"]
    assert subject["pairs"] == 4
    assert sum(one["days"] for one in subject["causes"]) == pytest.approx(subject["closure"]["days"])


def test_runs_of_different_seeds_are_refused_with_code_6(runs):
    result = call("explain", runs / "plain", "--against", runs / "other")
    assert (result.exit_code, result.stdout) == (6, "")
    assert "seed is 1 here and 2 there" in result.stderr


def test_a_run_that_is_not_there_is_the_users_word(runs, monkeypatch):
    monkeypatch.chdir(runs.parent)
    result = call("explain", "absent")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no run 'absent'" in result.stderr
    assert call("explain", runs / "plain" / "manifest.json").exit_code == 2


def test_a_folder_that_is_no_run_and_a_damaged_ledger_end_in_code_8(runs, tmp_path):
    result = call("explain", tmp_path)
    assert (result.exit_code, result.stdout) == (8, "")
    assert "is no run of posture" in result.stderr
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in (runs / "plain").iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    content = bytearray((copy / "ledger.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "ledger.parquet").write_bytes(content)
    result = call("explain", copy)
    assert (result.exit_code, result.stdout) == (8, "")
    assert "ledger.parquet is not as it was written" in result.stderr


def test_a_run_in_which_nothing_closes_says_so(tmp_path):
    words = (
        "--replications",
        "2",
        "--jobs",
        "1",
        "--quiet",
        "--set",
        "horizon=1 h",
        "--out",
        tmp_path / "short",
    )
    assert call("run", "first", *words).exit_code == 0
    result = call("explain", tmp_path / "short")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "exercise closes in none of 2 runs; exercise waits for the order exercise at RANGE, from day 0.0"
    )


def test_several_brigades_are_told_in_a_line_each_the_latest_first():
    def one(subject, days):
        place = DelayShare("sea", "Alpha", 3.0, None, None, 0.4, 1.0)
        decision = DelayShare("decision", "", 4.0, None, None, 0.6, 1.0)
        last = (Decider("guns", "tracked", 0.5),)
        return Explanation(subject, 2, 2, days, (decision, place), (decision, place), (), last, None, (), ())

    _, _, *rows, more = printed_parts(
        overview([one("north", 7.0), one("west", None), one("south", 9.0)]), width=120
    )
    assert [row.split()[:2] for row in rows] == [["west", "never"], ["south", "D+9.0"], ["north", "D+7.0"]]
    assert rows[1].endswith("decision 4.0 d 60 % sea at Alpha 3.0 d guns tracked 50 %")
    assert more.endswith("--subject west")
