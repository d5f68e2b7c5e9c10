"""What comes from spreadsheets, other programs and the command line is read whole or refused by name."""

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.csv_text import guarded, unguarded
from posture.core.schema import amounts
from posture.scenario.loading import Faults, parse_override, plain, written
from posture.scenario.loading.tables import rows
from posture.scenario.networks import graphml

HEAD = "id,name,kind"
GRAPH = '<graph id="{}" edgedefault="undirected">{}</graph>'
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'


def told(call, *words):
    with pytest.raises(Faults) as fault:
        call(*words)
    return str(fault.value)


@pytest.mark.parametrize(
    "value", ["a # b", "#5", "a #", "# a: b", "x 'y' # z", 'said "so" # z', "a\\b # c", "a: b # c"]
)
def test_bare_text_with_a_comment_sign_is_taken_whole(value):
    change = parse_override(f"title={value}")
    assert plain(change.node) == value.strip()
    assert plain(parse_override(written(change)).node) == value.strip()


@pytest.mark.parametrize("value", ["'a' # b", '"a" # b', "[a, b] # c", "{a: 1} # c", "[a, # b]"])
def test_nothing_of_a_value_is_cut_off_without_a_word(value):
    assert "'#' would cut this value short" in told(parse_override, f"title={value}")


@pytest.mark.parametrize(
    ("value", "right"), [('"a # b"', "a # b"), ("'a # b'", "a # b"), ("['a # b']", ["a # b"]), ("a#b", "a#b")]
)
def test_a_comment_sign_in_quotes_or_in_a_word_is_text(value, right):
    assert plain(parse_override(f"title={value}").node) == right


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-2+3", "@SUM(1)", "\tx", "\rx", "'=1", "''-x", "-", "=", "-1-1", "+49 30"]
)
def test_text_that_a_spreadsheet_would_work_out_stands_behind_an_apostrophe_and_comes_back(text):
    cell = guarded(text)
    assert str(cell)[0] == "'"
    assert unguarded(str(cell)) == text


@pytest.mark.parametrize("text", ["-5", "+0.25", "-1e-05", "-inf", "Bridge", "'s", "", "a=b"])
def test_numbers_and_other_text_are_written_as_they_are(text):
    assert guarded(text) == text == unguarded(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id;name;kind\na;b;c\n", "cells are parted by ';' here"),
        ("id\tname\tkind\na\tb\tc\n", "cells are parted by tabs here"),
        ("id|name|kind\na|b|c\n", "cells are parted by '|' here"),
        (f"sep=,\n{HEAD}\na,b,c\n", "'sep=' is a note for spreadsheets"),
        (f"sep=;\n{HEAD}\na,b,c\n", "'sep=' is a note for spreadsheets"),
        (f"{HEAD},,\na,b,c,,\n", "column 4 has no name"),
        ("id,,name,kind\na,,b,c\n", "column 2 has no name"),
    ],
)
def test_a_spreadsheet_s_habit_is_named_once(tmp_path, text, message):
    path = tmp_path / "places.csv"
    path.write_text(text)
    said = told(rows, path, tuple(HEAD.split(",")))
    assert message in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("text", ["60,5 km", "1,000 km", "-0,5 km"])
def test_a_comma_in_a_number_is_named(text):
    with pytest.raises(ValueError, match="has a comma in its number; decimals stand behind a point"):
        amounts.distance(text)


@pytest.mark.parametrize(
    "text",
    [
        GRAPHML.format(GRAPH.format("a", "") + GRAPH.format("b", "")),
        GRAPHML.format(GRAPH.format("a", '<node id="n">' + GRAPH.format("b", '<node id="m"/>') + "</node>")),
    ],
)
def test_a_second_graph_beside_or_within_the_first_is_refused_by_name(text):
    assert "another graph begins here" in told(graphml.rows, text, "two.graphml")


def test_a_fact_written_twice_at_one_place_is_refused_by_name():
    key = '<key id="d" for="node" attr.name="name" attr.type="string"/>'
    twice = '<node id="n"><data key="d">A</data><data key="d">B</data></node>'
    said = told(graphml.rows, GRAPHML.format(key + GRAPH.format("a", twice)), "two.graphml")
    assert "'d' is written twice" in said


def test_the_cells_of_a_network_s_table_begin_no_formula(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sets = ["--set", "places.BRIDGE.name='=1+1'", "--csv", "out"]
    done = CliRunner().invoke(main, ["network", "first", *sets], prog_name="posture")
    assert done.exit_code == 0, done.output
    cells = [
        cell
        for path in tmp_path.rglob("*.csv")
        for row in csv.reader(StringIO(path.read_text()))
        for cell in row
    ]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]
