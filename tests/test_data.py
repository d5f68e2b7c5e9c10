"""The tables that ship: every figure has a source that is listed, a confidence, and an order of sizes."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "configs" / "data"
TABLES = sorted(
    path for path in DATA.glob("*.csv") if path.stem not in ("sources", "backtest-record", "matched-settings")
)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_source_that_a_row_names_is_listed(path):
    known = {row["slug"] for row in rows(DATA / "sources.csv")} | {"general", "assumption"}
    named = {slug.strip() for row in rows(path) for slug in row["source"].split(";")}
    assert named <= known


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_says_how_well_it_is_known_and_as_of_when(path):
    for row in rows(path):
        assert row["confidence"] in {"seen", "general", "assumed"}
        assert row["as_of"]


def test_sources_are_listed_once():
    slugs = [row["slug"] for row in rows(DATA / "sources.csv")]
    assert len(slugs) == len(set(slugs))


def test_the_typical_figure_lies_between_low_and_high():
    for path in TABLES:
        for row in rows(path):
            if row.get("low") and row.get("typical"):
                assert float(row["low"]) <= float(row["typical"]) <= float(row["high"]), row


def test_movement_figures_are_those_of_the_reference_tables():
    reference = Path(__file__).parent.parent.parent / "shared" / "data" / "movement_parameters.csv"
    if not reference.exists():
        pytest.skip("the reference tables are absent")
    triples = {(row["low"], row["typical"], row["high"]) for row in rows(reference)}
    seen = [row for row in rows(DATA / "movement.csv") if row["confidence"] == "seen"]
    taken = [row for row in seen if (row["low"], row["typical"], row["high"]) in triples]
    assert len(taken) >= len(seen) - 3
