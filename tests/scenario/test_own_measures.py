"""Measures of a scenario's own, by hand and through a run."""

from math import inf, isinf

import pytest

from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.outcomes import MEASURES
from posture.outcomes.own import own_days, own_number
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.own_measures import OwnMeasure, note_answers
from posture.theatre.event_kinds import ARRIVED

DAY = 86400


def asked(**said):
    return OwnMeasure.model_validate({"kind": str(ARRIVED), **said})


def hand_log():
    log = Log()
    log.note(1 * DAY, ARRIVED, "a/x", "P", 4)
    log.note(2 * DAY, ARRIVED, "a/y", "Q", 1)
    log.note(5 * DAY, ARRIVED, "b/x", "P", 10)
    return log


@pytest.mark.parametrize(
    ("said", "days", "number"),
    [
        ({"take": "count"}, None, 3),
        ({"take": "count", "who": "c/*"}, None, 0),
        ({"take": "sum", "where": "P"}, None, 14),
        ({"take": "sum", "who": "a/*"}, None, 5),
        ({"take": "mean", "who": "a/*"}, None, 2.5),
        ({"take": "largest"}, None, 10),
        ({"take": "first", "where": "Q"}, 2, None),
        ({"take": "last", "who": "a/*"}, 2, None),
        ({"take": "last", "who": "c/*"}, inf, None),
        ({"take": "mean", "who": "c/*"}, None, inf),
    ],
)
def test_each_way_of_taking_gives_the_number_on_paper(said, days, number):
    log = hand_log()
    note_answers(log, {"mine": asked(**said)})
    assert own_days(log) == ({} if days is None else {"mine": pytest.approx(days)})
    assert own_number(log) == ({} if number is None else {"mine": number})


def run(*overrides):
    return simulate(prepare(load("lithuania-brigade", overrides).scenario), 1, 0, check=True)


def test_the_last_row_of_closing_is_the_day_on_which_the_brigade_closes():
    log = run("measures.mine={take: last, kind: closed, who: lithuania}")
    plain = run()
    closed = [row.time for row in plain.of("closed") if row.who == "lithuania"]
    assert own_days(log)["mine"] == pytest.approx(closed[-1] / DAY)
    assert list(log)[: len(plain)] == list(plain), "what happens is the same"


def test_seconds_in_a_queue_add_up_to_days():
    log = run("measures.mine={take: sum, kind: gate queue, who: lithuania/*}")
    waited = sum(row.amount for row in log.of("gate queue") if row.who.startswith("lithuania/"))
    assert not isinf(own_days(log)["mine"])
    assert waited > 0
    assert own_days(log)["mine"] == pytest.approx(waited / DAY)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{take: sum, kind: gate queu}", "did you mean 'gate queue'"),
        ("{take: count, kind: gate queue, where: RT_MOCKAVAA}", "there is no place 'RT_MOCKAVAA'"),
        ("{take: count, kind: gate queue, where: ZZZ*}", "no place is like 'ZZZ*'"),
        ("{take: count, kind: horizon, where: X}", "does not tell where"),
        ("{take: sum, kind: own question}", "tells no amount"),
        ("{take: eval, kind: closed}", "take"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_cure(said, message):
    with pytest.raises(PostureError) as caught:
        load("lithuania-brigade", [f"measures.mine={said}"])
    assert message in str(caught.value), "the message names place and cure"


def test_both_measures_are_listed():
    assert {"own_days", "own_number"} <= set(MEASURES)
