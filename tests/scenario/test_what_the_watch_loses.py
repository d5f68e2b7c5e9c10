"""It bites: whoever a crisis sends is missing where he was, on the eastern flank of 2023, history by history."""

import re
from collections import Counter
from pathlib import Path

import pytest

from posture.outcomes import MEASURES
from posture.questions.compare import ComparedQuantity, Moved
from posture.report.watch_moved import watch_moved

QUIET = tuple(f"decision.crises.{name}.active=false" for name in ("north-east", "south-east"))
HISTORIES = 3
LOSES = {
    "monte-real": ("kept_share", "-"),
    "DK": ("home_ready_share", "-"),
    "PT": ("home_ready_share", "-"),
    "baltic": ("station_coverage_share", "-"),
    "poland": ("station_coverage_share", "-"),
    "sliac": ("site_coverage_wanted_share", "-"),
    "vilnius": ("site_coverage_share", "+"),
    "nfm-tier-1": ("fill_share", "-"),
    "siauliai": ("person_days", "+"),
}
"""By subject: what moves there and which way, when both crises come."""


@pytest.fixture(scope="module")
def pairs(shipped_run):
    return [
        [shipped_run("eastern-flank-2023", *words, replication=number) for words in (QUIET, ())]
        for number in range(HISTORIES)
    ]


@pytest.mark.parametrize("subject", sorted(LOSES))
def test_what_a_crisis_sends_is_missing_where_it_was(pairs, subject):
    name, sign = LOSES[subject]
    told = [[MEASURES[name].of(log)[subject] for log in pair] for pair in pairs]
    before, after = (sum(column) for column in zip(*told, strict=True))
    assert (before < after) if sign == "+" else (before > after)


def test_tracks_over_the_flank_find_no_fewer_pairs_for_what_is_sent_there(pairs):
    for quiet, crisis in pairs:
        for area in ("baltic-corridor", "black-sea"):
            before, after = (MEASURES["answered_share"].of(log)[area] for log in (quiet, crisis))
            assert after >= before


def test_no_fighter_is_in_two_places(pairs):
    """Every unit that leaves for the flank has left its alert at home, and claims nothing until it is back."""
    for _, crisis in pairs:
        held = {}
        for row in crisis.of("claimed", "released", "bumped"):
            if "fighters" in row.who:
                if row.kind == "claimed":
                    assert row.who not in held
                    held[row.who] = row.where
                else:
                    assert held.pop(row.who) == row.where
        assert {"monte-real", "siauliai"} & {*held.values()}


def test_compare_tells_what_the_watch_lost_in_a_sentence_and_what_it_gained_in_another():
    def moved(measure, subject, first, second):
        key = ComparedQuantity(measure, subject, "share")
        return Moved(key, 9, first, second, second - first, None, 0.0, 0.0)

    both = [moved("kept_share", "here", 0.9, 0.5), moved("kept_share", "there", 0.5, 0.9)]
    assert list(watch_moved(both)) == [
        "the watch loses pairs on alert: here 90.0 % to 50.0 %",
        "the watch gains pairs on alert: there 50.0 % to 90.0 %",
    ]
    assert not [*watch_moved([moved("closure_days", "it", 9.0, 5.0)])]


def test_the_page_tells_the_strength_of_the_pool_by_nation_as_the_run_has_it(pairs, shipped_case):
    """A row a nation: mechanised battalions, light ones, detachments of fighters, as they are in the pool."""
    units = shipped_case("eastern-flank-2023").scenario.units
    kinds = ("mechanised battalion", "light infantry battalion", "fighter detachment")
    pool = [(row.where, units[row.who].kind) for row in pairs[0][0].of("pooled")]
    has = Counter(one for one in pool if one[1] in kinds)
    page = (Path(__file__).parents[2] / "docs" / "eastern-flank.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{2}) \| (\d+) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    shown = {(nation, kind): int(n) for nation, *row in rows for kind, n in zip(kinds, row, strict=True)}
    assert {key: n for key, n in shown.items() if n} == has
