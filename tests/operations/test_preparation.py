"""What is raised or staged before the decision: never later, and by as much as paper says."""

import pytest

from posture.core.clock import days
from posture.outcomes import MEASURES
from posture.outcomes.ledger import accounts, delay_days
from posture.runs.simulate import prepare, simulate
from posture.scenario.consistency.decision import unheard

WORLD = """
tables: [movement, allies]
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  P: {name: Port, kind: port, country: XX, lat: 52.0, lon: 10.0, modes: [road, sea]}
  Q: {name: Quay, kind: port, country: XX, lat: 54.0, lon: 20.0, modes: [road, sea]}
links:
  hp: {start: H, end: P, mode: road, length: 240 km, headway: 0 s}
  pq: {start: P, end: Q, mode: sea, length: 240 km}
units:
  only: {nation: FR, home: H, wheeled: 100, notice: 1 d}
movement:
  march: {vehicles: 1000}
  ships:
    roro: {count: 3, pieces: 100, lane_metres: 100000, speed: 10 km/h, load: 0 s, discharge: 0 s, activation: 0 s}
  ports: {P: {berths: 3, clearance: 1000000000 per day}, Q: {berths: 3, clearance: 1000000000 per day}}
reinforcement:
  brigades:
    brigade:
      at: Q
      order: brigade
      reception: XX
      parts:
        part:
          unit: only
          arrangement: moved
          lines: {wheeled: {cargo: wheeled, modes: [road, sea], poe: P, pod: Q, lift: roro}}
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
EARLY = "decision.crises.threat.predelegated="
NOTICE = "units.only.notice="
"""Guidance on day 1, the order on day 2, its release on day 4; a day of road and a day at sea."""


def closes(log):
    accounts(log)
    return [row.time / days(1) for row in log.of("closed") if row.who == "brigade"]


@pytest.mark.parametrize(
    ("notice", "early", "day"),
    [
        ("5 d", "[]", 2 + 5 + 2),
        ("5 d", "[raise]", 1 + 5 + 2),
        ("5 d", "[stage]", 1 + 5 + 2),
        ("1 d", "[]", 4 + 2),
        ("1 d", "[raise]", 4 + 2),
        ("1 d", "[stage]", 4 + 1),
        ("60 h", "[stage]", 4 + 0.5 + 1),
    ],
)
def test_notice_runs_from_the_raise_and_the_way_to_the_port_from_the_staging(run_text, notice, early, day):
    """Staged with a day of notice it is in port on day 3 and waits; with 60 h it comes half a day after release."""
    log = run_text(WORLD, [f"{NOTICE}{notice}", f"{EARLY}{early}"])
    assert closes(log) == [day]


def test_what_a_staged_line_comes_later_than_its_release_is_booked(run_text):
    log = run_text(WORLD, [f"{NOTICE}60 h", f"{EARLY}[stage]"])
    assert delay_days(log)["brigade/readiness"] == 0.5
    assert delay_days(log)["brigade/release"] == 2


def test_no_border_is_crossed_by_staging(run_text):
    log = run_text(WORLD, [f"{EARLY}[stage]", "places.P.country=XY"])
    assert closes(log) == [4 + 2]


def test_what_was_staged_goes_home_if_all_ends_before_it_is_released(run_text):
    log = run_text(WORLD, [f"{EARLY}[stage]", "decision.crises.threat.chain.termination=1 d"])
    assert [row.time / days(1) for row in log.of("back home")] == [4 + 1]
    assert MEASURES["stayed_share"].of(log) == {"brigade": 1}


TIERS = """
readiness:
  tiers:
    lead: {notice_to: move, notice: 6 d, units: [only]}
"""


def test_who_stands_by_is_called_by_the_raise(run_text):
    log = run_text(WORLD + TIERS, [f"{EARLY}[raise]"])
    assert [row.time / days(1) for row in log.of("alerted")] == [1]
    assert closes(log) == [1 + 6 + 2]


UNSURE = [
    f"{NOTICE}{{triangular: [12 h, 3 d, 9 d]}}",
    "decision.chain.release={uniform: [0 d, 6 d]}",
    "decision.chain.request={uniform: [0 d, 3 d]}",
    "decision.chain.order={uniform: [0 d, 3 d]}",
]


def test_a_brigade_raised_before_the_decision_closes_no_later_and_one_staged_sooner_still(load_text):
    """Paired, over 40 histories."""
    found = {
        early: [
            MEASURES["closure_days"].of(simulate(case, 1, number, check=True))["brigade"]
            for case in [prepare(load_text(WORLD, [*UNSURE, f"{EARLY}{early}"]))]
            for number in range(40)
        ]
        for early in ("[]", "[raise]", "[stage]")
    }
    for later, sooner in (("[]", "[raise]"), ("[raise]", "[stage]")):
        assert all(b <= a for a, b in zip(found[later], found[sooner], strict=True))
        assert sum(found[sooner]) < sum(found[later])


def test_an_order_that_nobody_obeys_is_told(load_text):
    assert [*unheard(load_text(WORLD, [f"{EARLY}[raise, stage]"]))] == [
        "nobody obeys the order to deploy 'go'"
    ]
    more = "decision.crises.threat.orders.fleet={kind: retask}"
    assert "nobody obeys the order to retask 'fleet'" in [*unheard(load_text(WORLD, [more]))]
