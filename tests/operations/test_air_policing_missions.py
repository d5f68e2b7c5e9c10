"""Missions beside the Baltic and the Black Sea: who watches, and every gap of the written history by name."""

from itertools import pairwise

import pytest

from posture.core.clock import Clock, in_days
from posture.operations.air_policing import gaps
from posture.operations.air_policing.measures import handover_gap_days, kept_share, worst_gap_hours
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

MISSIONS = {
    "Iceland": {"keflavik"},
    "western Balkans": {"istrana", "kecskemet", "gioia-del-colle", "larissa"},
    "Benelux": {"kleine-brogel", "leeuwarden"},
    "Slovakia": {"caslav", "lask"},
}


@pytest.fixture(scope="module")
def missions():
    scenario = load("other-air-policing").scenario
    return scenario, simulate(prepare(scenario), 1, 0, check=True)


def test_every_mission_has_its_bases_in_use(missions):
    scenario, log = missions
    assert set(scenario.air_policing.in_use()) == set().union(*MISSIONS.values())
    assert {row.who for row in log.of("base")} == set(scenario.air_policing.in_use())


def test_every_gap_between_written_detachments_over_iceland_is_named_with_its_length(missions):
    scenario, log = missions
    visits = [one for _, one in scenario.air_policing.at("keflavik")]
    lengths = [(later.start - before.end).days for before, later in pairwise(visits)]
    assert lengths == [61, 30, 92, 61, 61]
    told = handover_gap_days(log)
    assert sorted(told.values()) == sorted(lengths)
    assert all(name.startswith("keflavik/before ippn-") for name in told)


def test_without_these_dates_nothing_is_owed_and_no_gap_is_named():
    words = ["air_policing.bases.keflavik.kept=while manned", "air_policing.only=[keflavik, caslav, lask]"]
    words += ["air_policing.areas=null"]
    written = load("other-air-policing", words).scenario
    found = gaps(written.air_policing, Clock(written.start), written.horizon)
    assert list(found) == []


def test_belgium_and_the_netherlands_take_turns_without_a_day_between(missions):
    scenario, _ = missions
    turns = sorted(
        (one for base in MISSIONS["Benelux"] for _, one in scenario.air_policing.at(base)),
        key=lambda one: one.start,
    )
    assert all(before.end == later.start for before, later in pairwise(turns))
    assert {one.nation for one in turns} == {"BE", "NL"}


def test_over_iceland_fighters_are_there_for_a_third_of_the_time_and_elsewhere_nearly_always(missions):
    _, log = missions
    kept = kept_share(log)
    assert kept["keflavik"] == pytest.approx(182 / 488, abs=0.02)
    assert all(kept[base] > 0.8 for base in kept if base != "keflavik")
    assert in_days(worst_gap_hours(log)["keflavik/1"] * 3600) == pytest.approx(92, abs=1)


def test_one_mission_alone_is_run_by_naming_its_bases():
    case = load(
        "other-air-policing", ["air_policing.only=[caslav, lask]", "air_policing.areas=null"]
    ).scenario
    assert set(kept_share(simulate(prepare(case), 1, 0))) == {"caslav", "lask", "all"}
