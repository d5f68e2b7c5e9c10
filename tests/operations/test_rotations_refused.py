"""Words about rotations that cannot be meant: each is refused at its place, with the cure."""

import re

import pytest

from posture.core.errors import PostureError

WORLD = """
horizon: 400 d
places: {HOME: {name: Home, kind: base, country: XX, lat: 50, lon: 10, modes: []}}
units:
  a1: {nation: AA, home: HOME, kind: battalion}
  a2: {nation: AA, home: HOME, kind: battalion}
  l1: {nation: BB, home: HOME, kind: light battalion}
rotations:
  policies: {turns: {dwell: 100 d, recovery: 20 d}}
  pools: {all: {policy: turns, nations: [AA, BB]}}
  commitments:
    watch: {slots: 1, length: 60 d}
"""
WATCH = "rotations.commitments.watch"
TURNS = "rotations.policies.turns"
CASES = {
    "nobody of the kind": (
        [f"{WATCH}.kinds=[light battalion]", f"{WATCH}.nations=[AA]"],
        (
            f"{WATCH}: nobody can fill it: no unit that it admits is of the kind 'light battalion'; "
            "add a kind, or write 'substitutes'"
        ),
    ),
    "nobody without a caveat": (
        ["rotations.caveats={AA: [watch], BB: [watch]}"],
        f"{WATCH}: nobody can fill it: caveats bar every unit; take one back",
    ),
    "nobody of its nations without a caveat": (
        [f"{WATCH}.nations=[AA]", "rotations.caveats={AA: [watch]}"],
        f"{WATCH}: nobody can fill it: no unit of its 'nations' and 'units' is without a caveat; add one",
    ),
    "longer than anybody deploys": (
        [f"{TURNS}.cycle=300 d", f"{TURNS}.deployed=30 d"],
        (
            f"{WATCH}.length: nobody can fill it: 60 d are more than any policy lets deploy; "
            "shorten it or raise 'deployed'"
        ),
    ),
    "dwell longer than the cycle": (
        [f"{TURNS}.dwell=1200 d", f"{TURNS}.cycle=36 months"],
        f"{TURNS}.dwell: a dwell of 1,200 d is longer than the cycle of 1,096 d; shorten it or lengthen 'cycle'",
    ),
    "recovery longer than the dwell": (
        [f"{TURNS}.recovery=101 d"],
        f"{TURNS}.recovery: a recovery of 101 d is longer than the dwell of 100 d that it is part of; shorten it",
    ),
    "more deployed than the cycle": (
        [f"{TURNS}.cycle=200 d", f"{TURNS}.deployed=300 d"],
        f"{TURNS}.deployed: 300 d deployed are more than the cycle of 200 d; write less",
    ),
    "deployed without a cycle": (
        [f"{TURNS}.deployed=300 d"],
        f"{TURNS}: 'deployed' is counted over a cycle; write 'cycle' too",
    ),
    "an unknown nation": (
        [f"{WATCH}.nations=[AA, CC]"],
        f"{WATCH}.nations.1: there is no pooled nation 'CC'; known here: AA, BB",
    ),
    "an unknown nation in a schedule": (
        [f"{WATCH}.schedule=[{{nation: ZZ, start: 2023-07-03, end: 2023-08-01}}]"],
        f"{WATCH}.schedule.0.nation: there is no pooled nation 'ZZ'; known here: AA, BB",
    ),
    "an unknown nation in a pool": (
        ["rotations.pools.all.nations=[AA, QQ]"],
        "rotations.pools.all.nations.1: there is no nation 'QQ'; known here: AA, BB",
    ),
    "an unknown policy": (
        ["rotations.pools.all.policy=turn"],
        "rotations.pools.all.policy: there is no policy 'turn'; did you mean 'turns'?",
    ),
    "overlap longer than the rotation": (
        [f"{WATCH}.overlap=90 d"],
        f"{WATCH}.overlap: an overlap of up to 90 d is no shorter than the rotation of 60 d; shorten it",
    ),
    "an overlap without end": (
        [f"{WATCH}.overlap={{exponential: {{mean: 5 d}}}}"],
        f"{WATCH}.overlap: an overlap without end is no shorter than the rotation of 60 d; shorten it",
    ),
    "substitutes in a circle": (
        [
            "rotations.substitutes={battalion: {light battalion: 30 d}, light battalion: {guard: 0 d}, guard: {battalion: 0 d}}"
        ],
        (
            "rotations.substitutes.battalion.light battalion: substitutes go round: battalion <- light battalion <- "
            "guard <- battalion; take one of them out"
        ),
    ),
    "schedule entries that overlap for one unit": (
        [
            "rotations.commitments.other={slots: 1, length: 60 d, schedule: [{unit: a1, start: 2023-08-01, end: 2023-10-01}]}",
            f"{WATCH}.schedule=[{{unit: a1, start: 2023-09-30, end: 2023-12-01}}]",
        ],
        f"{WATCH}.schedule.0: 'a1' is in 'other' from 2023-08-01 to 2023-10-01; a unit is in one place",
    ),
    "a schedule date before the start": (
        [f"{WATCH}.schedule=[{{unit: a1, start: 2023-07-01, end: 2023-12-01}}]"],
        f"{WATCH}.schedule.0.start: 2023-07-01 is before the start, 2023-07-03; write the start or a later date",
    ),
    "a schedule that ends before it begins": (
        [f"{WATCH}.schedule=[{{unit: a1, start: 2023-09-01, end: 2023-08-01}}]"],
        f"{WATCH}.schedule.0: it ends before it begins; write a later 'end'",
    ),
    "a schedule of nobody": (
        [f"{WATCH}.schedule=[{{start: 2023-09-01, end: 2023-10-01}}]"],
        f"{WATCH}.schedule.0: an entry names a unit or a nation; write one of them",
    ),
    "zero slots": (
        [f"{WATCH}.slots=0"],
        f"{WATCH}.slots: 0 is too small; the least is 1",
    ),
    "a rotation of no length": (
        [f"{WATCH}.length=0 d"],
        f"{WATCH}.length: a rotation of no length; write one like '6 months'",
    ),
    "a beginning before the start": (
        [f"{WATCH}.begins=2023-07-01"],
        f"{WATCH}.begins: 2023-07-01 is before the start, 2023-07-03; write a later date",
    ),
    "a unit in two pools": (
        ["rotations.pools.more={policy: turns, kinds: [battalion]}"],
        "rotations.pools.more: 'a1' is in the pool 'all' already; a unit is in one pool",
    ),
    "a caveat about nothing": (
        ["rotations.caveats={AA: [wach]}"],
        "rotations.caveats.AA.0: there is no commitment 'wach'; did you mean 'watch'?",
    ),
    "a rule for a commitment of one's own": (
        ["rotations.rules.watch={length: 60 d}"],
        "rotations.rules.watch: 'watch' is a commitment of your own; write its rule in 'commitments'",
    ),
    "a surge that ends first": (
        [f"{TURNS}.surge=[{{start: 2023-10-01, end: 2023-09-01}}]"],
        f"{TURNS}.surge.0: it ends before it begins; write a later 'end'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_meant_is_refused_with_place_and_cure(load_text, case):
    overrides, said = CASES[case]
    with pytest.raises(PostureError) as refused:
        load_text(WORLD, overrides)
    first, *_ = str(refused.value).splitlines()
    assert first.endswith(f": {said}")
    assert re.search(r":[1-9]\d*:[1-9]\d*$", first.removesuffix(f": {said}"))
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("pools", "said"),
    [
        ("{}", f"{WATCH}: nobody can fill it: no unit is in a pool; write 'pools'"),
        (
            "{all: {policy: turns}}",
            "rotations.pools.all: a pool names its nations, kinds or units; write one of them",
        ),
    ],
)
def test_pools_of_nobody_are_refused(load_text, pools, said):
    with pytest.raises(PostureError) as refused:
        load_text(WORLD.replace("{all: {policy: turns, nations: [AA, BB]}}", pools))
    assert str(refused.value).endswith(f": {said}")


def test_a_fault_is_told_with_the_line_where_it_is_written(load_text):
    with pytest.raises(PostureError) as refused:
        load_text(WORLD.replace("length: 60 d", "length: 60 d, overlap: 61 d"))
    line = 2 + WORLD.splitlines().index("    watch: {slots: 1, length: 60 d}")
    assert f"case.yaml:{line}:" in str(refused.value)
