from posture.report.pools import dwell_of_all, least_at_home
from tests.report.test_summary import estimate, printed


def test_commitments_stand_least_filled_first_with_gaps_dwell_and_who_is_bumped():
    lines = printed(
        estimate("fill_share", "estonia", 0.998, "share", low=0.99, high=1.0),
        estimate("gap_count", "estonia", 0.2, "gaps"),
        estimate("longest_gap_days", "estonia", 6.0),
        estimate("dwell_ratio", "estonia", 2.31, "1:X"),
        estimate("bumps", "estonia", 0.0, "units"),
        estimate("fill_share", "tier-3", 0.87, "share", low=0.86, high=0.88),
        estimate("gap_count", "tier-3", 1.0, "gaps"),
        estimate("longest_gap_days", "tier-3", 1096.0),
        estimate("bumps", "tier-3", 31.0, "units"),
        estimate("bumped_units", "tier-3/TR", 10.0, "units"),
        estimate("bumped_units", "tier-3/US", 20.0, "units"),
        estimate("bumped_units", "tier-3/AL", 50.0, "units", n=1),
    )
    begin = lines.index("commitment filled 10-90 % gaps longest dwell bumped of")
    assert lines[begin + 1] == "tier-3 87 % 86-88 1.0 1096.0 d 31.0 US TR AL"
    assert lines[begin + 2] == "estonia 100 % 99-100 0.2 6.0 d 1:2.3 0"


def test_a_commitment_that_is_never_filled_is_told_as_such():
    lines = printed(estimate("fill_share", "nobody", 0.0, "share"))
    assert any(line.startswith("nobody 0 %") for line in lines)


def test_below_the_table_stand_the_dwell_of_all_and_who_has_least_at_home():
    found = [
        estimate("dwell_ratio", "all", 2.72, "1:X"),
        estimate("home_ready_share", "HU", 0.57, "share"),
        estimate("home_ready_share", "US", 0.95, "share"),
    ]
    assert dwell_of_all(found) == "dwell between two deployments of a unit, all commitments: 1:2.7"
    assert least_at_home(found) == "at home and ready, the least: HU 57 %, US 95 %"
    assert dwell_of_all([]) == ""
