"""A column on a road against march arithmetic done on paper."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from posture.operations.movement.marching import MarchDay
from posture.runs.simulate import prepare, simulate


def road(lengths: Sequence[int], vehicles: int, headway: str, columns: int = 1) -> str:
    """One road of so many ways, in km at 10 km/h, and one unit that marches down it."""
    names = [f"P{i}" for i in range(len(lengths) + 1)]
    places = "\n".join(
        f"  {n}: {{name: {n}, kind: city, country: XX, lat: 50.0, lon: {10 + i}.0, modes: [road]}}"
        for i, n in enumerate(names)
    )
    links = "\n".join(
        f"  {a}{b}: {{start: {a}, end: {b}, mode: road, length: {km} km, headway: {headway}}}"
        for (a, b), km in zip(pairwise(names), lengths, strict=True)
    )
    return f"""
places:
{places}
links:
{links}
movement: {{march: {{vehicles: {vehicles // columns}}}}}
units: {{column: {{nation: XX, home: P0, wheeled: {vehicles}}}}}
reinforcement:
  brigades:
    brigade:
      at: {names[-1]}
      order: go
      reception: XX
      parts: {{part: {{unit: column, arrangement: moved, lines: {{all: {{cargo: wheeled, modes: [road]}}}}}}}}
"""


def close_hours(log: object) -> float:
    """When the brigade closed, in hours."""
    return next(row.time for row in log.of("closed") if row.who == "brigade") / 3600  # type: ignore[attr-defined]


def test_a_column_on_one_road_closes_after_transit_k_gates_and_its_own_length(run_text):
    log = run_text(road([60, 40, 90], vehicles=40, headway="30 min"))
    assert close_hours(log) == 19 + 3 * 0.5 + 39 * 0.5


@pytest.mark.parametrize(
    ("lengths", "vehicles", "minutes"), [([10], 1, 6), ([10, 20], 7, 12), ([30, 10, 10, 50], 25, 3)]
)
def test_the_closed_form_holds_for_other_columns(run_text, lengths, vehicles, minutes):
    log = run_text(road(lengths, vehicles, f"{minutes} min"))
    headway = minutes / 60
    wanted = sum(lengths) / 10 + len(lengths) * headway + (vehicles - 1) * headway
    assert close_hours(log) == pytest.approx(wanted, abs=1e-9)


def test_a_unit_split_into_march_units_without_gaps_closes_as_one_column(run_text):
    whole = run_text(road([60, 40, 90], vehicles=40, headway="30 min"))
    parts = run_text(road([60, 40, 90], vehicles=40, headway="30 min", columns=4))
    assert close_hours(whole) == close_hours(parts)


def test_doubling_the_vehicles_and_halving_the_headway_changes_nothing_but_the_first_gap(run_text):
    one = close_hours(run_text(road([50], vehicles=40, headway="30 min")))
    two = close_hours(run_text(road([50], vehicles=80, headway="15 min")))
    assert one == two == 5 + 40 * 0.5


FAR = 10**9


def test_a_column_of_320_km_at_30_km_an_hour_passes_in_ten_hours_and_forty_minutes():
    column = MarchDay(metres=FAR, driving=24 * 3600, halt=0, halt_every=0)
    assert column.drive(320_000, 320 * 3600 // 30) == 10 * 3600 + 40 * 60


def test_a_rest_follows_each_full_day_of_driving_but_the_last():
    column = MarchDay(metres=FAR, driving=9 * 3600, halt=0, halt_every=0)
    assert column.drive(27 * 45_000, 27 * 3600) == 27 * 3600 + 2 * 15 * 3600
    assert column.days == 3


@pytest.mark.parametrize("kmh", [20, 45, 90])
@pytest.mark.parametrize("halt_every", [0, 7200, 5000])
def test_no_day_holds_more_than_its_distance_nor_takes_longer_than_a_day(kmh, halt_every):
    """320 km a day for 2 000 km: six full days and 80 km, halts inside the day, at any speed that makes it."""
    column = MarchDay(metres=320_000, driving=20 * 3600, halt=900, halt_every=halt_every)
    seconds = 2_000 * 3600 // kmh
    last = 80 * 3600 // kmh
    halts = max(0, -(-last // halt_every) - 1) if halt_every else 0
    assert column.drive(2_000_000, seconds) == pytest.approx(6 * 86400 + last + 900 * halts, abs=2)
    assert column.days == 7


def test_a_slow_column_is_held_by_its_hours_and_a_fast_one_by_its_distance():
    """At 20 km/h ten hours make 200 km of the 300 allowed; at 60 km/h five hours make the 300."""
    slow = MarchDay(metres=300_000, driving=10 * 3600, halt=0, halt_every=0)
    fast = MarchDay(metres=300_000, driving=10 * 3600, halt=0, halt_every=0)
    assert slow.drive(600_000, 30 * 3600) == 2 * 86400 + 10 * 3600
    assert fast.drive(600_000, 10 * 3600) == 86400 + 5 * 3600


def test_driving_in_pieces_takes_as_long_as_driving_in_one_go():
    whole = MarchDay(metres=FAR, driving=9 * 3600, halt=900, halt_every=7200)
    pieces = MarchDay(metres=FAR, driving=9 * 3600, halt=900, halt_every=7200)
    assert whole.drive(500_000, 40_000) == sum(pieces.drive(50_000, 4_000) for _ in range(10))


def test_a_night_ban_stops_a_column_where_it_is_and_counts_towards_its_rest():
    """From 20:00 it drives two hours, halts to 06:00, drives eight, rests to 20:00, and drives two more."""
    column = MarchDay(metres=FAR, driving=10 * 3600, halt=0, halt_every=0)
    took, banned = column.by_night(600_000, 12 * 3600, 20 * 3600, 8 * 3600)
    assert banned == 8 * 3600
    assert took == 24 * 3600 + 2 * 3600


@pytest.mark.parametrize("parts", [2, 3, 7, 40])
def test_a_night_ban_takes_the_same_from_a_way_drawn_in_one_piece_or_in_many(parts):
    whole = MarchDay(metres=FAR, driving=24 * 3600, halt=0, halt_every=0)
    want, _ = whole.by_night(400_000, 36_000, 70_000, 8 * 3600)
    pieces, clock = MarchDay(metres=FAR, driving=24 * 3600, halt=0, halt_every=0), 70_000
    for _ in range(parts):
        took, _ = pieces.by_night(400_000 / parts, 36_000 / parts, clock % 86400, 8 * 3600)
        clock += took
    assert clock - 70_000 == pytest.approx(want, abs=1)


def test_movement_credits_let_march_units_set_out_one_by_one(run_text):
    one = "links.P0P1.country=XX"
    free = close_hours(run_text(road([50], 40, "30 s", columns=4), [one]))
    kept = close_hours(run_text(road([50], 40, "30 s", columns=4), [one, "movement.roads.XX.credit=2 h"]))
    assert kept == pytest.approx(3 * 2 + 5 + 10 * 30 / 3600)
    assert kept > free


def test_a_sure_mishap_costs_each_march_unit_its_delay(run_text):
    sure = ["movement.march.mishap=1.0", "movement.march.mishap_delay=5 h"]
    text = road([60, 40, 90], vehicles=40, headway="30 min")
    assert close_hours(run_text(text, sure)) == close_hours(run_text(text)) + 5


def test_mishaps_come_as_often_as_written_for_each_day_of_marching(load_text):
    """Three days of marching at 3 % a day: 1 - 0.97^3 = 8.7 % of march units."""
    rare = ["movement.march.mishap=0.03", "movement.march.mishap_delay=1 h", "movement.march.driving=7 h"]
    case = prepare(load_text(road([190], vehicles=1, headway="0 s"), rare))
    hit = sum(any(row.kind == "mishap" for row in simulate(case, seed, 0)) for seed in range(2_000))
    assert hit / 2_000 == pytest.approx(1 - 0.97**3, abs=0.019)
