"""Early warning day by day: for how much of the day each station is kept."""

from posture.core.daily_series import DailySeries, Days, kept, whole_days
from posture.core.event_log import Log
from posture.operations.early_warning.measures import wanted_spells


def stations(log: Log) -> dict[str, Days]:
    """Share of the time in which a station is wanted that an aircraft is there."""
    spans = {
        name: [(one.begin, one.end, 1, int(one.kept)) for one in mine] for name, mine in wanted_spells(log)
    }
    return kept(spans, whole_days(log))


SERIES = (
    DailySeries(
        "station_by_day", "share", "Time in which an aircraft is on the station", stations, watch=True
    ),
)
