"""Levels: named numbers that change in time (access, warning, a node's rate) and switches (a measure)."""

from typing import Literal, get_args

from simpy import Environment, Event

from posture.core.event_log import Log
from posture.theatre.event_kinds import LEVEL

Measure = Literal[
    "intelligence-sharing",
    "assistance",
    "security-of-facilities",
    "backfill",
    "blanket-overflight",
    "ports-and-airfields",
    "standing-naval-forces",
    "airborne-early-warning",
]
"""The eight measures of 4 October 2001, in their order."""
MEASURES: tuple[Measure, ...] = get_args(Measure)


def measure(name: Measure) -> str:
    """The level of a measure: 0 while it is off, else the share of a delay or risk that it takes away."""
    return f"measure {name}"


def surveillance(area: str) -> str:
    """The level of an area's surveillance: the share of its stations that are kept, 0 to 1."""
    return f"surveillance {area}"


def ships(area: str) -> str:
    """The level of a sea area's ships: how many of the standing groups are on task there."""
    return f"ships {area}"


def minehunters(area: str) -> str:
    """The level of a sea area's minehunters: how many of the standing groups are on task there."""
    return f"minehunters {area}"


def network_lost(headquarters: str) -> str:
    """The level of a headquarters' network: the share of its speed that is lost, 0 to 1."""
    return f"network lost {headquarters}"


def satellite_lost(kind: Literal["headquarters", "collector", "formation"], name: str) -> str:
    """The level of somebody's satellites: the share of its work, or a formation's hours, that is lost."""
    return f"satellite lost {kind} {name}"


def hours_lost_in_ice(port: str) -> str:
    """The level of a port's ice: hours that it will cost a ship to come or go, the queue left aside."""
    return f"hours lost in ice {port}"


class Levels:
    """Numbers by name; what nobody has set is 0. A change notes `level` with its value in thousandths."""

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._values: dict[str, float] = {}
        self._events: dict[str, Event] = {}

    def get(self, name: str) -> float:
        """The number now."""
        return self._values.get(name, 0.0)

    def set(self, name: str, value: float) -> None:
        """Change a number and wake who waits for a change of it."""
        self._values[name] = value
        self._log.note(int(self._env.now), LEVEL, name, amount=round(value * 1000))
        event = self._events.pop(name, None)
        if event is not None:
            event.succeed()

    def changed(self, name: str) -> Event:
        """An event that fires at the next change of a number."""
        if name not in self._events:
            self._events[name] = Event(self._env)
        return self._events[name]

    def spared(self, seconds: int, name: Measure) -> int:
        """What is left of so many seconds by what a measure takes away now."""
        return round(seconds * (1 - self.get(measure(name))))
