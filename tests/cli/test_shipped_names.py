"""What ships goes by bare names: each is listed, a misspelt one brings the nearest, one of the other kind says so."""

import json

import pytest
from click.testing import CliRunner, Result

from posture.cli import main
from posture.scenario.shipped import experiments, scenarios


def said(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("command", ["run", "critical", "network"])
def test_a_misspelt_scenario_brings_the_nearest(command: str) -> None:
    result = said(command, "lithuania-brigad")
    assert result.exit_code == 2
    assert "there is no scenario 'lithuania-brigad'; did you mean 'lithuania-brigade'?" in result.stderr


def test_a_misspelt_experiment_brings_the_nearest() -> None:
    result = said("sweep", "prepositionin")
    assert result.exit_code == 2
    assert "there is no experiment 'prepositionin'; did you mean 'prepositioning'?" in result.stderr


def test_what_is_near_nothing_brings_the_command_that_lists() -> None:
    assert "'posture list scenarios' shows what ships" in said("run", "zzzzqq").stderr
    assert "'posture list experiments' shows what ships" in said("sweep", "zzzzqq").stderr


def test_a_folder_of_results_hides_no_scenario_of_its_name(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first").mkdir()
    (tmp_path / "other").mkdir()
    assert said("check", "first").exit_code == 0
    assert "'other' is a folder" in said("check", "other").stderr


def test_an_experiment_is_no_scenario_and_the_other_way_round() -> None:
    assert "'one-road' is an experiment; 'posture sweep one-road' runs it" in said("run", "one-road").stderr
    assert "'one-pool' is a scenario; 'posture run one-pool' runs it" in said("sweep", "one-pool").stderr


def test_all_that_ships_is_listed() -> None:
    listed = said("list", "experiments").stdout + said("list", "scenarios").stdout
    assert [path.stem for path in (*experiments(), *scenarios()) if path.stem not in listed] == []


def test_lists_are_data_too():
    told = json.loads(said("list", "--json").stdout)
    assert list(told) == ["scenarios", "experiments", "measures"]
    assert {"scenario": "first", "what it is": "One company on one road"} in told["scenarios"]
    fields = json.loads(said("list", "fields", "--json").stdout)["fields"]
    assert {"units.*.people", "closures.*.active"} <= {one["field"] for one in fields}


def test_check_takes_both_kinds_and_brings_the_nearest_of_both() -> None:
    for near, whole in (("prepositionin", "prepositioning"), ("lithuania-brigad", "lithuania-brigade")):
        assert (
            f"there is no scenario or experiment '{near}'; did you mean '{whole}'?"
            in said("check", near).stderr
        )
    assert "'posture list' shows what ships" in said("check", "zzzzqq").stderr


@pytest.mark.parametrize("command", ["explain", "analyse", "report", "trace", "cards", "status"])
@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("one-road", "'posture sweep one-road' makes a study of it"),
        ("first", "'posture run first' makes a run of it"),
    ],
)
def test_who_asks_for_results_that_are_not_there_is_told_what_makes_them(
    tmp_path, monkeypatch, command, name, maker
) -> None:
    monkeypatch.chdir(tmp_path)
    result = said(command, name)
    assert result.exit_code == 2
    assert maker in result.stderr


def test_a_misspelt_folder_of_results_brings_the_nearest(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "first").mkdir(parents=True)
    assert (
        "there is no run 'firts', here or under runs/; did you mean 'first'?"
        in said("explain", "firts").stderr
    )


def test_a_misspelt_command_brings_the_nearest() -> None:
    result = said("lisst")
    assert result.exit_code == 2
    assert "there is no command 'lisst'; did you mean 'list'?" in result.stderr
