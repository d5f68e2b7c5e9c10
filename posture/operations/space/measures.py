"""What it means: hours asked and met, for how long somebody fell short, and how soon Allies gave more."""

from collections import defaultdict

from posture.core.clock import DAY, in_days
from posture.core.event_log import Log
from posture.core.measure import horizon, measured, over_time
from posture.core.panel import Panel, PanelColumn
from posture.operations.space.event_kinds import ASKED, GRANTED, LOST, MET, OFFERED, REQUESTED


def satellite_hours_asked(log: Log) -> dict[str, float]:
    """Hours of satellite communication that a user asked for over the run, by user."""
    return {name: total / DAY for name, total in over_time(log, ASKED).items()}


def satellite_hours_met(log: Log) -> dict[str, float]:
    """Hours that it had."""
    return {name: total / 1000 / DAY for name, total in over_time(log, MET).items()}


def satellite_short_days(log: Log) -> dict[str, float]:
    """Days on which a user had less than it asked for."""
    asked = {row.who: 1000 * row.amount for row in log.of(ASKED)}
    end, found = horizon(log), dict.fromkeys(asked, 0)
    before: dict[str, tuple[int, bool]] = {}
    for row in log.of(MET):
        begin, short = before.get(row.who, (row.time, False))
        found[row.who] += row.time - begin if short else 0
        before[row.who] = row.time, row.amount < asked[row.who]
    for name, (begin, short) in before.items():
        found[name] += end - begin if short else 0
    return {name: in_days(seconds) for name, seconds in found.items()}


def satellite_hours_offered(log: Log) -> dict[str, float]:
    """Hours a day that Allies offered in a band, on average, by band."""
    return {band: total / horizon(log) for band, total in over_time(log, OFFERED).items()}


def satellite_lost_days(log: Log) -> dict[str, float]:
    """Days on which an offer was less than whole, by offer."""
    end, found = horizon(log), defaultdict[str, int](int)
    before: dict[str, tuple[int, bool]] = {}
    for row in log.of(LOST):
        begin, less = before.get(row.who, (row.time, False))
        found[row.who] += row.time - begin if less else 0
        before[row.who] = row.time, row.amount < 1000
    for name, (begin, less) in before.items():
        found[name] += end - begin if less else 0
    return {name: in_days(seconds) for name, seconds in found.items()}


def more_hours_days(log: Log) -> dict[str, float]:
    """Days from the request to Allies for more hours until they were there, by reserve; infinite if never."""
    found = {row.who: float("inf") for row in log.of(REQUESTED)}
    return found | {row.who: in_days(row.amount) for row in log.of(GRANTED)}


MEASURES = (
    measured(satellite_hours_asked, "h", "neither", "Hours of satellite communication that a user asked for"),
    measured(satellite_hours_met, "h", "higher", "Hours of satellite communication that a user had"),
    measured(satellite_short_days, "d", "lower", "Days on which a user had fewer hours than it asked for"),
    measured(satellite_hours_offered, "h/d", "higher", "Hours a day that Allies offered in a band"),
    measured(satellite_lost_days, "d", "lower", "Days on which an offer was less than whole"),
    measured(more_hours_days, "d", "lower", "Days until Allies gave more hours on request"),
)
PANELS = (
    Panel(
        "satellite communication",
        "user",
        (
            PanelColumn("satellite_hours_asked", "asked, h"),
            PanelColumn("satellite_hours_met", "met, h", spread=True),
            PanelColumn("satellite_short_days", "short, d"),
        ),
    ),
)
