"""Nations on watch: for how long each has units at bases, at sites and at sea for the standing missions."""

from collections import Counter

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.theatre.event_kinds import (
    BASE,
    CLAIMED,
    EARLY_WARNING_BASE,
    EMPLACED,
    FLAG,
    LEAVES_SITE,
    POOLED,
    RELEASED,
    SHIP,
    SHIP_IS,
)


def watch_unit_days(log: Log) -> dict[str, float]:
    """Days that detachments, nodes and ships of a nation are on watch, each for itself, by nation.

    A detachment counts from when it takes its slot of a base until it is released, a node while it is at its
    place, a ship while it is away from home; all until the run ends.
    """
    nations = {row.who: row.where for row in log.of(POOLED, FLAG, SHIP)}
    bases = {row.who for row in log.of(BASE, EARLY_WARNING_BASE)}
    found, here = Counter[str](), dict[str, bool]()
    for row in log.of(CLAIMED, RELEASED, EMPLACED, LEAVES_SITE, SHIP_IS):
        if row.who not in nations or (row.kind in {CLAIMED, RELEASED} and row.where not in bases):
            continue
        now = row.where != "home" if row.kind == SHIP_IS else row.kind in {CLAIMED, EMPLACED}
        if now != here.get(row.who, False):
            here[row.who] = now
            found[nations[row.who]] += (horizon(log) - row.time) * (1 if now else -1)
    return {nation: in_days(found[nation]) for nation in sorted(found)}


MEASURES = (measured(watch_unit_days, "d", "neither", "Days that detachments, nodes and ships are on watch"),)
PANELS = (
    Panel(
        "who carries the watch: days of detachments, nodes and ships by nation",
        "nation",
        (PanelColumn("watch_unit_days", "days", spread=True),),
    ),
)
