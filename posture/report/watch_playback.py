"""Who keeps the watch, where and how many: naval groups, pairs on alert, aircraft on station."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from posture.core.event_log import Log
from posture.operations.early_warning.event_kinds import ON_STATION
from posture.operations.maritime.event_kinds import GROUP_AT, IN_COMPANY
from posture.scenario import Scenario
from posture.theatre.event_kinds import BASE, ON_ALERT
from posture.theatre.network import Position

SEA_AREA, STATION = "sea area ", "station "
"""What stands before the names of points that are no places of the network."""


class WatchStop(NamedTuple):
    """From a run second on it is at a point, or under way to it from the last one."""

    time: int
    point: str
    there: bool


@dataclass(frozen=True, slots=True)
class WatchPlayback:
    """A standing group, an air base or a station; `counted` has seconds with how many are there from then."""

    name: str
    role: str
    unit: str
    stops: tuple[WatchStop, ...]
    counted: tuple[tuple[int, int], ...]

    def at(self, time: int) -> tuple[str, str, float]:
        """Between which points it is, and how far along, at a second."""
        before = [stop for stop in self.stops if stop.time <= time]
        now = before[-1]
        if now.there:
            return now.point, now.point, 0.0
        came = next((stop for stop in self.stops if stop.time > time), None)
        left = next((stop.point for stop in reversed(before) if stop.there), now.point)
        if came is None or not came.there or came.point != now.point:
            return left, left, 0.0  # told otherwise on the way, or not there before the end: where it left
        return left, now.point, (time - now.time) / (came.time - now.time)


def watch_points(scenario: Scenario) -> dict[str, tuple[Position, str]]:
    """Sea areas and stations, which are no places, by their key: where, and what they are called."""
    areas = {SEA_AREA + name: (one, name) for name, one in scenario.maritime.areas.items()}
    stations = {STATION + name: (one.middle, name) for name, one in scenario.early_warning.stations.items()}
    return {**areas, **stations}


def watches(log: Log, scenario: Scenario) -> Iterator[WatchPlayback]:
    """All of them, by name within each kind."""
    areas = scenario.maritime.areas
    counted = _counted(log)
    stops: defaultdict[str, list[WatchStop]] = defaultdict(list)
    for row in log.of(GROUP_AT):
        point = SEA_AREA + row.where if row.where in areas else row.where
        stops[row.who].append(WatchStop(row.time, point, bool(row.amount)))
    for name in sorted(stops):
        yield WatchPlayback(name, "sea_tg", "ships in company", tuple(stops[name]), counted[IN_COMPANY, name])
    for row in log.of(BASE):
        there = (WatchStop(row.time, row.where, True),)
        yield WatchPlayback(row.who, "air_qra", "pairs on alert", there, counted[ON_ALERT, row.who])
    for name in sorted(scenario.early_warning.stations):
        there = (WatchStop(0, STATION + name, True),)
        yield WatchPlayback(name, "air_awacs", "aircraft on station", there, counted[ON_STATION, name])


def _counted(log: Log) -> Mapping[tuple[str, str], tuple[tuple[int, int], ...]]:
    found: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(lambda: {0: 0})
    for row in log.of(IN_COMPANY, ON_ALERT, ON_STATION):
        found[row.kind, row.who][row.time] = row.amount
    told: defaultdict[tuple[str, str], tuple[tuple[int, int], ...]] = defaultdict(lambda: ((0, 0),))
    told.update({key: tuple(sorted(steps.items())) for key, steps in found.items()})
    return told
