"""What is assumed, as a width: which figures are drawn, within what, and what of it reaches an answer."""

import json
import os
from itertools import pairwise

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import PostureError
from posture.experiments.joint_draws import changes, moved, strata, uncertain
from posture.operations.reinforcement.measures import closure_days
from posture.questions import assumed_runs as module
from posture.questions.assumed_runs import AskedDraws, assumed_runs
from posture.questions.refused_draws import figure_behind, refused_draws
from posture.report.widths import width_lines, widths, widths_data
from posture.runs.dispatch import FailedItem
from posture.runs.simulate import prepare, simulate
from posture.scenario import base, settle
from posture.scenario.loading import Faults, parse_override, plain, written

FLANK, TRUST = "eastern-flank-2023", os.environ.get("POSTURE_TRUST") == "1"


def ground(name):
    stack = base(name)
    loaded = settle(stack, ())
    return stack, loaded, uncertain(loaded.figures, loaded.tree)


def test_strata_hold_one_draw_each_and_do_not_depend_on_other_figures():
    shares = strata(1, "a row", 50)
    assert sorted(int(share * 50) for share in shares) == list(range(50))
    assert strata(1, "a row", 50) == shares != strata(1, "another", 50)
    assert strata(2, "a row", 50) != shares


def test_a_draw_stays_within_the_range_of_its_row_and_half_lie_below_typical():
    _, _, what = ground("lithuania-brigade")
    for figure in what.drawn:
        low, typical, high = figure.ends
        values = [figure.value(share) for share in sorted(strata(1, figure.key, 40))]
        assert low <= values[0]
        assert values[-1] <= high
        assert all(one <= other for one, other in pairwise(values))
        assert sum(one <= typical for one in values) >= 20


def test_no_figure_that_was_seen_is_drawn_and_every_other_is_drawn_or_named():
    _, loaded, what = ground("eastern-flank-2023")
    confidence = {one.path: one.confidence for one in loaded.figures}
    drawn = {path for one in what.drawn if one.written in ("each", "constant") for path in one.paths}
    assert not [path for path in drawn if confidence[path] == "seen"]
    assert not drawn & set(what.unranged)
    left = set(confidence) - drawn - set(what.unranged)
    words = [one for one in loaded.figures if one.path in left and one.confidence != "seen"]
    assert all(not one.typical.replace(".", "", 1).lstrip("-").isdecimal() for one in words)
    assert {one.written for one in what.drawn} == {"each", "constant", "size", "notice"}


@pytest.mark.parametrize("name", [*([FLANK] if TRUST else []), "baltic-air-policing", "missile-defence-2023"])
def test_every_joint_draw_is_a_sound_scenario(name):
    stack, loaded, what = ground(name)
    for number in range(3):
        made = tuple(changes(what.drawn, loaded.tree, 7, 3, number))
        assert len({one.path for one in made}) == len(made)
        assert settle(stack, made)


def test_draws_that_make_no_sound_scenario_are_left_out_and_told_with_the_figure_behind_them():
    """With a low end below the 941 km from Deveselu to Warsaw, which its rule covers, some draws miss it."""
    stack, loaded, what = ground("missile-defence-2023")
    far = "missile_defence.systems.aegis-ashore.farthest"
    one = next(one for one in what.drawn if far in one.paths)
    short = list(moved(one, 900.0, loaded.tree))
    others = [list(moved(other, other.ends[0], loaded.tree)) for other in what.drawn[:6] if other is not one]
    said = "no battery or other node that covers ever reaches 'CITY_PL_WARSAW'"
    with pytest.raises(Faults, match=said) as fault:
        settle(stack, short)
    reason = str(fault.value)
    found = refused_draws(
        [FailedItem(4, reason, 2), FailedItem(1, "lost", 1), FailedItem(9, f"{reason}\nand more", 2)],
        lambda _, why: figure_behind([*others, short], why, lambda made: settle(stack, made)),
    )
    assert [one.draws for one in found] == [(4, 9), (1,)]
    assert said in found[0].told
    assert found[0].told.startswith("2 draws: ")
    assert found[0].told.endswith(f"(with {far}=900 km)")
    assert found[1].told == "draw 1: a fault of ours: lost"


def test_what_takes_several_figures_names_none():
    def settled(made):
        if len(made) > 1:
            raise PostureError("too many")

    def one(name):
        return [parse_override(f"{name}=1")]

    assert figure_behind([one("a"), one("b")], "too many", settled) == ""


def test_a_run_of_which_draws_are_left_out_goes_on_and_counts_them(monkeypatch):
    def drawn(_, number):
        if number % 2:
            raise PostureError("nowhere to go")
        return {"lithuania": 10.0}

    monkeypatch.setattr(module, "_drawn", drawn)
    monkeypatch.setattr(module, "_settled", lambda *_: None)
    found = assumed_runs(AskedDraws("lithuania-brigade", (), 1, 4), 1, lambda *_: None)
    assert found.closures == {"lithuania": (10.0, 10.0)}
    lines = list(width_lines({"lithuania": [9.0, 10.0, 11.0]}, found))
    assert "2 of 4 draws make no sound scenario and are left out:" in lines
    assert "2 draws: nowhere to go" in lines
    told = widths_data({"lithuania": [9.0, 10.0, 11.0]}, found)["draws_refused"]
    assert told == [{"draws": (1, 3), "reason": "nowhere to go", "figure": ""}]


def test_a_history_of_a_draw_is_that_of_the_scenario_written_so():
    """No bound is worked out for it, which nothing in it heeds."""
    asked = AskedDraws("lithuania-brigade", (), 3, 3)
    stack, loaded, what = ground("lithuania-brigade")
    under = settle(stack, list(changes(what.drawn, loaded.tree, 3, 3, 1))).scenario
    found = assumed_runs(asked, 1, lambda *_: None).closures["lithuania"]
    assert closure_days(simulate(prepare(under), 3, 1)) == {"lithuania": found[1]}


def test_the_median_of_what_is_drawn_anew_moves_and_its_ends_stay():
    _, loaded, what = ground("lithuania-brigade")
    made = {written(one).partition("=")[0]: one for one in changes(what.drawn, loaded.tree, 1, 9, 4)}
    row = next(one for one in loaded.figures if one.path == "movement.roads.any.speed")
    low, _, high = plain(made["movement.roads.any.speed"].node)["median"]
    assert (low, high) == (f"{row.low} {row.unit}", f"{row.high} {row.unit}")


def test_runs_are_the_same_again_whatever_the_number_of_processes():
    asked = AskedDraws("lithuania-brigade", ("horizon=60 d",), 3, 3)
    one = assumed_runs(asked, 1, lambda *_: None)
    two = assumed_runs(asked, 2, lambda *_: None)
    assert one.closures == two.closures
    assert len(set(one.closures["lithuania"])) == 3
    assert one.refused == ()


@pytest.mark.parametrize("draws", ["1", "0", "many"])
def test_too_few_draws_are_refused(draws):
    result = CliRunner().invoke(main, ["run", "lithuania-brigade", "--assumptions", draws])
    assert result.exit_code == 2
    assert "--assumptions" in result.output


def test_three_widths_stand_beside_each_other(tmp_path):
    words = ["run", "lithuania-brigade", "--replications", "4", "--jobs", "1", "--json"]
    result = CliRunner().invoke(main, [*words, "--assumptions", "4", "--out", str(tmp_path / "run")])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert set(told["widths"]["lithuania"]) == {"chance", "assumed", "record"}
    for width in told["widths"]["lithuania"].values():
        assert 0 < width["low"] <= width["high"]
        assert 0 <= width["within_30_days"] <= 1
    assert told["joint_draws"] == 4
    assert "movement.aircraft.c17.seats" in told["figures_without_range"]


def test_what_never_closes_has_no_end():
    runs = assumed_runs(AskedDraws("lithuania-brigade", ("horizon=10 d",), 1, 2), 1, lambda *_: None)
    told = widths({"lithuania": [float("inf")] * 3}, runs)["lithuania"]
    assert told["chance"]["high"] is None
    assert told["assumed"]["within_30_days"] == 0
