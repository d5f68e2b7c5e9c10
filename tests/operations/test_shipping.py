"""Monitoring of shipping: who is hailed, who waits, who is boarded and escorted."""

import pytest

from posture.core.clock import DAY, Clock, days, hours
from posture.operations.shipping.measures import (
    boarded,
    contact_share,
    contact_wait_minutes,
    contact_waited_share,
    contacts,
    contacts_present,
    escorted,
    hailed,
    ships_busy_share,
)
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre import Theatre
from posture.theatre.levels import ships

SEA = """
shipping:
  waters:
    sea: {ships: 1, contacts: 24 per day, hailing: 30 min}
"""
TWO = "shipping.waters.sea.{}={}"


@pytest.fixture
def ran(load_text):
    def run(seed=1, **words):
        said = [TWO.format(field, value) for field, value in words.items()]
        return simulate(prepare(load_text(SEA, said)), seed, 0)

    return run


def test_every_contact_is_hailed_unseen_or_still_waits(ran):
    log = ran(stays="{exponential: {mean: 1 h}}", hailing="90 min", contacts="40 per day")
    waiting = {row.who for row in log.of("contact")} - {row.who for row in log.of("hailed", "unseen")}
    assert contacts(log)["sea"] == hailed(log)["sea"] + len(list(log.of("unseen"))) + len(waiting)
    assert len(waiting) < 20
    assert 0.1 < contact_share(log)["sea"] < 0.6


def test_nobody_is_hailed_before_the_one_who_came_first(ran):
    order = [int(row.who.split("-")[1]) for row in ran(hailing="55 min").of("hailed")]
    assert order == sorted(order)
    assert len(order) > 1000


def test_one_ship_attends_to_one_contact_at_a_time(ran):
    log = ran()
    ends = 0
    for row in log.of("attended"):
        assert row.time >= ends
        ends = row.time + row.amount


def test_so_many_at_once_are_so_many_ships(ran):
    assert ran(at_once=3).fingerprint() == ran(ships=3).fingerprint()


def test_one_more_ship_changes_no_contact_and_nobody_waits_longer(ran):
    one, two = ran(), ran(ships=2)
    assert list(one.of("contact")) == list(two.of("contact"))
    waits = {row.who: row.amount for row in one.of("hailed")}
    assert all(row.amount <= waits.get(row.who, row.amount) for row in two.of("hailed"))


def test_those_boarded_take_longer_and_are_the_share_that_is_written(ran):
    log = ran(ships=50, boards=0.25, boarding="4 h")
    took = {row.who: row.amount for row in log.of("attended")}
    aboard = {row.who for row in log.of("boarded")}
    assert all(took[who] == (hours(4.5) if who in aboard else hours(0.5)) for who in took)
    assert boarded(log)["sea"] / hailed(log)["sea"] == pytest.approx(0.25, abs=0.035)


def test_an_escort_goes_before_every_contact_that_waits(ran):
    log = ran(contacts="100 per day", escorts="2 per day", escort="6 h")
    assert escorted(log)["sea"] > 100
    assert max(row.amount for row in log.of("escorted")) < hours(40)
    assert contact_waited_share(log)["sea"] > 0.9


def test_a_watch_begins_and_ends_on_its_days(ran):
    log = ran(since="2023-07-13", until="2023-07-23")
    times = [row.time for row in log.of("contact")]
    assert days(10) <= min(times) <= max(times) < days(20)
    assert [(row.time, row.amount) for row in log.of("ships watch")] == [(days(10), 1), (days(20), 0)]
    assert all(row.time < days(20) for row in log.of("hailed"))
    assert len(times) == pytest.approx(240, abs=60)


def test_ships_of_the_standing_groups_watch_while_they_are_there(load_text, monkeypatch):
    scenario = load_text(SEA, [TWO.format("ships", 0), TWO.format("area", "levant")])
    run = Theatre.run

    def visited(theatre):
        for day, count in ((10, 2), (20, 0)):
            theatre.after(days(day), lambda count=count: theatre.levels.set(ships("levant"), count))
        run(theatre)

    monkeypatch.setattr(Theatre, "run", visited)
    log = simulate(prepare(scenario), 1, 0)
    times = [row.time for row in log.of("hailed")]
    assert days(10) == min(times) <= max(times) < days(20)
    assert ships_busy_share(log)["sea"] == pytest.approx(len(times) * 0.5 / (2 * 24 * 10), abs=0.01)


def test_contacts_follow_months_and_hours_as_they_are_weighed(ran):
    nights = [1] * 6 + [0] * 18
    log = ran(hours=nights, months=[0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0], contacts="2 per day")
    clock = Clock(load("first").scenario.start)
    times = [row.time for row in log.of("contact")]
    assert {time % DAY // hours(6) for time in times} == {0}
    july = sum(time < days(29) for time in times)
    assert (len(times) - july) / july == pytest.approx(3 * 31 / 29, rel=0.25)
    assert clock.start.year == 2023


def test_waits_are_those_of_the_rows(ran):
    log = ran(hailing="50 min")
    waits = [row.amount for row in log.of("hailed")]
    assert contact_wait_minutes(log)["sea"] == pytest.approx(sum(waits) / len(waits) / 60)
    assert contacts_present(log) == {}


def test_active_endeavour_escorts_and_hails_what_is_published():
    """488 escorted by the end of May 2004; 15 hailed a day until the whole Mediterranean is watched."""
    case = prepare(load("active-endeavour").scenario)
    logs = [simulate(case, 1, number) for number in range(6)]
    mean = [sum(escorted(log)["gibraltar"] for log in logs) / 6]
    mean += [sum(hailed(log)["eastern-mediterranean"] for log in logs) / 6 / 872]
    mean += [sum(hailed(log)["mediterranean"] for log in logs) / 6 / 75]
    assert mean[0] == pytest.approx(488, abs=3 * (488 / 6) ** 0.5)
    assert mean[1] == pytest.approx(15, rel=0.02)
    assert mean[2] == pytest.approx(25, rel=0.03)
    assert mean[1] * 872 + mean[2] * 4621 == pytest.approx(128_000, rel=0.04)
    assert sum(sum(boarded(log).values()) for log in logs) / 6 == pytest.approx(172 / 128_000 * 15_000, abs=6)
