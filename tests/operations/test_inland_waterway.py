import pytest

from posture.core.clock import HOUR
from posture.core.errors import PostureError
from posture.outcomes.ledger import delay_days

RIVER = """
places:
  A: {name: A, kind: port, country: XX, lat: 48.0, lon: 15.0, modes: [inland_waterway]}
  B: {name: B, kind: city, country: XX, lat: 48.0, lon: 16.3, modes: [inland_waterway]}
links:
  ab: {start: A, end: B, mode: inland_waterway, length: 100 km}
units: {battalion: {nation: XX, home: A, wheeled: 40}}
movement:
  barges:
    convoy:
      count: 1
      pieces: 20
      lane_metres: 2000
      cemt: Va
      draught: 2 m
      speed: 12 km/h
      activation: 3 h
      load: 1 h
      discharge: 2 h
  waterways:
    ab:
      {cemt: Vb, draught: 2.5 m, locks: 2, lockage: 2 h, mouth: B, upstream: 10 km/h, downstream: 20 km/h}
  ports: {B: {berths: 1}}
reinforcement:
  brigades:
    battalion:
      at: B
      order: go
      reception: XX
      parts:
        part: {unit: battalion, arrangement: moved, lines: {all: {cargo: wheeled, modes: [inland_waterway]}}}
"""


def hours_at(log, place):
    return [row.time / HOUR for row in log.of("arrived") if row.where == place]


def test_one_barge_goes_down_river_and_comes_back_against_the_current(run_text):
    """Called 3, load 1, 100 km at 20 km/h, locks 2, discharge 2; back 100 km at 10 km/h and locks 2; again."""
    first = 3 + 1 + 5 + 2 + 2
    second = first + 10 + 2 + 1 + 5 + 2 + 2
    assert hours_at(run_text(RIVER), "B") == [first, second]


def test_without_a_current_a_barge_goes_at_its_own_speed(run_text):
    sets = [f"movement.waterways.ab.{name}=null" for name in ("mouth", "upstream", "downstream")]
    assert hours_at(run_text(RIVER, sets), "B")[0] == pytest.approx(3 + 1 + 100 / 12 + 2 + 2, abs=1 / HOUR)


def test_two_barges_in_one_lock_go_one_after_the_other(run_text):
    """Both are laden at once; the second waits for the lock that the first is in."""
    sets = ["movement.barges.convoy.count=2", "movement.waterways.ab.locks=1", "movement.ports.A.berths=2"]
    sets.append("movement.ports.B.berths=2")
    assert hours_at(run_text(RIVER, sets), "B") == [13, 15]


def test_the_ledger_books_the_river_and_its_locks_to_the_waterway(run_text):
    booked = delay_days(run_text(RIVER, ["units.battalion.wheeled=20"]))
    assert booked["battalion/inland_waterway"] * 24 == pytest.approx(5 + 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "movement.waterways.ab.cemt=IV",
            "'convoy' needs class Va, and the water between A and B is of class IV",
        ),
        (
            "movement.waterways.ab.draught=1.5 m",
            "'convoy' draws 2 m, and the water between A and B takes 1.5 m",
        ),
        ("movement.barges=null", "no barges on offer"),
        ("movement.ports.B=null", "cannot unload there"),
        ("movement.waterways.ab.mouth=C", "'C' is no end of it; write 'A' or 'B'"),
        ("movement.waterways.ab.lockage=null", "locks and lockage belong together; write lockage too"),
    ],
)
def test_what_keeps_a_barge_out_is_told(load_text, change, told):
    with pytest.raises(PostureError) as fault:
        load_text(RIVER, [change])
    assert told in str(fault.value)


DANUBE = """
name: danube
start: 2023-07-03
horizon: 120 d
network: corridors
tables: [movement, inland-waterways]
units: {battalion: {nation: DE, home: CITY_DE_REGENSBURG, tracked: 40, tonnes: 2000 t, lane_metres: 400}}
decision: {orders: {go: {decided: 0 s}}}
reinforcement:
  integration: 0 s
  release: {any: 0 s}
  reception: {RO: {pieces: 1000 per day}}
  brigades:
    battalion:
      at: PORT_CONSTANTA
      order: go
      reception: RO
      parts:
        part: {unit: battalion, arrangement: moved, lines: {all: {cargo: tracked, modes: [inland_waterway]}}}
"""


def plan_from(scenario, home):
    """The one plan from a home; plans may be shared with a scenario that has another."""
    (plan,) = [plan for plans in scenario.plans.made.values() for plan in plans if plan.legs[0].start == home]
    return plan


def test_from_regensburg_to_the_black_sea_it_is_2144_km_and_18_locks(load_text):
    """Danube km 2379 to 299.5, and 64 km of canal; twelve locks to Vienna and six below."""
    scenario = load_text(DANUBE, plain=False)
    (leg,) = plan_from(scenario, "CITY_DE_REGENSBURG").legs
    steps = leg.alternatives[0]
    assert sum(step.hop.metres for step in steps) == pytest.approx(2_379_000 - 299_500 + 64_400, rel=0.001)
    assert sum(step.passage.servers for step in steps if step.passage) == 18


def test_a_barge_is_slower_up_the_danube_than_down(load_text):
    down = load_text(DANUBE, plain=False)
    up = load_text(
        DANUBE.replace("home: CITY_DE_REGENSBURG", "home: PORT_CONSTANTA").replace(
            "at: PORT_CONSTANTA", "at: CITY_DE_REGENSBURG"
        ),
        plain=False,
    )
    there, back = (
        plan_from(scenario, home) for scenario, home in ((down, "CITY_DE_REGENSBURG"), (up, "PORT_CONSTANTA"))
    )
    water = 2_144 * (1 / 10 - 1 / 16) * HOUR
    assert back.seconds - there.seconds == pytest.approx(water, rel=0.01)
