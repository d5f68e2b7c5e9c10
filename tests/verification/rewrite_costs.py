"""Writes tests/costs.csv anew: `make costs`. What a run of some scenarios costs, counted and not timed."""

import csv
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from posture.runs import simulate as module
from posture.runs.run import replicate
from posture.runs.simulate import prepare
from posture.scenario import load

FILE = Path(__file__).parent.parent / "costs.csv"
SCENARIOS = ("first", "lithuania-brigade", "baltic-air-policing", "nrf-2022", "eastern-flank-2023")
COLUMNS = ("scenario", "python", "rows", "events", "calls")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""Calls are those of one version of Python: the next makes loops of some of them."""


@contextmanager
def counting():
    """How many functions of Python are called, generators gone on with included."""
    calls = [0]

    def heed(_frame, what, _argument):
        if what == "call":
            calls[0] += 1

    sys.setprofile(heed)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def costs(name, monkeypatch):
    """Rows, events of the calendar and calls of one run, simulated and measured, after one that warms up."""
    theatres = []

    class SeenTheatre(module.Theatre):
        def __init__(self, *words, **more):
            super().__init__(*words, **more)
            theatres.append(self)

    monkeypatch.setattr(module, "Theatre", SeenTheatre)
    case = prepare(load(name).scenario)
    replicate(case, 1, 0)
    with counting() as calls:
        found = replicate(case, 1, 0)
    events = next(theatres[-1].env._eid)
    return dict(zip(COLUMNS, (name, PYTHON, found.rows, events, calls[0]), strict=True))


if __name__ == "__main__":
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for name in SCENARIOS:
            with pytest.MonkeyPatch.context() as patch:
                writer.writerow(costs(name, patch))
