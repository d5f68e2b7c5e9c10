"""Whoever writes a file says which, in a sentence or as data; and what a change lacks is said before it is run."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from posture.cli import main

TRUST = os.environ.get("POSTURE_TRUST") == "1"


def whole(words: str, file: str, facts: set[str]):
    """One that costs a second."""
    return pytest.param(
        words, file, facts, marks=pytest.mark.skipif(not TRUST, reason="POSTURE_TRUST=1 runs it")
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a run of three histories."""
    place = tmp_path_factory.mktemp("written")
    result = CliRunner().invoke(
        main, ["run", "first", "--replications", "3", "--quiet", "--jobs", "1", "--out", str(place / "run")]
    )
    assert result.exit_code == 0, result.output
    return place


@pytest.mark.parametrize(
    ("words", "file", "facts"),
    [
        ("export run --to csv --out answers.csv", "answers.csv", {"answers"}),
        whole("export run --to geojson --out legs.geojson", "legs.geojson", {"point", "replication"}),
        whole("report run", "run/report.html", {"charts"}),
        whole("map run", "run/map.html", {"serials"}),
        whole("plot run closure_days --to days.svg", "days.svg", {"chart", "rows"}),
        whole("cards run", "run/cards", {"cards"}),
        ("trace run --to rows.csv", "rows.csv", {"rows"}),
        ("new mine", "mine.yaml", {"command"}),
    ],
)
def test_what_was_written_is_told_as_data(folder, monkeypatch, words, file, facts):
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, [*words.split(), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["file"], told.keys()) == (file, {"file", *facts})
    assert Path(file).exists()


def test_parts_put_together_are_told_as_data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "question: why?\nscenario: first\nfactors: {p: {path: units.company.people, values: [1, 2]}}\n"
    Path("ex.yaml").write_text(f"{text}design: {{kind: full}}\nreplications: 1\n")
    for part in ("1/2", "2/2"):
        words = ["sweep", "ex.yaml", "--shard", part, "--out", part[0], "--quiet", "--jobs", "1"]
        assert CliRunner().invoke(main, words).exit_code == 0
    told = json.loads(CliRunner().invoke(main, ["merge", "1", "2", "--out", "whole", "--json"]).stdout)
    assert (told["file"], told["runs"]) == ("whole", 2)
    assert told["command"].endswith("--out whole")


def test_a_pair_more_than_whoever_is_there_can_keep_is_told_where_it_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    more = ["--set", "air_policing.bases.siauliai.pairs=2", "--set", "horizon=9 d"]
    result = CliRunner().invoke(main, ["run", "baltic-air-policing", "--replications", "1", "--quiet", *more])
    assert result.exit_code == 0, result.output
    assert "siauliai: 2 pairs are wanted on alert, and who is there keeps 1 at most: 50 %" in result.stderr
