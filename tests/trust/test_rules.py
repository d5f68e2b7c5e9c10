"""The rules of movement move the flank as was said beforehand: with `make trust` alone, a second a run."""

import os
import sys
from math import inf
from pathlib import Path
from statistics import mean

import pytest

sys.path.insert(0, str(Path(__file__).parent))
PAIRS = int(os.environ.get("POSTURE_RULES", "10"))


@pytest.mark.skipif(os.environ.get("POSTURE_TRUST") != "1", reason="some minutes of runs of the flank")
def test_without_a_rule_closures_go_where_was_said():
    from rules import RULES, closures

    before = closures(-1, range(PAIRS))
    for number, rule in enumerate(RULES):
        gaps = []
        for mine, other in zip(before, closures(number, range(PAIRS)), strict=True) if rule.sign else ():
            names = [rule.of] if rule.of else [name for name in mine if inf not in (mine[name], other[name])]
            gaps.append(mean(other[name] - mine[name] for name in names))
        assert not rule.sign or (mean(gaps) > 0) == (rule.sign == "+"), (rule.what, mean(gaps))
