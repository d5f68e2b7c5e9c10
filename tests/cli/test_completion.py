"""What a shell offers while a command is written."""

from pathlib import Path

from click.shell_completion import ShellComplete

from posture.cli import main


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
