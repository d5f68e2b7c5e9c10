"""What it means: how long there was ice, who had to wait for an icebreaker, and how busy these were."""

from collections import Counter, defaultdict

from posture.core.clock import HOUR, in_days
from posture.core.event_log import Log
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.icebreaking.event_kinds import (
    FROZEN,
    ICEBREAKER_ASKED,
    ICEBREAKER_FREE,
    ICEBREAKERS,
    LED,
    SAILED_ALONE,
    THAWED,
)


def _frozen(log: Log) -> dict[str, int]:
    """Seconds of ice within the run, by waters."""
    end, found = horizon(log), Counter[str]()
    for row in log.of(FROZEN):
        found[row.who] += min(row.amount, end - row.time)
    return found


def ice_days(log: Log) -> dict[str, float]:
    """Days with ice that hinders ships, by waters."""
    return {name: in_days(seconds) for name, seconds in _frozen(log).items()}


def ships_led(log: Log) -> dict[str, float]:
    """Ships that icebreakers led, by waters."""
    led = Counter(row.where for row in log.of(LED))
    return {name: float(led[name]) for name in _frozen(log)}


def _waits(log: Log) -> dict[str, list[int]]:
    """Seconds that each ship that asked for an icebreaker has waited, up to the end, by waters."""
    found, asked = defaultdict[str, list[int]](list), dict[str, tuple[str, int]]()
    for row in log.of(ICEBREAKER_ASKED, LED, THAWED):
        if row.kind == ICEBREAKER_ASKED:
            asked[row.who] = row.where, row.time
        else:
            found[row.where].append(row.amount)
            del asked[row.who]
    for where, since in asked.values():
        found[where].append(horizon(log) - since)
    return found


def icebreaker_wait_hours(log: Log) -> dict[str, float]:
    """Mean hours that ships waited, of those that had to, by waters; 0 where none had to."""
    had_to = {name: [one for one in those if one] for name, those in _waits(log).items()}
    means = {name: sum(those) / len(those) / HOUR for name, those in had_to.items() if those}
    return {name: means.get(name, 0.0) for name in _frozen(log)}


def without_waiting_share(log: Log) -> dict[str, float]:
    """Share of ships that passed the ice without waiting for an icebreaker, alone or led, by waters."""
    alone, waits = Counter(row.where for row in log.of(SAILED_ALONE)), _waits(log)
    came = {name: alone[name] + len(waits[name]) for name in _frozen(log)}
    return {name: (alone[name] + waits[name].count(0)) / ships for name, ships in came.items() if ships}


def icebreakers_busy_share(log: Log) -> dict[str, float]:
    """Share of the icebreakers' time, while there is ice, that leading ships takes, by waters."""
    fleet = {row.who: row.amount for row in log.of(ICEBREAKERS)}
    thaw: dict[str, int] = {}
    busy, led = Counter[str](), dict[str, tuple[str, int, int]]()
    for row in log.of(FROZEN, LED, ICEBREAKER_FREE):
        if row.kind == FROZEN:
            thaw[row.who] = min(row.time + row.amount, horizon(log))
        elif row.kind == LED:
            led[row.who] = row.where, row.time, thaw[row.where]
        else:
            where, begin, end = led.pop(row.who)
            busy[where] += min(row.time, end) - begin
    for where, begin, end in led.values():
        busy[where] += end - begin
    there = {name: fleet[name] * seconds for name, seconds in _frozen(log).items()}
    return {name: busy[name] / time for name, time in there.items() if time}


MEASURES = (
    measured(ice_days, "d", "neither", "Days with ice that hinders ships"),
    measured(ships_led, "ships", "neither", "Ships that icebreakers led through the ice"),
    measured(
        icebreaker_wait_hours, "h", "lower", "Mean hours of waiting for an icebreaker, of ships that had to"
    ),
    measured(
        without_waiting_share,
        "share",
        "higher",
        "Share of ships that passed the ice without waiting for an icebreaker",
    ),
    measured(
        icebreakers_busy_share, "share", "neither", "Share of the icebreakers' time that leading ships takes"
    ),
)
PANELS = (
    Panel(
        "ice",
        "waters",
        (
            PanelColumn("ice_days", "ice, d"),
            PanelColumn("ships_led", "led"),
            PanelColumn("without_waiting_share", "no wait", spread=True),
            PanelColumn("icebreaker_wait_hours", "wait, h"),
            PanelColumn("icebreakers_busy_share", "busy"),
        ),
    ),
)
