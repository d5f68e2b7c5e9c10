"""Who had set out and waits at home again, to go another way, is away from home once."""

from posture.core.clock import HOUR
from posture.outcomes.effort import person_days_deployed

WORLD = """
places:
  A: {name: A, kind: airbase, country: XX, lat: 50.0, lon: 10.0, modes: [road, air]}
  B: {name: B, kind: airbase, country: XX, lat: 50.0, lon: 20.0, modes: [road, air]}
links:
  street: {start: A, end: B, mode: road, length: 1000 km, country: XX}
units: {company: {nation: XX, home: A, people: 50}}
decision: {orders: {shut: {decided: 12 h}}}
closures: {field: {place: B, gate: airfield, order: shut, start: D+0}}
movement:
  overflight: null
  clearances: null
  airfields: {any: {mog: 9, open: 24 h, efficiency: 1.0, marshal: 0 s}}
  aircraft: {plane: {count: 1, seats: 25, speed: 100 km/h, ground: 1 h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, lines: {people: {cargo: people, modes: [road, air], lift: plane}}}
"""
SLOW_ROAD = "movement.roads={any: {speed: 10 km/h}}"


def test_people_who_turn_to_the_road_are_counted_once(run_text):
    """Two chalks leave at once; the second waits for the plane, finds the field shut, and drives."""
    log = run_text(WORLD, [SLOW_ROAD])
    (back,) = log.of("went back")
    assert back.amount == 25
    assert back.time > 12 * HOUR
    assert sum(row.amount for row in log.of("departed")) == 75
    assert person_days_deployed(log)["reinforcement"] == 50 * 60  # fifty people for the sixty days of the run
