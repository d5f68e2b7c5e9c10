"""Batteries that were sent: 1991, 2003, 2012-13 and 2022 against the dates, to a day (calendar days).

Without chance the model must be within a day of the date, with it the date must lie among what comes. Which dates say
something: a date whose interval stands in a table of figures, or to which a notice was fitted, is `fitted`; only the
others are a check of the model, and of these only movement and sums of intervals remain.
"""

from datetime import timedelta

import pytest

from posture.core.clock import days
from posture.operations.missile_defence.measures import (
    crew_rotations,
    operational_from_order_days,
    operational_from_request_days,
    site_coverage_share,
)
from tests.backtests.cases import case, certain, chances, moment

REPLICATIONS = 20
FITTED, FREE = "fitted", "free"
OPERATIONAL = {
    ("turkiye-2003", "nl-patriots/all"): ("2003-03-02", FITTED),
    ("turkiye-2012", "first"): ("2013-01-26", FITTED),
    ("turkiye-2012", "de-patriots/all"): ("2013-01-29", FITTED),
    ("turkiye-2012", "all"): ("2013-02-15", FITTED),
    ("slovakia-2022", "de-patriots/first"): ("2022-03-26", FITTED),
}
"""Scenario and order: the day on which it was on task. Departure (a notice) or arrival to operational was fitted."""
ARRIVED = {
    ("turkiye-1991", "amf-air"): ("1991-01-06", FITTED),
    ("turkiye-1991", "amf-air-be"): ("1991-01-06", FREE),
    ("turkiye-1991", "amf-air-it"): ("1991-01-06", FREE),
    ("slovakia-2022", "de-patriots"): ("2022-03-20", FITTED),
    ("slovakia-2022", "nl-patriots"): ("2022-04-17", FREE),
}
"""Scenario and brigade: the day of the first arrival where it stands; for the Dutch in 2022 from their departure."""
LANDED = {
    ("turkiye-2003", "nl-patriots"): ("2003-02-26", FITTED),
    ("turkiye-2012", "de-patriots"): ("2013-01-21", FITTED),
}
"""Scenario and brigade: the day on which its ship was at Iskenderun; speeds were derived from it."""


def within_a_day(found, name, date):
    return moment(name, date) - 1 <= found < moment(name, date) + 2


def operational(name, subject, log):
    return operational_from_request_days(log)[subject]


def first(name, brigade, log, where):
    return min(
        row.time / days(1)
        for row in log.of("arrived")
        if row.where == where and row.who.startswith(f"{brigade}/")
    )


def assembles(name, brigade):
    return case(name).scenario.reinforcement.brigades[brigade].at


@pytest.mark.parametrize(("name", "subject"), OPERATIONAL)
def test_without_chance_batteries_are_on_task_within_a_day_of_the_date(name, subject):
    assert within_a_day(operational(name, subject, certain(name)), name, OPERATIONAL[name, subject][0])


@pytest.mark.parametrize(("name", "subject"), OPERATIONAL)
def test_with_chance_the_date_lies_among_what_comes(name, subject):
    date = moment(name, OPERATIONAL[name, subject][0])
    found = sorted(operational(name, subject, log) for log in chances(name, REPLICATIONS))
    assert found[0] < date + 1
    assert date <= found[-1]


@pytest.mark.parametrize(("name", "brigade"), ARRIVED)
def test_without_chance_first_arrivals_are_within_a_day_of_the_date(name, brigade):
    found = first(name, brigade, certain(name), assembles(name, brigade))
    assert within_a_day(found, name, ARRIVED[name, brigade][0])


@pytest.mark.parametrize(("name", "brigade"), LANDED)
def test_without_chance_ships_are_at_iskenderun_within_a_day_of_the_date(name, brigade):
    found = first(name, brigade, certain(name), "PORT_ISKENDERUN")
    assert within_a_day(found, name, LANDED[name, brigade][0])


def test_the_air_component_of_1991_is_there_four_days_after_the_decision():
    decided = moment("turkiye-1991", "1991-01-02")
    for brigade in ("amf-air", "amf-air-be", "amf-air-it"):
        found = first("turkiye-1991", brigade, certain("turkiye-1991"), assembles("turkiye-1991", brigade))
        assert 3 <= found - decided < 6


def test_early_warning_aircraft_of_2003_are_at_konya_within_a_day_of_26_february():
    """Their notice is fitted to it; what is checked is that they wait for the order of the 20th."""
    log = certain("turkiye-2003")
    ordered = next(row.time for row in log.of("order") if row.who == "awacs-konya")
    come = next(row.time for row in log.of("claimed") if row.where == "konya")
    assert come > ordered == days(moment("turkiye-2003", "2003-02-20"))
    assert within_a_day(come / days(1), "turkiye-2003", "2003-02-26")


def test_the_first_dutch_equipment_of_1991_is_a_day_and_a_half_early():
    """Seen: airlift from 15 January, first equipment early on the 17th. Here aircraft load and fly at once."""
    found = min(
        row.time / days(1)
        for row in certain("turkiye-1991").of("arrived")
        if row.where == "AIR_LTCC" and row.who.startswith("nl-patriots/squadrons/urgent")
    )
    assert not within_a_day(found, "turkiye-1991", "1991-01-17")
    assert moment("turkiye-1991", "1991-01-17") - found == pytest.approx(1.5, abs=0.25)


def test_dutch_fire_units_of_2003_are_ready_on_day_23_and_german_ones_of_2013_on_day_46_after_the_decision():
    for name, order, day in (("turkiye-2003", "nl-patriots", 23), ("turkiye-2012", "de-patriots", 46)):
        found = operational_from_order_days(certain(name))[f"{order}/all"]
        assert day - 1 <= found < day + 2


def test_of_2012_the_first_battery_is_ready_on_day_66_four_by_day_70_and_all_six_by_day_86():
    found = operational_from_request_days(certain("turkiye-2012"))
    batteries = sorted(found[f"{nation}-{k}"] for nation in ("de", "nl", "us") for k in (1, 2))
    for rank, day in ((0, 66), (3, 70), (5, 86)):
        assert day - 1 <= batteries[rank] < day + 2


def test_the_dutch_fire_unit_of_2022_is_ready_by_6_may_at_the_latest():
    """The figure is that of six cases, of which this is the upper end."""
    assert operational("slovakia-2022", "nl-1", certain("slovakia-2022")) < moment(
        "slovakia-2022", "2022-05-07"
    )


def test_no_battery_goes_to_slovakia_before_its_parliament_has_agreed():
    for log in chances("slovakia-2022", REPLICATIONS):
        ordered = {row.who: row.time for row in log.of("order")}
        accepted = min(row.time for row in log.of("accepts"))
        assert min(ordered.values()) >= accepted


@pytest.mark.parametrize("name", ["turkiye-1991", "turkiye-2003", "turkiye-2012", "slovakia-2022"])
def test_every_battery_is_on_task_and_gone_at_its_end_whatever_chance_brings(name):
    scenario = case(name).scenario
    end = scenario.start + timedelta(seconds=scenario.horizon)
    dated = {key for key, node in scenario.missile_defence.nodes.items() if node.end and node.end < end}
    for log in chances(name, REPLICATIONS):
        last = {row.who: row for row in log.of("operational")}
        assert {row.who for row in log.of("operational") if row.amount} == set(scenario.missile_defence.nodes)
        assert {key for key, row in last.items() if row.where == "withdrawn"} >= dated


def test_adana_is_handed_from_the_netherlands_to_spain_without_a_day_uncovered():
    log = certain("turkiye-2012")
    handover = next(row.time / days(1) for row in log.of("operational") if row.who == "es-1" and row.amount)
    gone = {row.who: row.time / days(1) for row in log.of("operational") if row.where == "withdrawn"}
    assert gone["nl-1"] == handover
    assert gone["nl-2"] >= handover
    assert crew_rotations(log)["nl-1"] >= 5


def test_kahramanmaras_is_uncovered_from_october_2015_until_the_italian_battery_stands():
    for log in chances("turkiye-2012", REPLICATIONS):
        found = site_coverage_share(log)
        assert found["kahramanmaras"] < found["adana"]


def test_what_was_fitted_is_told_and_something_is_left_to_check():
    told = [kind for table in (OPERATIONAL, ARRIVED, LANDED) for _, kind in table.values()]
    assert set(told) == {FITTED, FREE}
    assert told.count(FREE) == 3
