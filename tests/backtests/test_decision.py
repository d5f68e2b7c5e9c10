"""Decisions that were taken: what the model says of 1990-91, 2001, 2003, 2012-13 and 2022 against the dates.

Without chance the day must be the day; with it, the date must lie among what comes.
"""

from collections import defaultdict
from typing import get_args

import pytest

from posture.core.clock import days
from posture.operations.decision import Step
from posture.outcomes import MEASURES
from tests.backtests.cases import case, certain, chances, moment

REPLICATIONS = 40
DECIDED = {
    ("article-5-2001", "attacks/conditional"): "2001-09-12",
    ("article-5-2001", "attacks/determined"): "2001-10-02",
    ("article-5-2001", "attacks/measures"): "2001-10-04",
    ("article-5-2001", "attacks/order"): "2001-10-08",
    ("article-5-2001", "attacks/terminated"): "2002-04-30",
    ("article-5-2001", "attacks/ended"): "2002-05-16",
    ("nrf-2022", "invasion/request"): "2022-02-24",
    ("nrf-2022", "invasion/session"): "2022-02-24",
    ("nrf-2022", "invasion/agreed"): "2022-02-25",
    ("nrf-2022", "invasion/order"): "2022-02-25",
    ("turkiye-1991", "gulf/agreed"): "1991-01-02",
    ("turkiye-2003", "iraq/request"): "2003-02-10",
    ("turkiye-2003", "iraq/agreed"): "2003-02-19",
    ("turkiye-2003", "iraq/order"): "2003-02-20",
    ("turkiye-2012", "syria/agreed"): "2012-12-04",
}
"""Scenario and step: the day on which it was reached (article5_timelines.csv)."""


def arrivals(name, brigade, log):
    """Days from the start until pieces first came to where a brigade assembles."""
    at = case(name).scenario.reinforcement.brigades[brigade].at
    return min(
        row.time / days(1)
        for row in log.of("arrived")
        if row.where == at and row.who.startswith(f"{brigade}/")
    )


@pytest.mark.parametrize(("name", "step"), DECIDED)
def test_without_chance_the_day_is_the_day(name, step):
    date = moment(name, DECIDED[name, step])
    assert date <= MEASURES["decision_days"].of(certain(name))[step] < date + 1


@pytest.mark.parametrize(("name", "step"), DECIDED)
def test_with_chance_the_day_lies_among_what_comes(name, step):
    date = moment(name, DECIDED[name, step])
    found = sorted(MEASURES["decision_days"].of(log)[step] for log in chances(name, REPLICATIONS))
    assert found[0] < date + 1
    assert date <= found[-1]


def test_article_5_is_conditional_within_a_day_determined_on_day_21_and_answered_on_day_23():
    found = MEASURES["decision_days"].of(certain("article-5-2001"))
    assert found["attacks/conditional"] <= 1
    assert (round(found["attacks/determined"], 3), round(found["attacks/measures"], 3)) == (21, 23)


def test_ships_are_retasked_two_days_and_awacs_four_days_after_the_measures():
    found = MEASURES["order_days"].of(certain("article-5-2001"))
    assert found["standing-naval-forces/retask"] == 25
    assert found["airborne-early-warning/retask"] == 27


def test_the_council_of_2003_is_held_up_and_planning_begins_on_day_6():
    log = certain("turkiye-2003")
    held = {row.who: (row.time / days(1), row.where) for row in log.of("yields")}
    assert held == dict.fromkeys(("BE", "DE", "FR"), (10, "moved to the Defence Planning Committee"))


def test_the_dutch_cabinet_of_2003_does_not_wait_for_the_council():
    log = certain("turkiye-2003")
    found = MEASURES["order_days"].of(log)["nl-patriots/deploy"]
    assert found == moment("turkiye-2003", "2003-02-07") == 1
    assert found < MEASURES["decision_days"].of(log)["iraq/request"]


def test_the_bundestag_of_2012_lets_go_on_day_23():
    log = certain("turkiye-2012")
    approved = {row.who: row.time / days(1) for row in log.of("approved")}
    assert approved["DE"] == 23


ARRIVED = {
    ("nrf-2022", "fr-vanguard"): ("2022-02-28", 1),
    ("nrf-2022", "be-company"): ("2022-03-04", 1),
    ("nrf-2022", "fr-convoy"): ("2022-04-16", 3),
    ("turkiye-1991", "amf-air"): ("1991-01-06", 1),
    ("turkiye-1991", "nl-patriots"): ("1991-01-17", 2),
    ("turkiye-2003", "nl-patriots"): ("2003-02-26", 2),
}
"""Scenario and brigade: the day of the first arrival, and by how many days the model may miss it."""


@pytest.mark.parametrize(("name", "brigade"), ARRIVED)
def test_first_arrivals_are_near_the_day(name, brigade):
    date, miss = ARRIVED[name, brigade]
    assert arrivals(name, brigade, certain(name)) == pytest.approx(moment(name, date) + 0.5, abs=miss + 0.5)


def test_german_batteries_of_2013_are_thirteen_days_at_sea():
    at_sea = defaultdict(float)
    for row in certain("turkiye-2012").of("sea"):
        if row.who.startswith("de-patriots/"):
            at_sea[row.who] += row.amount / days(1)
    assert at_sea
    assert max(at_sea.values()) == pytest.approx(13, abs=1.5)


@pytest.mark.parametrize("name", ["nrf-2022", "turkiye-1991", "turkiye-2003", "turkiye-2012"])
def test_every_unit_closes_whatever_chance_brings(name):
    for log in chances(name, REPLICATIONS)[:20]:
        assert {row.who for row in log.of("expected")} <= {row.who for row in log.of("closed")}


CASES = ("article-5-2001", "nrf-2022", "turkiye-1991", "turkiye-2003", "turkiye-2012")


@pytest.mark.parametrize("name", CASES)
def test_steps_come_in_their_order_whatever_chance_brings(name):
    for log in chances(name, REPLICATIONS):
        reached = [
            row.where for row in log.of("step") if row.where != "measures"
        ]  # they run beside the order
        assert reached == [step for step in get_args(Step) if step in reached]


@pytest.mark.parametrize("name", CASES)
def test_no_ally_releases_before_the_order_and_none_twice(name):
    for log in chances(name, REPLICATIONS):
        order = next(row.time for row in log.of("step") if row.where == "order")
        answers = [row.who for row in log.of("consent", "abstained")]
        assert all(row.time >= order for row in log.of("consent"))
        assert len(answers) == len(set(answers))


@pytest.mark.parametrize("name", ["nrf-2022", "turkiye-1991", "turkiye-2012"])
def test_no_nation_is_ordered_before_it_and_its_host_agree(name):
    [crisis] = case(name).scenario.decision.crises.values()
    for log in chances(name, REPLICATIONS):
        released = {row.who: row.time for row in log.of("consent")}
        accepted = {row.who: row.time for row in log.of("accepts")}
        given = {row.who: row.time for row in log.of("order") if row.where == "deploy"}
        for subject, order in crisis.orders.items():
            assert given[subject] >= max(released[order.nation], accepted[order.host])
