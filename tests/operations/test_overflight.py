"""Permission in the air: of the countries on the great circle, by cargo, under a regime of its own."""

import pytest

from posture.core.clock import days
from posture.scenario import load

FLIGHT = """
start: 2023-07-03
places:
  HOME: {name: Home, kind: airbase, country: DE, lat: 50.03, lon: 8.57, modes: [air]}
  AWAY: {name: Away, kind: airbase, country: PL, lat: 50.11, lon: 22.02, modes: [air]}
movement:
  airfields: {any: {mog: 9, open: 24 h, efficiency: 1.0}}
  aircraft: {plane: {count: 99, seats: 100, payload: 20 t, outsize: true, speed: 1000 km/h, ground: 1 h}}
  overflight: {regime: slow, regimes: {slow: {time: 4 d, cargoes: {hazardous: 9 d}, countries: {CZ: 6 d}}}}
units: {company: {nation: DE, home: HOME, people: 100, hazardous: 1, tonnes: 1 t}}
reinforcement:
  brigades:
    camp:
      at: AWAY
      order: go
      reception: PL
      parts: {company: {unit: company, arrangement: moved, lines: {all: {cargo: people, modes: [air]}}}}
  reception: {PL: {pieces: 1000000 per day}}
"""
COUNCIL = """
tables: [movement, allies]
decision:
  chain: {request: 1 d, session: 1 d, agreed: 1 d, resumed: 1 d, measures: 1 d, order: 90 d, release: 0 s,
    parliament: 0 s, acceptance: 0 s, transfer: 0 s, report: 0 s, predelegated: 0 s, assistance: 0 s, ending: 90 d}
  crises:
    it:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      measures: {blanket-overflight: {after: agreed, delay: 0 s}}
"""


def clearance(log):
    return {row.where: row.amount for row in log.of("clearance")}


def closed(log):
    return max(row.time for row in log.of("closed"))


def test_the_slowest_country_below_the_great_circle_is_waited_for(run_text):
    """Germany is one's own, Poland takes four days, the Czech Republic in between six."""
    assert clearance(run_text(FLIGHT)) == {"CZ": days(6)}


def test_the_regime_on_the_ground_moves_nothing_in_the_air(run_text):
    ground = "movement.clearances={regime: never, regimes: {never: {time: 50 d}}}"
    assert closed(run_text(FLIGHT, [ground])) == closed(run_text(FLIGHT))


@pytest.mark.parametrize(("over", "waits"), [("CZ", {"PL": days(4)}), ("PL", {"CZ": days(6)})])
def test_a_country_flown_round_is_not_asked_unless_one_lands_there(run_text, over, waits):
    found = clearance(run_text(FLIGHT, [f"movement.flown_round=[{over}]"]))
    assert found == (waits if over == "CZ" else {"CZ": days(6)})


def test_dangerous_goods_take_their_own_time_but_where_a_country_says_otherwise(run_text):
    cargo = "reinforcement.brigades.camp.parts.company.lines.all.cargo=hazardous"
    assert clearance(run_text(FLIGHT, [cargo])) == {"PL": days(9)}


def test_where_nothing_is_written_of_overflight_nobody_is_asked(run_text):
    assert clearance(run_text(FLIGHT, ["movement.overflight=null"])) == {}


def test_measure_five_lets_flights_go_that_have_been_asked_for(run_text):
    """Asked for on day 0 and given on day 6; the Council grants the measure on day 3 and its delay is none."""
    log = run_text(FLIGHT + COUNCIL)
    assert clearance(log) == {"CZ": days(3)}
    assert closed(run_text(FLIGHT)) - closed(log) == days(3)


def test_the_tables_that_ship_have_a_regime_for_each_word_of_the_measure():
    regimes = load("lithuania-brigade").scenario.movement.overflight.regimes
    assert {"peacetime", "crisis", "annual", "diplomatic", "blanket"} <= set(regimes)
    assert regimes["blanket"].time.high == 0
