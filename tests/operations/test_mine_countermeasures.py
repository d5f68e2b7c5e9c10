"""Mined water: how long a survey takes, who waits for it, and what the ledger says."""

from math import exp, inf, log

import pytest

from posture.core.clock import DAY, days, hours
from posture.operations.mine_countermeasures.effort import sweeps
from posture.operations.mine_countermeasures.measures import minehunter_days, rough_days, shut_days
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import closed, delay_days, entries
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre import Theatre
from posture.theatre.levels import minehunters

NMI2 = 1852**2


@pytest.mark.parametrize(
    ("confidence", "detects", "passes"),
    [(0.99, 0.9, 2), (0.991, 0.9, 3), (0.95, 0.8, 2), (0.8, 0.8, 1), (0.5, 0.9, 1), (0.99, 1.0, 1)],
)
def test_so_many_passes_find_the_share_that_is_wanted_and_one_less_does_not(confidence, detects, passes):
    assert sweeps("passes", confidence, detects) == passes
    assert 1 - (1 - detects) ** passes >= confidence - 1e-12
    assert passes == 1 or 1 - (1 - detects) ** (passes - 1) < confidence


@pytest.mark.parametrize(("confidence", "detects"), [(0.95, 0.8), (0.99, 1.0)])
def test_a_random_search_covers_as_koopman_says(confidence, detects):
    coverage = sweeps("random", confidence, detects)
    assert 1 - exp(-detects * coverage) == pytest.approx(confidence)
    assert coverage == pytest.approx(-log(1 - confidence) / detects)


WATER = """
places:
  QUAY: {name: Quay, kind: port, country: AA, lat: 54.0, lon: 12.0, modes: [road, sea]}
  PIER: {name: Pier, kind: port, country: XB, lat: 55.7, lon: 21.1, modes: [road, sea]}
  DOCK: {name: Dock, kind: port, country: XB, lat: 56.7, lon: 21.1, modes: [road, sea]}
  CAMP: {name: Camp, kind: base, country: XB, lat: 55.3, lon: 22.5, modes: [road]}
links:
  quay-pier: {start: QUAY, end: PIER, mode: sea, length: 600 km}
  pier-camp: {start: PIER, end: CAMP, mode: road, length: 100 km, country: XB, headway: 1 s}
  quay-dock: {start: QUAY, end: DOCK, mode: sea, length: 600 km}
  dock-camp: {start: DOCK, end: CAMP, mode: road, length: 2500 km, country: XB, headway: 1 s}
units: {column: {nation: AA, home: QUAY, wheeled: 20, lane_metres: 240, tonnes: 240 t}}
movement: {clearances: {regime: blanket}}
mine_countermeasures:
  hunting: 2 nmi2 per day
  confidence: 0.95
  detects: 0.8
  surveys: {pier: {approach: PIER, size: 24 nmi2, mined: 12 h, vessels: 3, arrive: 36 h}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts:
        part:
          unit: column
          arrangement: moved
          lines: {all: {cargo: wheeled, modes: [road, sea], through: [QUAY, PIER]}}
"""
SURVEYED = hours(12) + hours(36) + days(24 * 2 / (3 * 2))
"""From paper: shut at 12 h, at work from 48 h, 24 square miles twice at 6 a day, eight days."""


@pytest.fixture
def ran(load_text):
    def run(*words, deterministic=True, seed=1):
        case = prepare(load_text(WATER, words))
        return simulate(case, seed, 0, deterministic=deterministic, check=True)

    return run


WITHOUT = "mine_countermeasures.surveys.pier.active=false"


def balanced(log):
    return all(sum(e.seconds for e in entries(log, who)) == seconds for who, seconds in closed(log))


def test_a_survey_takes_area_times_passes_over_vessels_and_rate(ran):
    log = ran()
    assert shut_days(log)["pier"] * DAY == SURVEYED - hours(12)
    assert minehunter_days(log)["pier"] == pytest.approx(3 * 8)


def test_what_comes_by_sea_is_late_by_what_the_survey_takes_after_it_came_and_the_ledger_says_so(ran):
    free, mined = ran(WITHOUT), ran()
    before_port = next(row.time for row in free.of("sea") if row.where == "PIER")
    late = round((closure_days(mined)["brigade"] - closure_days(free)["brigade"]) * DAY)
    assert late == SURVEYED - before_port > 0
    assert [(row.where, row.amount) for row in mined.of("closure")] == [("PIER", late)]
    assert delay_days(mined)["brigade/closure"] * DAY == pytest.approx(late)
    assert not list(mined.of("stranded"))
    assert balanced(mined)


def test_who_comes_after_the_survey_does_not_wait(ran):
    log = ran("units.column.notice=30 d")
    assert closure_days(log) == closure_days(ran(WITHOUT, "units.column.notice=30 d"))


def test_whoever_may_goes_over_another_port(ran):
    free = "reinforcement.brigades.brigade.parts.part.lines.all.through=[]"
    log = ran(free, "mine_countermeasures.surveys.pier.mined=0 s", "links.dock-camp.length=300 km")
    assert {row.where for row in log.of("arrived")} == {"DOCK", "CAMP"}
    assert not list(log.of("closure"))


def test_a_way_by_sea_that_is_mined_is_waited_for_where_it_begins(ran):
    log = ran("mine_countermeasures.surveys.pier={links: [quay-pier], approach: null}")
    waits = [(row.where, row.time) for row in log.of("closure")]
    assert waits == [("QUAY", SURVEYED)]


def test_twice_the_minehunters_need_half_the_time(ran):
    log = ran("mine_countermeasures.surveys.pier.vessels=6")
    assert shut_days(log)["pier"] * DAY == hours(36) + days(4)


def test_without_minehunters_it_stays_shut_and_nobody_is_told_stranded(ran):
    none = ("mine_countermeasures.surveys.pier.vessels=0", "mine_countermeasures.surveys.pier.area=baltic")
    log = ran(*none, "closures.dock={links: [dock-camp]}")
    assert shut_days(log)["pier"] == inf
    assert closure_days(log)["brigade"] == inf
    assert not list(log.of("stranded"))


def test_minehunters_of_the_standing_groups_are_felt_when_they_come_and_go(load_text, monkeypatch):
    scenario = load_text(WATER, ["mine_countermeasures.surveys.pier={vessels: 0, area: baltic, mined: 0 s}"])
    run = Theatre.run

    def visited(theatre):
        for second, count in ((days(1), 2), (days(3), 0), (days(10), 4)):
            theatre.after(second, lambda count=count: theatre.levels.set(minehunters("baltic"), count))
        run(theatre)

    monkeypatch.setattr(Theatre, "run", visited)
    log = simulate(prepare(scenario), 1, 0, deterministic=True)
    left = 48 - 2 * 2 * 2
    assert shut_days(log)["pier"] * DAY == days(10 + left / 8)
    assert minehunter_days(log)["pier"] == pytest.approx(2 * 2 + 4 * left / 8)


SEAS = """mine_countermeasures.seas={
  calm: {rate: 1, summer: 0.5, winter: 0}, rough: {rate: 0, summer: 0.5, winter: 1}}"""


def test_the_sea_costs_the_days_it_takes_and_on_average_what_is_written(ran, load_text):
    words = (
        SEAS,
        "mine_countermeasures.surveys.pier={size: 360 nmi2, mined: 0 s, arrive: 0 s}",
        "horizon=2000 d",
    )
    case = prepare(load_text(WATER, (*words, "start=2023-04-01")))
    spent = []
    for number in range(20):
        log = simulate(case, 1, number)
        days_shut = shut_days(log)["pier"]
        assert days_shut == pytest.approx(120 + rough_days(log)["pier"], abs=1)
        spent.append(min(days_shut, 183 + 182))
    assert min(spent) > 183


def test_a_survey_in_winter_alone_waits_for_spring(ran):
    log = ran(SEAS.replace("summer: 0.5, winter: 0}", "summer: 1, winter: 0}").replace("summer: 0.5", "summer: 0"),
              "start=2023-12-01", "horizon=300 d")  # fmt: skip
    opened = next(row.time for row in log.of("surveyed"))
    assert opened == pytest.approx(days(31 + 31 + 29 + 31) + days(8), abs=DAY)


def test_mined_klaipeda_closes_later_by_less_than_the_survey_since_ships_go_elsewhere():
    off = ["mine_countermeasures.surveys.klaipeda.active=false"]
    free, mined = (
        simulate(prepare(load("mined-klaipeda", words).scenario), 1, 0, deterministic=True, check=True)
        for words in (off, [])
    )
    opened = next(row.time for row in mined.of("surveyed"))
    assert opened == days(1) + days(3) + days(20 * 3 / (4 * 0.8))
    came = {row.who: row.time for row in free.of("sea") if row.where == "PORT_KLAIPEDA"}
    assert {row.where for row in mined.of("closure")} <= {"PORT_KLAIPEDA"}
    assert all(row.time <= opened for row in mined.of("closure"))
    late = closure_days(mined)["lithuania"] - closure_days(free)["lithuania"]
    assert 0 <= late * DAY < opened - min(came.values())
    there = [
        sum(row.amount for row in log.of("arrived") if row.where == "PORT_KLAIPEDA") for log in (free, mined)
    ]
    assert there[1] < there[0], "ships and ferries sail elsewhere"
    assert balanced(mined)


def test_without_the_mines_it_is_the_brigade_as_it_was():
    off = load("mined-klaipeda", ["mine_countermeasures.surveys.klaipeda.active=false"]).scenario
    ships = load("lithuania-brigade", ["movement.ships.roro.count=4"]).scenario
    mine = simulate(prepare(off), 7, 0)
    assert mine.fingerprint() == simulate(prepare(ships), 7, 0).fingerprint()
