"""What a run costs, counted so that no load of the machine moves it: more or less by a twentieth is told."""

import csv
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
SLACK = 0.05


def recorded():
    with (TESTS / "costs.csv").open(encoding="utf-8") as file:
        return {row["scenario"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", sorted(recorded()))
def test_a_run_costs_what_is_recorded(name, monkeypatch):
    monkeypatch.syspath_prepend(str(TESTS / "verification"))
    from rewrite_costs import PYTHON, costs

    before, now = recorded()[name], costs(name, monkeypatch)
    watched = ("rows", "events", "calls") if before["python"] == PYTHON else ("rows", "events")
    ratios = {what: now[what] / int(before[what]) for what in watched}
    said = "run `make costs` and say in the commit why a run costs other than before"
    assert all(abs(ratio - 1) <= SLACK for ratio in ratios.values()), f"{ratios}: {said}"
