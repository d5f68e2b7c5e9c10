"""Past moves: what a table of them may say, what is made of a case, and how predictions are scored."""

import csv
import json
import shlex
from dataclasses import replace
from io import StringIO
from math import exp, inf, log
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import PostureError
from posture.experiments.joint_draws import Uncertain, changes, differences, uncertain
from posture.operations.reinforcement.measures import first_arrival_days, received_days
from posture.questions import backtest_verdicts
from posture.questions.backtest import backtest, recorded
from posture.questions.backtest_bench import CaseBench, days_of, history
from posture.questions.backtest_cases import DATES, MARKED, cases
from posture.questions.backtest_intervals import spans, taught_by
from posture.questions.backtest_record import ModelRecord
from posture.questions.backtest_scenarios import Inexpressible, drawn_rules, rules, scenario_of
from posture.questions.backtest_verdicts import moved_verdicts
from posture.report.backtest import verdict_lines
from posture.report.record import record_lines, with_record
from posture.runs.simulate import prepare, simulate
from posture.scenario import load, settle
from posture.scenario.shipped import shipped
from posture.stats.scores import crps, interval, median_abs_log_error, rank_correlation

SHIPPED = {case.name: case for case in cases(None)}


def rows():
    with shipped("table", "deployments").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path, table):
    text = StringIO()
    writer = csv.DictWriter(text, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    path = Path(tmp_path) / "cases.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("to_country", "Latvja", "to_country: there is no country 'Latvja'; did you mean 'Latvia'?"),
        ("modes", "road;rial", "modes: there is no mode 'rial'; did you mean 'rail'?"),
        ("order_date", "2022-13-01", "order_date: '2022-13-01' is no date"),
        ("order_date", "2031-01-01", "is before the order of 2031-01-01"),
        ("first_arrival_date", "2029-01-01", "is before the first arrival on 2029-01-01"),
        ("to_lat", "north", "to_lat: 'north' is no position of 'Tapa'; write degrees, at most 90"),
        ("from_lon", "181", "write degrees, at most 180"),
        ("personnel", "many", "personnel: 'many' is no count"),
        ("vehicles", "-3", "vehicles: '-3' is no count"),
        ("case_id", "", "case_id: is empty"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(tmp_path, column, cell, message):
    table = [row for row in rows() if row["case_id"] == "D25"]
    table[0][column] = cell
    with pytest.raises(PostureError) as fault:
        cases(written(tmp_path, table), "cases.csv")
    assert message in str(fault.value)
    assert "cases.csv:2:1" in str(fault.value)


def test_a_column_that_is_missing_an_id_twice_and_a_table_without_cases_are_refused(tmp_path):
    table = rows()
    with pytest.raises(PostureError, match="is there already"):
        cases(written(tmp_path, [table[0], table[0]]))
    with pytest.raises(PostureError, match="order_basis"):
        cases(written(tmp_path, [{name: cell for name, cell in table[0].items() if name != "order_basis"}]))
    path = written(tmp_path, table)
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    with pytest.raises(PostureError, match="has no cases below its header"):
        cases(path)
    path.write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["backtest", str(path)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_dates_that_shaped_the_figures_or_are_not_seen_are_shown_and_not_scored():
    assert SHIPPED["D25"].days == {"first arrival": 8, "all received": 19, "operational": 29}
    assert set(SHIPPED["D25"].unscored) == {"first arrival", "all received", "operational"}
    assert SHIPPED["D25"].compared == {"all received"}
    assert set(SHIPPED["D31"].unscored) == {"first arrival", "all received", "operational"}
    assert set(SHIPPED["D39"].unscored) == SHIPPED["D39"].compared == set()
    assert SHIPPED["D16"].unscored["first arrival"] == "the order's date is assumed"


def test_each_date_is_scored_or_says_why_and_with_those_that_only_a_mark_keeps_out_they_are_55():
    """Of 111 dates 33 hang on a date that nobody has seen or derived."""
    told = {}
    for case in SHIPPED.values():
        try:
            scenario_of(case)
            told |= {(case.name, date): case.unscored.get(date, "") for date in case.days}
        except Inexpressible as why:
            told |= dict.fromkeys(((case.name, date) for date in case.days), str(why))
    assert sum(not why or why == MARKED for why in told.values()) >= 55
    columns = {kind: DATES[kind][1] for kind in DATES}
    table = {row["case_id"]: row for row in rows()}
    for (name, date), why in told.items():
        known = {table[name]["order_conf"], table[name][columns[date]]} <= {"seen", "derived"}
        assert known or why
        assert not known or not why or "shaped" in why or "arrival" in why or why == MARKED


def test_an_interval_is_free_only_if_no_figure_that_cases_draw_has_its_source():
    """A row of `case-intervals.csv` without a figure: its text is cited by no table that a case stands on."""
    stands = (*scenario_of(SHIPPED["D20"])["tables"], "case-rules")
    cited = {}
    for name in stands:
        with shipped("table", name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cited |= dict.fromkeys(row["source"].split(";"), name)
    with shipped("table", "case-intervals").open(encoding="utf-8", newline="") as file:
        intervals = list(csv.DictReader(file))
    for row in intervals:
        if not row["figure"]:
            assert not {cited.get(one) for one in row["source"].split(";")} - {None}, row
            assert not row["shaped"], row
    listed = {(row["case_id"], row["interval"]) for row in intervals}
    assert listed == {(row["case_id"], one) for row in rows() for one in spans(row["used_for_timings"])}


def test_an_interval_of_a_case_that_does_not_ship_is_judged_by_its_words():
    assert taught_by("mine", ["order to first", "km per day"]) == {
        "first arrival": ["order to first", "km per day"],
        "all received": ["km per day"],
        "operational": ["km per day"],
    }


def test_a_setting_read_in_part_is_the_setting_read_as_a_whole():
    """What `under` leaves alone is as it was: the same history as from the whole file, joint draw by draw."""
    for name in ("D22", "D25"):
        bench = CaseBench(SHIPPED[name])
        what = uncertain(bench.loaded.figures, bench.loaded.tree).drawn
        other = scenario_of(SHIPPED[name], drawn_rules(3, 4, 1))
        moved = [*differences(bench.written, other), *changes(what, bench.loaded.tree, 3, 4, 1)]
        assert {one.path[0] for one in moved} >= {"movement", "reinforcement", "units", "links"}
        whole = simulate(prepare(settle(bench.stack, moved).scenario), 3, 1)
        assert days_of(history(bench.under(moved), 3, 1)) == days_of(whole)


def known_by_name_or_outcome(made):
    """Cases whose scenario changes when names, titles, dates and what was recorded are dealt out anew."""
    there = list(SHIPPED.values())
    chance = Random(1)
    found = set()
    for _ in range(3):
        others = chance.sample(there, len(there))
        for case, other in zip(there, others, strict=True):
            dealt = replace(
                case,
                name=f"{other.name} dealt",
                title=other.title,
                ordered=other.ordered or case.ordered,
                days=other.days,
                unscored=other.unscored,
            )
            try:
                told = made(case)
            except Inexpressible:
                continue
            if {**told, **HEAD} != {**made(dealt), **HEAD}:
                found.add(case.name)
    return found


HEAD = {"name": "", "title": "", "start": ""}


def test_neither_name_nor_dates_nor_what_was_recorded_changes_what_is_predicted():
    assert known_by_name_or_outcome(scenario_of) == set()


@pytest.mark.parametrize(
    "knows",
    [
        lambda case: case.name == "D31",
        lambda case: "Slovakia" in case.title,
        lambda case: case.days.get("first arrival") == 69,
        lambda case: str(case.ordered) == "2022-02-25",
    ],
)
def test_a_planted_constant_that_helps_a_single_case_is_caught(knows):
    def planted(case):
        told = scenario_of(case)
        return {**told, "units": {"force": {"notice": "20 d"}}} if knows(case) else told

    assert known_by_name_or_outcome(planted)


def test_a_figure_of_the_rules_with_words_holds_for_more_than_one_case():
    """A rule whose words fit one case alone would be a constant of that case, written in a table."""
    for one in rules():
        assert not one.field or sum(map(one.holds, SHIPPED.values())) > 1, (one.law, one.words)


def test_equipment_in_a_store_is_drawn_by_people_who_come():
    told = scenario_of(SHIPPED["D17"])
    (part,) = told["reinforcement"]["brigades"]["force"]["parts"].values()
    assert (part["arrangement"], part["site"]) == ("prepositioned", "store")
    store = told["reinforcement"]["sites"]["store"]
    assert store["at"].startswith("PREPO_")
    assert store["stock"]["wheeled"] == told["units"]["force"]["wheeled"]


def test_a_host_whose_parliament_must_agree_takes_as_long_as_any_and_none_when_they_leave():
    def support(case):
        return scenario_of(case)["reinforcement"]["reception"]["any"].get("support")

    announced = replace(SHIPPED["D28"], end=replace_country(SHIPPED["D28"].end, "SK"))
    assert support(SHIPPED["D28"]) is None
    assert support(announced) == {"median": ["3 d", "10 d", "40 d"]}
    assert support(replace(announced, order_basis="first convoy leaves")) == {
        "median": ["0 d", "0 d", "0.5 d"]
    }
    assert support(replace(announced, category="exercise")) == {"median": ["0 d", "0 d", "1 d"]}


def replace_country(end, country):
    return type(end)(name=end.name, country=country, lat=end.lat, lon=end.lon)


def test_most_shipped_cases_can_be_expressed_and_the_others_say_why():
    why = {}
    for name, case in SHIPPED.items():
        try:
            scenario_of(case)
        except Inexpressible as reason:
            why[name] = str(reason)
    assert set(why) == {"D15", "D65"}
    assert "no date of an order" in why["D15"]


def test_scores_by_hand():
    assert interval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.8) == (1, 9)
    assert median_abs_log_error([(2, 4), (10, 10), (9, 3)]) == pytest.approx(log(2))
    assert median_abs_log_error([(0, 0.2)]) == 0
    assert rank_correlation([(1, 10), (2, 20), (3, 15)]) == pytest.approx(0.5)
    assert rank_correlation([(1, 1), (2, 2)]) is None
    assert crps([0, 2], 1) == pytest.approx(1 - 0.5)
    assert crps([3, 3], 5) == 2


def test_the_record_widens_by_the_errors_of_other_cases_and_never_by_its_own():
    """Two cases took twice as long, one half; three of another kind of move are drawn to the mean of all."""
    others = [("a", 2.0), ("b", 2.0), ("c", 0.5)]
    record = ModelRecord.of((name, "all received", "land", 10.0, 10.0 * ratio) for name, ratio in others)
    widened = record.widened("all received", "land", (1.0,), "mine")
    assert sum(map(log, widened)) / len(widened) == pytest.approx(log(2) / 3, abs=1e-9)
    own = ModelRecord.of([*record.errors, ("mine", "all received", "land", 1.0, 100.0)])
    assert own.widened("all received", "land", (1.0,), "mine") == widened
    air = ModelRecord.of([*record.errors, ("d", "all received", "air", 1.0, exp(1))])
    moved = air.widened("all received", "air", (1.0,), "mine")
    overall = (log(2) + 1) / 4
    assert sum(map(log, moved)) / len(moved) == pytest.approx((1 + 4 * overall) / 5, abs=1e-9)
    assert ModelRecord(()).widened("all received", "land", (1.0, 2.0)) == (1.0, 2.0)


def test_the_record_that_ships_is_what_these_rules_give():
    """For two cases; all are made again by `posture backtest --keep-record configs/data/backtest-record.csv`."""
    asked = [SHIPPED["D20"], SHIPPED["D39"]]
    found = backtest(asked, list(SHIPPED.values()), None, seed=1, replications=60, jobs=1)
    kept = [one for one in ModelRecord.shipped().errors if one.case in ("D20", "D39")]
    made = recorded(found.predictions).errors
    assert [one[:3] for one in made] == [one[:3] for one in kept]
    assert [one.predicted for one in made] == pytest.approx([one.predicted for one in kept], abs=1e-4)


def test_a_case_of_ones_own_is_predicted_as_data(tmp_path):
    table = sorted(
        (row for row in rows() if row["case_id"] in ("D32", "D15")), key=lambda row: row["case_id"] != "D32"
    )
    table[0] |= {"case_id": "mine", "name": "=cmd", "closure_date": ""}
    path = written(tmp_path, table)
    result = CliRunner().invoke(main, ["backtest", str(path), "--json", "--replications", "5", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert set(told["inside"]) == {"50", "80", "95"}
    assert set(told["rivals"]) == {"pace", "table_median"}
    assert {one["because"] for one in told["unscored"]} == {"its date is upper bound"}
    assert [case["case"] for case in told["cases"]] == [row["case_id"] for row in table]
    refused = {case["case"]: case["refused"] for case in told["cases"]}
    assert refused["D15"] == "the table has no date of an order"


def test_a_closure_is_told_with_the_record_beside_chance():
    """Every draw at ten days: what is left of the spread is the model's own errors."""
    told = with_record({"brigade": [10.0] * 20, "never": [inf] * 20, "alone": [10.0]})
    assert set(told) == {"brigade"}
    found = told["brigade"]
    assert found["low"] < 10 < found["high"]
    assert found["within_30_days"] > 0.5
    errors = ModelRecord.shipped().alike("operational")
    assert found["dates"] == len(errors)
    (line,) = record_lines({"brigade": [10.0] * 20})
    assert f"({len(errors)} dates of past moves, posture backtest) brigade closes after" in line
    assert list(record_lines({"brigade": [10.0]})) == []


@pytest.mark.parametrize("name", ["D19", "D20", "D29", "D52", "D55", "D57"])
def test_a_case_of_each_kind_is_a_sound_scenario_that_can_be_run_by_itself(tmp_path, name):
    """By sea, by air, on the road, by all; warships and aircraft that go by themselves."""
    table = [row for row in rows() if row["case_id"] == name]
    folder = tmp_path / "of cases"
    written_cases = CliRunner().invoke(
        main, ["backtest", str(written(tmp_path, table)), "--scenarios", str(folder)]
    )
    path = folder / f"case-{name.casefold()}.yaml"
    assert shlex.split(written_cases.output) == ["posture", "run", str(path)]
    log = simulate(prepare(load(str(path)).scenario), 1, 0, check=True)
    assert first_arrival_days(log)["force"] <= received_days(log)["force"] < 200


def test_three_columns_and_a_page_that_loads_nothing(tmp_path):
    table = [row for row in rows() if row["case_id"] in ("D20", "D32", "D15")]
    page = tmp_path / "page.html"
    words = ["backtest", str(written(tmp_path, table)), "--replications", "4", "--jobs", "1", "--quiet"]
    result = CliRunner().invoke(main, [*words, "--assumptions", "3", "--report", "--out", str(page)])
    assert result.exit_code == 0, result.output
    for column in ("by chance alone", "by chance and what is assumed", "with the record"):
        assert column in result.output
    assert "5 recorded dates, 3 of them scored" in result.output
    text = page.read_text(encoding="utf-8")
    assert "<h2" in text
    assert "Calibration" in text
    assert "the table has no date of an order" in text
    assert "src=" not in text.replace("http://www.w3.org", "")
    lost = CliRunner().invoke(main, [*words, "--report", "--out", str(tmp_path / "gone" / "page.html")])
    assert lost.exit_code == 2


def test_a_joint_draw_moves_what_nobody_has_seen_within_its_range_and_nothing_else():
    drawn = drawn_rules(1, 8, 3)
    for one, other in zip(rules(), drawn, strict=True):
        low, typical, high = other.figures
        assert (low, high) == (one.figures[0], one.figures[2])
        assert low <= typical <= high
        assert one.unseen or one == other
    assert drawn != rules()
    assert drawn == drawn_rules(1, 8, 3) != drawn_rules(1, 8, 4)


def test_a_figure_at_its_end_turns_a_verdict_and_is_told(monkeypatch):
    """One convoy, rules alone: what is recorded lies just beyond the interval, so that a longer one turns it."""
    monkeypatch.setattr(backtest_verdicts, "uncertain", lambda *_: Uncertain((), ()))
    case = replace(SHIPPED["D32"], days={"first arrival": 2}, unscored={})
    found = backtest([case], list(SHIPPED.values()), ModelRecord(()), seed=1, replications=8, jobs=1)
    (date,) = found.scored
    low, high = date.interval(0.8, "record")
    edge = replace(date, seen=round(high) + 2)
    told = moved_verdicts(replace(found, dates=(edge,)), 1, lambda *_: None)
    assert not edge.inside(0.8, "record")
    assert any(one.end == "high" and one.cases == ("D32",) and "notice" in one.figure for one in told)
    (*_, sentence) = verdict_lines(told)
    assert sentence == f"{len(told)} ends turn that of a single case"
    assert low < high
