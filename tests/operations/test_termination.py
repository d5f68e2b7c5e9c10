"""What ends: movement not yet begun stops, ships go, notice is lowered, units go home; times from paper."""

from itertools import pairwise

import pytest

from posture.core.clock import days
from posture.core.errors import PostureError
from posture.outcomes import MEASURES
from posture.runs.simulate import prepare, simulate

WORLD = """
tables: [movement, allies]
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  G: {name: Goal, kind: base, country: XX, lat: 52.0, lon: 10.0, modes: [road]}
links:
  hg: {start: H, end: G, mode: road, length: 240 km, headway: 0 s}
units:
  first: {nation: DE, home: H, wheeled: 100, notice: 5 d}
  second: {nation: FR, home: H, wheeled: 100, people: 10, notice: 5 d}
movement: {march: {vehicles: 1000}}
reinforcement:
  reconstitution: 30 d
  brigades:
    brigade:
      at: G
      order: brigade
      reception: XX
      parts:
        first: {unit: first, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
        second: {unit: second, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
decision:
  chain:
    {request: 1 d, session: 0 d, agreed: 1 d, invocation: 1 d, order: 0 d, release: 2 d, parliament: 10 d,
    predelegated: 0 d, ending: 1 d}
  crises:
    threat:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      orders: {brigade: {}}
"""
ENDS = "decision.crises.threat.chain.termination="
"""The order is given on day 2; France lets its unit go on day 4, which is ready on day 7 and there on day 8;
Germany's parliament agrees on day 12."""


def of(log, *kinds):
    return [(row.time / days(1), row.kind, row.who, row.amount) for row in log.of(*kinds)]


def share(log):
    return MEASURES["stayed_share"].of(log)["brigade"]


def test_who_has_not_begun_to_move_stays_at_home(run_text):
    log = run_text(WORLD, [f"{ENDS}4 d"])
    assert of(log, "stopped") == [(6, "stopped", "brigade", 0)]
    assert MEASURES["stop_days"].of(log) == {"brigade": 6}
    assert of(log, "stayed") == [
        (6, "stayed", "brigade/first/wheeled", 100),
        (6, "stayed", "brigade/second/wheeled", 100),
    ]
    assert not of(log, "departed", "back home", "closed", "waiting")
    assert (7, "order", "brigade", 0) in of(log, "order")
    assert share(log) == 1


def test_who_has_come_goes_home_over_the_network_and_is_reconstituted(run_text):
    log = run_text(WORLD, [f"{ENDS}7 d"])
    assert (8, "closed", "brigade/second", 0) in of(log, "closed")
    assert of(log, "stayed") == [(9, "stayed", "brigade/first/wheeled", 100)]
    assert of(log, "back home", "reconstituted") == [
        (11, "back home", "second", 0),
        (41, "reconstituted", "second", 0),
    ]
    assert share(log) == 0.5
    assert MEASURES["home_again_days"].of(log) == {"brigade": 1}
    assert MEASURES["reconstituted_days"].of(log) == {"brigade": 31}


def test_people_are_away_from_when_they_set_out_until_they_are_home(run_text):
    """Ten set out on day 7 and are home on day 11; those of a line that is stopped are never away."""
    people = "lines.people={cargo: people, modes: [road]}"
    parts = [f"reinforcement.brigades.brigade.parts.{part}.{people}" for part in ("first", "second")]
    words = ["units.first.people=10", f"{ENDS}7 d", *parts]
    assert MEASURES["person_days_deployed"].of(run_text(WORLD, words))["reinforcement"] == 10 * 4
    words[1] = f"{ENDS}4 d"
    assert MEASURES["person_days_deployed"].of(run_text(WORLD, words))["reinforcement"] == 0


def test_who_is_on_the_way_when_all_ends_turns_round_where_it_was_to_go(run_text):
    log = run_text(WORLD, [f"{ENDS}132 h", "decision.chain.ending=0 s"])
    assert not of(log, "received", "closed")
    assert of(log, "back home") == [(9, "back home", "second", 0)]


def test_nothing_is_home_again_where_nothing_ends(run_text):
    log = run_text(WORLD)
    assert not of(log, "stopped", "stayed", "back home")
    assert MEASURES["stayed_share"].of(log) == {"brigade": 0}
    assert MEASURES["home_again_days"].of(log) == {}


def test_whoever_is_still_away_when_the_run_ends_is_not_home(run_text):
    log = run_text(WORLD, [f"{ENDS}7 d", "horizon: 11 d".replace(": ", "=")])
    assert MEASURES["home_again_days"].of(log) == {"brigade": float("inf")}


def test_orders_that_would_come_after_the_decision_to_end_are_not_given(run_text):
    words = [f"{ENDS}4 d", "decision.crises.threat.orders.late={kind: retask, delay: 5 d}"]
    assert (7, "order", "late", 0) not in of(run_text(WORLD, words), "order")[:-2]
    kinds = {(row.who, row.where) for row in run_text(WORLD, words).of("order")}
    assert ("late", "retask") not in kinds
    assert ("late", "end") in kinds


TIERS = """
readiness:
  tiers:
    lead: {force: nrf, notice_to: move, notice: 7 d, raised: 3 d, units: [second]}
"""


def test_what_was_raised_is_lowered_when_all_ends(run_text):
    words = [f"{ENDS}4 d", "decision.crises.threat.orders.nrf={kind: raise, after: session}"]
    words += ["reinforcement.brigades.brigade.parts.second.release=20 d"]
    words += ["readiness.tiers.lead.units=[other]", "units.other={nation: XX, home: H, people: 1}"]
    log = run_text(WORLD + TIERS, words)
    assert of(log, "raised", "lowered") == [(1, "raised", "other", 1), (7, "lowered", "other", 0)]


def test_who_was_called_and_has_not_set_out_stands_down(run_text):
    """Called at the order on day 2 with 7 d of notice; all ends on day 7."""
    log = run_text(WORLD + TIERS, [f"{ENDS}4 d"])
    states = [(row.time / days(1), row.where) for row in log.of("state") if row.who == "second"]
    assert states[:4] == [(0, "ready"), (2, "alerted"), (7, "recovering"), (7, "ready")]


SHIPS = """
tables: [movement, allies]
places:
  P: {name: Port, kind: port, country: XX, lat: 54.0, lon: 10.0, modes: [road, sea]}
  Q: {name: Quay, kind: port, country: XX, lat: 55.0, lon: 20.0, modes: [road, sea]}
links:
  pq: {start: P, end: Q, mode: sea, length: 240 km}
units:
  first: {nation: FR, home: P, wheeled: 100}
  later: {nation: FR, home: P, wheeled: 100}
movement:
  ships:
    roro: {count: 1, pieces: 100, lane_metres: 100000, speed: 10 km/h, load: 0 s, discharge: 0 s, activation: 10 d}
  ports: {P: {berths: 1, clearance: 1000000 per day}, Q: {berths: 1, clearance: 1000000 per day}}
reinforcement:
  brigades:
    brigade:
      at: Q
      order: brigade
      reception: XX
      parts: {first: {unit: first, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [sea], lift: roro}}}}
    second:
      at: Q
      order: later
      reception: XX
      parts: {later: {unit: later, arrangement: moved, release: 0 s, lines: {wheeled: {cargo: wheeled, modes: [sea], lift: roro}}}}
decision:
  orders: {later: {decided: 30 d}}
""" + WORLD[WORLD.index("  chain:") :]


@pytest.mark.parametrize(("ends", "closes"), [("100 d", 30 + 1), ("4 d", 30 + 10 + 1)])
def test_ships_called_up_for_what_is_stopped_go_and_are_called_anew(run_text, ends, closes):
    """Chartered on day 2 for ten days; unless they are dismissed on day 6, they lie ready on day 30."""
    release = "reinforcement.brigades.brigade.parts.first.release=40 d"
    log = run_text(SHIPS, [release, f"{ENDS}{ends}"])
    assert [row.time / days(1) for row in log.of("closed") if row.who == "second"] == [closes]


UNSURE = [
    "units.first.notice={triangular: [1 d, 5 d, 9 d]}",
    "units.second.notice={lognormal: {median: 4 d, p90: 9 d}}",
    "decision.chain.release={uniform: [0 d, 4 d]}",
    "decision.chain.parliament={triangular: [3 d, 6 d, 12 d]}",
]


def test_the_later_it_ends_the_less_stays_at_home_and_the_books_balance(load_text):
    """Paired, over 25 histories: sooner or later never makes more stay, and over all it makes less."""
    shares = {
        ends: [
            share(simulate(case, 1, number, check=True))
            for case in [prepare(load_text(WORLD, [*UNSURE, f"{ENDS}{ends} d"]))]
            for number in range(25)
        ]
        for ends in (1, 4, 8, 30)
    }
    for sooner, later in pairwise(shares.values()):
        assert all(a >= b for a, b in zip(sooner, later, strict=True))
        assert sum(sooner) > sum(later)
    assert set(shares[30]) == {0}


FROM_STOCKS = """
tables: [movement, allies]
places:
  H: {name: Home, kind: airbase, country: XX, lat: 50.0, lon: 10.0, modes: [road, air]}
  S: {name: Store, kind: airbase, country: XX, lat: 52.0, lon: 10.0, modes: [road, air]}
  G: {name: Goal, kind: airbase, country: XX, lat: 54.0, lon: 10.0, modes: [air]}
units: {party: {nation: DE, home: H, people: 50}}
movement: {airfields: {H: {mog: 2}, S: {mog: 2}, G: {mog: 2}}}
reinforcement:
  sites: {store: {at: S, stock: {wheeled: 1}}}
  brigades:
    brigade:
      at: G
      order: brigade
      reception: XX
      parts:
        party:
          unit: party
          arrangement: prepositioned
          site: store
          lines: {people: {cargo: people, modes: [road, air], poe: H, pod: S}}
""" + WORLD[WORLD.index("decision:") :]


def test_what_cannot_come_home_is_told_before_the_run(load_text):
    """From the goal to the airfield it came by, it would have to go by road."""
    load_text(FROM_STOCKS)
    with pytest.raises(PostureError, match="'party' cannot bring its people home after the end"):
        load_text(FROM_STOCKS, [f"{ENDS}4 d"])


def test_who_rides_is_away_from_when_its_vehicles_set_out_until_they_are_home(run_text):
    """As people who go by themselves: ten set out on day 7 and are home on day 11; the stopped never do."""
    rides = "lines.people={cargo: people, rides: wheeled}"
    parts = [f"reinforcement.brigades.brigade.parts.{part}.{rides}" for part in ("first", "second")]
    words = ["units.first.people=10", f"{ENDS}7 d", *parts]
    log = run_text(WORLD, words)
    assert MEASURES["person_days_deployed"].of(log)["reinforcement"] == 10 * 4
    assert (41, "reconstituted", "second", 0) in of(log, "reconstituted")
    words[1] = f"{ENDS}4 d"
    assert MEASURES["person_days_deployed"].of(run_text(WORLD, words))["reinforcement"] == 0


def test_who_rides_with_what_is_on_its_way_when_all_ends_turns_round_with_it(run_text):
    rides = "reinforcement.brigades.brigade.parts.second.lines.people={cargo: people, rides: wheeled}"
    log = run_text(WORLD, [rides, f"{ENDS}132 h", "decision.chain.ending=0 s"])
    assert not of(log, "received", "closed")
    assert of(log, "back home") == [(9, "back home", "second", 0)]
