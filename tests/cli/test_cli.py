import json
import os
import subprocess
import sys
from dataclasses import dataclass
from math import inf
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

import posture.cli.check
import posture.cli.progress
import posture.cli.run
import posture.runs.run
import posture.runs.single
from posture.cli import main
from posture.core.clock import DAY, in_days
from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.core.measure import Measure
from posture.operations.air_policing import AirPolicing
from posture.scenario.loading import Mark, Node, TableLayer

ROOT = Path(__file__).parents[2]
HEAVY = {"networkx", "numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy", "simpy"}


class FakeReinforcement(BaseModel):
    brigades: dict[str, str] = {}


class FakeScenario(BaseModel):
    name: str = "fake"
    title: str = "A fake"
    fault: str = ""
    places: dict[str, str] = {}
    measures: dict[str, str] = {}
    air_policing: AirPolicing = AirPolicing()
    reinforcement: FakeReinforcement = FakeReinforcement()


EMPTY = Node({}, Mark("fake.yaml"))


@dataclass(frozen=True)
class FakeFigure:
    path: str
    confidence: str


@dataclass(frozen=True)
class FakeSource:
    file: str
    sha256: str


@dataclass(frozen=True)
class FakeLoaded:
    scenario: FakeScenario
    figures: tuple[FakeFigure, ...]
    sources: tuple[FakeSource, ...]
    overrides: tuple[str, ...]
    tree: Node = EMPTY
    layers: tuple[TableLayer, ...] = ()


def load(name, overrides=()):
    """A scenario whose fault is set by hand."""
    if name == "spoilt":
        raise PostureError(
            "spoilt.yaml:3:1: naem: unknown; did you mean name?\nspoilt.yaml:9:5: seed: no number"
        )
    if "fault=words" in overrides:
        raise PostureError("--set fault: no such value")
    figures = (FakeFigure("a", "assumed"), FakeFigure("b", "seen"), FakeFigure("c", "general"))
    fault = dict(override.split("=") for override in overrides).get("fault", "")
    return FakeLoaded(FakeScenario(fault=fault), figures, (FakeSource("fake.yaml", "00"),), tuple(overrides))


def prepare(scenario):
    return scenario


def simulate(scenario, *, seed, replication, deterministic, check):
    """A brigade that closes a day later in each replication, on day 9 + seed; some faults on demand."""
    if scenario.fault == "bug" or (scenario.fault == "one bug" and replication == 3):
        raise ZeroDivisionError("no trains")
    if scenario.fault == "mine":
        raise PostureError("homes.0: no way to Rukla")
    if scenario.fault == "interrupt":
        raise KeyboardInterrupt
    log = Log()
    if not (scenario.fault == "late" and replication == 0):
        log.note((9 + seed + replication) * DAY, "closed", "lithuania", "Rukla", int(deterministic))
    return log


def closure(log):
    return {"lithuania": next((in_days(row.time) for row in log.of("closed")), inf)}


def within_ten(log):
    return {"lithuania": float(closure(log)["lithuania"] <= 10)}


MEASURES = {
    "closure_days": Measure("closure_days", "d", "lower", "Days to closure.", closure),
    "closed_within_10_days": Measure("closed_within_10_days", "probability", "higher", "Soon?", within_ten),
}


@pytest.fixture
def cli(tmp_path, monkeypatch):
    """Call posture with some words, in an empty folder, over the fakes above."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POSTURE_TRACEBACK", raising=False)
    monkeypatch.setattr(posture.cli.run, "load", load)
    monkeypatch.setattr(posture.cli.check, "load", load)
    monkeypatch.setattr(posture.cli.check, "left_behind", lambda _: ())
    monkeypatch.setattr(posture.cli.check, "unheard", lambda _: ())
    monkeypatch.setattr(posture.cli.check, "undermanned", lambda _: ())
    monkeypatch.setattr(posture.runs.single, "prepare", prepare)
    monkeypatch.setattr(posture.runs.single, "assumed_used", lambda *_: [])
    monkeypatch.setattr(posture.runs.run, "simulate", simulate)
    monkeypatch.setattr(posture.runs.run, "MEASURES", MEASURES)

    def call(*words):
        more = ("--jobs", "1") if words[0] == "run" else ()
        return CliRunner().invoke(main, [*words, *more], prog_name="posture")

    return call


def test_help_imports_nothing_heavy():
    script = (
        "import sys\nfrom posture.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        f"assert not {HEAVY!r} & set(sys.modules), {HEAVY!r} & set(sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert all(f"\n  {name} " in ended.stdout for name in ("run", "check", "list"))


@pytest.mark.parametrize(
    "words",
    [
        ("rnu",),
        ("run",),
        ("run", "fake", "--replications", "0"),
        ("run", "fake", "--seed", "-1"),
        ("run", "fake", "--seed", "seven"),
        ("run", "fake", "--frobnicate"),
        ("list", "ships"),
    ],
)
def test_words_that_nobody_knows_end_in_code_2(cli, words):
    result = cli(*words)
    assert result.exit_code == 2
    assert "Usage: posture" in result.stderr
    assert result.stdout == ""


def test_json_is_one_object_and_nothing_else(cli):
    result = cli("run", "fake", "--replications", "4", "--seed", "1", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    assert list(told) == ["scenario", "seed", "replications", "fingerprint", "measures"]
    assert (told["scenario"], told["seed"], told["replications"]) == ("fake", 1, 4)
    within, closed = told["measures"]
    assert list(closed) == ["measure", "subject", "unit", "n", "unfinished", "mean", "median", "low", "high"]
    assert closed["mean"] == closed["median"] == 11.5
    assert (closed["low"], closed["high"], closed["unfinished"]) == (10, 13, 0)
    assert (within["measure"], within["unit"], within["mean"]) == (
        "closed_within_10_days",
        "probability",
        0.25,
    )


def test_what_never_finished_is_null_in_json(cli):
    closed = json.loads(cli("run", "fake", "--replications", "4", "--json", "--set", "fault=late").stdout)[
        "measures"
    ][1]
    assert (closed["mean"], closed["high"], closed["n"], closed["unfinished"]) == (None, None, 4, 1)


def test_the_same_words_give_the_same_fingerprint_and_seed_0_is_a_seed(cli):
    prints = [
        json.loads(cli("run", "fake", "--seed", seed, "--json").stdout)["fingerprint"] for seed in "0110"
    ]
    assert prints[0] == prints[3] != prints[1] == prints[2]


def test_a_replication_is_the_same_in_any_number_of_them(cli):
    cli("run", "fake", "--replications", "3", "--out", "three")
    cli("run", "fake", "--replications", "8", "--out", "eight")
    three, eight = (Path(name, "runs.csv").read_text().splitlines() for name in ("three", "eight"))
    assert eight[:4] == three


def test_the_table_tells_how_soon_how_likely_and_how_to_repeat_it(cli):
    result = cli("run", "configs/my fake.yaml", "--replications", "4", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "closed after 11.5 d 80 % of runs 10.0 d to 13.0 d" in lines
    assert "P(closed <= 10 d) 0.25 95 % interval 0.05 to 0.70" in lines
    assert lines[-3].endswith(", seed 1, 4 replications, 1 of 3 figures are assumed")
    assert lines[-2] == "results in runs/fake"
    assert lines[-1] == "repeat with: posture run 'configs/my fake.yaml' --replications 4 --seed 1"


def test_without_chance_there_is_one_history(cli):
    assert "1 replication," in cli("run", "fake", "--deterministic", "--quiet").stdout
    refused = cli("run", "fake", "--deterministic", "--replications", "4")
    assert (refused.exit_code, "leave replications out" in refused.stderr) == (2, True)


def test_progress_is_plain_lines_where_there_is_no_terminal(cli, monkeypatch):
    assert cli("run", "fake", "--replications", "20", "--out", "quick").stderr == ""
    monkeypatch.setattr(posture.cli.progress, "PLAIN_SECONDS", 0.0)
    lines = cli("run", "fake", "--replications", "20").stderr.splitlines()
    assert lines[-1].startswith("posture: 20 of 20 runs")


def test_the_folder_holds_what_was_run(cli):
    cli("run", "fake", "--replications", "4", "--seed", "3", "--set", "fault=late", "--quiet")
    manifest = json.loads(Path("runs/fake/manifest.json").read_text())
    assert (manifest["scenario"], manifest["seed"], manifest["replications"]) == ("fake", 3, 4)
    assert manifest["overrides"] == ["fault=late"]
    assert manifest["files"] == [{"file": "fake.yaml", "sha256": "00"}]
    assert manifest["command"] == "posture run fake --replications 4 --seed 3 --set fault=late"
    assert manifest["generator"] == "random.Random (MT19937), seeded by text"
    assert (manifest["figures"], manifest["assumed"], manifest["failures"]) == (3, 1, [])
    assert set(manifest["dependencies"]) >= {"simpy", "networkx", "pydantic"}


def test_a_replication_that_fails_is_told_and_the_others_stand(cli):
    result = cli("run", "fake", "--replications", "5", "--quiet", "--set", "fault=one bug")
    assert result.exit_code == 4
    assert "posture: replication 3 failed: ZeroDivisionError: no trains (run.py:" in result.stderr
    assert "posture: 1 of 5 replications failed; again with: posture run fake" in result.stderr
    assert "4 of 5 replications" in result.stdout
    manifest = json.loads(Path("runs/fake/manifest.json").read_text())
    assert [failure["replication"] for failure in manifest["failures"]] == [3]


def test_a_fault_of_the_user_in_every_replication_is_told_once(cli):
    result = cli("run", "fake", "--quiet", "--set", "fault=mine")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "homes.0: no way to Rukla\n"
    assert not Path("runs/fake/measures.csv").exists()


def test_a_fault_of_ours_is_one_line_and_its_traceback_is_there_when_asked_for(cli, monkeypatch):
    result = cli("run", "fake", "--quiet", "--set", "fault=bug")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ZeroDivisionError: no trains" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    monkeypatch.setenv("POSTURE_TRACEBACK", "1")
    assert "Traceback" in cli("run", "fake", "--quiet", "--set", "fault=bug").stderr


def test_a_fault_that_nobody_foresaw_asks_to_be_reported(cli, monkeypatch):
    monkeypatch.setattr(posture.cli.run, "load", lambda *words: 1 / 0)
    result = cli("run", "fake")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "posture: a fault of ours: ZeroDivisionError: division by zero; please report it with this command\n"
    )


def test_a_second_interrupt_ends_in_code_130_and_the_same_command_goes_on(cli):
    result = cli("run", "fake", "--quiet", "--set", "fault=interrupt")
    assert (result.exit_code, result.stdout) == (130, "")
    assert cli("explain", "fake").stderr.startswith(
        "runs/fake holds no results yet; finish it with: posture run"
    )


def test_a_named_folder_of_another_run_is_refused_with_code_6(cli):
    assert cli("run", "fake", "--quiet", "--out", "mine").exit_code == 0
    assert cli("run", "fake", "--quiet", "--out", "mine").exit_code == 0
    result = cli("run", "fake", "--quiet", "--out", "mine", "--seed", "2")
    assert (result.exit_code, result.stdout) == (6, "")
    assert "its seed is 1, this one's is 2" in result.stderr


def test_the_default_folder_holds_the_last_run(cli):
    for seed in ("1", "2"):
        assert cli("run", "fake", "--quiet", "--seed", seed).exit_code == 0
    assert json.loads(Path("runs/fake.previous/manifest.json").read_text())["seed"] == 1
    told = cli("run", "fake", "--seed", "2", "--set", "fault=late").stderr
    assert told == "posture: the run that was in runs/fake is kept in runs/fake.previous\n"
    assert cli("run", "fake", "--quiet", "--seed", "2").exit_code == 0
    assert json.loads(Path("runs/fake/manifest.json").read_text())["seed"] == 2


@pytest.mark.parametrize("fault", ["", "mine", "interrupt"])
def test_a_place_that_cannot_be_written_ends_in_code_8_before_any_run(cli, fault):
    """Runs that would end in another code by themselves are never begun."""
    result = cli("run", "fake", "--quiet", "--out", "/proc/none/fake", "--set", f"fault={fault}")
    assert result.exit_code == 8
    assert "/proc/none/fake" in result.stderr


def test_check_says_sound_with_its_counts(cli):
    result = cli("check", "fake", "--set", "fault=late")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == "sound: fake, 3 figures, 1 of them assumed, read from 1 files, 1 values set by hand\n"
    )


def test_check_names_every_fault_and_ends_in_code_2(cli):
    result = cli("check", "spoilt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2
    assert "did you mean name?" in result.stderr


def test_check_answers_in_json_as_well(cli):
    sound, spoilt = cli("check", "fake", "--json"), cli("check", "spoilt", "--json")
    assert json.loads(sound.stdout)["sound"] is True
    assert (spoilt.exit_code, spoilt.stderr) == (2, "")
    assert json.loads(spoilt.stdout)["faults"][1] == "spoilt.yaml:9:5: seed: no number"


def test_a_spoilt_scenario_runs_nothing(cli):
    result = cli("run", "spoilt", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2


@pytest.fixture
def shipped(tmp_path_factory):
    """What `posture run first --json` prints in a fresh process, with these words and this environment."""

    def call(*words, **more):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
        ended = subprocess.run(
            [sys.executable, "-m", "posture", "run", "first", "--replications", "6", "--json", *words],
            cwd=tmp_path_factory.mktemp("run"),
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout

    return call


def test_jobs_hash_seeds_and_time_zones_change_nothing(shipped):
    told = shipped("--jobs", "1", PYTHONHASHSEED="0", TZ="UTC")
    assert shipped("--jobs", "2", PYTHONHASHSEED="1", TZ="Asia/Tokyo") == told
    assert shipped("--jobs", "2", PYTHONHASHSEED="random", TZ="America/St_Johns", LC_ALL="C") == told
    assert json.loads(told)["fingerprint"] != json.loads(shipped("--seed", "2"))["fingerprint"]
