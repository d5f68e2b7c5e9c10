"""The page of a run or a study: whole, without a request, with the numbers of the run, whatever its names hold."""

import json
import re
from html.parser import HTMLParser
from math import inf
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.report import charts, closure_charts
from posture.report.brigades import closures
from posture.report.critical_chain import told
from posture.report.daily_charts import THROUGHPUT, WATCH, heat
from posture.report.drawing import shortened
from posture.report.median_run import median_run
from posture.report.page import html, of_run, required, watch
from posture.report.study_page import of_study
from posture.runs.daily_file import daily_runs
from posture.runs.store import read_run, read_study
from posture.stats.estimates import Answer, summarise

VOID = {"meta", "br", "img", "hr", "input", "link"}
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


CHARTS = (
    "closure-curve",
    "closed-by",
    "delay-by-cause",
    "delay-by-place",
    "median-run",
    "pieces_received_by_day",
    "people_closed_by_day",
    "gate_use_by_day",
    "lift_use_by_day",
    "queue_by_day",
    "lift_queue_by_day",
    "pieces_in_by_day",
)
"""Of a brigade by itself, in the order of the page."""


class Page(HTMLParser):
    """What a page is made of; fails where a tag is not closed by its own."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.text = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("with a space")
    words = [
        "run",
        "lithuania-brigade",
        "--replications",
        "12",
        "--jobs",
        "1",
        "--quiet",
        "--out",
        f"{where}/mine",
    ]
    assert CliRunner().invoke(main, words).exit_code == 0
    return where / "mine"


def written(folder):
    return html(of_run(read_run(folder))).decode("utf-8")


def test_the_page_asks_for_nothing_and_runs_nothing(folder):
    page = Page(written(folder))
    assert {tag for tag, _ in page.seen} & {"script", "link", "img", "iframe", "object"} == set()
    loaded = {
        key: value
        for _, attrs in page.seen
        for key, value in attrs.items()
        if key in {"src", "href", "xlink:href"}
    }
    assert all(value.startswith("#") for value in loaded.values())
    assert (
        set(re.findall(r"https?://[^\"' )<]+", "".join(str(attrs) for _, attrs in page.seen))) <= NAMESPACES
    )


def test_every_chart_has_a_name_its_numbers_and_stands_in_a_landmark(folder):
    page = Page(written(folder))
    tags = [tag for tag, _ in page.seen]
    drawn = [attrs for tag, attrs in page.seen if tag == "figure"]
    assert len(drawn) == tags.count("svg") == len(CHARTS)
    assert all(attrs["role"] == "img" and len(attrs["aria-label"]) > 20 for attrs in drawn)
    assert tags.count("details") == len(CHARTS) + 3
    assert {"header", "main", "footer"} <= set(tags)
    assert ("html", {"lang": "en"}) in page.seen


def test_the_numbers_are_those_of_the_run(folder):
    run = read_run(folder)
    days = closures(run.rows)
    found = [row.value for row in run.rows if row.measure == "closure_days" and row.subject == "lithuania"]
    assert days == {"lithuania": found}
    for name, *shares in closure_charts.closed_by(days).table.rows:
        limits = [int(head.split()[1]) for head in closure_charts.closed_by(days).table.heads[1:]]
        assert [int(share) for share in shares] == [
            round(100 * sum(one <= limit for one in days[name]) / 12) for limit in limits
        ]


def test_the_median_run_is_told_step_by_step_without_a_gap(folder):
    run = read_run(folder)
    days = closures(run.rows)
    chart = median_run(told(run), days, ["lift wait"], {"lithuania": 10.0})
    parts = {row[0] for row in chart.table.rows if row[0].startswith("lithuania/")}
    assert len(parts) == 9
    rows = [row for row in chart.table.rows if row[0] == "lithuania"]
    assert rows[0][3] == "0.0"
    assert [row[3] for row in rows[1:]] == [row[4] for row in rows[:-1]]
    middle = sorted(days["lithuania"])[(12 - 1) // 2]
    assert float(rows[-1][4]) >= round(middle, 1)  # from the first sign, which is before the order
    [date] = [row["due"] for row in rows_of(chart) if "due" in row]
    decided = float(next(row[4] for row in rows if row[1] == "decision"))
    assert date == pytest.approx(decided + 10, abs=0.06)


def test_daily_charts_tell_the_numbers_of_the_runs_and_strike_through_what_was_not_kept(folder):
    charts = {one.name: one for one in of_run(read_run(folder)).charts}
    assert tuple(charts) == CHARTS
    told = daily_runs(read_run(folder).daily)
    rows = {row[0]: row for row in charts["lift_queue_by_day"].table.rows}
    means = told["lift_queue_by_day", "1435-DE"].mean(axis=0)
    assert float(rows["1435-DE"][2]) == pytest.approx(means.max(), rel=0.01)
    assert int(rows["1435-DE"][3]) == int(means.argmax())
    watch = {("alert_by_day", "amari"): np.array([[1.0, 0.5, 1.0], [1.0, 0.7, np.nan]])}
    chart = heat(WATCH, watch, {})
    assert chart.table.rows == (("amari", "86.7 %", "60.0 %", "1", "1"),)
    signs = [layer for layer in chart.drawing["layer"] if layer["mark"]["type"] == "text"]
    [marked] = chart.drawing["datasets"][signs[0]["data"]["name"]]
    assert marked["begin"] == 1
    assert heat(WATCH, {}, {}) is None


def test_two_of_one_name_have_a_row_each():
    """The station and the presence over the Baltic lay on one another."""
    told = {
        (series, "baltic"): np.array([[share]])
        for series, share in (("station_by_day", 0.5), ("presence_by_day", 0.2))
    }
    assert [row[0] for row in heat(WATCH, told, {}).table.rows] == ["baltic (presence)", "baltic (station)"]
    ports = {("pieces_in_by_day", key): np.array([[5.0]]) for key in ("PORT_A", "RAIL_A")}
    shown = heat(THROUGHPUT, ports, {"PORT_A": "Dover", "RAIL_A": "Dover"})
    assert [row[0] for row in shown.table.rows] == ["Dover (PORT_A)", "Dover (RAIL_A)"]


def test_long_names_lose_their_middle_and_never_half_of_an_emoji():
    assert shortened("b" * 52) == "b" * 52
    long = "🚂" * 40 + "/" + "w" * 40
    cut = shortened(long)
    assert (len(cut), cut[:5], cut[-5:]) == (52, "🚂" * 5, "w" * 5)
    cut.encode("utf-8")
    chart = charts.means_by_point("t", "d", [(long, 1.0, 0.5, 2.0), ("w" * 90 + "🚂", 2.0, 1.0, 3.0)])
    assert cut in chart.svg


def test_each_brigade_has_its_curve_against_the_day_on_which_it_is_required():
    days = {"n": [3.0, 5.0, inf], "s": [2.0, 2.0, 2.0]}
    chart = closure_charts.closed_one_by_one(days, {"n": 4.0})
    rows = {(row[0], row[1]): row[3] for row in chart.table.rows}
    assert [rows["n", day] for day in ("2", "3", "5")] == ["0.00", "0.33", "0.67"]
    assert rows["s", "2"] == "1.00"
    assert dashed(chart) == ["4"]


def test_each_small_chart_has_its_own_date():
    """All stood at the mean of all dates once: a layer with data of its own is not divided."""
    chart = closure_charts.closed_one_by_one({"n": [3.0, 9.0], "s": [2.0, 2.0]}, {"n": 4.0, "s": 8.0})
    assert dashed(chart) == ["4", "8"]


def test_the_curve_of_all_has_a_step_for_each_date_and_reaches_its_last_day():
    chart = closure_charts.closure_curve({"n": [3.0, 5.0], "s": [2.0, 2.0]}, {"n": 4.0, "s": 2.0})
    rows = {row["day"]: row for row in rows_of(chart)}
    assert [rows[day]["required"] for day in (1, 2, 3, 4, 5)] == [0, 1, 1, 2, 2]
    assert rows[6]["middle"] == rows[5]["middle"] == 2.0
    assert [(row[0], row[4]) for row in chart.table.rows if row[0] in "24"] == [("2", "1"), ("4", "2")]


def test_dates_are_those_of_lines_and_of_the_brigade_where_a_line_has_none(load_text):
    scenario = load_text(DATED)
    assert required(SimpleNamespace(scenario=scenario)) == {"b": 12.0, "c": 9.0}


DATED = """
units: {u: {nation: DE, home: a, wheeled: 20, people: 0}, v: {nation: DE, home: a, wheeled: 20, people: 0}}
places:
  a: {name: A, kind: base, country: DE, lat: 50.0, lon: 10.0, modes: [road]}
  z: {name: Z, kind: base, country: DE, lat: 50.0, lon: 11.0, modes: [road]}
links: {way: {start: a, end: z, mode: road, length: 70 km, country: DE}}
reinforcement:
  brigades:
    b:
      at: z
      order: go
      required: 9 d
      parts:
        p:
          unit: u
          arrangement: moved
          lines: {all: {cargo: wheeled, modes: [road], required: 12 d}}
    c: {at: z, order: go, required: 9 d, parts: {p: {unit: v, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}}
"""


def dashed(chart):
    """Days at which a dashed line stands."""
    lines = re.findall(r"<line[^>]*stroke-dasharray[^>]*>", chart.svg)
    return sorted(re.search(r'aria-label="[^"]*: ([0-9.]+)"', one)[1] for one in lines)


def rows_of(chart):
    return [row for rows in chart.drawing["datasets"].values() for row in rows]


@pytest.mark.parametrize(
    "words", [("queue_by_day",), ("queue_by_day", "--subject", "PORT_ROSTOCK"), ("closure-curve",)]
)
def test_a_chart_of_the_page_and_a_series_are_drawn_by_name(folder, tmp_path, words):
    what, *more = words
    drawn = CliRunner().invoke(main, ["plot", str(folder), what, *more, "--to", str(tmp_path / "x.svg")])
    assert drawn.exit_code == 0, drawn.output
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")


def test_what_was_assumed_is_named_with_source_and_range(folder):
    page = of_run(read_run(folder))
    assert page.assumed.rows
    assert all(row[2] and row[5] for row in page.assumed.rows)
    assert sorted(row[0] for row in page.assumed.rows) == sorted(read_run(folder).manifest["assumed_used"])


def test_names_that_are_code_elsewhere_are_text_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    title = "</script><script>alert(1)</script> \"quoted\" & 'so' 🚂 \u05e9\u05dc\u05d5\u05dd " + "w" * 200
    out = CliRunner().invoke(
        main,
        [
            "run",
            "first",
            "--replications",
            "3",
            "--quiet",
            "--set",
            f"title={json.dumps(title, ensure_ascii=False)}",
        ],
    )
    assert out.exit_code == 0, out.output
    text = written(Path("runs/first"))
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.seen}
    assert any("alert(1)" in part for part in page.text)


def test_a_study_has_a_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("how-fast.yaml").write_text(
        dedent("""
        question: What does a slower road cost the company?
        scenario: first
        factors:
          road: {path: movement.roads.any.speed, values: [30 km/h, 60 km/h]}
        design: {kind: full}
        replications: 4
        measures: [closure_days]
        """)
    )
    runner = CliRunner()
    swept = runner.invoke(main, ["sweep", "how-fast.yaml", "--quiet"])
    assert swept.exit_code == 0, swept.output
    assert runner.invoke(main, ["report", "how-fast"]).exit_code == 0
    told = of_study(read_study(Path("runs/how-fast")))
    assert all(row[2] and row[5] for row in told.assumed.rows)
    assert told.assumed.rows
    for name in {one.name for one in told.charts}:
        drawn = runner.invoke(main, ["plot", "how-fast", name, "--to", f"{name}.svg"])
        assert drawn.exit_code == 0, drawn.output
        assert "2 points, 4 runs each, of seed 1" in Path(f"{name}.svg").read_text(encoding="utf-8")
    missing = runner.invoke(main, ["plot", "how-fast", "tornadoo", "--to", "x.svg"])
    assert (missing.exit_code, "tells of no 'tornadoo'" in missing.stderr) == (2, True)
    page = Page(Path("runs/how-fast/report.html").read_text(encoding="utf-8"))
    text = " ".join(page.text)
    assert "What does a slower road cost the company?" in text
    assert text.count("posture plot") == len(told.charts)
    assert "closure_days of exercise" in text
    assert "svg" in {tag for tag, _ in page.seen}


def test_mistakes_are_told_with_the_cure(folder, tmp_path):
    runner = CliRunner()
    nowhere = runner.invoke(main, ["report", str(folder), "--out", str(tmp_path / "none" / "x.html")])
    assert (nowhere.exit_code, "name a file in one that is there" in nowhere.stderr) == (2, True)
    missing = runner.invoke(main, ["report", "no-such-run"])
    assert (missing.exit_code, "posture run" in missing.stderr) == (2, True)


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF")])
def test_a_measure_is_drawn_as_a_picture_of_each_kind(folder, tmp_path, form, begins):
    file = tmp_path / f"closure.{form}"
    result = CliRunner().invoke(main, ["plot", str(folder), "closure_days", "--to", str(file)])
    assert (result.exit_code, result.stdout.endswith(f": 1 rows in {file}\n")) == (0, True)
    assert file.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["closure_day", "--to", "x.png"], "did you mean 'closure_days'?"),
        (["closure_days", "--to", "x.gif"], "write one of: png, svg, pdf"),
        (["closure_days", "--to", "none/x.png"], "there is no folder none"),
        (["closure_days", "--to", "x.png", "--subject", "latvia"], "tells of no 'latvia'"),
    ],
)
def test_what_cannot_be_drawn_is_told(folder, words, told):
    result = CliRunner().invoke(main, ["plot", str(folder), *words])
    assert (result.exit_code, told in result.stderr) == (2, True)


def test_the_watch_has_a_chart_of_what_is_kept():
    rows = [
        Answer(run, "kept_share", base, share, "share")
        for run, shares in enumerate([(0.9, 0.8), (0.95, 0.85), (0.97, 0.7)])
        for base, share in zip(("amari", "siauliai"), shares, strict=True)
    ]
    [kept] = watch(summarise(rows))
    assert kept.title == "air policing: kept"
    assert [row[:2] for row in kept.table.rows] == [("amari", "95.0 %"), ("siauliai", "80.0 %")]


def test_a_run_in_which_nothing_closes_has_a_page_and_no_picture(tmp_path):
    short = tmp_path / "short"
    words = [
        "run",
        "lithuania-brigade",
        "--replications",
        "2",
        "--jobs",
        "1",
        "--quiet",
        "--set",
        "horizon=5 d",
    ]
    assert CliRunner().invoke(main, [*words, "--out", str(short)]).exit_code == 0
    assert "closes in none of 2 runs" in written(short)
    drawn = CliRunner().invoke(main, ["plot", str(short), "closure_days", "--to", str(tmp_path / "x.png")])
    assert (drawn.exit_code, "there is nothing to draw" in drawn.stderr) == (2, True)
