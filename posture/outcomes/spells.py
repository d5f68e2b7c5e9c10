"""Spells of degraded capacity: from when to when which system, network or satellite left how little where."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from posture.core.event_log import Log
from posture.core.ids import apart
from posture.core.measure import horizon
from posture.operations.cyber.event_kinds import RECOVERED
from posture.theatre.event_kinds import DEGRADES, LEVEL


class LossSpell(NamedTuple):
    """From one second to another so much is lost, from 0 to 1."""

    begin: int
    end: int
    lost: float


Losses = Mapping[tuple[str, str], Mapping[str, Sequence[LossSpell]]]
"""By what depends on it and where: spells of each system."""


def losses(log: Log) -> Losses:
    """What incidents took away, where."""
    end = horizon(log)
    since: dict[str, list[tuple[tuple[str, str], int, float]]] = defaultdict(list)
    found: dict[tuple[str, str], dict[str, list[LossSpell]]] = defaultdict(lambda: defaultdict(list))

    def recover(system: str, moment: int) -> None:
        for node, begin, lost in since.pop(system, []):
            found[node][system].append(LossSpell(begin, moment, lost))

    for row in log.of(DEGRADES, RECOVERED):
        if row.kind == DEGRADES:
            system, what = apart(row.who)
            since[system].append(((what, row.where), row.time, row.amount / 1000))
        else:
            recover(row.who, row.time)
    for system in list(since):
        recover(system, end)
    return found


def levels(log: Log) -> dict[str, list[LossSpell]]:
    """Spells of each level that was above nothing."""
    end, found = horizon(log), defaultdict[str, list[LossSpell]](list)
    before: dict[str, tuple[int, int]] = {}
    for row in log.of(LEVEL):
        begin, lost = before.get(row.who, (row.time, 0))
        found[row.who].append(LossSpell(begin, row.time, lost / 1000))
        before[row.who] = row.time, row.amount
    for name, (begin, lost) in before.items():
        found[name].append(LossSpell(begin, end, lost / 1000))
    return {
        name: [one for one in spells if one.lost and one.end > one.begin] for name, spells in found.items()
    }


def lost_at(spells: Sequence[LossSpell], moment: int) -> float:
    """What is lost at a moment."""
    return next((one.lost for one in spells if one.begin <= moment < one.end), 0.0)
