"""Movement against figures from paper."""

from statistics import median

import pytest

from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import delay_days
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

PFREIMD = """
base: lithuania-brigade
name: pfreimd
units:
  company: {nation: DE, home: HOME_PFREIMD, tracked: 16, max_mlc: 70, tonnes: 900 t, lane_metres: 200}
movement: {clearances: {regime: blanket}}
reinforcement:
  integration: 0 s
  release: {any: 0 s}
  brigades:
    lithuania: null
    company:
      at: BASE_RUKLA
      order: lithuania
      reception: LT
      parts:
        part: {unit: company, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail]}}}
"""


@pytest.fixture(scope="module")
def pfreimd(tmp_path_factory):
    path = tmp_path_factory.mktemp("pfreimd") / "pfreimd.yaml"
    path.write_text(PFREIMD)
    return load(str(path)).scenario


def test_pfreimd_to_rukla_by_rail_is_about_1400_km_with_one_gauge_break(pfreimd):
    (plan,) = next(iter(pfreimd.plans._plans.values()))
    (leg,) = plan.legs
    metres = sum(step.hop.metres for step in leg.alternatives[0])
    assert 1_300_000 <= metres <= 1_450_000
    assert len({step.hop.layer for step in leg.alternatives[0]}) == 2


def test_sixteen_tracked_vehicles_from_pfreimd_reach_rukla_in_three_to_seven_days(pfreimd):
    """Seen in 2020: five days, gauge break included."""
    case = prepare(pfreimd)
    days = [closure_days(simulate(case, 1, k))["company"] for k in range(100)]
    assert 3 <= median(days) <= 7


AIRFIELD = """
places:
  A: {{name: A, kind: airbase, country: XX, lat: 50.0, lon: 10.0, modes: [air]}}
  B: {{name: B, kind: airbase, country: XX, lat: 50.0, lon: 11.0, modes: [air]}}
units: {{brigade: {{nation: XX, home: A, people: 100000}}}}
movement:
  aircraft: {{charter: {{count: 1000, seats: 45, speed: 800 km/h, ground: 3.25 h}}}}
  airfields: {{A: {{mog: 1000, open: 24 h, efficiency: 1.0}}, B: {{mog: {mog}, open: 24 h, efficiency: 0.85}}}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {{part: {{unit: brigade, arrangement: moved, lines: {{all: {{cargo: people, modes: [air]}}}}}}}}
"""


@pytest.mark.parametrize(("mog", "published"), [(1, 282.5), (6, 1_695)])
def test_an_airfield_turns_over_the_published_short_tons_a_day(run_text, mog, published):
    """AFPAM 10-1403: MOG x payload x hours / ground time x 0.85, 45 short tons and 3.25 h; a seat is a ton."""
    log = run_text(AIRFIELD.format(mog=mog))
    received = [row for row in log.of("arrived") if row.where == "B"]
    first, last = received[0].time, received[-1].time
    days = (last - first) / 86_400
    tons = sum(row.amount for row in received if row.time > first) / days
    assert tons == pytest.approx(published, rel=0.005)


PORT = """
places:
  A: {{name: A, kind: port, country: XX, lat: 54.0, lon: 10.0, modes: [road, sea]}}
  B: {{name: B, kind: port, country: XX, lat: 55.0, lon: 11.0, modes: [road, sea]}}
  C: {{name: C, kind: base, country: XX, lat: 55.1, lon: 11.0, modes: [road]}}
links:
  ab: {{start: A, end: B, mode: sea, length: 100 km}}
  bc: {{start: B, end: C, mode: road, length: 1 km, headway: 1 s}}
units: {{brigade: {{nation: XX, home: A, wheeled: 20000}}}}
movement:
  march: {{vehicles: 20}}
  ships:
    zlmsr: null
    roro: {{count: 100, pieces: 100, lane_metres: 100000, activation: 0 s, load: 1 min, discharge: 1 h}}
  ports:
    A: {{berths: 100}}
    B: {{berths: 10, clearance: {clearance} per day, staging: {staging} per day, exit: {exit} per day}}
reinforcement:
  brigades:
    brigade:
      at: C
      order: go
      reception: XX
      parts: {{part: {{unit: brigade, arrangement: moved, lines: {{all: {{cargo: wheeled, modes: [road, sea]}}}}}}}}
"""


@pytest.mark.parametrize("rates", [(400, 900, 900), (900, 400, 900), (900, 900, 400)])
def test_a_port_is_as_fast_as_its_weakest_link(run_text, rates):
    log = run_text(PORT.format(**dict(zip(("clearance", "staging", "exit"), rates, strict=True))))
    arrived = [row for row in log.of("arrived") if row.where == "C"]
    days = (arrived[-1].time - arrived[0].time) / 86_400
    assert sum(row.amount for row in arrived[1:]) / days == pytest.approx(400, rel=0.02)


TWO_ROADS = """
places:
  A: {{name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}}
  U: {{name: U, kind: city, country: XX, lat: 50.1, lon: 10.0, modes: [road]}}
  B: {{name: B, kind: base, country: XX, lat: 50.2, lon: 10.0, modes: [road]}}
links:
  short: {{start: A, end: B, mode: road, length: 40 km, headway: 1 h}}
  au: {{start: A, end: U, mode: road, length: 35 km, headway: 30 min}}
  ub: {{start: U, end: B, mode: road, length: 35 km, headway: 1 s}}
units: {{column: {{nation: XX, home: A, wheeled: 60}}}}
movement: {{march: {{vehicles: 1}}, routes: {{rule: {rule}, ways: 2}}}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {{part: {{unit: column, arrangement: moved, lines: {{all: {{cargo: wheeled, modes: [road]}}}}}}}}
"""


def test_sixty_vehicles_on_roads_of_4_h_and_1_an_hour_and_7_h_and_2_an_hour_take_26_hours(run_text):
    """Ford and Fulkerson: T = (60 + 1 x 4 + 2 x 7) / 3 = 26 h; a head enters one gap after its gate opens."""
    log = run_text(TWO_ROADS.format(rule="quickest"))
    assert closure_days(log)["brigade"] * 24 == pytest.approx(26, abs=0.01)


def test_the_shortest_road_alone_takes_64_hours(run_text):
    log = run_text(TWO_ROADS.format(rule="shortest"))
    assert closure_days(log)["brigade"] * 24 == pytest.approx(64, abs=0.01)


def test_spreading_evenly_ends_with_the_slower_half(run_text):
    log = run_text(TWO_ROADS.format(rule="spread"))
    assert closure_days(log)["brigade"] * 24 == pytest.approx(4 + 30, abs=0.01)


def test_closing_the_suwalki_corridor_moves_the_flow_to_the_sea(shipped_case):
    """By one --set, with the same seeds. Ships are filled, so that the sea costs little more than the rail."""
    open_case = shipped_case("lithuania-brigade")
    shut_case = shipped_case("lithuania-brigade", "closures.suwalki.active=true")
    costs = []
    for replication in range(20):
        before, after = (simulate(case, 1, replication) for case in (open_case, shut_case))
        assert not [row for row in after.of("rail", "road") if row.where in ("RT_MOCKAVA", "XB_LT_PL_01")]
        costs.append(closure_days(after)["lithuania"] - closure_days(before)["lithuania"])
        assert delay_days(after)["lithuania/transload"] == 0
    assert -0.5 < sum(costs) / len(costs) < 3
