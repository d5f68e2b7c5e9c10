"""Charts of a study tell the numbers of its findings."""

from math import inf, nan
from types import SimpleNamespace

import numpy as np

from posture.analysis.effects import Gain
from posture.analysis.tornado import Bar, FactorMove
from posture.report.findings import Finding, Question
from posture.report.study_charts import found_charts, options_chart
from posture.report.tradeoff_chart import tradeoff_charts
from posture.stats.estimates import Interval

ASKED = Question("closure_days", "n", "d", "lower", 0.95, 0)


def rows_of(chart):
    return [row for rows in chart.drawing["datasets"].values() for row in rows]


def test_a_tornado_has_a_bar_for_each_move_on_the_side_to_which_it_goes():
    moves = (FactorMove("1 d", 1, -2.0, Interval(-3, -1)), FactorMove("9 d", 2, 4.0, None))
    finding = Finding("tornado", "", (), (), (Bar("notice", "5 d", moves, 6.0, None, 5),), "winter")
    [chart] = found_charts([finding], ASKED)
    bars = {row["name"]: row for row in rows_of(chart) if "name" in row}
    assert (bars["notice (1 d)"]["change"], bars["notice (1 d)"]["way"]) == (-2.0, "less")
    assert (bars["notice (9 d)"]["change"], bars["notice (9 d)"]["way"]) == (4.0, "more")
    assert chart.title == "Tornado of closure_days of n, winter"
    assert chart.table.rows[0] == ("notice", "5 d", "1 d", "-2.00", "-3.00 to -1.00")


def test_a_lever_is_weighed_against_what_it_brings_and_only_points_that_none_beats_are_joined(tmp_path):
    """Wagons 1, 2, 4 and closures that fall with them; the point at two wagons in peacetime is beaten."""
    values = np.array([[30.0, 30.0], [20.0, 22.0], [29.0, 31.0], [19.0, 19.0]])
    wagons = np.array([1.0, 2.0, 2.0, 4.0])
    cells = SimpleNamespace(values=values, unit="d")
    lever = SimpleNamespace(name="wagons", kind="lever", numbers=wagons, unit="", cells=("1", "2", "2", "4"))
    study = SimpleNamespace(
        kind="full",
        factors=(lever,),
        points=[0, 1, 2, 3],
        names=["wagons"],
        design=[(one,) for one in lever.cells],
        cells=lambda measure, subject: cells,
    )
    [chart] = tradeoff_charts(study, ASKED, "lower")
    stands = {row[0]: row[3] for row in chart.table.rows}
    assert stands == {"0": "front", "1": "front", "3": "front", "2": "beaten"}
    joined = [rows for rows in chart.drawing["datasets"].values() if len(rows) == 3]
    assert [[row["answer"] for row in rows] for rows in joined] == [[30.0, 21.0, 19.0]]
    assert "More wagons is taken as dearer" in chart.says
    lever.numbers = -wagons
    [turned] = tradeoff_charts(study, ASKED, "lower")
    assert "Less wagons is taken as dearer" in turned.says
    assert {row[0]: row[3] for row in turned.table.rows} == stands
    study.kind = "one-at-a-time"
    assert list(tradeoff_charts(study, ASKED, "lower")) == []


def test_factors_that_move_nothing_have_no_tornado():
    still = Bar("notice", "5 d", (FactorMove("1 d", 1, 0.0, None),), 0.0, None, 5)
    assert list(found_charts([Finding("tornado", "", (), (), (still,))], ASKED)) == []


def test_a_change_of_a_lever_has_its_mean_and_interval():
    gain = Gain("wagons", "4", "8", -1.5, Interval(-2.0, -1.0), -2.0, -1.0, 2, 10)
    [chart] = found_charts([Finding("main effects", "", (), (), (gain,))], ASKED)
    [row] = [row for row in rows_of(chart) if row.get("name")]
    assert (row["name"], row["middle"], row["low"], row["high"]) == ("wagons: 4 to 8", -1.5, -2.0, -1.0)


def test_curves_of_options_rise_by_runs_and_end_below_one_where_runs_never_ended():
    values = np.array([[3.0, 1.0, inf, 2.0], [5.0, nan, 5.0, 6.0]])
    chart = options_chart(["a", "b"], values, ASKED)
    curves = {}
    for row in rows_of(chart):
        curves.setdefault(row["option"], []).append((row["value"], row["share"]))
    assert curves["a"] == [(1.0, 0.25), (2.0, 0.5), (3.0, 0.75)]
    assert [share for _, share in curves["b"]] == [1 / 3, 2 / 3, 1.0]
    assert [row[3] for row in chart.table.rows] == ["75 %", "100 %"]
    assert options_chart(["a"], values[:1], ASKED) is None
