"""The groups at sea: who joins where, what calls them away, what fuel, ports and the straits allow."""

import os
from math import inf

import pytest

from posture.core.clock import DAY, HOUR
from posture.operations.maritime import Maritime, Pace, Sea
from posture.operations.maritime.answers import (
    calls_refused,
    first_ship_days,
    full_presence_days,
    left_behind_days,
)
from posture.operations.maritime.measures import (
    flagship_share,
    port_visits,
    replenishments,
    sea_person_days,
    ship_days,
)
from posture.operations.maritime.presence import minehunters_mean, presence_share, ships_mean
from posture.operations.maritime.sea import at
from posture.outcomes.straits import black_sea_days
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre.network import Link, Network, Place

WORLD = """
horizon: {days} d
places:
  NORTH: {{name: North, kind: port, country: AA, lat: 50.0, lon: -20.0, modes: [sea]}}
  SOUTH: {{name: South, kind: port, country: BB, lat: 45.0, lon: -20.0, modes: [sea]}}
links: {{way: {{start: NORTH, end: SOUTH, mode: sea, length: 720 km}}}}
maritime:
  tour: 10 years
  kinds:
    frigate: {{transit: 36 km/h, hastens: 72 km/h, endurance: {endurance} d, people: 200, tons: 4000, draught: 5 m}}
    oiler: {{transit: 36 km/h, hastens: 72 km/h, endurance: 40 d, people: 100, tons: 9000, draught: 5 m,
      rule: auxiliary, task: replenishment}}
    hunter: {{transit: 18 km/h, hastens: 18 km/h, endurance: 90 d, people: 40, tons: 600, draught: 3 m,
      rule: minor, task: mine hunting}}
  areas:
    high: {{lat: 50.0, lon: -20.0, near: [NORTH], ports: [NORTH]}}
    low: {{lat: 45.0, lon: -20.0, near: [SOUTH], ports: [SOUTH]}}
  {more}
"""
"""Each area lies at its port; from one to the other it is 720 km: 20 h at 36 km/h, 10 h in haste."""


def run(load_text, more, days=100, endurance=90, seed=1):
    return simulate(prepare(load_text(WORLD.format(more=more, days=days, endurance=endurance))), seed, 0)


def group(ships, areas="[high]", patrol="90 d", more=""):
    rows = ", ".join(f"{name}: {{nation: {nation}, group: watch, {facts}}}" for name, nation, facts in ships)
    return f"""ships: {{{rows}}}
  groups: {{watch: {{areas: {areas}, ships: 3, least: 1, patrol: {patrol}, visit: 2 d{more}}}}}"""


FRIGATE, OILER, HUNTER = (f"kind: {kind}, port: NORTH" for kind in ("frigate", "oiler", "hunter"))


def test_a_course_turned_back_on_the_way_is_as_long_as_what_was_sailed():
    places = {
        name: Place.model_validate_json(
            f'{{"name": "{name}", "kind": "port", "country": "XX", "lat": {lat}, "lon": 0, "modes": ["sea"]}}'
        )
        for name, lat in (("A", 40), ("B", 45), ("C", 50))
    }
    links = {
        ends: Link.model_validate_json(
            f'{{"start": "{ends[0]}", "end": "{ends[1]}", "mode": "sea", "length": "{km} km"}}'
        )
        for ends, km in (("AB", 360), ("BC", 720))
    }
    sea = Sea(Network(places, links, {}), Maritime(), {"B": 3 * HOUR})
    pace = Pace(10.0, 500)
    course = sea.course(at("A"), "C", pace)
    assert course is not None
    assert course.seconds == (10 + 3 + 20) * HOUR
    assert course.spot(11 * HOUR) == at("B")
    for elapsed in (2, 9, 14, 30):
        assert sea.seconds(course.spot(elapsed * HOUR), "A", pace) == elapsed * HOUR
        assert sea.seconds(course.spot(elapsed * HOUR), "C", pace) == (33 - elapsed) * HOUR


def test_a_ship_from_afar_joins_after_its_way_and_takes_authority_only_then(load_text):
    ships = [("one", "AA", FRIGATE), ("two", "BB", "kind: frigate, port: SOUTH, start: 2023-07-13")]
    log = run(load_text, group(ships))
    assert [row.time for row in log.of("authority") if row.who == "two"] == [10 * DAY + 20 * HOUR]
    assert ships_mean(log)["watch"] == pytest.approx(1 + (90 - 20 / 24) / 100)


def test_a_ship_joins_a_group_that_has_moved_on_where_it_is_bound(load_text):
    # the group leaves high on day 12, for low; the ship that left SOUTH for high meets it in low
    ships = [("one", "AA", FRIGATE), ("two", "BB", "kind: frigate, port: SOUTH, start: 2023-07-15 01:00")]
    log = run(load_text, group(ships, "[high, low]", "10 d"), days=14)
    joined = [row.time for row in log.of("authority") if row.who == "two"]
    assert joined == [12 * DAY + 20 * HOUR]


def test_whoever_is_released_sails_home_before_its_days_end(load_text):
    ships = [("one", "AA", FRIGATE), ("two", "BB", "kind: frigate, port: SOUTH, end: 2023-07-13")]
    log = run(load_text, group(ships))
    assert ship_days(log)["BB"] == pytest.approx(10 + 20 / 24)
    assert sea_person_days(log)["BB"] == pytest.approx(200 * (10 + 20 / 24))


def test_without_an_oiler_fuel_sends_the_group_to_port_and_with_one_it_stays(load_text):
    alone = run(load_text, group([("one", "AA", FRIGATE)], patrol="30 d"), days=96, endurance=10)
    both = run(load_text, group([("one", "AA", FRIGATE), ("two", "AA", OILER)], patrol="30 d"), 96, 10)
    assert presence_share(alone)["high"] == 80 / 96  # ten days out, two in port
    assert presence_share(both)["high"] == 90 / 96  # thirty days out, two in port
    assert port_visits(alone)["watch"] == 8
    assert (port_visits(both)["watch"], replenishments(both)["watch"]) == (3, 3 + 2 * 3)


def test_minehunters_are_counted_for_who_reads_the_level_of_them_and_as_ships(load_text):
    log = run(load_text, group([("one", "AA", FRIGATE), ("two", "AA", HUNTER)]), days=60)
    assert minehunters_mean(log) == {"high": 1}
    assert ships_mean(log)["high"] == 2


def call(text):
    return f"\n  calls: {{help: {{area: low, at: 2023-07-13, {text}}}}}"


TWO = [("one", "AA", FRIGATE), ("two", "AA", FRIGATE)]


def test_a_detached_ship_leaves_the_others_and_comes_back_to_them(load_text):
    log = run(load_text, group(TWO) + call("ships: 1, lasts: 20 d"), days=60)
    assert first_ship_days(log) == full_presence_days(log) == {"help": 10 / 24}
    # away in haste, back at economical speed
    assert ships_mean(log)["high"] == pytest.approx(2 - (20 + 20 / 24) / 60)
    assert ships_mean(log)["low"] == pytest.approx((20 - 10 / 24) / 60)
    assert left_behind_days(log) == {"help": 0}


def test_a_group_that_goes_leaves_its_area_empty_until_the_call_is_over(load_text):
    log = run(load_text, group(TWO) + call("lasts: 20 d"), days=60)
    assert left_behind_days(log) == {"help": 20}
    assert presence_share(log)["high"] == pytest.approx(1 - (20 + 20 / 24) / 60)


def test_the_slowest_ship_sets_the_pace(load_text):
    ships = [("one", "AA", FRIGATE), ("two", "AA", HUNTER)]
    assert first_ship_days(run(load_text, group(ships) + call("lasts: 20 d")))["help"] == 40 / 24


def test_the_nearest_group_answers(load_text):
    two = """ships:
    one: {nation: AA, kind: frigate, port: NORTH, group: far}
    two: {nation: BB, kind: frigate, port: SOUTH, group: near}
  groups:
    far: {areas: [high], least: 1, patrol: 90 d, visit: 2 d}
    near: {areas: [low], least: 1, patrol: 90 d, visit: 2 d}"""
    log = run(load_text, two + call("lasts: 20 d"))
    assert [row.where for row in log.of("answers")] == ["near"]


def test_of_single_ships_goes_who_can_be_there_first_at_home_or_in_a_group(load_text):
    """The call is for the area at the port of South, ten hours from the group."""
    home = "ships:\n    home: {nation: BB, kind: frigate, port: SOUTH}\n    away: {nation: AA, kind: frigate, port: NORTH, group: far}"
    text = home + "\n  groups: {far: {areas: [high], least: 1, patrol: 90 d, visit: 2 d}}"
    assert [row.where for row in run(load_text, text + call("ships: 1, lasts: 20 d")).of("answers")] == [
        "home"
    ]
    only = text + call("ships: 1, lasts: 20 d, national: false")
    assert [row.where for row in run(load_text, only).of("answers")] == ["far"]


@pytest.mark.parametrize("seed", range(3 if os.environ.get("POSTURE_TRUST") != "1" else 200))
def test_straits_that_let_more_ships_pass_never_make_the_first_ship_later(shipped_case, seed):
    """Ships that are inside need no notice; those of other powers give 15 days of it."""
    shut, open_ = (
        first_ship_days(simulate(shipped_case("standing-naval-groups", *words), 1, seed))["black-sea"]
        for words in ([], ["straits.wars.ukraine.closed_to=belligerents"])
    )
    assert open_ <= shut


def test_who_is_at_home_answers_where_nobody_else_is(load_text):
    text = "ships: {one: {nation: BB, kind: frigate, port: NORTH}}"
    assert first_ship_days(run(load_text, text + call("lasts: 20 d")))["help"] == 10 / 24
    assert first_ship_days(run(load_text, text + call("lasts: 20 d, national: false")))["help"] == inf


def test_an_order_to_retask_calls_the_group_and_its_end_sends_it_back(load_text):
    order = "  calls: {help: {area: low, after: standing-naval-forces}}"
    text = (
        WORLD.format(more=group(TWO) + "\n" + order, days=60, endurance=90)
        + """
decision:
  allies: {AA: {name: A, accession: 1949-08-24}}
  crises:
    trouble:
      kind: threat
      country: AA
      position: {lat: 50.0, lon: 5.0}
      chain: {request: 0 d, session: 0 d, agreed: 1 d, measures: 1 d, order: 1 d, termination: 20 d, ending: 1 d}
      measures: {standing-naval-forces: {after: measures, delay: 2 d}}
"""
    )
    log = simulate(prepare(load_text(text)), 1, 0)
    ordered = next(row.time for row in log.of("order") if row.where == "retask")
    assert [row.time for row in log.of("called")] == [ordered]
    over = next(row.time for row in log.of("order") if row.where == "end")
    assert [row.time for row in log.of("call over")] == [over]
    back = [row for row in log.of("level") if row.who == "ships high" and row.time > over]
    assert [(row.time - over, row.amount) for row in back] == [(20 * HOUR, 2000)]


def test_an_exercise_calls_all_to_its_area_and_a_call_goes_before_it(load_text):
    drill = ", exercises: {drill: {area: low, start: 2023-07-13, end: 2023-07-23}}"
    log = run(load_text, group(TWO, more=drill), days=40)
    assert presence_share(log)["low"] == pytest.approx((10 - 20 / 24) / 40)
    called = run(
        load_text, group(TWO, more=drill) + call("area: high, lasts: 30 d").replace("area: low, ", ""), 40
    )
    assert presence_share(called)["low"] == 0


def test_command_passes_on_and_the_flagship_may_be_missing(load_text):
    more = ", commanders: [AA, BB], command: 50 d"
    log = run(load_text, group(TWO, more=more))
    assert [(row.time, row.where) for row in log.of("command")] == [(0, "AA"), (50 * DAY, "BB")]
    assert flagship_share(log) == {"watch": 0.5}


def test_a_port_that_is_shut_is_not_visited(load_text):
    shut = "\nclosures: {ice: {place: NORTH, start: 5 d, end: 50 d}}"
    log = run(load_text, group([("one", "AA", FRIGATE)], patrol="10 d") + shut, days=48)
    assert port_visits(log)["watch"] == 0


def shipped(*more, seed=1):
    return simulate(prepare(load("standing-naval-groups", more).scenario), seed, 0, check=True)


def test_levels_of_all_areas_add_up_to_the_ships_on_task_at_every_second():
    log = shipped()
    doing, levels = {}, {}
    last = 0
    for row in log.of("ship is", "level", "horizon"):
        if row.time > last:
            assert sum(levels.values()) == sum(what == "on task" for what in doing.values())
            assert min(levels.values(), default=0) >= 0
            last = row.time
        if row.kind == "ship is":
            doing[row.who] = row.where
        elif row.who.startswith("ships "):
            levels[row.who] = row.amount // 1000
    assert last > 300 * DAY


def test_with_the_straits_shut_no_ship_of_another_power_comes_into_the_black_sea():
    for seed in (1, 2):
        log = shipped(seed=seed)
        flags = {row.who: row.where for row in log.of("ship")}
        assert {flags[name] for name in black_sea_days(log)} <= {"TR"}
        assert calls_refused(log)["black-sea"] > 0
        inside = {
            row.who for row in log.of("answers") if row.where in ("ro-frigate", "bg-frigate", "tr-frigate")
        }
        assert inside == {"black-sea"}


def test_with_the_straits_open_others_give_notice_and_stay_within_their_days():
    opened = ("straits.wars.ukraine=null", "maritime.groups.snmg2.areas=[aegean, black-sea]")
    for seed in (1, 2):
        log = shipped(*opened, seed=seed)
        flags = {row.who: row.where for row in log.of("ship")}
        stays = [row for row in log.of("leaves the Black Sea") if flags[row.who] not in ("BG", "RO", "TR")]
        assert stays
        assert max(row.amount for row in stays) <= 21 * DAY
