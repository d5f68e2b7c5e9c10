"""History matching: what a planted truth leaves over, that a table is made again, and that draws come from it."""

import numpy as np
import pytest
from click.testing import CliRunner

from posture.analysis.emulator import fit
from posture.analysis.implausibility import Evidence, implausible, plausible, worst
from posture.cli import main
from posture.experiments.joint_draws import changes, strata, uncertain
from posture.experiments.matched_settings import drawn_setting, shipped_settings, write
from posture.questions.backtest_bench import CaseBench
from posture.questions.backtest_cases import cases
from posture.questions.backtest_scenarios import drawn_rules, rules
from posture.questions.history_matching import MatchAsked, matched, screened

SHIPPED = {case.name: case for case in cases(None)}
pytest.importorskip("sklearn")


def grid(size, seed=1):
    return np.column_stack([strata(seed, f"axis {axis}", size) for axis in range(2)])


def test_an_emulator_goes_through_what_was_run_and_is_unsure_away_from_it():
    design = grid(40)
    values = np.sin(3 * design[:, 0]) + design[:, 1]
    emulator = fit(design, values, 1e-8, (0, 1))
    mean, variance = emulator.predict(design)
    assert mean == pytest.approx(values, abs=1e-3)
    fresh = grid(200, 2)
    mean, _ = emulator.predict(fresh)
    assert np.abs(mean - np.sin(3 * fresh[:, 0]) - fresh[:, 1]).max() < 0.05
    _, far = emulator.predict(np.array([[3.0, 3.0]]))
    assert far[0] > 10 * variance.mean()


def test_a_planted_truth_is_left_and_what_is_far_from_it_is_ruled_out():
    """Six outputs of two figures, recorded at (0.7, 0.3) but for noise of a tenth of what the figures move."""
    slopes = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.2, 1.1], [0.5, -0.5], [1.0, 1.0]])
    truth, noise = np.array([0.7, 0.3]), np.array([0.04, -0.05, 0.03, 0.05, -0.02, 0.01])
    design = grid(30)
    emulators = [fit(design, design @ slope, 1e-8, (0, 1)) for slope in slopes]
    evidence = Evidence(slopes @ truth + noise, np.full(6, 0.05**2), [[0, 1], [2, 3], [4, 5]], slopes.T)
    space = np.vstack([truth, grid(2000, 3)])
    score = implausible(evidence, emulators, space)
    left = space[plausible(score)]
    assert worst(score)[0] < 3
    assert np.abs(left - truth).max() < 0.35
    assert len(left) < 400


def test_an_error_that_many_outputs_share_is_seen_where_no_one_shows_it():
    """Twenty outputs each one deviation off in the direction of a figure: 4.5 along it, 1 each."""
    design = grid(30)
    emulators = [fit(design, np.zeros(30), 1e-8, ()) for _ in range(20)]
    evidence = Evidence(np.ones(20), np.ones(20), [[n] for n in range(20)], np.ones((1, 20)))
    score = implausible(evidence, emulators, design)
    assert score.dates == pytest.approx(1.0)
    assert score.joint == pytest.approx(0.0, abs=1e-6)
    assert score.along == pytest.approx(20**0.5)


def test_only_figures_that_move_several_cases_are_varied():
    moved = {(f"c{n}", "operational"): {"shared": 0.3} for n in range(3)}
    moved["c0", "operational"] = {"shared": 0.3, "own": 5.0}
    assert screened(moved) == ("shared",)


def test_the_table_is_made_again_to_the_last_digit(tmp_path):
    """Three light cases, one process and two; the whole table is made by the command that its page names."""
    asked = [SHIPPED[name] for name in ("D51", "D20", "D36")]
    texts = []
    for jobs in (1, 2):
        found = matched(
            asked, MatchAsked(each=4, waves=1, replications=2, kept=20, jobs=jobs), lambda *_: None
        )
        path = tmp_path / f"{jobs}.csv"
        write(path, found.settings, found.implausibility)
        texts.append(path.read_bytes())
        assert len(found.settings) == 20
        assert [one.case.name for one in found.taught] == ["D51", "D20", "D36"]
        assert all(0 < far <= 3 for far in found.implausibility)
    assert texts[0] == texts[1]


def test_what_ships_names_figures_that_are_drawn_and_no_case():
    settings = shipped_settings()
    bench = CaseBench(SHIPPED["D25"])
    drawn = {one.paths[0] for one in uncertain(bench.loaded.figures, bench.loaded.tree).drawn}
    known = drawn | {one.name for one in rules()}
    assert len(settings) >= 200
    assert set(settings[0]) <= known
    assert all(0 <= share <= 1 for one in settings for share in one.values())


def test_a_matched_draw_takes_a_row_of_the_table_and_draws_the_rest_as_without_it():
    bench = CaseBench(SHIPPED["D25"])
    what = uncertain(bench.loaded.figures, bench.loaded.tree).drawn
    shares = drawn_setting(1, 60, 7)
    assert shares in shipped_settings()
    assert len({id(drawn_setting(1, 60, number)) for number in range(60)}) == 60
    usual = {one.path: one for one in changes(what, bench.loaded.tree, 1, 60, 7)}
    other = {one.path: one for one in changes(what, bench.loaded.tree, 1, 60, 7, shares)}
    differ = {".".join(path) for path in usual if usual[path] != other[path]}
    by_figure = {path for one in what if one.paths[0] in shares for path in one.paths}
    assert differ <= by_figure
    assert differ
    for before, after in zip(drawn_rules(1, 60, 7), drawn_rules(1, 60, 7, shares), strict=True):
        assert before == after or (after.name in shares and after.unseen)


@pytest.mark.parametrize("words", [["run", "first"], ["backtest"]])
def test_matched_without_assumptions_is_refused(words):
    result = CliRunner().invoke(main, [*words, "--matched"])
    assert result.exit_code == 2
    assert "--matched says what --assumptions draws from; give both" in result.output


def test_a_match_into_a_folder_that_is_not_there_is_refused_before_anything_is_run(tmp_path):
    result = CliRunner().invoke(main, ["backtest", "--match", str(tmp_path / "gone" / "a.csv"), "--quiet"])
    assert result.exit_code == 2
    assert "there is no folder" in result.output
