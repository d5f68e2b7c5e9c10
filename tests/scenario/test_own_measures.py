"""Measures of a scenario's own, by hand and through a run."""

import csv
from math import inf, isinf
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.outcomes import MEASURES
from posture.outcomes.own import own_days, own_number
from posture.runs.own_patterns import fitting_nobody
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.own_measures import OwnMeasure, note_answers
from posture.theatre.event_kinds import ARRIVED

DAY = 86400


def asked(**said):
    return OwnMeasure.model_validate({"kind": str(ARRIVED), **said})


def hand_log():
    log = Log()
    log.note(1 * DAY, ARRIVED, "a/x", "P", 4)
    log.note(2 * DAY, ARRIVED, "a/y", "Q", 1)
    log.note(5 * DAY, ARRIVED, "b/x", "P", 10)
    return log


@pytest.mark.parametrize(
    ("said", "days", "number"),
    [
        ({"take": "count"}, None, 3),
        ({"take": "count", "who": "c/*"}, None, 0),
        ({"take": "sum", "where": "P"}, None, 14),
        ({"take": "sum", "who": "a/*"}, None, 5),
        ({"take": "mean", "who": "a/*"}, None, 2.5),
        ({"take": "largest"}, None, 10),
        ({"take": "first", "where": "Q"}, 2, None),
        ({"take": "last", "who": "a/*"}, 2, None),
        ({"take": "last", "who": "c/*"}, inf, None),
        ({"take": "mean", "who": "c/*"}, None, inf),
    ],
)
def test_each_way_of_taking_gives_the_number_on_paper(said, days, number):
    log = hand_log()
    note_answers(log, {"mine": asked(**said)})
    assert own_days(log) == ({} if days is None else {"mine": pytest.approx(days)})
    assert own_number(log) == ({} if number is None else {"mine": number})


def run(*overrides):
    return simulate(prepare(load("lithuania-brigade", overrides).scenario), 1, 0, check=True)


def test_the_last_row_of_closing_is_the_day_on_which_the_brigade_closes():
    log = run("measures.mine={take: last, kind: closed, who: lithuania}")
    plain = run()
    closed = [row.time for row in plain.of("closed") if row.who == "lithuania"]
    assert own_days(log)["mine"] == pytest.approx(closed[-1] / DAY)
    assert list(log)[: len(plain)] == list(plain), "what happens is the same"


def test_seconds_in_a_queue_add_up_to_days():
    log = run("measures.mine={take: sum, kind: gate queue, who: lithuania/*}")
    waited = sum(row.amount for row in log.of("gate queue") if row.who.startswith("lithuania/"))
    assert not isinf(own_days(log)["mine"])
    assert waited > 0
    assert own_days(log)["mine"] == pytest.approx(waited / DAY)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{take: sum, kind: gate queu}", "did you mean 'gate queue'"),
        ("{take: count, kind: gate queue, where: RT_MOCKAVAA}", "there is no place 'RT_MOCKAVAA'"),
        ("{take: count, kind: gate queue, where: ZZZ*}", "no place is like 'ZZZ*'"),
        ("{take: count, kind: horizon, where: X}", "does not tell where"),
        ("{take: count, kind: own question}", "noted after all measures are taken"),
        ("{take: eval, kind: closed}", "take"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_cure(said, message):
    with pytest.raises(PostureError) as caught:
        load("lithuania-brigade", [f"measures.mine={said}"])
    assert message in str(caught.value), "the message names place and cure"


def test_both_measures_are_listed():
    assert {"own_days", "own_number"} <= set(MEASURES)


@pytest.fixture
def mine(tmp_path):
    scenario = tmp_path / "mine.yaml"
    whole = Path(__file__).parents[1] / "hostile" / "spoilt" / "sound"
    copytree(whole, tmp_path / "sound")
    scenario.write_text(
        "include: sound/small.yaml\nmeasures:\n  rows: {take: count, kind: arrived}\n"
        "  late: {take: last, kind: arrived}\n"
    )
    return scenario


def called(*words):
    return CliRunner().invoke(main, list(map(str, words)))


def test_a_run_prints_them_and_its_folder_holds_them(mine, tmp_path):
    done = called("run", mine, "--replications", 3, "--jobs", 1, "--quiet", "--out", tmp_path / "run")
    assert done.exit_code == 0, done.output
    assert "measures of the scenario's own" in done.output
    with (tmp_path / "run" / "measures.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["measure"], row["subject"]) for row in csv.DictReader(file)}
    assert {("own_number", "rows"), ("own_days", "late")} <= told


def test_a_sweep_answers_with_them_alone(mine, tmp_path):
    experiment = tmp_path / "study.yaml"
    experiment.write_text(
        "question: How late?\nscenario: mine.yaml\ndesign: {kind: full}\nreplications: 2\n"
        "factors: {long: {path: horizon, values: [20 d, 30 d]}}\nmeasures: ['own_days[late]']\n"
    )
    done = called("sweep", experiment, "--jobs", 1, "--quiet", "--out", tmp_path / "study")
    assert done.exit_code == 0, done.output
    with (tmp_path / "study" / "measures.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["measure"], row["subject"]) for row in csv.DictReader(file)}
    assert told == {("own_days", "late")}


def test_a_requirement_may_be_of_one(mine):
    words = [
        "--until",
        "P(own_days[late] <= 1000 d) >= 0.5",
        "--by",
        "horizon=20d..30d",
        "--jobs",
        1,
        "--quiet",
    ]
    done = called("require", mine, *words, "--replications", 4, "--most", 40)
    assert done.exit_code == 0, done.output
    assert "own_days[late]" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["run", "first", "--replications", "1", "--out", "x"],
        ["compare", "first", "first", "--replications", "2"],
        [
            "require",
            "first",
            "--until",
            "P(closure_days[exercise] <= 2) >= 0.5",
            "--by",
            "horizon=x1..x2",
            "--steps",
            "2",
        ],
        ["sweep", "one-road", "--replications", "1", "--out", "y", "--set", "horizon=3 d"],
    ],
    ids=lambda words: words[0],
)
def test_a_pattern_that_fits_nobody_is_told_with_the_nearest_name_before_the_runs(
    words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    asked = ["--set", "measures.gone={take: count, kind: departed, who: exercize/*}", "--jobs", "1"]
    told = CliRunner().invoke(main, [*words, *asked])
    said = "measures.gone.who: nothing is called like 'exercize/*' in the first run; did you mean 'exercise'?"
    assert said in told.stderr
    fits = CliRunner().invoke(
        main, ["run", "first", "--replications", "1", *asked, "--set", "measures.gone.who=exercise/*"]
    )
    assert "nothing is called" not in fits.stderr


def test_a_pattern_of_places_in_time_is_held_to_where(load_text):
    case = load("first", ["measures.there={take: last, kind: state, where: rested}"]).scenario
    assert [one for one in fitting_nobody(case, 1) if "measures.there.where" in one]
