"""The rules of movement move the flank as was said beforehand: with `make trust` alone, a second a run."""

import os
import sys
from math import inf
from pathlib import Path
from statistics import mean

import pytest

from posture.stats.intervals import mean_interval

sys.path.insert(0, str(Path(__file__).parent))
PAIRS = int(os.environ.get("POSTURE_RULES", "10"))


@pytest.mark.skipif(os.environ.get("POSTURE_TRUST") != "1", reason="some minutes of runs of the flank")
def test_without_a_rule_no_closure_goes_the_other_way_beyond_chance_and_some_go_as_was_said():
    from rules import RULES, closures

    before, as_said = closures(-1, range(PAIRS)), 0
    for number, rule in enumerate(RULES):
        if not rule.sign:
            continue
        gaps = []
        for mine, other in zip(before, closures(number, range(PAIRS)), strict=True):
            names = [rule.of] if rule.of else list(mine)
            ends = [other[name] - mine[name] for name in names if inf not in (mine[name], other[name])]
            gaps += [mean(ends)] if ends else []
        low, high = sorted((1 if rule.sign == "+" else -1) * end for end in mean_interval(gaps, 0.95))
        assert high > 0, (rule.what, low, high)
        as_said += low > 0
    assert as_said > len(RULES) / 3
