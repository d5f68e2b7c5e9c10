"""Stocks against paper: lost sales as Erlang B, on hand as Hadley and Whitin, and arithmetic without chance."""

from json import dumps
from math import factorial, sqrt

import pytest

from posture.core.clock import DAY, Clock, days, hours, utc
from posture.core.distributions import Constant, Exponential
from posture.core.measure import over_time
from posture.core.rng import Streams
from posture.operations.sustainment.event_kinds import ON_HAND
from posture.operations.sustainment.measures import (
    days_until_out,
    depots_empty,
    drawn_tonnes,
    fed_by_others_tonnes,
    least_days_of_supply,
    least_in_depot,
    march_tonnes,
    out_days,
    out_on_day,
    pieces_asked_by_depot,
    tonnes_a_day_asked,
    tonnes_a_day_delivered,
    tonnes_a_day_needed,
    unmet_share,
    used_tonnes,
)
from posture.operations.sustainment.process import start
from posture.operations.sustainment.schema import Sustainment
from posture.runs.simulate import prepare, simulate
from posture.theatre import Theatre
from posture.theatre.forces import Unit
from posture.theatre.network import Place
from posture.theatre.requests import Arrival, BrigadeState, Move, Sustain

UNITS = {
    "soldiers": {"nation": "LT", "home": "CAMP", "people": 100},
    "depot": {"nation": "DE", "home": "STORE", "containers": 90_000, "tonnes": "900000 t"},
}
"""A hundred people at 10 kg a day use a piece of a tonne a day."""


def run(
    lead,
    reorder,
    upto,
    *,
    ends,
    issue="steady",
    carried="3 d",
    seed=1,
    came=True,
    units=UNITS,
    joins=1,
    more=(),
    food=(),
    extra=(),
):
    """The log of one stock; each piece sent for comes by itself after a lead time of its own."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), round(days(ends)))
    written = {
        "issue": issue,
        "classes": {
            "food": {"cargo": "containers", "piece": "1 t", "person": "10 kg", "carried": carried}
            | dict(food)
        },
        "depots": {"west": {"unit": "depot", "modes": ["road"]}},
        "brigades": {"b": {"depot": "west", "reorder": reorder, "upto": upto}},
    }
    told = {name: Unit.model_validate_json(dumps(one)) for name, one in units.items()}
    places = {
        key: Place.model_validate_json(
            dumps({"name": key, "kind": "base", "country": "LT", "lat": 55, "lon": 24, "modes": ["road"]})
        )
        for key in ("CAMP", "STORE", "NEAR")
    }
    start(theatre, Sustainment.model_validate_json(dumps(written | dict(extra))), told, places)

    def move(request: Move):
        for number in range(request.pieces):
            wait = theatre.chance.seconds(lead, "lead", "time")
            arrival = Arrival(request.name, f"{request.name}/{number}", 1)
            theatre.after(max(1, wait), lambda one=arrival: request.arrived(one))
        return theatre.env.event()

    theatre.serve(Move, move)
    for number in range(joins):
        for what in ("set out", "come") if came else ("stand",):
            request = Sustain(f"b/{number}", "people", told["soldiers"].people, what, "CAMP")
            theatre.after(days(number), lambda one=request: theatre.ask(one))
    for day, request in more:
        theatre.after(days(day), lambda one=request: theatre.ask(one))
    theatre.run()
    return theatre.log


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


def erlang_b(servers, load):
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


@pytest.mark.parametrize("lead", [Exponential(1.5 * DAY), Constant(1.5 * DAY)], ids=["exponential", "fixed"])
def test_one_for_one_with_lost_demand_is_erlang_b_whatever_the_lead_time(lead):
    """S = 3, a piece a day as Poisson, 1.5 days to come: B(3, 1.5) = 0.134328 of the published tables."""
    assert erlang_b(3, 1.5) == pytest.approx(0.134328, abs=1e-6)
    lost = [
        unmet_share(run(lead, "2 d", "3 d", ends=6000, issue="random", seed=seed))["b/food"]
        for seed in range(10)
    ]
    assert close(lost, erlang_b(3, 1.5))


def test_what_is_on_hand_is_the_mean_position_less_what_is_on_the_way():
    """Unit Poisson demand: the position is uniform on s + 1 to S, (20 + 1 + 30) / 2 - 5 = 20.5 on hand."""
    on_hand = [
        over_time(
            run(Constant(5 * DAY), "20 d", "30 d", ends=4000, issue="random", seed=seed, carried="30 d"),
            ON_HAND,
        )["b/food"]
        / days(4000)
        / 1000
        for seed in range(6)
    ]
    assert close(on_hand, 20.5)


def test_a_stock_without_chance_goes_down_a_piece_a_day_and_up_when_supply_comes():
    """Three pieces on day 0; two left after a day are as many as `reorder` says: three are sent for, for five."""
    log = run(Constant(1.5 * DAY), "2 d", "5 d", ends=9.9)
    told = [(row.time / DAY, row.amount // 1000) for row in log.of(ON_HAND)]
    assert told[:4] == [(0, 3), (1, 2), (2, 1), (2.5, 2)]
    assert [row.amount for row in log.of("sent for")] == [3000, 3000, 3000]
    assert [row.time / DAY for row in log.of("sent for")] == [1, 4, 7]
    assert least_days_of_supply(log)["b/food"] == 1
    assert out_days(log)["b/food"] == 0 == unmet_share(log)["b/food"]
    assert tonnes_a_day_needed(log) == {"b": 1}
    assert tonnes_a_day_asked(log)["b"] == pytest.approx(9 / 9.9)
    assert tonnes_a_day_delivered(log)["b"] == pytest.approx(9 / 9.9)


def test_what_comes_too_late_leaves_it_empty_for_so_long():
    """Sent for on day 1 with two days left, six days on the way: empty from day 3 to day 7."""
    log = run(Constant(6 * DAY), "2 d", "5 d", ends=7)
    assert out_days(log)["b/food"] == pytest.approx(4)
    assert days_until_out(log)["b/food"] == 4, "the piece of the fourth day is the first that is missing"
    assert unmet_share(log)["b/food"] == pytest.approx(3 / 7), "days 4, 5 and 6"


def test_two_units_use_twice_as_much_from_the_day_on_which_the_second_joins():
    log = run(Constant(DAY), "1 d", "9 d", ends=3.4, joins=2)
    told = [(row.time / DAY, row.amount // 1000) for row in log.of(ON_HAND)]
    assert (1.5, 4) in told, "a piece in half a day from day 1 on: 3 - 1 + 3 - 1"
    assert tonnes_a_day_needed(log) == {"b": 2}


def test_who_was_there_before_begins_with_a_full_store():
    log = run(Constant(DAY), "2 d", "5 d", ends=1, came=False)
    assert next(iter(log.of(ON_HAND))).amount == 5000


def test_an_empty_depot_sends_no_more_and_is_told_once():
    units = UNITS | {"depot": {"nation": "DE", "home": "STORE", "containers": 4}}
    log = run(Constant(hours(6)), "2 d", "5 d", ends=30, units=units)
    assert [row.amount for row in log.of("sent for")] == [3000, 1000]
    assert [row.amount for row in log.of("depot empty")] == [2000]
    assert depots_empty(log) == {"west/b": 4}
    assert days_until_out(log)["b/food"] == 3 + 4 + 1


@pytest.mark.parametrize("seed", range(6))
def test_more_on_the_shelf_never_leaves_it_empty_longer(seed):
    def empty(reorder):
        log = run(Exponential(4 * DAY), reorder, "12 d", ends=400, issue="random", seed=seed, carried="12 d")
        return out_days(log)["b/food"]

    assert empty("8 d") <= empty("4 d") <= empty("1 d")


def people(day, what, count, part="b/p"):
    return day, Sustain(part, "people", count, what, "CAMP")


def stance(day, state):
    return day, BrigadeState("b", state, "CAMP")


def test_what_is_used_follows_the_state_day_by_day():
    """Two days under way at half the rate leave two of three days' supply; four on alert at one and a half."""
    more = [people(0, "set out", 100), people(2, "come", 100), stance(0, "on alert"), stance(6, "in place")]
    food = {"moving": 0.5, "alert": 1.5}
    log = run(Constant(DAY), "1 d", "9 d", ends=10, joins=0, more=more, food=food)
    assert [(row.time / DAY, row.amount) for row in log.of("needs")] == [(2, 1500), (6, 1000)]
    assert next(iter(log.of("on hand"))).amount == 2000
    assert used_tonnes(log) == {"b/moving": 1, "b/on alert": 4 * 1.5, "b/in place": 4}
    assert fed_by_others_tonnes(log) == {}


def test_who_is_longer_under_way_than_what_he_carries_lasts_is_fed_by_others_and_brings_nothing():
    """Of 100 people 40 come after a day with 40 of 200 man-days; 60 have 120, two days' worth, and come on the fifth."""
    more = [people(0, "set out", 100), people(1, "come", 40), people(5, "come", 60)]
    log = run(Constant(100 * DAY), "1 d", "9 d", ends=6, joins=0, more=more)
    assert [(row.time / DAY, row.amount) for row in log.of("needs")] == [(1, 400), (5, 1000)]
    assert [row.amount for row in log.of("used moving")] == [1000, 1200]
    assert fed_by_others_tonnes(log) == {"b/food": pytest.approx(2 * 0.6)}


def test_what_has_set_out_and_is_back_after_all_takes_its_share_home():
    more = [people(0, "set out", 100), people(1, "set out", -50), people(2, "come", 50)]
    log = run(Constant(DAY), "1 d", "9 d", ends=3, joins=0, more=more, food={"piece": "100 kg"})
    assert next(iter(log.of("on hand"))).amount == 50 * 10 * (3 - 2)


def test_what_came_uses_nothing_once_it_goes_home_and_what_stood_there_does():
    more = [
        people(0, "stand", 30),
        people(0, "set out", 100),
        people(1, "come", 100),
        stance(4, "going home"),
    ]
    log = run(Constant(DAY), "1 d", "9 d", ends=8, joins=0, more=more)
    assert [(row.time / DAY, row.amount) for row in log.of("needs")] == [(0, 300), (1, 1300), (4, 300)]


MARCH = """
horizon: 20 d
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 24.0, modes: [road]}
  HALF: {name: Half, kind: city, country: XX, lat: 55.2, lon: 24.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.5, lon: 24.0, modes: [road]}
  STORE: {name: Store, kind: base, country: XX, lat: 54.0, lon: 24.0, modes: [road]}
links:
  one: {start: HOME, end: HALF, mode: road, length: 200 km, country: XX, headway: 0 s}
  two: {start: HALF, end: CAMP, mode: road, length: 150 km, country: XX, headway: 0 s}
  supply: {start: STORE, end: CAMP, mode: road, length: 240 km, country: XX, headway: 0 s}
units:
  drivers: {nation: XX, home: HOME, wheeled: 30}
  depot: {nation: XX, home: STORE, hazardous: 500, tonnes: 500 t}
movement: {march: {vehicles: 20, refuelled_every: 250 km}, transporters: {XX: {count: 9, daily: 900 km per day, load: 0 s}}}
sustainment:
  classes: {fuel: {cargo: hazardous, piece: 1 t, wheeled: 24 kg, moving: 0, wheeled_km: 0.5 kg, carried: 10 d}}
  depots: {west: {unit: depot, modes: [road]}}
  brigades: {b: {depot: west, reorder: 2 d, upto: 5 d}}
reinforcement:
  brigades:
    b:
      at: CAMP
      order: go
      reception: XX
      parts: {p: {unit: drivers, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""


def test_fuel_of_a_march_is_kilometres_times_vehicles_times_rate(load_text):
    """Twenty vehicles and ten, 200 km and then 150 km, half a kilogram each; nothing else is used under way."""
    log = simulate(prepare(load_text(MARCH)), 1, 0, deterministic=True, check=True)
    told = sorted((row.where, row.amount) for row in log.of("marched"))
    assert told == [("CAMP", 750), ("CAMP", 1500), ("HALF", 1000), ("HALF", 2000)]
    assert march_tonnes(log) == {"b/fuel": 30 * 350 * 0.5 / 1000}
    brought = 30 * 24 * 10 - 30 * 350 * 0.5
    assert next(row.amount for row in log.of("on hand")) == brought // 1000 * 1000
    assert not [row for row in log if row.kind == "fuel wait"]


NEAR = UNITS | {"near": {"nation": "LT", "home": "NEAR", "containers": 4, "tonnes": "4 t"}}


def hosted(drawn, *, supplied_by=None, near=4, ends=30, brigades=1, units=NEAR):
    """A piece is used a day, three when two days are left; a host's depot of four pieces is there beside it."""
    host = {"unit": "near", "modes": ["road"], "drawn": drawn, "reorder": 0.5} | (
        {"supplied_by": supplied_by} if supplied_by else {}
    )
    rule = {"depot": "west", "reorder": "2 d", "upto": "5 d"}
    names = ["b", "c"][:brigades]
    extra = {"hosts": {"host": host}, "brigades": dict.fromkeys(names, rule)}
    more = [people(0, "stand", 100, f"{name}/p") for name in names]
    units = units | {"near": units["near"] | {"containers": near}}
    return run(Constant(hours(6)), "2 d", "5 d", ends=ends, joins=0, more=more, units=units, extra=extra)


def test_a_host_is_drawn_on_first_until_it_is_empty_or_last_when_nothing_else_is_left():
    first = hosted("first", ends=9)
    assert [(row.where, row.amount // 1000) for row in first.of("sent for")] == [
        ("host", 3),
        ("host", 1),
        ("west", 2),
    ]
    assert least_in_depot(first)["host/containers"] == 0
    assert drawn_tonnes(first) == {"host/b": 4, "west/b": 2}
    last = hosted("last", units=NEAR | {"depot": {"nation": "DE", "home": "STORE", "containers": 4}})
    assert [(row.where, row.amount // 1000) for row in last.of("sent for")] == [
        ("west", 3),
        ("west", 1),
        ("host", 2),
        ("host", 2),
    ]
    assert depots_empty(last) == {"host/b": 9}, "told of the last that is asked, once all are empty"
    assert days_until_out(last)["b/food"] == 5 + 8 + 1


def test_two_brigades_of_one_host_compete_for_its_depot():
    """Each wants three of four pieces on the third day: one has them, the other one of the host's and two from afar."""
    log = hosted("first", brigades=2, ends=4)
    assert drawn_tonnes(log) == {"host/b": 3, "host/c": 1, "west/c": 2}


def test_a_host_that_is_supplied_sends_for_what_makes_it_full_at_half():
    """Three of four are gone on the third day: three are sent for, and there six hours later."""
    log = hosted("first", supplied_by="west", ends=9)
    told = [(row.time / DAY, row.amount) for row in log.of("in depot") if row.who == "host/containers"]
    assert told == [(0, 4), (3, 1), *((3.25, n) for n in (2, 3, 4)), (6, 1), *((6.25, n) for n in (2, 3, 4))]
    assert pieces_asked_by_depot(log) == {"host/containers": 6}
    assert {row.where for row in log.of("sent for")} == {"host"}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("drawn", ["first", "last"])
def test_more_in_a_depot_never_runs_out_sooner(drawn, seed):
    def out(near, depot):
        units = NEAR | {
            "depot": UNITS["depot"] | {"containers": depot},
            "near": NEAR["near"] | {"containers": near},
        }
        extra = {"hosts": {"host": {"unit": "near", "modes": ["road"], "drawn": drawn}}}
        return out_on_day(
            run(
                Constant(DAY),
                "8 d",
                "12 d",
                ends=120,
                issue="random",
                seed=seed,
                units=units,
                extra=extra,
                carried="12 d",
            )
        )["b/food"]

    when = [out(near, 40) for near in (1, 5, 20, 60)]
    assert when == sorted(when)
    assert when[0] < when[-1]
    when = [out(5, depot) for depot in (10, 20, 40, 60)]
    assert when == sorted(when)
    assert when[0] < when[-1]


DRY = (
    "units.near={nation: XX, home: STORE2, hazardous: 1, tonnes: 1 t}",
    "places.STORE2={name: Near, kind: base, country: XX, lat: 54.5, lon: 24.0, modes: [road]}",
    "links.near={start: STORE2, end: CAMP, mode: road, length: 10 km, country: XX, headway: 0 s}",
    "sustainment.classes.fuel.carried=1 h",
    "sustainment.classes.fuel.wheeled=0 kg",
)


def test_a_march_without_fuel_waits_for_the_depot_of_the_host_and_is_never_sooner_for_it(load_text):
    """At half way 3 t are wanted and the host has one: they wait until two more have come, over 250 km at 10 km/h.

    The depot sends for its one piece once it is opened; each that comes is opened and another is sent for.
    """

    def ran(*words):
        return simulate(prepare(load_text(MARCH, [*DRY, *words])), 1, 0, deterministic=True, check=True)

    def came(log):
        return max(row.time for row in log.of("arrived") if row.who.startswith("b/") and row.where == "CAMP")

    free, dry = ran(), ran("sustainment.hosts.host={unit: near, modes: [road], supplied_by: west}")
    waited = {row.who: row.amount / 3600 for row in dry.of("fuel wait")}
    assert sorted(waited.values()) == [25, 50]
    assert came(dry) - came(free) == 50 * 3600
    assert drawn_tonnes(free)["filling stations/b"] == pytest.approx(30 * 350 * 0.5 / 1000)
    never = ran("sustainment.hosts.host={unit: near, modes: [road]}")
    assert not list(never.of("closed"))
    assert [row.where for row in never.of("waited for") if row.where == "fuel wait"]
    assert came(free) == came(ran("sustainment=null", "movement.march.refuelled_every=9 km"))
