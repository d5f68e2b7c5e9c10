"""What a shell offers while a command is written."""

from pathlib import Path

import click
from click.shell_completion import ShellComplete

from posture.cli import COMMANDS, main

NAMES = {"scenario", "experiment", "run", "runs", "study", "parts", "first", "second", "base"}
"""What arguments and options are called that take the name of what ships, or of what was run."""


def offered(*words):
    *before, begun = words
    found = ShellComplete(main, {}, "posture", "_POSTURE_COMPLETE").get_completions(list(before), begun)
    return {one.value for one in found if one.type == "plain"}, {one.type for one in found}


def test_commands_scenarios_and_experiments_are_offered_by_their_first_letters():
    assert {"run", "require", "report", "rerun"} <= offered("r")[0]
    assert offered("run", "lith")[0] == {"lithuania-brigade"}
    assert "prepositioning" in offered("sweep", "prep")[0]
    assert "file" in offered("check", "x")[1]


def test_runs_that_are_there_are_offered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert offered("explain", "")[0] == set()
    Path("runs/mine").mkdir(parents=True)
    assert offered("explain", "m")[0] == offered("analyse", "")[0] == {"mine"}


def test_whatever_takes_a_name_offers_names():
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        for one in command.params:
            if one.name in NAMES:
                assert one._custom_shell_complete is not None, f"{name}: {one.name}"


def test_options_that_take_a_scenario_offer_those_that_ship():
    assert offered("figures", "--scenario", "lith")[0] == {"lithuania-brigade"}
    assert offered("new", "mine", "--base", "lith")[0] == {"lithuania-brigade"}
    assert offered("compare", "first", "lith")[0] == {"lithuania-brigade"}
