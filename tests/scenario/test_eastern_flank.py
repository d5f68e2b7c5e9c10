"""The eastern flank: eight battlegroups by the reference table, parts to open one by one, variants of a page."""

import csv
import os
import re
from functools import cache
from pathlib import Path

import pytest

from posture.operations.reinforcement import closure_days
from posture.outcomes import MEASURES
from posture.report.brigades import brigades, brigades_table
from posture.runs.run import replicate
from posture.runs.simulate import prepare, simulate
from posture.scenario import Scenario, base, load
from posture.scenario.loading import settled
from posture.scenario.shipped import folder
from posture.stats.estimates import Answer, summarise

TRUST = os.environ.get("POSTURE_TRUST") == "1"
HOSTS = ("estonia", "latvia", "lithuania", "poland", "slovakia", "hungary", "romania", "bulgaria")
FRAMEWORK = ("GB", "CA", "DE", "US", "CZ", "HU", "FR", "IT")
VARIANTS = ("2014", "2017", "2022-02", "later")
PAGE = 80
"""Lines of a page."""


whole = pytest.mark.skipif(not TRUST, reason="a long proof; POSTURE_TRUST=1 runs it")


@cache
def scenario(name):
    """The flank of one time, read once; that it hangs together is asked elsewhere, where it runs."""
    return settled(base(f"eastern-flank-{name}"), Scenario, ()).value


@pytest.fixture(scope="module")
def case(shipped_case):
    return shipped_case("eastern-flank-2023")


@pytest.fixture(scope="module")
def flank(case):
    return case.scenario


def battlegroups():
    with (folder() / "data" / "battlegroups.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_eight_battlegroups_add_up_to_the_published_sum_of_june_2022():
    assert sum(int(row["people_2022_06_28"]) for row in battlegroups()) == 9641


def test_every_battlegroup_stands_in_place_with_its_framework_nation_and_its_two_commitments(flank):
    for host, nation in zip(HOSTS, FRAMEWORK, strict=True):
        part = flank.reinforcement.brigades[host].parts["battlegroup"]
        unit = flank.units[part.unit]
        assert (unit.nation, unit.home, part.arrangement) == (
            nation,
            flank.reinforcement.brigades[host].at,
            "in place",
        )
        assert part.commitments == (f"{host}-framework", f"{host}-contributors")
        assert flank.rotations.commitments[part.commitments[0]].nations == (nation,)


def test_every_brigade_has_three_to_six_thousand_people(flank):
    """The targets of battlegroups.csv, from 3,000 to 6,000."""
    for host in HOSTS:
        parts = flank.reinforcement.brigades[host].parts.values()
        assert 3000 <= sum(flank.units[part.unit].people for part in parts) <= 6000


def test_no_unit_is_pledged_twice(flank):
    """Battalions of no pool are none of the first tier, and nobody is kept who does not stand by for a brigade."""
    kept = [
        unit
        for name, unit in flank.units.items()
        if unit.kind.startswith("mechanised battalion of ") and name.split("-")[1] == "mech"
    ]
    task = flank.rotations.commitments["nfm-tier-1"]
    assert task.slots + len(kept) == 50
    parts = [part for one in flank.reinforcement.brigades.values() for part in one.parts.values()]
    assert {*task.keeps} <= {part.unit for part in parts if part.draws}


def test_every_part_of_the_flank_can_be_opened_alone():
    parts = sorted((folder() / "eastern-flank").rglob("*.yaml"))
    text = (folder() / "eastern-flank-2023.yaml").read_text(encoding="utf-8")
    for part in parts:
        assert part.relative_to(folder()).as_posix() in text
        assert part.read_text(encoding="utf-8").startswith("# ")
    assert {part.parent.name for part in parts} == {"forces", "watch", "crisis", "network", "support"}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_differs_by_a_page_or_less(name):
    text = (folder() / f"eastern-flank-{name}.yaml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= PAGE
    assert "\nbase: eastern-flank-" in text


@whole
def test_a_hundred_runs_hold_to_all_that_must_be_so(flank):
    """Conservation, one place at a time, balanced ledgers and bounds; at every commit two, with fingerprints."""
    case = prepare(flank)
    for number in range(100):
        log = simulate(case, 1, number, check=True)
        assert (
            closure_days(log).keys()
            == case.bounds.keys()
            == {*HOSTS, "stocks", "spearhead", "multinational", "batteries"}
        )


def test_the_crises_take_from_the_pool_what_the_tiers_hold(case, shipped_run):
    """Paired with a calm summer: tiers are less full, lose units, break dwell, and nations have fewer at home."""
    off = [f"decision.crises.{name}.active=false" for name in ("north-east", "south-east")]
    drawn = {
        part.unit
        for brigade in case.scenario.reinforcement.brigades.values()
        for part in brigade.parts.values()
        if part.draws
    }
    for number in range(2):
        with_it, without = (
            shipped_run("eastern-flank-2023", *words, replication=number) for words in ((), off)
        )

        def gain(name, key=None, pair=(with_it, without)):
            here, there = (MEASURES[name].of(log) for log in pair)
            return sum(here.get(one, 0) - there.get(one, 0) for one in ([key] if key else {*here, *there}))

        assert gain("fill_share", "nfm-tier-1") < 0 < gain("bumps", "nfm-tier-1")
        assert gain("fill_share", "nfm-tier-3") < 0 < gain("bumps", "nfm-tier-3")
        assert gain("home_ready_share") < 0 < gain("dwell_broken_days")
        claims = [
            row.who for row in with_it.of("claimed") if row.where in {*HOSTS, "stocks", "multinational"}
        ]
        assert len(claims) == len(drawn) == len(set(claims))


@whole
def test_only_the_brigades_of_a_crisis_that_comes_are_called():
    case = prepare(load("eastern-flank-2023", ["decision.crises.north-east.active=false"]).scenario)
    assert case.bounds.keys() == {"slovakia", "hungary", "romania", "bulgaria", "multinational"}
    assert closure_days(simulate(case, 1, 0, check=True)).keys() == case.bounds.keys()


@whole
def test_a_later_crisis_moves_the_order_by_as_much():
    """As long as nobody looks: who looks sees more or less of it on other days."""
    words = ["air_policing=null", "decision.crises.*.shows_in=null"]
    first, later = (
        simulate(prepare(load("eastern-flank-2023", [*words, *when]).scenario), 1, 0)
        for when in ((), ("decision.crises.north-east.indication=10 d",))
    )
    order = [
        next(row.time for row in log.of("order") if (row.who, row.where) == ("estonia", "deploy"))
        for log in (first, later)
    ]
    assert order[1] - order[0] == 10 * 86400


@pytest.mark.parametrize(
    ("name", "in_place"),
    [("2014", ()), ("2017", HOSTS[:4]), ("2022-02", HOSTS[:4]), ("2023", HOSTS), ("later", HOSTS)],
)
def test_a_variant_has_the_battlegroups_of_its_time(name, in_place):
    brigades = scenario(name).reinforcement.brigades
    assert tuple(host for host in HOSTS if "battlegroup" in brigades[host].parts) == in_place


@whole
@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_holds_to_all_that_must_be_so(name):
    case = prepare(scenario(name))
    for number in range(20):
        simulate(case, 1, number, check=True)


def test_members_are_those_of_the_day():
    times = (scenario(name) for name in ("2014", "2023", "later"))
    before, now, later = ({*one.decision.members(one.start)} for one in times)
    assert now - before == {"FI", "ME", "MK"}
    assert later - now == {"SE"}


def test_the_table_has_a_row_for_each_brigade(flank):
    case = prepare(flank)
    done = [replicate(case, 1, number) for number in range(2)]
    rows = (Answer(one.replication, *value, MEASURES[value[0]].unit) for one in done for value in one.values)
    table = brigades_table(brigades(summarise(rows)))
    names = [row[0] for row in table.rows]
    assert names == sorted([*HOSTS, "stocks", "spearhead", "multinational", "batteries"])
    assert all(cell for row in table.rows for cell in row[:8])


def test_one_replication_answers_for_watch_pool_and_brigades(shipped_run):
    log = shipped_run("eastern-flank-2023")
    asked = {name for name, measure in MEASURES.items() if measure.of(log)}
    assert {"closure_days", "kept_share", "fill_share", "stand_by_share"} <= asked


def test_every_lever_of_the_page_can_be_set_at_once_and_tells():
    """The page's table of levers, word for word, read as overrides."""
    page = (Path(__file__).parent.parent.parent / "docs" / "eastern-flank.md").read_text(encoding="utf-8")
    levers = re.findall(r"\| `([a-z][^`]*=[^`]*)` \|", page)
    assert len(levers) >= 15
    changed = load("eastern-flank-2023", levers)
    assert len(changed.overrides) == len(levers)
    assert (
        changed.scenario.reinforcement.brigades["lithuania"].parts["mechanised-1"].arrangement == "in place"
    )
