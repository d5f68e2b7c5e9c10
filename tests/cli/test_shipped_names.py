"""What ships goes by bare names: each is listed, a misspelt one brings the nearest, one of the other kind says so."""

import json

import pytest
from click.testing import CliRunner, Result

from posture.cli import main
from posture.scenario.shipped import experiments, scenarios


def said(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("command", ["run", "check", "critical", "network"])
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
