"""The questions as commands: critical, require, compare, and explain by nation."""

import csv
import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.report.explain import by_nation
from posture.runs.ledgers import Booked

WORLD = """
name: two-roads
start: 2023-07-03
horizon: 60 d
tables: [movement]
movement:
  clearances: {regime: blanket}
  roads: {any: {speed: 10 km/h}}
  march: {gap: 0 s, daily: 10000 km per day, driving: 24 h, halt: 0 s, mishap: 0.0}
decision: {orders: {go: {decided: 0 s}}}
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  MID: {name: Middle, kind: city, country: XX, lat: 50.3, lon: 10.0, modes: [road]}
  FAR: {name: Far, kind: city, country: XX, lat: 50.3, lon: 11.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 50.6, lon: 10.0, modes: [road]}
links:
  am: {start: A, end: MID, mode: road, length: 30 km, country: XX}
  mb: {start: MID, end: B, mode: road, length: 30 km, country: XX}
  af: {start: A, end: FAR, mode: road, length: 50 km, country: XX}
  fb: {start: FAR, end: B, mode: road, length: 50 km, country: XX}
units:
  ours: {nation: XX, home: A, wheeled: 1, notice: {uniform: [0 d, 10 d]}}
  theirs: {nation: XY, home: A, wheeled: 1}
reinforcement:
  integration: 0 s
  release: {any: 0 s}
  reception: {XX: {pieces: 1000000000 per day}}
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        ours: {unit: ours, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
        theirs: {unit: theirs, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "world.yaml").write_text(WORLD)
    return tmp_path


def call(*words):
    return CliRunner().invoke(main, [*map(str, words)], prog_name="posture")


def told(*words, code=0):
    result = call(*words, "--json")
    assert (result.exit_code, result.stderr) == (code, ""), result.output
    return json.loads(result.stdout)


def repeated(command):
    """Run a command that was printed; the closure days of its replications."""
    words = shlex.split(command)
    assert words[0] == "posture"
    assert call(*words[1:], "--quiet", "--jobs", 1).exit_code == 0
    with Path("runs/two-roads/measures.csv").open(newline="") as file:
        return [float(row["value"]) for row in csv.DictReader(file) if row["measure"] == "closure_days"]


def test_critical_ranks_and_its_command_confirms(world):
    found = told("critical", "world.yaml", "--replications", 4, "--jobs", 1)
    (cost,) = found["costs"]
    written = repeated(found["command"])
    closed = repeated(
        found["command"] + "".join(f" --set {shlex.quote(one)}" for one in cost["closures"][0]["set"])
    )
    gaps = [a - b for a, b in zip(closed, written, strict=True)]
    assert cost["mean"] == pytest.approx(sum(gaps) / 4)
    assert {one["key"] for one in cost["closures"]} == {"MID", "am", "mb"}
    assert found["base"] == {"brigade": pytest.approx(sum(written) / 4)}


def test_critical_in_words_names_the_dearest_the_cut_off_and_the_idle(world):
    result = call("critical", "world.yaml", "--replications", 4, "--jobs", 1, "--quiet")
    assert result.exit_code == 0
    text = result.stdout
    assert "1  all of Middle; road A \N{EN DASH} Middle; 1 more alike" in text
    assert "2 lines of brigade  all of B" in text
    assert "closing all of A changes no way and costs nothing" in text
    assert "confirm the first with: posture run world.yaml --replications 4 --seed 1 --set" in text


def test_require_confirms_enough_and_short_by_the_commands_it_prints(world):
    """Six hours and a notice of up to s x 10 d: P(<= 4.75 d) = 0.45 / s, 1 at x0.4 and 0.64 at x0.7."""
    words = ("--until", "P(closure_days[brigade] <= 4.75) >= 0.8", "--by", "units.ours.notice=x0.1..x1")
    found = told("require", "world.yaml", *words, "--steps", 3, "--jobs", 1)
    assert found["answer"] == "suffices"
    for name, setting in (("enough", "x0.4"), ("short", "x0.7")):
        assert found[name]["setting"] == setting
        values = repeated(found[name]["command"])
        (aim,) = found[name]["aims"]
        assert (aim["runs"], aim["estimate"]) == (
            len(values),
            sum(one <= 4.75 for one in values) / len(values),
        )


def test_require_says_never_and_already_with_code_0_and_undecided_with_code_5(world):
    by = ("--by", "units.ours.notice=x0.5..x1", "--steps", 2, "--jobs", 1)
    never = told("require", "world.yaml", "--until", "P(closure_days[brigade] <= 1 h) >= 0.5", *by)
    assert (never["answer"], never["enough"], never["short"]["met"]) == ("never", None, False)
    already = told("require", "world.yaml", "--until", "P(closure_days[brigade] <= 11) >= 0.8", *by)
    assert (already["answer"], len(already["tries"])) == ("already met", 1)
    words = ("--until", "P(closure_days[brigade] <= 5.25) >= 0.5", *by, "--most", 400)
    undecided = told("require", "world.yaml", *words, code=5)
    assert (undecided["answer"], undecided["enough"]["setting"]) == ("undecided", "x0.75")
    assert (
        "cannot tell whether units.ours.notice=x1 is"
        in call("require", "world.yaml", *words, "--quiet").stdout
    )


def test_compare_of_a_run_with_itself_finds_nothing(world):
    assert call("run", "world.yaml", "--replications", 5, "--jobs", 1, "--quiet").exit_code == 0
    found = told("compare", "two-roads", "runs/two-roads")
    assert (found["paired"], found["moved"]) == (True, 0)
    assert {one["difference"] for one in found["questions"]} == {0}
    assert "0 of" in call("compare", "two-roads", "two-roads").stdout


def test_compare_runs_a_scenario_as_the_run_beside_it_and_says_what_moved_and_why(world):
    """The way round takes four hours more, on the road."""
    assert call("run", "world.yaml", "--replications", 5, "--seed", 3, "--jobs", 1, "--quiet").exit_code == 0
    words = ("two-roads", "world.yaml", "--set", "closures.x={place: MID}", "--jobs", 1)
    found = told("compare", *words)
    days = next(one for one in found["questions"] if one["measure"] == "closure_days")
    assert (days["runs"], days["difference"] * 24) == (5, pytest.approx(4))
    assert found["paired"]
    (why,) = found["why"]
    assert why["causes"][0]["cause"] == "road"
    assert "brigade closes 0.2 d later than in runs/two-roads" in call("compare", *words).stdout


def test_runs_of_different_seeds_are_compared_as_independent_and_it_is_said(world):
    for seed in (1, 2):
        words = ("--replications", 6, "--seed", seed, "--out", f"seed-{seed}", "--jobs", 1, "--quiet")
        assert call("run", "world.yaml", *words).exit_code == 0
    found = told("compare", "seed-1", "seed-2")
    assert (found["paired"], found["unlike"]) == (False, ["seed is 1 there and 2 here"])
    text = call("compare", "seed-1", "seed-2").stdout
    assert "not paired: the runs do not draw alike" in text
    assert "Welch" in text


def test_explain_tells_which_nation_a_brigade_waited_for(world):
    """Theirs always closes after six hours; ours after its notice too, so it is always last."""
    assert call("run", "world.yaml", "--replications", 5, "--jobs", 1, "--quiet").exit_code == 0
    (subject,) = told("explain", "two-roads")["subjects"]
    ours, theirs = subject["nations"]
    assert (ours["nation"], ours["last"], ours["cause"]) == ("XX", 1, "readiness")
    assert (theirs["nation"], theirs["last"], theirs["alone"]) == ("XY", 0, 0)
    assert ours["alone"] == pytest.approx(ours["closes"] - theirs["closes"])
    assert "which nation it waits for" in call("explain", "two-roads").stdout


def test_of_two_nations_that_take_turns_each_is_last_in_half_of_the_runs():
    """Days 5 and 3, then 4 and 8: without the first two days less in one run, without the second four."""
    days = {"b/x": {0: 5.0, 1: 4.0}, "b/y": {0: 3.0, 1: 8.0}}
    chains = {"b/x": "rail", "b/y": "sea"}

    def chain(part, run):
        return (Booked(run, part, 0, part, chains[part], "", "", 86_400),)

    one, other = by_nation("b", [0, 1], days, chain, {"b/x": "DE", "b/y": "NL"})
    assert (one.nation, one.alone, one.last, one.cause, one.cause_days) == ("NL", 2, 0.5, "sea", 1)
    assert (other.nation, other.alone, other.last, other.closes) == ("DE", 1, 0.5, 4.5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["critical", "world.yaml", "--measure", "closure"], "there is no measure 'closure'; did you mean"),
        (
            ["critical", "world.yaml", "--keep", "5"],
            "--keep 5 runs fewer closures than --top 20 shows; raise the one or lower the other",
        ),
        (["critical", "baltic-air-policing"], "no force of 'baltic-air-policing' moves, so there is nothing to close"),
        (["critical", "world.yaml", "--subject", "brigad"], "tells of no 'brigad'; did you mean 'brigade'?"),
        (["require", "world.yaml", "--until", "soon", "--by", "a=1..2"], "one of <= >= < > = != is wanted"),
        (
            ["require", "world.yaml", "--until", "P(closure_days[brigade] <= 1) >= 0.9", "--by", "a=1"],
            "--by 'a=1' is no lever; write it like movement.wagons.1520-LT.sets=1..12",
        ),
        (
            ["require", "world.yaml", "--until", "P(closure_days[brigade] <= 1) >= 1", "--by", "a=1..2"],
            "never one of 1; write a share such as 0.99",
        ),
        (
            ["require", "world.yaml", "--until", "mean of closure_days[brigade] <= 1", "--by", "units.us.people=1..2"],
            "units.us",
        ),
        (["compare", "world.yaml", "nowhere"], "nowhere"),
        (["compare", "world.yaml", "world.yaml", "--set", "horizon"], "no '='; write it like units.first.people=700"),
        (["compare", "world.yaml", "world.yaml", "--set", "horizon=long"], "horizon"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_followed_end_with_code_2_and_a_cure(world, words, message):
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert message in result.stderr
    assert "fault of ours" not in result.stderr


def test_questions_give_the_same_answer_on_any_number_of_processes(world):
    for words in (
        ("critical", "world.yaml", "--replications", 4),
        ("require", "world.yaml", "--until", "P(closure_days[brigade] <= 4.75) >= 0.8", "--by", "units.ours.notice=x0.1..x1", "--steps", 3),
    ):  # fmt: skip
        assert told(*words, "--jobs", 1) == told(*words, "--jobs", 2)


def test_compare_plays_the_first_replication_of_both_side_by_side(tmp_path):
    page = tmp_path / "both.html"
    words = ["compare", "first", "first", "--set", "start=2023-08-01", "--replications", "2", "--jobs", "1"]
    result = CliRunner().invoke(main, [*words, "--map", str(page), "--json"])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["paired"]
    assert "first, replication 0 of seed 1" in page.read_text(encoding="utf-8")
    result = CliRunner().invoke(main, [*words, "--map", str(tmp_path / "nowhere" / "both.html")])
    assert (result.exit_code, "name a file in one that is there" in result.stderr) == (2, True)
