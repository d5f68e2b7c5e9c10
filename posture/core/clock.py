"""Time: whole seconds from the scenario's start, in UTC, with real calendar months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SUMMER = range(4, 10)
"""Months from April to September."""


def minutes(count: float) -> int:
    """Whole seconds in so many minutes."""
    return round(count * MINUTE)


def hours(count: float) -> int:
    """Whole seconds in so many hours."""
    return round(count * HOUR)


def days(count: float) -> int:
    """Whole seconds in so many days."""
    return round(count * DAY)


def in_days(seconds: float) -> float:
    """Days as a measure; infinite stays infinite."""
    return seconds / DAY


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and hour so many calendar months on; the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns dates into run seconds and back.

    `start` is second 0; it must carry the zone UTC.
    """

    start: datetime

    def seconds(self, moment: datetime) -> int:
        """Run seconds of a moment; negative before the start."""
        gap = moment - self.start
        return gap.days * DAY + gap.seconds

    def moment(self, seconds: int) -> datetime:
        """The moment at so many run seconds."""
        return self.start + timedelta(seconds=seconds)

    def months_after(self, seconds: int, months: int) -> int:
        """Run seconds so many calendar months after `seconds`."""
        return self.seconds(add_months(self.moment(seconds), months))

    def month(self, seconds: int) -> int:
        """Calendar month, 1 to 12, at so many run seconds."""
        return self.moment(seconds).month

    def second_of_day(self, seconds: int) -> int:
        """Seconds since midnight UTC at so many run seconds."""
        begin = self.start.hour * HOUR + self.start.minute * MINUTE + self.start.second
        return (begin + seconds) % DAY


def utc(year: int, month: int, day: int) -> datetime:
    """Midnight UTC of a date."""
    return datetime(year, month, day, tzinfo=UTC)
