"""Relations that are theorems: they hold exactly, in every run."""

import pytest

from posture.operations.reinforcement import closure_days
from posture.runs.simulate import prepare, simulate

ROAD = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [road]}
  C: {name: C, kind: base, country: XX, lat: 52.0, lon: 10.0, modes: [road]}
links:
  ab: {start: A, end: B, mode: road, length: 100 km, headway: 4 min}
  bc: {start: B, end: C, mode: road, length: 60 km, headway: 2 min}
units:
  north: {nation: XX, home: A, wheeled: 50, notice: {triangular: [1 d, 2 d, 5 d]}}
  south: {nation: XX, home: B, wheeled: 30, notice: {triangular: [1 d, 2 d, 5 d]}}
reinforcement:
  brigades:
    brigade:
      at: C
      order: go
      reception: XX
      parts:
        north: {unit: north, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
        south: {unit: south, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""
SEEDS = range(200)


def closures(load_text, overrides=(), text=ROAD, seeds=SEEDS):
    case = prepare(load_text(text, overrides))
    return [closure_days(simulate(case, seed, 0))["brigade"] for seed in seeds]


@pytest.mark.parametrize(
    "worse", ["links.ab.length=140 km", "links.bc.headway=5 min", "movement.march.gap=20 min"]
)
def test_longer_and_slower_is_never_sooner_for_one_unit_on_one_road(load_text, worse):
    """One route shared by all at equal speed, first come: on a network a late one may let a critical one by."""
    alone = ["reinforcement.brigades.brigade.parts.south=null"]
    before, after = closures(load_text, alone), closures(load_text, [*alone, worse])
    assert all(late >= early for early, late in zip(before, after, strict=True))


def test_closing_the_only_way_ends_all_closing(load_text):
    assert set(closures(load_text, ["closures.x={links: [bc], start: 1 s}"], seeds=range(20))) == {
        float("inf")
    }


def test_all_times_by_three_makes_all_times_three_times_as_long(load_text):
    sure = ["units.north.notice=1 d", "units.south.notice=2 d"]
    thrice = [
        "units.north.notice=3 d", "units.south.notice=6 d", "links.ab.length=300 km", "links.bc.length=180 km",
        "links.ab.headway=12 min", "links.bc.headway=6 min", "movement.march.driving=72 h",
        "movement.march.daily=100000 km per day", "horizon=180 d",
    ]  # fmt: skip
    one = simulate(prepare(load_text(ROAD, sure)), 1, 0)
    three = simulate(prepare(load_text(ROAD, thrice)), 1, 0)
    assert [(row.time * 3, row.kind, row.who, row.where) for row in one] == [
        (row.time, row.kind, row.who, row.where) for row in three
    ]


def test_an_earlier_warning_leaves_the_closure_from_the_order_as_it_was(load_text):
    late = closures(load_text, ["decision.orders.go.decided=1 d"], seeds=range(20))
    soon = closures(load_text, ["decision.orders.go.decided=9 d"], seeds=range(20))
    assert late == soon


def test_renaming_changes_nothing_but_names(load_text):
    sure = ["units.north.notice=1 d", "units.south.notice=2 d"]
    renamed = ROAD.replace("north", "alpha").replace("south", "zulu").replace("brigade:", "omega:")
    one = simulate(prepare(load_text(ROAD, sure)), 1, 0)
    two = simulate(
        prepare(load_text(renamed, [s.replace("north", "alpha").replace("south", "zulu") for s in sure])),
        1,
        0,
    )

    def back(name):
        return name.replace("alpha", "north").replace("zulu", "south").replace("omega", "brigade")

    assert list(one) == [row._replace(who=back(row.who), where=back(row.where)) for row in two]


def test_without_demand_nothing_happens_but_the_order(load_text):
    parts = "reinforcement.brigades.brigade.parts"
    in_place = [f"{parts}.south=null", f"{parts}.north.lines=null", f"{parts}.north.arrangement=in place"]
    log = simulate(prepare(load_text(ROAD, in_place)), 1, 0)
    assert {row.kind for row in log} == {"horizon", "expected", "indication", "order", "closed", "follows"}


def test_with_unlimited_room_the_closure_is_the_longest_path(load_text):
    wide = ["links.ab.headway=0 s", "links.bc.headway=0 s", "movement.march.vehicles=1000"]
    case = prepare(load_text(ROAD, wide))
    for seed in range(50):
        log = simulate(case, seed, 0)
        readies = [row.amount for row in log.of("readiness")]
        paths = {"brigade/north/all": 16 * 3600, "brigade/south/all": 6 * 3600}
        wanted = max(row.amount + paths[row.who] for row in log.of("readiness"))
        assert len(readies) == 2
        assert round(closure_days(log)["brigade"] * 86_400) == wanted
