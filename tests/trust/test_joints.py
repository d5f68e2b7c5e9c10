"""What joins the parts, on what ships: each row of `joints` moves what it names, pair by pair and on the average.

With `make trust` alone, in as many pairs as POSTURE_JOINTS says; the law of fields holds the same words at every commit.
"""

import os
import sys
from math import inf
from pathlib import Path
from statistics import mean

import pytest

from posture.outcomes import MEASURES

sys.path.insert(0, str(Path(__file__).parent))
from joints import JOINTS, pairs

PAIRS = int(os.environ.get("POSTURE_JOINTS", "10"))


@pytest.mark.skipif(os.environ.get("POSTURE_TRUST") != "1", reason="some minutes of runs of the flank")
@pytest.mark.parametrize("joint", JOINTS, ids=lambda one: one.what)
def test_what_joins_the_parts_moves_what_it_names(joint):
    found = pairs([joint], range(PAIRS))[joint]
    if joint.sign == "<=":
        assert all(one.after <= one.before for one in found)
        return
    sign = 1 if joint.sign == "+" else -1
    assert any(one.before != one.after for one in found)
    ends = [one for one in found if inf not in one]
    assert sign * mean([one.after - one.before for one in ends] or [sign]) > 0
    lost = sum(one.after == inf for one in found) - sum(one.before == inf for one in found)
    assert sign * lost >= 0, "what never comes is latest"


def test_the_rows_name_measures_that_there_are():
    assert all(one.asked.partition(" ")[0] in MEASURES for one in JOINTS)
