"""Missile defence day by day: how well each site that is defended is covered."""

from posture.core.daily_series import DailySeries, Days, kept, whole_days
from posture.core.event_log import Log
from posture.operations.missile_defence.spans import stretches


def sites(log: Log) -> dict[str, Days]:
    """Nodes that cover a site over those wanted there."""
    spans = {
        name: [(one.begin, one.end, one.nodes_wanted, one.nodes) for one in mine]
        for name, mine in stretches(log).items()
    }
    return kept(spans, whole_days(log))


SERIES = (
    DailySeries("site_by_day", "share", "Nodes that cover the site, of those wanted", sites, watch=True),
)
