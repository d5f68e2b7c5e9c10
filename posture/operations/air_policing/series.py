"""Air policing day by day: how much of the alert that is wanted stands."""

from posture.core.daily_series import DailySeries, Days, kept, whole_days
from posture.core.event_log import Log
from posture.operations.air_policing.measures import watches


def alert(log: Log) -> dict[str, Days]:
    """Alert slots that hold a pair on alert over alert slots wanted, by base."""
    return kept(watches(log), whole_days(log))


SERIES = (
    DailySeries("alert_by_day", "share", "Alert slots that hold a pair, of those wanted", alert, watch=True),
)
