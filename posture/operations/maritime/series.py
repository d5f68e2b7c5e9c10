"""Presence at sea day by day: the ships of each area and group, of those that make a presence."""

from posture.core.daily_series import DailySeries, Days, kept, whole_days
from posture.core.event_log import Log
from posture.operations.maritime.presence import records


def presence(log: Log) -> dict[str, Days]:
    """Ships on task in an area, or in company of a group, over those that make a presence."""
    spans = {
        name: [(begin, end, one.least, number) for begin, end, number in one.spans()]
        for name, one in records(log).items()
    }
    return kept(spans, whole_days(log))


SERIES = (
    DailySeries(
        "presence_by_day", "share", "Ships present, of those that make a presence", presence, watch=True
    ),
)
