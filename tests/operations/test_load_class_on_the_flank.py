"""A load class on the way by Mockava: a heavier battalion goes round it, a lighter one does not."""

import pytest
from click.testing import CliRunner

from posture.cli import main

CLASSED = ("CITY_PL_SUWALKI-RB_LT_PL_01-rail-1435", "RB_LT_PL_01-RT_MOCKAVA-rail-1435")


@pytest.mark.parametrize(("weight", "by_road"), [(50, False), (70, True)])
def test_a_heavier_battalion_drives_round_a_railway_of_class_60(weight, by_road):
    words = [f"links.{key}.max_mlc=60" for key in CLASSED] + [f"units.gb-mech-1.max_mlc={weight}"]
    told = CliRunner().invoke(
        main, ["network", "eastern-flank-2023", *(x for w in words for x in ("--set", w))]
    )
    assert told.exit_code == 0, told.output
    part = told.output.split("estonia/mechanised-1/tracked drawn")[1].split("\n\n")[0]
    assert ("road Orzysz" in part) is by_road
