"""The scenario as it was run: one file in the folder of a run or a study, from which it can be run again."""

import random
import shutil
from pathlib import Path

import pytest

from posture.core.errors import Refused, StorageFault
from posture.experiments.points import stack
from posture.experiments.specification import read_experiment
from posture.runs.manifest import scenario_hash
from posture.runs.rerun import rerun
from posture.runs.single import Draws, run_kept
from posture.runs.sweep import sweep
from posture.scenario import load
from posture.scenario.loading import parse, plain
from posture.scenario.loading.files import Intake
from posture.scenario.loading.yaml_text import block
from posture.scenario.resolved import resolved

MINE = """
base: first
name: mine
include: [more.yaml]
tables: [movement, figures.csv, units.csv]
links: {south: {length: 61 km}}
movement: {march: {column: null}}
"""
MORE = """
units: {company: {people: 90}, spare: {nation: LT, home: BARRACKS}}
closures: {flood: {links: [south], order: exercise, start: D+1, end: D+2}}
"""
FIGURES = """path,low,typical,high,unit,use,basis,source,as_of,confidence
reinforcement.reception.LT.pieces,1,2,3,per hour,each,,staff check,2026,assumed
"""
UNITS = """unit,nation,home,people,source,confidence
company,LT,BARRACKS,120,staff check,assumed
scouts,LT,BARRACKS,40,staff check,assumed
"""
EXPERIMENT = """
question: How soon?
scenario: mine.yaml
replications: 2
design: {kind: full}
factors: {length: {path: links.north.length, values: [50 km, 70 km]}}
"""


@pytest.fixture(autouse=True)
def mine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("mine.yaml", MINE),
        ("more.yaml", MORE),
        ("units.csv", UNITS),
        ("study.yaml", EXPERIMENT),
    ):
        Path(name).write_text(text.replace("\nmovement: {march: {column: null}}", ""))
    text = FIGURES.replace("reinforcement.reception.LT.pieces", "reinforcement.brigades.exercise.integration")
    Path("figures.csv").write_text(text.replace("per hour", "h"))


def run_mine(folder, name="mine.yaml", sets=("units.company.people=91",)):
    loaded = load(name, sets)
    return run_kept(loaded, name, Path(folder), Draws(2), jobs=1)


def gone():
    for name in ("more.yaml", "units.csv", "figures.csv", "mine.yaml"):
        Path(name).unlink()
    stack.cache_clear()


def test_a_run_can_be_repeated_from_its_folder_alone_anywhere():
    first = run_mine("run")
    gone()
    shutil.move("run/scenario.yaml", "elsewhere.yaml")
    assert load("elsewhere.yaml").scenario.units["company"].people == 91
    assert run_mine("again", "elsewhere.yaml", ()).fingerprint == first.fingerprint


def test_a_run_whose_files_are_gone_or_changed_is_still_traced():
    first = run_mine("run")
    Path("more.yaml").write_text(MORE.replace("90", "89"))
    assert rerun(Path("run"), 0, 1).fingerprint == first.done[1].fingerprint
    gone()
    again = rerun(Path("run"), 0, 1)
    assert (again.equal, again.fingerprint) == (True, first.done[1].fingerprint)


def test_a_study_whose_files_are_gone_is_still_run_again():
    sweep(read_experiment("study.yaml"), Path("study"), jobs=1, command="posture sweep study.yaml")
    assert rerun(Path("study"), 1, 1).equal
    gone()
    assert rerun(Path("study"), 1, 1).equal


def test_a_kept_scenario_that_was_changed_is_refused():
    run_mine("run")
    gone()
    path = Path("run/scenario.yaml")
    path.write_text(path.read_text().replace("61 km", "62 km"))
    with pytest.raises(StorageFault, match="not as it was written"):
        rerun(Path("run"), 0, 1)
    path.unlink()
    with pytest.raises(Refused, match="not as it was when"):
        rerun(Path("run"), 0, 1)


@pytest.mark.parametrize("name", ["first", "turkiye-2012", "nrf-rotations", "active-endeavour"])
def test_what_ships_resolved_is_the_same_scenario_with_the_same_figures(name):
    loaded = load(name)
    Path("one.yaml").write_text(resolved(loaded.tree, loaded.layers))
    again = load("one.yaml")
    assert scenario_hash(again) == scenario_hash(loaded)
    assert [one.path for one in again.figures] == [one.path for one in loaded.figures]


def test_any_data_written_as_yaml_is_read_as_the_same_data():
    chance = random.Random(1)
    words = [
        "NO",
        "12:30",
        "010",
        "1e6",
        "a # b",
        "x: y",
        "- a",
        "",
        "null",
        "Ä ö",
        "1" * 30,
        "a, b",
        "{",
        "=1",
        "D+5",
    ]

    def value(depth):
        kind = chance.randrange(6 if depth < 4 else 4)
        if kind == 4:
            return [value(depth + 1) for _ in range(chance.randrange(4))]
        if kind == 5:
            return {chance.choice(words[:4]) + str(n): value(depth + 1) for n in range(chance.randrange(4))}
        return [chance.choice(words), chance.randrange(-9, 10**6), chance.random() * 1e-7, None][kind]

    for _ in range(60):
        data = {"top": value(0), "other": value(1)}
        intake = Intake()
        node = parse("\n".join(block(data)), "x", intake)
        assert (not intake.faults, node and plain(node)) == (True, data)
