"""Spoilt files, one fault each: what `posture check` says of them is stored beside them, word for word.

The stored text is what a user should see. Where the program does not say it yet, `AWAITED` says why.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from posture.cli import main
from posture.scenario import load

SPOILT = Path(__file__).parent / "spoilt"
NAMES = sorted(path.stem for path in SPOILT.glob("*.yaml"))
FAULT = re.compile(r"(?:[\w-]+/)?[\w-]+\.yaml:[1-9]\d*:[1-9]\d*: \S.*")
LONGEST = 280
AWAITED: dict[str, str] = {}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPOILT)
    monkeypatch.delenv("POSTURE_TRACEBACK", raising=False)


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words], prog_name="posture")


def stored(name: str) -> str:
    return (SPOILT / f"{name}.txt").read_text(encoding="utf-8")


def cases() -> list[object]:
    awaited = {name: pytest.mark.xfail(reason=why, strict=True) for name, why in AWAITED.items()}
    return [pytest.param(name, marks=awaited.get(name, ())) for name in NAMES]


@pytest.mark.parametrize("name", cases())
def test_a_spoilt_file_gives_its_stored_message_and_code_2(name):
    result = check(f"{name}.yaml")
    assert result.stderr == stored(name)
    assert (result.exit_code, result.stdout) == (2, "")


def test_every_spoilt_file_has_a_message_and_every_message_a_file():
    assert sorted(path.stem for path in SPOILT.glob("*.txt")) == NAMES
    assert set(AWAITED) <= set(NAMES)


def test_there_are_more_than_forty_spoilt_files_that_are_told_as_stored():
    assert len(set(NAMES) - set(AWAITED)) > 40


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_message_is_one_short_line_a_fault_with_its_place(name):
    lines = stored(name).splitlines()
    assert len(lines) == (5 if name == "five-faults" else 1)
    assert [line for line in lines if not FAULT.fullmatch(line) or len(line) > LONGEST] == []


def test_what_spoilt_files_stand_on_is_sound():
    for name in ("small", "norway", "octal", "orbit", "battery", "watch", "flotilla"):
        assert check(f"sound/{name}.yaml").exit_code == 0


def test_norway_stays_norway_and_010_is_ten():
    assert load("sound/norway.yaml").scenario.places["FJORD"].country == "NO"
    assert load("sound/octal.yaml").scenario.units["guard"].wheeled == 10


@pytest.mark.parametrize("command", ["check", "run"])
def test_five_faults_are_one_message_of_five_lines_in_a_process_of_its_own(command, tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "posture", command, "five-faults.yaml"],
        cwd=SPOILT,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", stored("five-faults"))
    assert len(ended.stderr.splitlines()) == 5
    assert not (SPOILT / "runs").exists()


def test_a_file_of_over_5_mb_is_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("include: small.yaml\n" + "# filler\n" * 600_000, encoding="utf-8")
    result = check(str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "over 5 MB; write less, or use tables" in result.stderr
    assert len(result.stderr.splitlines()) == 1


BATTALION = "reinforcement.brigades.camp.parts.battalion"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("horizon", ":1:1: no '='; write it like units.first.people=700"),
        ("horizon=", ":1:9: no value; write null to take an entry away"),
        ("units..people=3", ":1:1: 'units..people' is no path; write it like units.first.people"),
        ('units."guard.people=3', ":1:1: no '='; write it like units.first.people=700"),
        ("units.guard.peple=3", ":1:1: units.guard.peple: unknown; did you mean 'people'?"),
        (
            "units.guards.people=3",
            ":1:1: units.guards.home: missing; write it here, or did you mean 'guard'?",
        ),
        (
            "movement.rails.1435_PL.trains=9 per day",
            ":1:1: movement.rails.1435_PL: names no railway; did you mean '1435-PL'?",
        ),
        (
            "movement.railheads.any.ramps='2'",
            ":1:30: movement.railheads.any.ramps: a whole number is wanted, not text; take the quotes off",
        ),
        ("horizon.days=3", ":1:1: horizon: is '60 d', with nothing below it to set"),
        (
            f"{BATTALION}.lines.wheeled.through.2=PIER",
            f":1:1: {BATTALION}.lines.wheeled.through: is a list; number its entries 0 to 1, not '2'",
        ),
        ("horizon=6 km", ":1:9: horizon: '6 km' is a distance; a duration is written like '6 h'"),
        ("horizon=.nan", ":1:9: '.nan' is no number to reckon with; write a finite one"),
        ("units.guard.people=1.5", ":1:20: units.guard.people: a whole number is wanted, not 1.5"),
        (
            "units.guard.home=CAMPS",
            ":1:18: units.guard.home: there is no place 'CAMPS'; did you mean 'CAMP'?",
        ),
        (
            'units."4.7"={nation: LT, home: CAMP, people: -1}',
            ':1:46: units."4.7".people: -1 is too small; the least is 0',
        ),
    ],
    ids=lambda words: words[:50],
)
def test_a_bad_override_is_told_with_its_place_and_cure(words, message):
    result = check("sound/small.yaml", "--set", words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--set {words[:59]}" in result.stderr
    assert result.stderr.splitlines()[0].endswith(message)


def test_faults_of_the_file_and_of_overrides_are_told_together():
    result = check("five-faults.yaml", "--set", "units.guard.people=-1", "--set", "horizon.days=3")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 7
    assert set(stored("five-faults").splitlines()) <= set(result.stderr.splitlines())


def test_a_quoted_key_may_hold_a_dot():
    words = ['units."4.7"={nation: LT, home: CAMP}', 'units."4.7".people=12']
    assert load("sound/small.yaml", words).scenario.units["4.7"].people == 12


@pytest.mark.parametrize(
    "words",
    [
        "movement.clearances.regimes.peacetime.countries={XX: 5 d}",
        "movement.railheads.NOWHERE.ramps=2",
        "movement.rails.1520-any.trains=9 per day",
        "closures.mines={place: FORD, active: false}",
    ],
)
def test_what_may_be_written_for_later_use_is_sound(words):
    assert check("sound/small.yaml", "--set", words).exit_code == 0


def test_an_override_may_mend_a_spoilt_file():
    assert check("45-day-that-does-not-exist.yaml", "--set", "start=2023-02-28").exit_code == 0


def test_a_bad_override_runs_nothing(tmp_path):
    words = ["run", "sound/small.yaml", "--set", "horizon=6 km", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, words, prog_name="posture")
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "out").exists()
