"""Promise 11: what begins ends once or is open at the end of the run, and nothing ends that had not begun."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from posture.core.event_kinds import HORIZON
from posture.core.event_log import Log
from posture.operations import EVENT_KINDS
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

sys.path.insert(0, str(Path(__file__).parents[1] / "trust"))
from worlds import MINE, WORLDS, written

GRAMMAR = {
    "departed": ({"arrived"}, ("who",)),
    "claimed": ({"released", "bumped"}, ("who", "where")),
    "incident": ({"recovered"}, ("who",)),
    "mined": ({"surveyed"}, ("who",)),
    "order asked": ({"order out"}, ("who", "where")),
    "order begun": ({"order out"}, ("who", "where")),
    "more requested": ({"more granted"}, ("who", "where")),
    "stands by": ({"stands off"}, ("who", "where")),
    "raised": ({"lowered"}, ("who", "where")),
    "called": ({"call over"}, ("who", "where")),
    "objects": ({"yields"}, ("who",)),
    "in the Black Sea": ({"leaves the Black Sea"}, ("who",)),
    "redeploys": ({"back home"}, ("who", "where")),
    "contact": ({"unseen", "hailed"}, ("who", "where")),
    "icebreaker asked": ({"led", "thawed"}, ("who", "where")),
    "led": ({"icebreaker free"}, ("who", "where")),
    "takes off": ({"lands"}, ("who", "where")),
}
"""What begins by which kind of row, ends by which, and by which fields the two know each other."""
MANY_AT_ONCE = {"takes off"}
"""What is told by base and station, of which several may be begun at once."""
SERIALS = {"bumped"}
"""Ends that other things have too: a serial gives its place at a gate to another."""


def ungrammatical(log):
    """Each row that begins what is begun, or ends what is not."""
    wrong = []
    for begin, (ends, fields) in GRAMMAR.items():
        is_open = Counter[tuple[str, ...]]()
        for row in log.of(begin, *ends):
            key = tuple(getattr(row, field) for field in fields)
            if row.kind == begin:
                wrong += [row] if is_open[key] and begin not in MANY_AT_ONCE else []
                is_open[key] += 1
            elif is_open[key]:
                is_open[key] -= 1
            elif row.kind not in SERIALS:
                wrong.append(row)
    return wrong


def test_promise_11_the_grammar_names_kinds_that_there_are():
    assert {kind for begin, (ends, _) in GRAMMAR.items() for kind in (begin, *ends)} <= set(EVENT_KINDS)


@pytest.mark.parametrize("operation", WORLDS)
@pytest.mark.parametrize("horizon", ["9 d", "60 d"])
def test_promise_11_whatever_begins_in_an_operation_ends_once_or_is_open(operation, horizon, tmp_path):
    scenario = load(str(written(tmp_path, operation, MINE)), [f"horizon={horizon}"]).scenario
    for replication in range(3):
        assert ungrammatical(simulate(Prepared(scenario, {}), 8, replication)) == []


def test_promise_11_whatever_begins_on_the_flank_ends_once_or_is_open(shipped_run):
    log = shipped_run("eastern-flank-2023")
    assert ungrammatical(log) == []
    assert {row.kind for row in log} >= {
        "departed",
        "claimed",
        "incident",
        "order asked",
        "stands by",
        "called",
    }


@pytest.mark.parametrize("rows", [["arrived"], ["departed", "departed"], ["departed", "arrived", "arrived"]])
def test_promise_11_a_row_out_of_its_grammar_is_seen(rows):
    log = Log()
    log.note(0, HORIZON, "run", amount=9)
    for time, kind in enumerate(rows):
        log.note(time, kind, "serial 1", "there", 4)
    assert len(ungrammatical(log)) == 1
