"""Study folders as a sweep leaves them, made from a function of the factors instead of a scenario."""

import csv
import json
import re
import sys
from hashlib import sha256
from itertools import permutations, product
from math import inf

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from posture.cli import main

HEAD = ["point", "replication", "measure", "subject", "value", "unit", "status"]
CLEARANCE = {"peacetime": 4, "crisis": 1, "blanket": 0}


def factor(name, low=None, high=None, kind="lever", settings=None, unit=""):
    told = {"name": name, "path": f"some.{name}", "kind": kind, "unit": unit, "low": low, "high": high}
    return told | ({"settings": settings} if settings else {})


STORED, LIFT = factor("stored", 0, 1), factor("lift", settings=["high", "low"])
REGIME = factor("clearance", settings=sorted(CLEARANCE))
GRID = [list(row) for row in product([0, 0.5, 1], ["high", "low"], sorted(CLEARANCE))]


def chance(replication, sd=2.0):
    return float(np.random.default_rng(replication).normal(0, sd))


def closure(row, replication):
    stored, lift, regime = row
    return 25 - 6 * stored - 2 * (lift == "high") * (1 - stored) + CLEARANCE[regime] + chance(replication)


def keep(folder, manifest, results):
    """Write results and manifest as a sweep does."""
    frame = pd.DataFrame(results, columns=HEAD).astype({"value": float})
    frame.to_parquet(folder / "measures.parquet")
    names = ("design.csv", "measures.parquet")
    written = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    same = {"program": "posture", "format": 2, "kind": "study", "command": "posture sweep it"}
    (folder / "manifest.json").write_text(
        json.dumps({**same, **manifest, "written": written}), encoding="utf-8"
    )


@pytest.fixture
def study(tmp_path):
    def written(kind, factors, rows, answer, replications=12, *, common=True, variant=False):
        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        names = [*(["variant"] if variant else []), *(one["name"] for one in factors)]
        results = []
        for point, row in enumerate(rows):
            for replication in range(replications):
                value = answer(row, replication)
                if value is None:
                    results.append([point, replication, "", "", "nan", "", "failed"])
                else:
                    results.append(
                        [point, replication, "closure_days", "lithuania", repr(value), "d", "done"]
                    )
        with (folder / "design.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [["point", *names], *([point, *row] for point, row in enumerate(rows))]
            )
        keep(folder, {"design": {"kind": kind}, "factors": factors, "common_random_numbers": common}, results)
        return folder

    return written


def analyse(folder, *words):
    return CliRunner().invoke(main, ["analyse", str(folder), *words])


def told(folder, *words):
    done = analyse(folder, *words)
    assert done.exit_code == 0, done.output
    return done.output


def findings(folder, *words):
    [answer] = json.loads(told(folder, "--json", *words))["answers"]
    return {one["method"]: one for one in answer["findings"]}


def test_a_grid_ends_in_a_sentence_that_says_which_lever_buys_how_many_days(study):
    text = told(study("full", [STORED, LIFT, REGIME], GRID, closure))
    assert (
        "closure_days of lithuania, on average over all else: stored from 0 to 1 buys 5.00 d (95 % interval 5.00 to "
        "5.00); clearance from peacetime to blanket buys 4.00 d" in text
    )
    assert "lift from low to high buys 1.00 d" in text
    assert "stored and lift together give 2.00 d less than one by one" in text
    assert "points share their random numbers" in text


def test_a_grid_ends_in_plain_words_with_what_shares_its_work(study):
    stored = {**STORED, "label": "equipment in store"}
    words = told(study("full", [stored, LIFT, REGIME], GRID, closure)).splitlines()[-3]
    assert words.startswith(
        "in plain words: lithuania closes 5.00 d (5.00 to 5.00) sooner with equipment in store from 0 to 1, "
        "4.00 d (4.00 to 4.00) sooner with clearance from peacetime to blanket and "
        "1.00 d (1.00 to 1.00) sooner with lift from low to high, each on average over the rest; "
        "equipment in store and lift do each other's work: both changes together give 2.00 d (2.00 to 2.00) less than the two "
        "added; from worst setting to best it goes from "
    )
    worst, best = (float(one) for one in re.findall(r"([\d.]+) d", words)[-2:])
    assert worst - best == pytest.approx(29 - 19, abs=0.11)


def findings_of(folder, *words):
    return {one["method"]: one for one in json.loads(told(folder, "--json", *words))["answers"]}


def test_plain_words_turn_levers_to_the_better_and_what_nobody_chooses_to_the_worse(study):
    """6 d worse a step of delay at low lift, 4 d at high: less delay and more lift do each other's work."""
    delay, calm = {**factor("delay", 0, 1), "scale": True}, factor("storm", 0, 1, kind="uncertainty")
    rows = [[*row] for row in product([0, 1], ["high", "low"], [0, 1])]
    answer = lambda row, one: 20 + row[0] * (6 - 2 * (row[1] == "high")) - (row[1] == "high") + 3 * row[2]  # noqa: E731
    words = told(study("full", [delay, LIFT, calm], rows, answer)).splitlines()[-3]
    assert words == (
        "in plain words: lithuania closes 5.00 d (5.00 to 5.00) sooner with delay from as written to none and "
        "2.00 d (2.00 to 2.00) sooner with lift from low to high, each on average over the rest; "
        "what nobody chooses: 3.00 d (3.00 to 3.00) later with storm from 0 to 1; "
        "delay and lift do each other's work: both changes together give 2.00 d (2.00 to 2.00) less than the two added; "
        "from worst setting to best it goes from 29.0 d to 19.0 d"
    )


def without_chance(row, replication):
    return closure(row, replication) - chance(replication)


def test_points_that_nothing_beats_in_all_aims_stand_and_equals_with_them(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    found = findings_of(folder, "--pareto", "closure_days[lithuania]", "--pareto", "stored")["pareto"]
    assert [one["settings"] for one in found["results"]] == [
        ["1", "high", "blanket"], ["1", "low", "blanket"], ["0.5", "high", "blanket"], ["0", "high", "blanket"],
    ]  # fmt: skip
    assert "4 of 18 points are beaten by none, 14 are surely beaten" in found["sentence"]
    dear = findings_of(folder, "--pareto", "closure_days[lithuania]", "--pareto", "stored:higher")["pareto"]
    assert [one["settings"][0] for one in dear["results"]] == ["1", "1"]


def test_a_condition_is_counted_over_runs_and_uncertainties_in_any_unit(study):
    levers = [STORED, LIFT, {**REGIME, "kind": "uncertainty"}]
    folder = study("full", levers, GRID, without_chance)
    found = findings_of(folder, "--satisfy", "closure_days[lithuania] <= 528 h")["satisficing"]["results"]
    shares = {tuple(one["settings"]): (one["met"], one["n"]) for one in found}
    assert shares == {
        ("1", "high"): (24, 36), ("1", "low"): (24, 36), ("0.5", "high"): (24, 36),
        ("0.5", "low"): (12, 36), ("0", "high"): (0, 36), ("0", "low"): (0, 36),
    }  # fmt: skip


def test_where_keeps_the_points_at_which_a_condition_on_factors_holds(study):
    notice = factor("notice", 1, 6, unit="h")
    rows = [[*row] for row in product([1, 3, 6], ["high", "low"], [0, 1])]
    answer = lambda row, one: 20 + row[0] - (row[1] == "high") + 10 * row[2]  # noqa: E731
    folder = study("full", [notice, LIFT, factor("storm", 0, 1)], rows, answer)
    found = findings(folder, "--where", "notice <= 200 min and storm = 0")
    assert [one["settings"] for one in found["overview"]["results"]] == [
        ["1", "high"], ["1", "low"], ["3", "high"], ["3", "low"],
    ]  # fmt: skip
    gains = {one["factor"]: one["change"] for one in found["main effects"]["results"] if "factor" in one}
    assert gains == {"notice": pytest.approx(2), "lift": pytest.approx(-1)}
    for condition, message in (
        ("notise < 2 h", "there is no factor 'notise'; did you mean 'notice'?"),
        ("notice > 2 d", "holds at none of the 12 points"),
        ("notice >", "cannot be read at column 9"),
    ):
        result = CliRunner().invoke(main, ["analyse", str(folder), "--where", condition])
        assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--pareto", "stored"), "a trade-off is between two aims or more; give --pareto twice"),
        (
            ("--pareto", "storde", "--pareto", "stored"),
            "'storde' is no factor of this study; did you mean 'stored'?",
        ),
        (("--pareto", "lift", "--pareto", "stored"), "'lift' has settings in words, which are no price"),
        (("--pareto", "stored:best", "--pareto", "stored"), "better is 'higher' or 'lower', not 'best'"),
        (("--satisfy", "closure_day[lithuania] <= 3 d"), "there is no measure 'closure_day'; did you mean"),
        (("--satisfy", "closure_days <= 3 d"), "of whom? write 'closure_days[subject]'"),
        (("--satisfy", "1 < 2"), "this names no measure"),
    ],
)
def test_a_trade_off_in_the_wrong_words_is_told_the_right_ones(study, words, message):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    result = CliRunner().invoke(main, ["analyse", str(folder), *words])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_study_without_shared_chance_says_so_and_is_told_what_rinott_and_ocba_ask(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure, common=False)
    assert "do not share their random numbers" in told(folder)
    [best] = findings(folder)["selection"]["results"]
    assert len(best["runs"]) == len(GRID)
    assert sum(best["next_runs"]) == pytest.approx(1)


def test_a_list_is_held_against_its_first_point_and_says_what_pairing_pays(study):
    rows = [[0, "low", "crisis"], [1, "low", "crisis"], [0, "low", "blanket"]]
    noisy = lambda row, one: closure(row, one) + chance(1000 + one * 7 + int(row[0]), 0.2)  # noqa: E731
    found = findings(study("list", [STORED, LIFT, REGIME], rows, noisy))
    differences = {one["point"]: one for one in found["comparison"]["results"]}
    assert differences[1]["difference"] == pytest.approx(-6, abs=0.3)
    assert differences[1]["paired"]["ratio"] > 20
    assert found["selection"]["results"][0]["may_be_best"] == [1]


def test_assumptions_are_ranked_by_what_they_move(study):
    names = ["trains", "idle", "march"]
    moves = {"trains": {"low": 4, "high": -3}, "idle": {}, "march": {"low": 2, "high": -1}}
    rows = [["", "", ""]]
    for column, end in product(range(3), ("low", "high")):
        rows.append(["", "", ""])
        rows[-1][column] = end

    def answer(row, replication):
        shift = sum(moves[name].get(cell, 0) for name, cell in zip(names, row, strict=True))
        return 20.0 + shift + chance(replication)

    folder = study("assumptions", [factor(one, kind="uncertainty") for one in names], rows, answer)
    bars = findings(folder)["tornado"]["results"]
    assert [bar["factor"] for bar in bars] == ["trains", "march", "idle"]
    assert [bar["swing"] for bar in bars] == pytest.approx([7, 3, 0])
    assert "of the 3 assumed figures of closure_days of lithuania" in told(folder)
    assert "2 of 3 assumed figures are seen to move it" in told(folder)


def saltelli(n=64):
    from scipy.stats import qmc

    rows = []
    for row in qmc.Sobol(4, rng=np.random.default_rng(1)).random(n).tolist():
        a, b = row[:2], row[2:]
        rows += [a, [b[0], a[1]], [a[0], b[1]], b]
    return [[10 * x, y] for x, y in rows]


PLANE = [factor("x", 0, 10, unit="d"), factor("y", 0, 1)]


def plane(row, replication):
    return 20 + 0.4 * row[0] + 2 * row[1] + chance(replication)


def test_a_sobol_design_gives_shares_of_the_variance(study):
    found = findings(study("sobol", PLANE, saltelli(), plane, 3))["Sobol' indices"]
    [indices] = found["results"]
    assert [one["first"] for one in indices["factors"]] == pytest.approx([0.8, 0.2], abs=0.05)
    assert indices["noise"] == pytest.approx(0, abs=1e-9)


def test_a_failed_run_spoils_no_index_unless_its_row_is_left_out(study):
    failing = lambda row, one: None if row[0] > 9.9 and one == 1 else plane(row, one)  # noqa: E731
    folder = study("sobol", PLANE, saltelli(), failing, 3)
    refused = analyse(folder)
    assert refused.exit_code == 2
    assert "answers are missing" in refused.output
    text = told(folder, "--drop-failed")
    assert "base rows left out for failed runs" in text


def test_a_morris_design_gives_elementary_effects(study):
    rows = []
    for base, order in product(product(range(2), repeat=2), permutations(range(2))):
        at = list(base)
        rows.append([10 * at[0] / 3, at[1] / 3])
        for one in order:
            at[one] += 2
            rows.append([10 * at[0] / 3, at[1] / 3])
    effects = findings(study("morris", PLANE, rows, plane, 3))["Morris effects"]["results"]
    assert {one["factor"]: one["mu_star"] for one in effects} == pytest.approx({"x": 4, "y": 2})


def test_a_space_filling_design_gives_lines_and_the_futures_that_go_wrong(study):
    cube = np.random.default_rng(5).random((120, 2))
    rows = [[10 * x, y] for x, y in cube.tolist()]
    late = lambda row, one: plane(row, one) + (9 if row[0] > 6 and row[1] > 0.5 else 0)  # noqa: E731
    folder = study("latin-hypercube", PLANE, rows, late, 3)
    found = findings(folder, "--threshold", "30", "--surrogate")
    box = found["scenario discovery"]["results"][0]
    assert {one["factor"]: one["low"] for one in box["limits"]} == pytest.approx({"x": 6, "y": 0.5}, abs=0.4)
    assert box["density"] > 0.9
    kinds = [one["kind"] for one in found["stand-in"]["results"] if "kind" in one]
    assert kinds == ["linear with interactions", "Gaussian process"]


def test_levers_crossed_with_uncertainties_are_judged_by_regret(study):
    weather = factor("weather", kind="uncertainty", settings=["fair", "foul"])
    rows = [list(row) for row in product([0, 1], ["fair", "foul"])]
    answer = lambda row, one: 20.0 + (6 if row[1] == "foul" else -1) * (1 - row[0]) + chance(one)  # noqa: E731
    found = findings(study("full", [STORED, weather], rows, answer), "--threshold", "24")
    first = found["regret"]["results"][0]
    assert first["settings"] == ["1"]
    assert first["robustness"]["largest_regret"] == pytest.approx(1)
    assert "selection" not in found  # nobody chooses the weather


def test_unfinished_runs_are_said_and_count_up_to_the_limit(study):
    some = lambda row, one: inf if row[0] == 0 and one < 3 else closure(row, one)  # noqa: E731
    folder = study("full", [STORED, LIFT, REGIME], GRID, some)
    text = told(folder, "--limit", "40")
    assert "18 of 216 runs never finished; in means they count as 40.0 d" in text
    assert "9 of 12" in text
    assert "the largest value seen" in told(folder)


def test_failed_runs_are_counted(study):
    folder = study(
        "full", [STORED, LIFT, REGIME], GRID, lambda row, one: None if one == 5 else closure(row, one)
    )
    assert "18 of 216 runs failed and count nowhere" in told(folder)


def test_each_variant_of_a_walk_is_looked_at_by_itself(study):
    rows = [[name, *row] for name in ("calm", "storm") for row in ([0, 0], [10, 0], [0, 1])]
    answer = lambda row, one: plane(row[1:], one) * (2 if row[0] == "storm" else 1)  # noqa: E731
    text = told(study("one-at-a-time", PLANE, rows, answer, variant=True))
    assert "calm: of the 2 factors" in text
    assert "storm: of the 2 factors" in text


def test_answers_are_matched_by_point_and_never_by_their_place(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    before = told(folder)
    results = pd.read_parquet(folder / "measures.parquet")
    keep(folder, json.loads((folder / "manifest.json").read_text()), results[::-1])
    assert told(folder) == before


def test_what_never_moves_is_said_plainly(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, lambda row, one: 7.0)
    assert "closure_days of lithuania is 7.00 d in every run" in told(folder)


def test_the_wrong_words_are_told_what_there_is(study, tmp_path):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    for words, message in (
        (["--measure", "closure_day"], "did you mean 'closure_days'"),
        (["--subject", "lithuana"], "did you mean 'lithuania'"),
        (["--method", "sobol"], "no Saltelli design"),
        (["--method", "tornado"], "one factor alone"),
    ):
        done = analyse(folder, *words)
        assert done.exit_code == 2
        assert message in done.output
    assert "there is no study" in analyse(tmp_path / "none").output


def test_a_changed_or_unfinished_study_is_refused(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert analyse(folder).exit_code == 0
    results = pd.read_parquet(folder / "measures.parquet")
    (folder / "measures.parquet").write_bytes((folder / "measures.parquet").read_bytes() + b" ")
    assert (done := analyse(folder)).exit_code == 8, done.output
    keep(folder, manifest, results[:-24])
    done = analyse(folder)
    assert done.exit_code == 2
    assert "2 of 18 points have no result yet" in done.output


def test_a_folder_of_an_older_version_is_refused_with_what_to_do(study):
    folder = study("full", [STORED, LIFT, REGIME], GRID, closure)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["format"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    done = analyse(folder)
    assert done.exit_code == 6
    assert "written by another version of posture, in another form" in done.output
    assert "make it anew with: posture sweep it" in done.output


def test_analysing_a_grid_needs_no_extra(study, monkeypatch):
    for name in ("SALib", "sklearn"):
        monkeypatch.setitem(sys.modules, name, None)
    assert analyse(study("full", [STORED, LIFT, REGIME], GRID, closure)).exit_code == 0


def test_the_long_run_of_a_watch_is_told_from_its_own_histories_made_again(tmp_path):
    run = ["run", "baltic-air-policing", "--set", "start=2018-02-01", "--set", "horizon=85 d", "--quiet"]
    run += ["--set", "air_policing.training.recalled=false"]  # so that every pair that is sent is scrambled
    folder = str(tmp_path / "run")
    assert (
        CliRunner().invoke(main, [*run, "--replications", "3", "--out", folder, "--jobs", "1"]).exit_code == 0
    )
    found = findings_of(folder, "--steady", "scrambled[amari]")["steady state"]
    [result] = found["results"]
    assert (result["days"], result["replications"]) == (85, 3)
    with (tmp_path / "run" / "measures.csv").open() as file:
        scrambles = [
            float(row["value"])
            for row in csv.DictReader(file)
            if (row["measure"], row["subject"]) == ("alpha_scrambles", "amari")
        ]
    assert result["whole"] == pytest.approx(sum(scrambles) / (3 * 85))
    path = tmp_path / "run" / "manifest.json"
    path.write_text(path.read_text().replace('"horizon=85 d"', '"horizon=84 d"'))
    result = CliRunner().invoke(main, ["analyse", folder, "--steady", "track"])
    assert (result.exit_code, "manifest.json is not as it was written" in result.stderr) == (8, True)


def test_shares_are_told_in_per_cent_and_their_differences_in_percentage_points(study):
    """Coverage of 98.0 % to 98.4 %: in two decimals all points would read the same."""
    folder = study("full", [STORED], [[0], [0.5], [1]], lambda row, _: 0.98 + 0.004 * row[0])
    results = pd.read_parquet(folder / "measures.parquet").assign(
        measure="alert_coverage_share", unit="share"
    )
    manifest = json.loads((folder / "manifest.json").read_text())
    keep(folder, manifest, results.values.tolist())
    text = told(folder)
    assert "alert_coverage_share of lithuania is from 98.0 % to 98.4 % on average over 3 points" in text
    assert "0.40 percentage points" in text
    assert not re.search(r"\d share", text)
    means = [line.split()[3] for line in text.splitlines() if re.match(r" *[012] +(0|0\.5|1) +12 ", line)]
    assert means == ["98.0", "98.2", "98.4"]
