"""Units to a slot, from paper: a cycle over the time in it for which a unit is on task."""

from datetime import timedelta
from math import ceil

import pytest

from posture.core.clock import days, utc
from posture.operations.rotations.measures import dwell_ratio, units_per_slot
from posture.outcomes.fill import fill_share, gap_count, gaps, missed_days, records, share
from posture.runs.simulate import prepare, simulate

POOL = """
horizon: {horizon} d
places: {{HOME: {{name: Home, kind: base, country: XX, lat: 50, lon: 10, modes: []}}}}
units:
{units}
rotations:
  begin: rested
  policies: {{turns: {{dwell: {dwell} d}}}}
  pools: {{all: {{policy: turns, nations: [XX]}}}}
  commitments:
{tasks}
"""
CASES = [
    # deployed, dwell, overlap, units a slot
    (240, 720, 0, 4.0),
    (365, 1095, 0, 4.0),
    (270, 540, 0, 3.0),
    (365, 730, 0, 3.0),
    (365, 730, 45, 1095 / 320),
    (270, 825, 0, 1095 / 270),
]


START = utc(2023, 7, 3)


def listed(units):
    return "\n".join(f"  unit-{n:03}: {{nation: XX, home: HOME, kind: battalion}}" for n in range(units))


def within(spans, begin, end):
    """What lies between two seconds."""
    clipped = [one._replace(begin=max(one.begin, begin), end=min(one.end, end)) for one in spans]
    return [one for one in clipped if one.begin < one.end]


@pytest.fixture
def watch(load_text):
    """A run in which so many units, all rested, keep a task; nothing is left to chance."""

    def ran(away, dwell, overlap, units):
        task = f"    watch: {{slots: 1, length: {away} d, overlap: {overlap} d}}"
        horizon = (away + dwell) * 20
        text = POOL.format(units=listed(units), dwell=dwell, tasks=task, horizon=horizon)
        return simulate(prepare(load_text(text)), 1, 0, deterministic=True, check=True)

    return ran


@pytest.mark.parametrize(("away", "dwell", "overlap", "wanted"), CASES)
def test_units_per_slot_is_the_cycle_over_the_time_on_task(watch, away, dwell, overlap, wanted):
    log = watch(away, dwell, overlap, units=ceil(wanted))
    assert units_per_slot(log) == {"watch": pytest.approx(wanted, abs=1e-12)}


@pytest.mark.parametrize(("away", "dwell", "overlap", "wanted"), CASES)
def test_a_slot_with_as_many_units_as_it_takes_never_gaps(watch, away, dwell, overlap, wanted):
    log = watch(away, dwell, overlap, units=ceil(wanted))
    assert gap_count(log) == {"watch": 0.0}
    assert fill_share(log) == {"watch": 1.0}


@pytest.mark.parametrize(("away", "dwell", "overlap", "wanted"), CASES)
def test_with_one_unit_fewer_it_gaps_by_the_share_that_the_unit_would_have_served(
    watch, away, dwell, overlap, wanted
):
    units, cycle = ceil(wanted) - 1, days(away + dwell)
    log = watch(away, dwell, overlap, units)
    settled = within(records(log)["watch"], 5 * cycle, 15 * cycle)
    assert share(settled) == pytest.approx(units / wanted, abs=1e-9)
    assert len(gaps(settled)) > 5


def test_many_slots_find_the_fraction_of_a_unit(load_text):
    # 64 slots at 1095 / 320 = 3.421875 units each want 219 units, neither more nor fewer.
    def gap_days(units):
        tasks = "\n".join(
            f"    watch-{n:02}: {{slots: 1, begins: {START + timedelta(50 + 5 * n):%Y-%m-%d}, length: 365 d, overlap: 45 d}}"
            for n in range(64)
        )
        text = POOL.format(units=listed(units), dwell=730, tasks=tasks, horizon=6 * 1095)
        return sum(missed_days(simulate(prepare(load_text(text)), 1, 0, deterministic=True)).values())

    assert gap_days(219) == 0
    assert gap_days(218) > 365


def test_dwell_of_825_days_after_270_is_one_to_3_06(watch):
    ratio = dwell_ratio(watch(270, 825, 0, units=4))["watch"]
    assert ratio == pytest.approx(825 / 270)
    assert round(ratio, 2) == 3.06
