"""Stretches of time: how long sites were covered and nodes up, as the log tells."""

from collections.abc import Iterable
from typing import NamedTuple

from posture.core.event_log import Log
from posture.core.measure import horizon
from posture.operations.missile_defence.event_kinds import (
    DEFENDED,
    LAYERS_UP,
    LAYERS_WANTED,
    OPERATIONAL,
    SITE_COVERED,
)


class Stretch(NamedTuple):
    """From one second to another a site was covered by so many nodes of so many layers, of so many wanted."""

    begin: int
    end: int
    nodes: int
    layers: int
    nodes_wanted: int
    layers_wanted: int

    @property
    def seconds(self) -> int:
        """How long."""
        return self.end - self.begin


KINDS = (SITE_COVERED, LAYERS_UP, DEFENDED, LAYERS_WANTED)
"""Rows that tell of a site, in the order of a stretch's numbers."""


def stretches(log: Log) -> dict[str, list[Stretch]]:
    """The times in which each site is wanted."""
    found: dict[str, list[Stretch]] = {row.who: [] for row in log.of(DEFENDED)}
    now: dict[str, list[int]] = {name: [0] * len(KINDS) for name in found}
    since = dict.fromkeys(found, 0)

    def close(name: str, end: int) -> None:
        nodes, layers, wanted, layers_wanted = now[name]
        if wanted and end > since[name]:
            found[name].append(Stretch(since[name], end, nodes, layers, wanted, layers_wanted))
        since[name] = end

    for row in log.of(*KINDS):
        if row.who in found:
            close(row.who, row.time)
            now[row.who][KINDS.index(row.kind)] = row.amount
    for name in found:
        close(name, horizon(log))
    return found


def gaps(spans: Iterable[Stretch]) -> list[int]:
    """Seconds of each unbroken time in which fewer nodes than wanted cover a site."""
    found: list[int] = []
    last = -1
    for one in spans:
        if one.nodes < one.nodes_wanted:
            if one.begin == last:
                found[-1] += one.seconds
            else:
                found.append(one.seconds)
            last = one.end
    return found


def spells(log: Log) -> dict[str, list[tuple[int, int, str]]]:
    """Seconds, up (1) or down (0) and why, of each node from when it is operational until its task ends."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    now: dict[str, tuple[int, int, str]] = {}

    def close(name: str, end: int) -> None:
        since, up, why = now[name]
        if why != "withdrawn":
            found[name].append((end - since, up, why))

    for row in log.of(OPERATIONAL):
        if row.who in now:
            close(row.who, row.time)
        else:
            found[row.who] = []
        now[row.who] = row.time, row.amount, row.where
    for name in now:
        close(name, horizon(log))
    return found
