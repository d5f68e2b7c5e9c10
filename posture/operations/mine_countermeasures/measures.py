"""What it means: how long water was shut, how much was surveyed, and what it cost."""

from math import inf

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.mine_countermeasures.event_kinds import HUNTING, MINED, SEA_STATE, SURVEYED


def shut_days(log: Log) -> dict[str, float]:
    """Days from mining until the survey was done, by survey; infinite if it never was."""
    found = {row.who: inf for row in log.of(MINED)}
    return found | {row.who: in_days(row.amount) for row in log.of(SURVEYED)}


def minehunter_days(log: Log) -> dict[str, float]:
    """Days of minehunters at work, added up, by survey."""
    end = horizon(log)
    found = {row.who: 0 for row in log.of(MINED)}
    since: dict[str, tuple[int, int]] = {}
    for row in log.of(HUNTING, SURVEYED):
        begin, vessels = since.get(row.who, (row.time, 0))
        found[row.who] += (row.time - begin) * vessels
        since[row.who] = row.time, row.amount if row.kind == HUNTING else 0
    for name, (begin, vessels) in since.items():
        found[name] += (end - begin) * vessels
    return {name: in_days(seconds) for name, seconds in found.items()}


def rough_days(log: Log) -> dict[str, float]:
    """Days of search lost to the sea, by survey."""
    found = {row.who: 0 for row in log.of(MINED)}
    for row in log.of(SEA_STATE):
        found[row.who] += 1000 - row.amount
    return {name: lost / 1000 for name, lost in found.items()}


MEASURES = (
    measured(shut_days, "d", "lower", "Days for which water was shut by mines until it was surveyed"),
    measured(minehunter_days, "ship-days", "lower", "Days of minehunters at work, added up"),
    measured(rough_days, "d", "lower", "Days of search lost to the sea"),
)
PANELS = (
    Panel(
        "mines",
        "water",
        (
            PanelColumn("shut_days", "shut, d", spread=True),
            PanelColumn("minehunter_days", "hunter-days"),
            PanelColumn("rough_days", "rough, d"),
        ),
    ),
)
