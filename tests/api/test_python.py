"""The way in from Python: the page's own code, and what it promises."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import posture
from posture.core.errors import PostureError

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def first():
    return posture.run("first", replications=3, seed=5, jobs=1)


def python(folder, *words, **environment):
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_runs_as_a_script_and_tells_the_command_lines_fingerprint(tmp_path):
    (tmp_path / "page.py").write_text("\n".join(BLOCKS))
    ended = python(tmp_path, "page.py")
    assert ended.returncode == 0, ended.stderr
    words = ("-m", "posture", "run", "lithuania-brigade", "--replications", "20", "--seed", "7", "--json")
    told = json.loads(python(tmp_path, *words).stdout)
    assert told["fingerprint"] in ended.stdout.split()
    assert "{'closure_days': 'd'}" in ended.stdout


@pytest.mark.skipif(
    os.environ.get("POSTURE_TRUST") != "1", reason="the script is tried; `make trust` takes the kernel too"
)
def test_the_page_runs_in_a_jupyter_kernel(tmp_path):
    client = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(block) for block in BLOCKS])
    book.cells.append(nbformat.v4.new_code_cell("out"))
    client.NotebookClient(book, timeout=300, kernel_name="python3").execute(cwd=str(tmp_path))
    shown = book.cells[-1].outputs[0]["data"]
    assert "<table" in shown["text/html"]


def test_a_run_is_told_in_frames_with_their_units(first):
    wide = first.values("closure_days")
    assert wide.shape == (3, 1)
    assert wide.attrs == {"units": {"closure_days": "d"}}
    tidy = first.measures.query("measure == 'closure_days'")
    assert tidy["value"].tolist() == wide.iloc[:, 0].tolist()
    row = first.summary.loc["closure_days"].iloc[0]
    assert row["n"] == 3
    assert row["mean"] == pytest.approx(wide.iloc[:, 0].mean())
    assert first._repr_html_().startswith("<table")


def test_the_ledger_adds_up_to_the_closure_from_the_first_sign(first):
    days = first.values("closure_from_indication_days")
    for subject in days.columns:
        sums = first.ledger.query("subject == @subject").groupby("replication")["seconds"].sum() / 86400
        assert sums.tolist() == pytest.approx(days[subject].tolist())


def test_jobs_change_no_answer_and_another_seed_does(first):
    assert posture.run("first", replications=3, seed=5, jobs=2).fingerprint == first.fingerprint
    assert posture.run("first", replications=3, seed=6, jobs=1).fingerprint != first.fingerprint


def test_what_is_loaded_is_what_is_run(first):
    loaded = posture.load("first")
    assert posture.run(loaded, replications=3, seed=5, jobs=1).fingerprint == first.fingerprint
    with pytest.raises(PostureError, match="give them to load"):
        posture.run(loaded, sets=["horizon=9 d"])


def test_a_run_that_is_read_is_the_run_that_was_written(tmp_path, first):
    words = (
        "-m",
        "posture",
        "run",
        "first",
        "--replications",
        "3",
        "--seed",
        "5",
        "--out",
        "kept",
        "--quiet",
    )
    ended = python(tmp_path, *words)
    assert ended.returncode == 0, ended.stderr
    read = posture.read_run(tmp_path / "kept")
    assert read.fingerprint == first.fingerprint
    assert read.measures.equals(first.measures)
    assert read.ledger.equals(first.ledger)


def test_without_chance_there_is_one_history_and_its_rows_can_be_had():
    usual = posture.run("first", deterministic=True, jobs=1)
    assert usual.manifest["replications"] == len(usual.values("closure_days")) == 1
    rows = posture.history("first", deterministic=True, unit="exercise", kinds=["closed"])
    [order] = posture.history("first", deterministic=True, kinds=["order"])["time_d"]
    [closed] = rows[rows["who"] == "exercise"]["time_d"]
    assert closed - order == pytest.approx(usual.values("closure_days")["exercise"].item())
    assert len(posture.history(posture.load("first"), seed=5)) > len(rows)
    with pytest.raises(PostureError, match="leave replications out"):
        posture.run("first", deterministic=True, replications=2)


def test_a_scenario_that_was_edited_is_read_anew_by_the_next_study(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: first\nname: mine\nlinks: {south: {length: 60 km}}\n")
    (tmp_path / "s.yaml").write_text(
        "question: q\nscenario: mine.yaml\nfactors: {people: {path: units.company.people, values: [90, 91]}}\n"
        "design: {kind: full}\nreplications: 1\nmeasures: [closure_days]\n"
    )
    first = posture.sweep(tmp_path / "s.yaml", tmp_path / "one", jobs=1)
    (tmp_path / "mine.yaml").write_text("base: first\nname: mine\nlinks: {south: {length: 90 km}}\n")
    second = posture.sweep(tmp_path / "s.yaml", tmp_path / "two", jobs=1)
    assert first.manifest["results_sha256"] != second.manifest["results_sha256"]


def test_a_study_is_points_by_replications(tmp_path):
    (tmp_path / "two.yaml").write_text(
        "question: q\nscenario: first\nfactors:\n"
        "  vehicles: {path: units.company.wheeled, values: [20, 40]}\n"
        "design: {kind: full}\nreplications: 3\nmeasures: [closure_days]\n"
    )
    study = posture.sweep(tmp_path / "two.yaml", tmp_path / "two", jobs=1)
    assert study.design["vehicles"].tolist() == [20, 40]
    table = study.values("closure_days")
    assert table.shape == (2, 3)
    assert study.means("closure_days")["mean"].tolist() == pytest.approx(table.mean(axis=1).tolist())
    again = posture.read_study(tmp_path / "two")
    assert again.values("closure_days").equals(table)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: posture.load("first", ["horizon=9 m"]), "horizon"),
        (lambda: posture.run("first", replications=1, jobs=1).values("closure_day"), "no measure"),
        (lambda: posture.read_run("nowhere"), "nowhere"),
        (lambda: posture.read_study("nowhere"), "nowhere"),
    ],
)
def test_a_mistake_is_told_in_words(ask, said):
    with pytest.raises(PostureError, match=said):
        ask()


def test_every_public_name_has_its_docstring_and_is_found():
    for name in posture.__all__:
        assert name in dir(posture)
        assert name == "__version__" or getattr(posture, name).__doc__
    with pytest.raises(AttributeError):
        posture.nothing  # noqa: B018


def test_what_ships_and_what_is_measured_is_listed():
    ships = posture.list_scenarios().set_index("name")["title"]
    assert ships["lithuania-brigade"]
    assert posture.list_measures().loc["closure_days", "unit"] == "d"


def test_importing_posture_imports_nothing_heavy():
    ended = python(".", "-c", "import sys, posture; print('pandas' in sys.modules, 'simpy' in sys.modules)")
    assert ended.stdout.split() == ["False", "False"]
