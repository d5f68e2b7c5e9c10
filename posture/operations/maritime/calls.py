"""Calls: who answers, a whole group or single ships, and until when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from simpy import Event

from posture.operations.maritime.event_kinds import ANSWERS, CALL_OVER, CALL_REFUSED, CALLED
from posture.operations.maritime.group import GroupAtSea
from posture.operations.maritime.schema import Call, Maritime
from posture.operations.maritime.ship import Errand, Hull
from posture.theatre import Process, Theatre


@dataclass(frozen=True, slots=True)
class Responders:
    """All who can answer: groups, and ships that are kept at home."""

    written: Maritime
    groups: Mapping[str, GroupAtSea]
    at_home: Sequence[Hull]


def attend(theatre: Theatre, fleet: Responders, name: str, call: Call) -> Process:
    """One call, from its date or order until it is over.

    Notes `called`, `answers` (who goes, and how many ships make a full presence), `call refused` for each who
    may not pass the straits, and `call over`.
    """
    ends: list[Event] = []
    if call.after is not None:
        yield theatre.orders.wait("retask", call.after)
        ends = [theatre.orders.wait("end", call.after)]
    elif call.at is not None:
        yield theatre.wait(theatre.clock.seconds(call.at))
    wanted = call.ships or fleet.written.areas[call.area].least
    theatre.note(CALLED, name, call.area, wanted)
    until: float = inf
    if call.lasts is not None:
        lasts = theatre.chance.seconds(call.lasts, name, "lasts")
        until = theatre.now + lasts
        ends = [theatre.wait(lasts)]
    yield theatre.wait(theatre.chance.seconds(call.notice, name, "notice"))
    errand = Errand(call.area, until, name)
    group, ships = _send(theatre, fleet, name, call, errand)
    if not ends:
        return
    yield theatre.env.any_of(ends)
    theatre.note(CALL_OVER, name, call.area)
    if group is not None and group.call is errand:
        group.answer(None)
    for hull in ships:
        if hull.errand is errand:
            hull.send(None)


def _send(
    theatre: Theatre, fleet: Responders, name: str, call: Call, errand: Errand
) -> tuple[GroupAtSea | None, list[Hull]]:
    """Send the group that may go and can be there first, or as many ships as are wanted; gives who went."""
    groups = [group for _, group in sorted(_free(fleet, call), key=lambda one: (one[0], one[1].name))]
    allowed = [group for group in groups if not _refused(theatre, name, group, errand)]
    if call.ships is None and allowed:
        group = allowed[0]
        theatre.note(ANSWERS, name, group.name, group.written.least)
        group.answer(errand)
        return group, []
    wanted = call.ships or fleet.written.areas[call.area].least
    sent: list[Hull] = []
    for hull in _single(fleet, call, groups):
        if len(sent) < wanted and not _refused(theatre, name, hull, errand):
            theatre.note(ANSWERS, name, hull.name if hull.group is None else hull.group.name, wanted)
            sent.append(hull)
            hull.send(errand)
    return None, sent


def _free(fleet: Responders, call: Call) -> Iterator[tuple[int, GroupAtSea]]:
    """Groups that are asked and answer no other call, each with how soon it can be there."""
    for name, group in fleet.groups.items():
        if (call.group is None or name == call.group) and group.members and group.call is None:
            seconds = group.there_in(call.area, group.ships, group.haste)
            if seconds is not None:
                yield seconds, group


def _single(fleet: Responders, call: Call, groups: Sequence[GroupAtSea]) -> Iterator[Hull]:
    """Ships that could go, who can be there first before the others; oilers are left aside."""
    members = [
        (group.there_in(call.area, hull.ships, hull.haste), hull)
        for group in groups
        for hull in group.members
        if not hull.kind.replenishes
    ]
    idle = [hull for hull in fleet.at_home if call.national and hull.errand is None]
    at_home = [(hull.there_in(call.area, hull.ships, hull.haste), hull) for hull in idle]
    reach = [(seconds, hull) for seconds, hull in (*members, *at_home) if seconds is not None]
    yield from (hull for _, hull in sorted(reach, key=lambda one: (one[0], one[1].name)))


def _refused(theatre: Theatre, call: str, who: GroupAtSea | Hull, errand: Errand) -> bool:
    law = theatre.straits.law
    article = "" if law is None else who.may(errand.area, law.stay)
    if article:
        theatre.note(CALL_REFUSED, call, f"{who.name}, Article {article}")
    return bool(article)
