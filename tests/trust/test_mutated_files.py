"""Promise 22 for all kinds of files beside a scenario: experiments, networks, tables and stored results."""

import os
import shutil
import sys
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from click.testing import CliRunner

from posture.cli import main

HOSTILE = Path(__file__).parents[1] / "hostile"
sys.path.insert(0, str(HOSTILE))
from test_mutations import MOST_LINES, MUTATIONS, SLOWEST  # noqa: E402

KINDS = ("experiment", "places", "links", "table", "manifest", "ledger", "design", "runs", "scenario")
BYTES = ("flipped", "lettered", "truncated")
EACH = max(1, int(os.environ.get("POSTURE_MUTATIONS", "120")) // (4 * len(KINDS)))
"""A quarter as many of all kinds together as the scenarios of `hostile/test_mutations` get."""
FINE, REFUSED = {0, 2, 3, 4, 5, 6, 7, 8}, ("Traceback", "a fault of ours")
ON_NET = """name: onnet
start: 2023-07-03
horizon: 10 d
network: net
tables: [movement]
units:
  company: {nation: LT, home: HOME, wheeled: 30}
decision: {orders: {go: {decided: 6 h}}}
reinforcement:
  brigades:
    camp: {at: RANGE, order: go, reception: LT, parts: {company: {unit: company, arrangement: moved,
      lines: {vehicles: {cargo: wheeled, modes: [road]}}}}}
"""
EXPERIMENT = """question: How soon?
scenario: mine.yaml
factors:
  notice: {path: decision.orders.exercise.decided, range: [1 h, 9 h]}
  hard: {path: "reinforcement.brigades.*.integration", scale: [0.5, 2], kind: uncertainty}
design: {kind: latin-hypercube, points: 3}
replications: 2
"""
PLACES = """id,name,kind,country,lat,lon,modes,neutral,attributes
HOME,Home,base,LT,54.0,24.0,road;rail,0,role=camp
BREAK,Break,rail_transload,LT,54.4,24.2,rail,0,gauges=1435/1520
RANGE,Range,base,LT,54.8,24.4,road;rail,,
"""
LINKS = """from,to,mode,length_km,gauge_mm,countries,neutral_transit
HOME,RANGE,road,110.5,,LT,0
HOME,BREAK,rail,60,1435,LT,0
BREAK,RANGE,rail,50,1520,LT,0
"""
TABLE = "unit,nation,home,people,source,confidence\n" + "".join(
    f"x{n},LT,RANGE,{n},me,assumed\n" for n in range(5)
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    (folder / "mine.yaml").write_text("base: first\nname: mine\ntables: [movement, own.csv]\n")
    (folder / "own.csv").write_text(TABLE)
    (folder / "ex.yaml").write_text(EXPERIMENT)
    (folder / "net").mkdir()
    (folder / "net" / "places.csv").write_text(PLACES)
    (folder / "net" / "links.csv").write_text(LINKS)
    (folder / "onnet.yaml").write_text(ON_NET)
    run = CliRunner().invoke(
        main, ["run", "first", "--replications", "3", "--jobs", "1", "--out", str(folder / "run")]
    )
    assert run.exit_code == 0, run.output
    return folder


def case(kind):
    """The file that is mutated, and the command that reads it."""
    return {
        "experiment": ("ex.yaml", ["check", "ex.yaml"]),
        "places": ("net/places.csv", ["check", "onnet.yaml"]),
        "links": ("net/links.csv", ["check", "onnet.yaml"]),
        "table": ("own.csv", ["check", "mine.yaml"]),
        "manifest": ("run/manifest.json", ["explain", "run"]),
        "ledger": ("run/ledger.parquet", ["explain", "run"]),
        "design": ("run/design.csv", ["status", "run"]),
        "runs": ("run/runs.csv", ["status", "run"]),
        "scenario": ("run/scenario.yaml", ["explain", "run"]),
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_promise_22_a_mutated_file_of_any_kind_is_read_or_refused_in_a_few_lines(
    kind, sound, tmp_path, monkeypatch
):
    shutil.copytree(sound, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    name, command = case(kind)
    text, failures = Path(name).read_bytes(), []
    whole = CliRunner().invoke(main, command)
    assert whole.exit_code == 0, whole.output
    for number in range(EACH):
        fitting = (
            BYTES
            if kind == "ledger"
            else sorted(set(MUTATIONS) - ({"deleted"} if text.count(b"\n") < 4 else set()))
        )
        how = fitting[number % len(fitting)]
        Path(name).write_bytes(MUTATIONS[how](text, Random(f"{kind}/{how}/{number}")))
        began = perf_counter()
        ended = CliRunner().invoke(main, command)
        told = ended.output
        control = [
            letter for letter in told if (letter < " " and letter not in "\n\t") or "\x7f" <= letter < "\xa0"
        ]
        if (
            ended.exit_code not in FINE
            or (ended.exit_code == 2 and len(ended.stderr.splitlines()) > MOST_LINES)
            or any(word in told for word in REFUSED)
            or control
            or perf_counter() - began > SLOWEST
        ):
            failures.append(
                f"{kind}/{how}/{number}: code {ended.exit_code}, {control}, {ended.exception!r}: {told[-200:]}"
            )
    assert failures == []
