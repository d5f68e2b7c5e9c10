"""A step of `--set` may be a pattern: it changes every name that fits, and is refused where none does."""

import pytest

from posture.core.errors import PostureError
from posture.scenario import load


def test_every_name_that_fits_is_changed_and_no_other():
    plain = load("lithuania-brigade").scenario
    changed = load("lithuania-brigade", ["units.lt-*.notice=9 d", "movement.wagons.*.sets=3"]).scenario
    assert {one.sets for one in changed.movement.wagons.values()} == {3}
    for name, unit in changed.units.items():
        if name.startswith("lt-"):
            assert unit.notice.mean == 9 * 86400
        else:
            assert unit == plain.units[name]
    assert any(name.startswith("lt-") for name in plain.units)


def test_patterns_stand_at_several_steps():
    scenario = load("lithuania-brigade", ["reinforcement.brigades.*.parts.*.release=1 d"]).scenario
    parts = scenario.reinforcement.brigades["lithuania"].parts
    assert {part.release.mean for part in parts.values()} == {86400.0}


def test_an_entry_can_be_taken_away_by_a_pattern():
    assert not load("lithuania-brigade", ["closures.*=null"]).scenario.closures


@pytest.mark.parametrize("path", ["units.xx-*.notice=1 d", "closures.q*.active=true"])
def test_a_pattern_that_fits_nothing_is_refused(path):
    with pytest.raises(PostureError, match="no name fits"):
        load("lithuania-brigade", [path])
