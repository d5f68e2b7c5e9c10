"""Every base that stands alert flies: each home of the flank's fighters, and each mission elsewhere, has tracks."""

import pytest

from posture.operations.air_policing.measures import alpha_scrambles
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

HOMES = ("laage", "coningsby", "skrydstrup", "monte-real", "volkel", "zaragoza", "grosseto", "florennes")


@pytest.mark.parametrize("name", ["eastern-flank-2023", "other-air-policing"])
def test_no_base_in_use_is_without_an_area(name):
    policing = load(name).scenario.air_policing
    answered = {base for area in policing.areas.values() for base in area.bases}
    assert set(policing.in_use()) <= answered


def test_each_mission_elsewhere_scrambles_and_a_busier_area_scrambles_more():
    name = "air_policing.areas.slovak.tracks"
    rare, often = (
        alpha_scrambles(
            simulate(prepare(load("other-air-policing", [f"{name}={rate} per year"]).scenario), 1, 0)
        )
        for rate in (2, 60)
    )
    slovak = ("caslav", "lask")
    assert sum(often.get(base, 0) for base in slovak) > sum(rare.get(base, 0) for base in slovak) + 10


def test_homes_fly_when_only_they_are_run():
    words = [f"air_policing.only=[{', '.join(HOMES)}]", "horizon=60 d"]
    words += [f"air_policing.areas.{area}=null" for area in ("baltic-corridor", "black-sea")]
    case = load(
        "eastern-flank-2023", [*words, "air_policing.areas.german-north.tracks=200 per year"]
    ).scenario
    assert alpha_scrambles(simulate(prepare(case), 1, 0))["laage"] > 10
