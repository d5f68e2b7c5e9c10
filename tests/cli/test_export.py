import csv
import io
import sys
from math import inf
from textwrap import dedent

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.experiments.specification import read_experiment
from posture.runs.sweep import sweep

TEXT = """
    question: "=How late is late?"
    scenario: first
    factors:
      notice: {path: decision.orders.exercise.decided, values: [1 h, 6 h]}
      hard: {choices: {as written: [], never: [reinforcement.brigades.exercise.integration=40 d]}}
    design: {kind: full}
    replications: 3
    measures: [closure_days, closed_within_10_days]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study of four points, of which two never close, and a run of one scenario."""
    found = tmp_path_factory.mktemp("exports")
    (found / "ex.yaml").write_text(dedent(TEXT))
    sweep(read_experiment(str(found / "ex.yaml")), found / "study", jobs=1)
    result = posture("run", "first", "--replications", "4", "--out", str(found / "run"), "--quiet")
    assert result.exit_code == 0
    return found


def posture(*words):
    return CliRunner().invoke(main, words, prog_name="posture")


def exported(folder, what, form, out, *words):
    result = posture("export", str(folder / what), "--to", form, "--out", str(out), *words)
    assert result.exit_code == 0, result.stderr
    return out


def answers(folder):
    """What the study itself holds, by point, replication and measure."""
    with (folder / "study" / "measures.csv").open() as file:
        return {
            (int(row["point"]), int(row["replication"]), row["measure"]): float(row["value"])
            for row in csv.DictReader(file)
        }


def test_each_answer_of_a_study_stands_beside_the_settings_of_its_point(folder, tmp_path):
    rows = list(csv.DictReader(io.StringIO(exported(folder, "study", "csv", tmp_path / "a.csv").read_text())))
    assert {
        (int(row["point"]), int(row["replication"]), row["measure"]): float(row["value"]) for row in rows
    } == answers(folder)
    assert {(row["hard"], row["notice"]) for row in rows if row["value"] == "inf"} == {
        ("never", "1.0"),
        ("never", "6.0"),
    }
    table = pq.read_table(exported(folder, "study", "parquet", tmp_path / "a.parquet"))
    assert [{name: str(cell) for name, cell in row.items()} for row in table.to_pylist()] == rows
    assert table.schema.metadata[b"question"] == b"=How late is late?"


def test_a_run_is_a_table_without_points(folder, tmp_path):
    rows = list(csv.DictReader(io.StringIO(exported(folder, "run", "csv", tmp_path / "a.csv").read_text())))
    assert list(rows[0]) == ["replication", "measure", "subject", "value", "unit"]
    with (folder / "run" / "measures.csv").open() as file:
        assert rows == [{name: row[name] for name in rows[0]} for row in csv.DictReader(file)]


def test_a_workbook_holds_design_summary_and_answers_and_no_formula(folder, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(exported(folder, "study", "xlsx", tmp_path / "a.xlsx"))
    assert book.sheetnames == ["about", "design", "summary", "answers"]
    about = dict(book["about"].iter_rows(values_only=True))
    assert about["question"] == "=How late is late?"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    design = list(book["design"].iter_rows(values_only=True))
    assert design[0] == ("point", "hard", "notice, h")
    assert set(design[1:]) == {(0, "as written", 1), (1, "as written", 6), (2, "never", 1), (3, "never", 6)}
    _head, *rows = book["answers"].iter_rows(values_only=True)
    told = {(row[0], row[3], row[4]): row[6] for row in rows}
    here = {key: "never" if value == inf else pytest.approx(value) for key, value in answers(folder).items()}
    assert told == here  # a sheet keeps 16 figures
    _head, *rows = book["summary"].iter_rows(values_only=True)
    closed = {row[0]: row for row in rows if row[1] == "closure_days"}
    assert closed[0][6] == pytest.approx(np.mean([answers(folder)[0, k, "closure_days"] for k in range(3)]))
    assert (closed[2][5], closed[2][6]) == (3, None)  # unfinished, and so without a mean


def test_a_grid_of_each_measure_comes_back_by_point_and_replication(folder, tmp_path):
    from scipy.io import netcdf_file

    with netcdf_file(exported(folder, "study", "netcdf", tmp_path / "a.nc"), mmap=False) as file:
        variables = file.variables
        closure = variables["closure_days"]
        assert closure.dimensions == ("point", "replication", "subject_of_closure_days")
        assert (closure.units, file.scenario) == (b"d", b"first")
        assert variables["factor_notice"][:].tolist() == [1, 6, 1, 6]
        letters = [b"".join(row).rstrip(b"\0") for row in variables["factor_hard"][:]]
        assert letters == [b"as written", b"as written", b"never", b"never"]
        assert b"".join(variables["subject_of_closure_days"][0]) == b"exercise"
        assert {
            (point, replication, "closure_days"): closure[point, replication, 0]
            for point in range(4)
            for replication in range(3)
        } == {key: value for key, value in answers(folder).items() if key[2] == "closure_days"}


def test_a_measure_alone_and_an_unknown_one(folder, tmp_path):
    out = exported(folder, "study", "csv", tmp_path / "a.csv", "--measure", "closure_days")
    assert {row["measure"] for row in csv.DictReader(io.StringIO(out.read_text()))} == {"closure_days"}
    result = posture("export", str(folder / "study"), "--to", "csv", "--measure", "closure_day")
    assert (result.exit_code, result.output) == (
        2,
        f"{folder / 'study'} holds no measure 'closure_day'; did you mean 'closure_days'?\n",
    )


def test_what_is_there_stays_there(folder, tmp_path):
    (tmp_path / "a.csv").write_text("mine")
    result = posture("export", str(folder / "run"), "--to", "csv", "--out", str(tmp_path / "a.csv"))
    assert (result.exit_code, "is there already" in result.output) == (6, True)
    assert (tmp_path / "a.csv").read_text() == "mine"
    result = posture("export", str(folder / "run"), "--to", "csv", "--out", str(tmp_path / "none" / "a.csv"))
    assert (result.exit_code, "there is no folder" in result.output) == (2, True)
    assert posture("export", "nowhere", "--to", "csv").exit_code == 2


def test_without_openpyxl_it_says_what_to_install(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = posture("export", str(folder / "run"), "--to", "xlsx", "--out", str(tmp_path / "a.xlsx"))
    assert (result.exit_code, result.output) == (
        2,
        "a workbook needs openpyxl, which is not installed; pip install 'posture[export]'\n",
    )
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_changed_is_not_exported(folder, tmp_path):
    import shutil

    shutil.copytree(folder / "study", tmp_path / "study")
    with (tmp_path / "study" / "measures.parquet").open("r+b") as file:
        file.seek(200)
        file.write(b"x")
    result = posture("export", str(tmp_path / "study"), "--to", "csv")
    assert (result.exit_code, "is not as it was written" in result.output) == (8, True)


def test_a_study_too_large_for_a_sheet_is_told_before_it_is_written(folder, tmp_path, monkeypatch):
    pytest.importorskip("openpyxl")
    from posture.report import exports

    monkeypatch.setattr(exports, "EXCEL_ROWS", 10)
    result = posture("export", str(folder / "study"), "--to", "xlsx", "--out", str(tmp_path / "a.xlsx"))
    assert result.exit_code == 2
    assert "has 24 answers, and a sheet holds 9; name some with --measure" in result.output
