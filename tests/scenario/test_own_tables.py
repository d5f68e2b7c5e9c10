"""Tables of the user's own: units and figures from CSV or Excel, beside or over what ships, with their sources."""

import pytest

from posture.core.errors import PostureError
from posture.scenario import load

UNITS = """unit,nation,home,kind,people,wheeled,tracked,tonnes,notice_low,notice_typical,notice_high,source,confidence
my-battalion,DE,BARRACKS,mechanised battalion,650,90,44,3100,2,3,5,my staff check of May,assumed
"""
FIGURES = """path,low,typical,high,unit,use,basis,source,as_of,confidence
movement.roads.any.speed,20,25,30,km/h,each,measured by us,our trial,2026-05,seen
"""


@pytest.fixture
def mine(tmp_path):
    """A scenario with a table of its own; text as the file, or rows as a workbook."""

    def loaded(content, name="own.csv", *, kind="first"):
        if name.endswith(".xlsx"):
            openpyxl = pytest.importorskip("openpyxl")
            book = openpyxl.Workbook()
            for row in content.splitlines():
                book.active.append([float(one) if one.isdigit() else one for one in row.split(",")])
            book.save(tmp_path / name)
        elif content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        (tmp_path / "case.yaml").write_text(f"base: {kind}\nname: mine\ntables: [movement, {name}]\n")
        return load(str(tmp_path / "case.yaml"))

    return loaded


def refused(mine, content, name="own.csv"):
    with pytest.raises(PostureError) as told:
        mine(content, name)
    return str(told.value)


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx"])
def test_units_of_ones_own_stand_beside_those_of_the_scenario(mine, name):
    units = mine(UNITS, name).scenario.units
    assert {"company", "my-battalion"} <= set(units)
    own = units["my-battalion"]
    assert (own.people, own.wheeled, own.tracked, own.tonnes, own.containers) == (650, 90, 44, 3_100_000, 0)
    assert [own.notice.low / 86400, own.notice.median / 86400, own.notice.high / 86400] == [2, 3, 5]


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx"])
def test_a_figure_of_ones_own_takes_the_place_of_what_ships_with_its_source(mine, name):
    loaded = mine(FIGURES, name)
    told = [one for one in loaded.figures if one.path == "movement.roads.any.speed"]
    assert [(one.source, one.confidence, one.typical) for one in told] == [("our trial", "seen", "25")]
    assert loaded.scenario.movement.roads["any"].speed.low == pytest.approx(20 / 3.6)
    assert any(one.file.endswith(name) for one in loaded.sources)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no file"),
        ("", "there is no header"),
        ("colour,people\nred,3\n", "first column is 'colour', not one of path, unit, pool, place, nation"),
        (UNITS.replace(",source,confidence", ",quelle,confidence"), "missing columns: source"),
        (UNITS.replace("wheeled", "wheled"), "column 'wheled' is read by nobody; did you mean 'wheeled'?"),
        (UNITS.replace("tonnes", "Tons"), "column 'Tons' is read by nobody; did you mean 'tonnes'?"),
        (UNITS.replace("my staff check of May", ""), "own.csv:2:1: a figure needs a source"),
        (UNITS.replace(",assumed", ",sure"), "confidence is 'sure'; use one of"),
        (UNITS.replace("650", "many"), "own.csv:2:1: units.my-battalion.people"),
        (UNITS.replace("650", "nan"), "a whole number is wanted, not text"),
        (UNITS + UNITS.splitlines()[1] + "\n", "is written on line 2 already"),
        (UNITS.replace("my-battalion,", ","), "it has no name"),
        (UNITS.replace("DE,", "Germany,"), "own.csv:2:1: units.my-battalion.nation"),
        (UNITS.replace(",", ";"), "cells are parted by ';'"),
        ("pool,nation,kind,count,people,home,name,lat,lon,source,confidence\np,DE,x,-3,9,H,H,52,9,s,seen\n", "count is '-3'"),
        ("nation,name,accession,parliament,source,confidence\nDE,Germany,1955-05-06,perhaps,s,seen\n", "parliament is 'perhaps'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_with_its_place(mine, content, told):
    assert told in refused(mine, content)


def test_a_column_of_remarks_is_whoevers_wrote_it(mine):
    remarked = UNITS.replace("confidence\n", "confidence,seen with\n").replace(
        "assumed\n", "assumed,the staff\n"
    )
    assert mine(remarked).scenario.units["my-battalion"].tracked == 44


@pytest.mark.parametrize("name", ["own.xls", "own.ods", "own.CSV"])
def test_a_table_of_another_program_brings_the_forms_that_are_read(mine, name):
    assert f"'{name}' is of a kind that is not read; save it as .csv or .xlsx" in refused(mine, None, name)


def test_a_missing_table_brings_the_nearest_table_and_no_scenario(mine, tmp_path):
    (tmp_path / "case.csv").write_text(UNITS)
    assert "did you mean 'case.csv'?" in refused(mine, None, "cas.csv")


def test_a_table_outside_the_folder_is_refused(mine):
    assert "lies outside the scenario's folder" in refused(mine, None, "../own.csv")


def test_what_is_no_workbook_is_told(tmp_path):
    (tmp_path / "own.xlsx").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "case.yaml").write_text("base: first\nname: mine\ntables: [movement, own.xlsx]\n")
    with pytest.raises(PostureError, match="this is no workbook that can be read"):
        load(str(tmp_path / "case.yaml"))


def test_a_name_without_an_ending_is_a_table_that_ships(mine):
    assert "a table of your own is named by its file, as mytable.csv" in refused(mine, None, "mytable")
