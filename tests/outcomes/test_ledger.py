import pytest

import posture.runs.run
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.outcomes.ledger import accounts, chain, entries
from posture.runs.run import replicate
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load


def noted(*rows):
    log = Log()
    for row in rows:
        log.note(*row)
    return log


def small(rail=30, *more):
    """A brigade of a part that comes by rail and one in place; 10 s pass to the order, 40 to the end."""
    return noted(
        (0, "expected", "north", "go", 2),
        (0, "indication", "go", "", 0),
        (10, "order", "go", "deploy", 0),
        (10, "decision", "north/guns/tracked", "go", 10),
        (10, "closed", "north/guard", "RANGE", 0),
        (10, "follows", "north/guns/tracked/1 rail 1", "north/guns/tracked", 0),
        (40, "rail", "north/guns/tracked/1 rail 1", "RANGE", rail),
        (40, "follows", "north/guns", "north/guns/tracked/1 rail 1", 0),
        (40, "closed", "north/guns", "RANGE", 0),
        (40, "follows", "north", "north/guns", 0),
        (40, "closed", "north", "RANGE", 0),
        *more,
    )


def test_every_brigade_and_part_that_closed_has_its_chain():
    found = accounts(small())
    assert list(found) == ["north", "north/guard", "north/guns"]
    assert [(entry.cause, entry.seconds) for entry in found["north"]] == [("decision", 10), ("rail", 30)]
    assert found["north"] == found["north/guns"]


def test_a_part_in_place_waited_for_the_decision_alone():
    assert [tuple(entry) for entry in accounts(small())["north/guard"]] == [
        ("north/guard", "decision", "go", 10)
    ]


@pytest.mark.parametrize("rail", [29, 31])
def test_books_that_miss_or_add_a_second_are_a_fault_of_ours(rail):
    told = rf"ledger of 'north' does not balance: {rail + 10} s are booked, 40 s passed"
    with pytest.raises(ModelFault, match=told):
        accounts(small(rail))


def test_books_that_do_not_balance_end_the_replication_in_every_run(monkeypatch):
    monkeypatch.setattr(posture.runs.run, "simulate", lambda *_, **__: small(29))
    with pytest.raises(ModelFault, match="does not balance"):
        replicate(None, 1, 0)


def test_a_chain_that_goes_round_is_a_fault_of_ours_and_ends():
    log = noted((0, "follows", "a", "b", 0), (0, "follows", "b", "a", 0))
    with pytest.raises(ModelFault, match="goes round"):
        chain(log, "a")


def test_what_is_noted_after_the_books_were_asked_is_in_them():
    log = small()
    before = entries(log, "north")
    log.note(50, "integration", "north", "RANGE", 10)
    assert [entry.cause for entry in entries(log, "north")[len(before) :]] == ["integration"]


def test_what_a_holder_spends_after_another_went_on_from_it_is_not_of_that_chain():
    """People who draw a store wait for the host's support of their own, while the store is issued."""
    log = noted(
        (0, "expected", "north", "go", 1),
        (0, "indication", "go", "", 0),
        (10, "order", "go", "deploy", 0),
        (10, "decision", "north/guns/people", "go", 10),
        (15, "road", "north/guns/people", "RANGE", 5),
        (15, "follows", "north/guns/guns drawn", "north/guns/people", 0),
        (25, "draw", "north/guns/guns drawn", "RANGE", 10),
        (30, "host support", "north/guns/people", "RANGE", 15),
        (35, "draw", "north/guns/guns drawn", "RANGE", 10),
        (35, "follows", "north/guns", "north/guns/guns drawn", 0),
        (35, "closed", "north/guns", "RANGE", 0),
    )
    assert [entry.cause for entry in accounts(log)["north/guns"]] == ["decision", "road", "draw", "draw"]


@pytest.mark.parametrize("stored", [0.5, 1.0])
def test_books_balance_where_two_battalions_draw_from_a_store(stored):
    """As in the experiment on prepositioning, in which one run in six did not."""
    path = "reinforcement.brigades.lithuania.parts.mechanised-"
    words = [
        f"{path}{number}={{arrangement: prepositioned, site: rukla, prepositioned: {stored}}}"
        for number in (1, 2)
    ]
    words += ["movement.wagons.1520-LT.sets=1", "movement.clearances.regime=crisis"]
    case = Prepared(load("lithuania-brigade", words).scenario, {})
    assert all(accounts(simulate(case, 1, number)) for number in range(10, 20))


def test_what_never_closes_has_no_account():
    assert accounts(noted((0, "expected", "north", "go", 1), (9, "closed", "stranger", "RANGE", 0))) == {}


def test_a_replication_holds_the_balanced_books_of_the_shipped_brigade(lithuania):
    one = replicate(prepare(lithuania), 5, 0)
    parts = lithuania.reinforcement.brigades["lithuania"].parts
    assert set(one.ledger) == {"lithuania", *(f"lithuania/{part}" for part in parts)}
    days = {subject: value for measure, subject, value in one.values if measure == "part_closure_days"}
    for subject, value in days.items():
        spent = sum(entry.seconds for entry in one.ledger[subject])
        decided = sum(entry.seconds for entry in one.ledger[subject] if entry.cause == "decision")
        assert (spent - decided) / 86400 == pytest.approx(value, abs=1e-9)
