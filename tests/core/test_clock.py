"""Calendar steps are real calendar steps."""

from datetime import UTC, datetime

import pytest

from posture.core.clock import Clock, add_months, days, hours, utc


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (utc(2023, 1, 31), 1, utc(2023, 2, 28)),
        (utc(2024, 1, 31), 1, utc(2024, 2, 29)),
        (utc(2023, 11, 15), 3, utc(2024, 2, 15)),
        (utc(2023, 3, 31), -1, utc(2023, 2, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert add_months(start, months) == end


def test_six_months_from_july_are_184_days():
    assert Clock(utc(2023, 7, 3)).months_after(0, 6) == days(184)


def test_seconds_and_moments_are_inverse():
    clock = Clock(datetime(2023, 7, 3, 6, 30, tzinfo=UTC))
    assert clock.moment(clock.seconds(utc(2024, 2, 29))) == utc(2024, 2, 29)
    assert clock.second_of_day(hours(20)) == hours(2.5)
    assert clock.month(days(30)) == 8
