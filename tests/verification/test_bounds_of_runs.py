"""No run is sooner than its bound: 60 random scenarios, all modes, through the whole program."""

from random import Random

import pytest

from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import prepare, simulate


def scenario(random):
    """Four homes, a way point, a port on each side and a goal, with random lengths, gates, lift and units."""
    km = lambda: f"{random.randint(20, 400)} km"  # noqa: E731
    few = lambda most: random.randint(1, most)  # noqa: E731
    links = {}
    for home in "ABCD":
        links[f"{home}m"] = (
            f"{{start: {home}, end: M, mode: rail, gauge: 1435 mm, length: {km()}, country: XX}}"
        )
        links[f"{home}r"] = f"{{start: {home}, end: P, mode: road, length: {km()}, country: XX}}"
    links["mt"] = (
        f"{{start: M, end: T, mode: rail, gauge: 1435 mm, length: {km()}, country: XX, trains: {few(8)} per day}}"
    )
    links["tg"] = (
        f"{{start: T, end: G, mode: rail, gauge: 1520 mm, length: {km()}, country: XY, trains: {few(8)} per day}}"
    )
    links["pq"] = f"{{start: P, end: Q, mode: sea, length: {km()}}}"
    links["qg"] = f"{{start: Q, end: G, mode: road, length: {km()}, country: XY}}"
    kinds = {"M": "city", "T": "rail_transload", "P": "port", "Q": "port"}
    places = "\n".join(
        f"  {p}: {{name: {p}, kind: {kinds.get(p, 'base')}, country: {'XY' if p in 'TQG' else 'XX'}, "
        f"lat: 50.0, lon: {10 + i}.0, modes: [road, rail, sea], attributes: "
        f"{'{gauges: 1435/1520}' if p == 'T' else '{}'}}}"
        for i, p in enumerate("ABCDMTPQG")
    )
    units, parts = [], []
    for home in "ABCD":
        units.append(
            f"  u{home}: {{nation: XX, home: {home}, tracked: {few(90)}, wheeled: {few(90)}, tonnes: 900 t, "
            f"lane_metres: 900, critical_share: {random.choice([1.0, 0.9, 0.5])}, notice: {{uniform: [1 d, 4 d]}}}}"
        )
        parts.append(
            f"        p{home}: {{unit: u{home}, arrangement: moved, lines: {{t: {{cargo: tracked, modes: [rail]}}, "
            "w: {cargo: wheeled, modes: [road, sea], poe: P, pod: Q}}}"
        )
    return f"""
name: random
start: 2023-07-03
horizon: 400 d
tables: [movement]
places:
{places}
links:
{chr(10).join(f"  {k}: {v}" for k, v in links.items())}
units:
{chr(10).join(units)}
movement:
  wagons: {{1435-XX: {{sets: {few(4)}, pieces: 30, wagon: 17 m, turn: {{uniform: [1 h, 9 h]}}}}, 1520-XY: {{sets: {few(3)}, pieces: 25, turn: 2 h}}}}
  transloads: {{T: {{tracks: {few(2)}}}}}
  ports: {{P: {{berths: {few(2)}}}, Q: {{berths: 1, clearance: {random.randint(50, 300)} per day}}}}
  ships: {{zlmsr: null, roro: {{count: {few(3)}, pieces: {random.randint(20, 100)}}}}}
decision: {{orders: {{go: {{decided: 1 d}}}}}}
reinforcement:
  reception: {{XY: {{pieces: {random.randint(60, 400)} per day}}}}
  integration: {{uniform: [0 d, 9 d]}}
  brigades:
    brigade:
      at: G
      order: go
      reception: XY
      parts:
{chr(10).join(parts)}
"""


@pytest.mark.parametrize("number", range(60))
def test_no_run_is_sooner_than_its_bound_and_its_books_balance(load_text, number):
    case = prepare(load_text(scenario(Random(f"bounds {number}")), plain=False))
    for replication in range(4):
        log = simulate(case, number, replication, deterministic=replication == 3, check=True)
        ((who, seconds),) = closed(log)
        order = next(row.time for row in log.of("order"))
        closing = next(row.time for row in log.of("closed") if row.who == who)
        assert case.bounds[who] <= closing - order
        assert sum(entry.seconds for entry in entries(log, who)) == seconds


RAIL = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [rail]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [rail]}
links:
  ab: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 4 per day}
units: {unit: {nation: XX, home: A, tracked: 100, tonnes: 3000 t}}
movement:
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 9, load: 1 h, unload: 1 h}}
  wagons: {1435-XX: {sets: 9, pieces: 10, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: unit, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail]}}}}
"""


def bound_and_closure(load_text, overrides=()):
    case = prepare(load_text(RAIL, overrides))
    log = simulate(case, 1, 0)
    return case.bounds["brigade"], next(row.time for row in log.of("closed") if row.who == "brigade")


def test_the_flow_bound_is_attained_where_train_paths_are_the_narrows(load_text):
    """Ten trains, a path every six hours: 1 + 9 x 6 + 10 + 1 hours."""
    assert bound_and_closure(load_text) == (66 * 3600, 66 * 3600)


def test_the_wave_bound_is_attained_where_one_set_runs_to_and_fro(load_text):
    """One set, ten loads, 1 + 10 + 1 hours out and 10 back: 9 x 22 + 12 hours."""
    sets = ["movement.wagons.1435-XX.sets=1", "links.ab.trains=1000 per day"]
    assert bound_and_closure(load_text, sets) == (210 * 3600, 210 * 3600)


def test_the_wave_bound_with_two_sets_is_attained(load_text):
    sets = ["movement.wagons.1435-XX.sets=2", "links.ab.trains=1000 per day"]
    bound, closure = bound_and_closure(load_text, sets)
    assert bound == (4 * 22 + 12) * 3600
    assert closure - bound <= 90
