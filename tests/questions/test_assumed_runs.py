"""What is assumed, as a width: which figures are drawn, within what, and what of it reaches an answer."""

import json
import os
from itertools import pairwise

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.experiments.joint_draws import changes, strata, uncertain
from posture.questions.assumed_runs import AskedDraws, assumed_runs
from posture.report.widths import widths
from posture.scenario import base, settle
from posture.scenario.loading import Faults, plain, written

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


@pytest.mark.parametrize("name", [*([FLANK] if TRUST else []), "baltic-air-policing", "turkiye-2012"])
def test_every_joint_draw_is_a_sound_scenario_or_leaves_a_site_out_of_reach(name):
    """A draw in which no site ashore reaches Warsaw is refused as one that is written so would be, and told."""
    stack, loaded, what = ground(name)
    for number in range(3):
        made = tuple(changes(what.drawn, loaded.tree, 7, 3, number))
        assert len({one.path for one in made}) == len(made)
        try:
            settle(stack, made)
        except Faults as refused:
            assert ["ever reaches 'CITY_PL_WARSAW'" in fault.message for fault in refused.faults] == [True]  # noqa: PT017 - most draws are sound


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
