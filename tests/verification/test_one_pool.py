"""The shipped question whether one pool can fill it all: units are counted once."""

import csv
from pathlib import Path

import pytest

from posture.operations.rotations.measures import bumped_units, bumps, home_ready_share
from posture.outcomes.fill import fill_share, records
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

DATA = Path(__file__).parents[2] / "configs" / "data"
REFERENCE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def case():
    return prepare(load("one-pool").scenario)


@pytest.fixture(scope="module")
def log(case):
    return simulate(case, 1, 0, check=True)


def test_never_are_more_on_task_than_there_are_units(case, log):
    moments = sorted({one.begin for spans in records(log).values() for one in spans})
    for moment in moments[::50]:
        had = sum(
            one.had for spans in records(log).values() for one in spans if one.begin <= moment < one.end
        )
        assert had <= len(case.scenario.units)


def test_what_stands_elsewhere_is_missing_from_the_last_tier(log):
    filled = fill_share(log)
    assert filled["nfm-tier-3"] < 0.99 < min(filled["nfm-tier-2"], filled["nfm-tier-1"])
    assert 0.8 < filled["nfm-tier-3"] < 0.9


def test_the_last_tier_gives_most_and_battlegroups_of_few_battalions_have_gaps(log):
    lost = bumps(log)
    assert max(lost, key=lost.__getitem__) == "nfm-tier-3"
    assert sum(bumped_units(log).values()) == sum(lost.values())
    assert min(home_ready_share(log), key=home_ready_share(log).__getitem__) in {"HU", "CZ"}


def test_the_turkish_company_of_the_battlegroup_in_hungary_stays_at_home(log):
    assert not [
        row for row in log.of("claimed") if row.where == "hungary-contributors" and row.who.startswith("tr-")
    ]


def test_a_tier_less_frees_the_pool(case):
    free = load("one-pool", ["rotations.commitments.nfm-tier-3.slots=1"]).scenario
    log = simulate(prepare(free), 1, 0)
    assert fill_share(log)["nfm-tier-2"] > 0.99
    assert sum(bumps(log).values()) < 5


def test_the_pool_is_counted_by_its_stated_rule():
    if not REFERENCE.exists():
        pytest.skip("the reference tables are absent")
    with (DATA / "pool.csv").open(encoding="utf-8") as file:
        counts: dict[str, int] = {}
        for row in csv.DictReader(file):
            counts[row["nation"]] = counts.get(row["nation"], 0) + int(row["count"])
    with (REFERENCE / "force_generation_pool.csv").open(encoding="utf-8") as file:
        shares = [float(row["share"]) for row in csv.DictReader(file) if float(row["share"])]
    assert sorted(counts.values()) == sorted(max(1, int(400 * share + 0.5)) for share in shares)
