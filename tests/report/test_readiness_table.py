"""The table of people by day: days in their order, the two kinds of notice apart."""

from posture.report.panels import people_by_day
from posture.stats.estimates import Estimate
from tests.report.printing import printed_parts


def estimate(measure, subject, median):
    return Estimate(measure, subject, "people", 1, 0, median, median, median, median)


def test_days_stand_in_their_order_and_kinds_of_notice_apart():
    estimates = [
        estimate("people_ready_by_day_10", "nrf", 15000.0),
        estimate("people_ready_by_day_3", "nrf", 2250.0),
        estimate("people_in_effect_by_day_10", "nfm", 68220.0),
        estimate("closure_days", "x", 3.0),
    ]
    lines = [line.split() for line in printed_parts(people_by_day(estimates))]
    assert lines[1:3] == [["tier", "or", "force", "day", "3", "day", "10"], ["nrf", "2", "250", "15", "000"]]
    assert lines[4:] == [["tier", "or", "force", "day", "10"], ["nfm", "68", "220"]]
