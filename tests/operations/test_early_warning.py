"""Early warning: who is sent when, who comes and goes, and what that is worth."""

from collections import Counter
from random import Random

import pytest

from posture.operations.early_warning.measures import (
    aborted_share,
    crew_hours,
    early_warning_flying_hours,
    early_warning_person_days,
    early_warning_sorties,
    first_on_station_days,
    longest_crew_duty_hours,
    longest_station_gap_hours,
    off_station_hours,
    on_station_hours,
    station_coverage_share,
    station_gap_hours_p90,
    station_gaps,
)
from posture.runs.simulate import prepare, simulate

HOUR = 3600
NEAR = "{lat: 0, lon: 6.475}"
"""An hour from the base at 200 m/s, to a second or so."""
WORLD = """
horizon: {days} d
places:
  BASE: {{name: Base, kind: airbase, country: XX, lat: 0, lon: 0, modes: [], attributes: {{runway_m: "2500"}}}}
  HOME: {{name: Home, kind: airbase, country: XX, lat: 0, lon: 60, modes: []}}
early_warning:
  bases: {{base: {{at: BASE}}}}
  contingents: {{{contingents}}}
  stations: {{{stations}}}
  flying: {{speed: 200 m/s, ferry: 200 m/s, endurance: 8 h{flying}}}
  {more}
"""
OWN = "own: {{base: base, stays: always, aircraft: {aircraft}, crews: {crews}}}"


def world(
    load_text,
    aircraft=4,
    crews=40,
    days=10,
    stations="",
    flying="",
    more="",
    contingents="",
    beside="",
    n=0,
    seed=1,
):
    text = WORLD.format(
        days=days,
        contingents=contingents or OWN.format(aircraft=aircraft, crews=crews),
        stations=stations or f"orbit: {{base: base, over: [{NEAR}]}}",
        flying=flying,
        more=more,
    )
    return simulate(prepare(load_text(text + beside)), seed, n)


def at(log, kind, who):
    return [(row.time, row.amount) for row in log.of(kind) if row.who == who]


# When it is wanted


def test_a_station_open_by_day_is_covered_from_its_hour_to_its_hour(load_text):
    day = f"orbit: {{base: base, over: [{NEAR}], opens: 6 h, closes: 18 h}}"
    log = world(load_text, stations=day)
    assert at(log, "wanted there", "orbit")[:3] == [(6 * HOUR, 1), (18 * HOUR, 0), (30 * HOUR, 1)]
    assert on_station_hours(log) == {"orbit": 120}
    assert station_coverage_share(log) == {"orbit": 1, "all": 1}
    assert early_warning_sorties(log) == {"base": 20}  # six hours there, twice a day


def test_a_station_open_by_night_is_wanted_past_midnight(load_text):
    night = f"orbit: {{base: base, over: [{NEAR}], opens: 20 h, closes: 4 h}}"
    log = world(load_text, days=2, stations=night)
    times = [(time // HOUR, amount) for time, amount in at(log, "wanted there", "orbit")]
    assert times == [(1, 1), (4, 0), (20, 1), (28, 0), (44, 1)]


def test_a_station_is_wanted_from_its_date_to_its_date_and_an_aircraft_is_there_in_time(load_text):
    dates = f"orbit: {{base: base, over: [{NEAR}], since: 2023-07-05, until: 2023-07-07}}"
    log = world(load_text, stations=dates)
    assert at(log, "wanted there", "orbit") == [(48 * HOUR, 1), (96 * HOUR, 0)]
    assert station_coverage_share(log)["orbit"] == 1
    assert [row.amount for row in log.of("declared")] == [0, 1, 0]


def test_who_is_there_or_on_the_way_when_a_station_closes_flies_home_as_far_as_it_has_come(load_text):
    dates = f"orbit: {{base: base, over: [{NEAR}], until: 2023-07-03 07:30}}"
    log = world(load_text, stations=dates, days=1)
    assert early_warning_sorties(log)["base"] == 2
    transit = next(row.amount for row in log.of("station"))
    landed = [(row.time, row.amount) for row in log.of("lands")]
    until = 7 * HOUR + 1800
    assert (until + transit, until + transit) not in landed
    assert landed == [(8 * HOUR, 8 * HOUR)] or landed[0][0] == 8 * HOUR
    second = next(row.time for row in [*log.of("takes off")][1:])
    assert landed[1] == (until + min(transit, until - second), until - second + min(transit, until - second))


# Who is sent


def test_a_planned_stay_is_stretched_to_the_limit_when_relief_is_late(load_text):
    """Planned for 4 h of the 6 that endurance allows; the only crew needs rest, so nobody comes at 4 h."""
    log = world(load_text, crews=1, days=1, flying=", stay: 4 h", more="crews: {duty: 12 h, rest: 12 h}")
    transit = next(row.amount for row in log.of("station"))
    assert at(log, "on station", "orbit")[:3] == [
        (transit, 0),
        (transit, 1),
        (8 * HOUR - transit, 0),
    ]
    assert {row.where for row in log.of("on station") if row.time > transit and not row.amount} == {"no crew"}


def test_relieved_in_time_nobody_stays_longer_than_planned(load_text):
    log = world(load_text, days=5, flying=", stay: 4 h")
    transit = next(row.amount for row in log.of("station"))
    assert {row.amount for row in log.of("lands")} == {4 * HOUR + 2 * transit}
    assert station_gaps(log)["orbit"] == 0


def test_the_station_of_higher_priority_is_kept_where_there_is_one_aircraft_for_two(load_text):
    two = f"north: {{base: base, over: [{NEAR}], priority: 1}}, south: {{base: base, over: [{NEAR}], priority: 0}}"
    found = station_coverage_share(
        world(load_text, aircraft=2, stations=two, days=30, flying=", turn_round: 1 h")
    )
    assert (found["south"], found["north"]) == (1, 0)


def test_stations_alike_share_what_there_is(load_text):
    two = f"north: {{base: base, over: [{NEAR}]}}, south: {{base: base, over: [{NEAR}]}}"
    found = station_coverage_share(
        world(load_text, aircraft=2, stations=two, days=90, flying=", turn_round: 4 h")
    )
    assert found["north"] == pytest.approx(found["south"], abs=0.02)
    assert found["all"] == pytest.approx(6 / 12, abs=0.02)


def test_an_aircraft_found_broken_at_take_off_makes_the_relief_late(load_text):
    upkeep = "upkeep: {aborts: 0.3, repair: 5 h, crews: 4}"
    log = world(load_text, aircraft=8, days=60, flying=", prepare: 2 h", more=upkeep)
    assert aborted_share(log)["base"] == pytest.approx(0.3, abs=0.08)
    assert station_gaps(log)["orbit"] > 0
    assert longest_station_gap_hours(log)["orbit"] % 2 == pytest.approx(
        0, abs=1e-9
    )  # each costs one preparation
    assert station_gap_hours_p90(log)["orbit"] <= longest_station_gap_hours(log)["orbit"]


def test_with_a_tanker_sorties_are_longer_and_fewer(load_text):
    alone = world(load_text, days=30)
    always = world(load_text, days=30, flying=", tanker: 1, refuelled: 12 h")
    half = world(load_text, days=30, flying=", tanker: 0.5, refuelled: 12 h")
    sorties = [early_warning_sorties(log)["base"] for log in (always, half, alone)]
    assert sorties[0] < sorties[1] < sorties[2]
    assert {row.amount for row in half.of("lands")} == {8 * HOUR, 12 * HOUR}


def test_while_the_base_is_shut_nobody_is_sent(load_text):
    shut = "\nclosures: {fog: {place: BASE, start: 1 d, end: 2 d}}\n"
    log = world(load_text, beside=shut)
    assert not [row for row in log.of("reports") if 24 * HOUR <= row.time < 48 * HOUR]
    assert off_station_hours(log).keys() == {"orbit/base shut"}
    assert longest_station_gap_hours(log)["orbit"] == pytest.approx(24, abs=7)


# Crews


@pytest.mark.parametrize("n", range(5))
def test_no_crew_exceeds_its_duty_or_flies_without_rest(load_text, n):
    more = """crews: {duty: 10 h, debriefing: 1 h, rest: 15 h}
  upkeep: {aborts: 0.1, between: 40 h, breaks: 0.2, repair: {exponential: {mean: 12 h}}, crews: 2}"""
    two = f"north: {{base: base, over: [{NEAR}]}}, south: {{base: base, over: [{NEAR}], opens: 6 h, closes: 22 h}}"
    flying = ", prepare: 1 h, turn_round: {exponential: {mean: 3 h}}, tanker: 0.5, refuelled: 14 h"
    log = world(load_text, aircraft=7, crews=6, days=60, stations=two, flying=flying, more=more, n=n)
    assert longest_crew_duty_hours(log)["base"] <= 10
    steps = Counter()
    for row in log.of("reports"):
        steps[row.time] += 1
    for row in log.of("stands down"):
        steps[row.time + 15 * HOUR] -= 1
    busy = 0
    for _, step in sorted(steps.items()):
        busy += step
        assert 0 <= busy <= 6
    assert crew_hours(log)["base"] > early_warning_flying_hours(log)["base"]


def test_duty_that_is_shorter_than_endurance_ends_the_stay(load_text):
    more = "crews: {duty: 6 h, debriefing: 30 min, rest: 10 h}"
    log = world(load_text, more=more, flying=", prepare: 30 min")
    assert {row.amount for row in log.of("lands")} == {5 * HOUR}
    assert longest_crew_duty_hours(log) == {"base": 6}


# Who is there


def test_contingents_come_and_go_and_who_is_in_the_air_leaves_when_it_has_landed(load_text):
    dates = (
        "first: {base: base, start: 2023-07-03, end: 2023-07-06, aircraft: 3, crews: 9, people: 50},"
        "second: {base: base, start: 2023-07-05, end: 2023-07-08, aircraft: 2, crews: 9, people: 20}"
    )
    log = world(load_text, contingents=dates)
    assert early_warning_person_days(log) == {"base": 3 * 50 + 3 * 20}
    airworthy = [amount for _, amount in at(log, "airworthy", "base")]
    assert (max(airworthy), airworthy[-1]) == (5, 0)
    lands = [row.time for row in log.of("lands")]
    assert 5 * 24 * HOUR < max(lands) <= 5 * 24 * HOUR + 8 * HOUR
    assert off_station_hours(log).keys() == {"orbit/no contingent"}


def test_rotations_fill_a_base_without_contingents(load_text):
    rotations = """
units:
  wing: {nation: XX, home: BASE, kind: early warning, people: 5}
rotations:
  begin: rested
  policies: {any: {}}
  pools: {wings: {policy: any, units: [wing]}}
  rules: {base: {length: 100 d}}
"""
    log = world(
        load_text, contingents=" ", more="usual: {aircraft: 4, crews: 9, people: 7}", beside=rotations
    )
    assert station_coverage_share(log)["orbit"] == 1
    assert early_warning_person_days(log) == {"base": 70}


RETASK = """
decision: {orders: {watch: {kind: retask, decided: 1 d}}}
"""
ORDERED = "base: base, stays: by order, after: watch, home: HOME, settles: 12 h"


def test_an_order_sends_the_package_and_the_station_is_wanted_when_all_of_it_is_there(load_text):
    package = (
        f"first: {{{ORDERED}, notice: 24 h, aircraft: 2}}, more: {{{ORDERED}, notice: 60 h, aircraft: 3}},"
        f"later: {{{ORDERED}, start: 2023-07-10, aircraft: 2}}"
    )
    station = f"orbit: {{base: base, over: [{NEAR}], after: watch}}"
    log = world(load_text, contingents=package, stations=station, beside=RETASK)
    ferry = round(6_671_705 / 200)  # 60 degrees of the equator
    claimed = {row.who: row.time for row in log.of("claimed")}
    assert claimed["first"] == pytest.approx(24 * HOUR + 24 * HOUR + ferry, abs=1)
    assert claimed["more"] == pytest.approx(24 * HOUR + 60 * HOUR + ferry, abs=1)
    assert claimed["later"] == 7 * 24 * HOUR
    transit = next(row.amount for row in log.of("station"))
    there = claimed["more"] + 12 * HOUR + transit
    assert at(log, "wanted there", "orbit") == [(there, 1)]
    assert first_on_station_days(log) == {"orbit": (there - 24 * HOUR) / 86_400}
    assert station_coverage_share(log)["orbit"] == 1


def test_who_is_there_already_obeys_the_order_at_once(load_text):
    station = f"orbit: {{base: base, over: [{NEAR}], after: watch}}"
    log = world(load_text, stations=station, beside=RETASK)
    transit = next(row.amount for row in log.of("station"))
    assert at(log, "wanted there", "orbit") == [(24 * HOUR + transit, 1)]
    assert first_on_station_days(log) == {"orbit": transit / 86_400}


def test_without_the_order_nobody_comes_and_nothing_is_wanted(load_text):
    never = RETASK.replace("1 d", "100 d")
    station = f"orbit: {{base: base, over: [{NEAR}], after: watch}}"
    log = world(load_text, contingents=f"first: {{{ORDERED}}}", stations=station, beside=never)
    assert not [*log.of("claimed", "wanted there", "takes off")]
    assert (station_coverage_share(log), first_on_station_days(log)) == ({}, {})


# What others see


def test_the_surveillance_of_an_area_is_the_share_of_its_stations_that_are_kept(load_text):
    two = (
        f"north: {{base: base, over: [{NEAR}], watches: flank}},"
        f"south: {{base: base, over: [{NEAR}], watches: flank, since: 2023-07-04, until: 2023-07-05}},"
        f"west: {{base: base, over: [{NEAR}]}}"
    )
    log = world(load_text, aircraft=9, stations=two)
    levels = [(row.time // HOUR, row.amount) for row in log.of("level")]
    assert {row.who for row in log.of("level")} == {"surveillance flank"}
    assert levels == [(1, 500), (24, 1000), (48, 500)]


def test_an_area_is_flown_to_at_its_middle(load_text):
    square = "[{lat: 1, lon: 9}, {lat: -1, lon: 9}, {lat: -1, lon: 11}, {lat: 1, lon: 11}]"
    stations = f"orbit: {{base: base, over: {square}}}, point: {{base: base, over: [{{lat: 0, lon: 10}}]}}"
    rows = {row.who: row.amount for row in world(load_text, stations=stations).of("station")}
    assert rows["orbit"] == rows["point"] == round(1_111_951 / 200)


def test_one_aircraft_more_never_lowers_coverage_in_expectation(load_text):
    more = """crews: {duty: 14 h, debriefing: 1 h, rest: 12 h}
  upkeep: {aborts: 0.1, between: 40 h, breaks: 0.3, repair: {exponential: {mean: 30 h}}, crews: 2}"""
    flying = ", prepare: 1 h, turn_round: {exponential: {mean: 4 h}}"

    def covered(aircraft):
        logs = (
            world(load_text, aircraft=aircraft, days=60, flying=flying, more=more, n=n) for n in range(12)
        )
        return [station_coverage_share(log)["orbit"] for log in logs]

    before = covered(2)
    for aircraft in (3, 4, 5):
        after = covered(aircraft)
        gains = [b - a for a, b in zip(before, after, strict=True)]
        assert sum(gains) / len(gains) > -0.002
        before = after
    assert sum(before) / 12 > sum(covered(2)) / 12 + 0.05


@pytest.mark.parametrize("number", range(25))
def test_whatever_is_written_nobody_is_in_two_places_and_nobody_is_forgotten(load_text, number):
    random = Random(f"early warning {number}")
    aircraft, crews, prep = random.randint(1, 6), random.randint(1, 8), random.choice([0, 1, 2])
    rest, duty = random.choice([6, 12, 30]), random.choice([6, 10, 16])
    stations = ", ".join(
        f"s{n}: {{base: base, over: [{NEAR}], priority: {random.randint(0, 1)}, "
        f"opens: {random.choice([0, 5])} h, closes: {random.choice([16, 24])} h}}"
        for n in range(random.randint(1, 3))
    )
    more = f"""crews: {{duty: {duty} h, debriefing: 30 min, rest: {rest} h}}
  upkeep: {{aborts: {random.choice([0, 0.2])}, between: {random.choice([5, 30, 500])} h,
    breaks: {random.choice([0, 0.3])}, repair: {{exponential: {{mean: 9 h}}}}, crews: {random.randint(1, 3)}}}"""
    flying = f", prepare: {prep} h, turn_round: {{uniform: [0 h, 6 h]}}, stay: {random.choice([1, 3, 9])} h"
    log = world(load_text, aircraft, crews, 40, stations, flying, more)
    up, on_duty = 0, 0
    for row in log.of("takes off", "lands", "reports", "stands down"):
        up += {"takes off": 1, "lands": -1}.get(row.kind, 0)
        on_duty += {"reports": 1, "stands down": -1}.get(row.kind, 0)
        assert 0 <= up <= min(aircraft, crews)
        assert up <= on_duty <= crews
    assert max((row.amount for row in log.of("lands")), default=0) <= min(8, duty - prep - 0.5) * HOUR
    assert all(0 <= row.amount <= aircraft for row in log.of("airworthy"))
    lead = prep * HOUR + next(row.amount for row in log.of("station"))
    since: dict[str, int] = {}
    for row in log.of("on station", "wanted there"):
        if row.who in since:
            assert row.time - since.pop(row.who) <= lead
        if row.kind == "on station" and row.where == "on its way":
            since[row.who] = row.time
    assert sum(early_warning_sorties(log).values()) > 20
