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


def test_a_column_of_320_km_at_30_km_an_hour_passes_in_ten_hours_and_forty_minutes():
    column = MarchDay(budget=24 * 3600, rest=0, halt=0, halt_every=0)
    assert column.drive(320 * 3600 // 30) == 10 * 3600 + 40 * 60


def test_a_rest_follows_each_full_day_of_driving_but_the_last():
    column = MarchDay(budget=9 * 3600, rest=15 * 3600, halt=0, halt_every=0)
    assert column.drive(27 * 3600) == 27 * 3600 + 2 * 15 * 3600


def test_driving_in_pieces_takes_as_long_as_driving_in_one_go():
    whole = MarchDay(budget=9 * 3600, rest=15 * 3600, halt=900, halt_every=7200)
    pieces = MarchDay(budget=9 * 3600, rest=15 * 3600, halt=900, halt_every=7200)
    assert whole.drive(40_000) == sum(pieces.drive(4_000) for _ in range(10))


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
