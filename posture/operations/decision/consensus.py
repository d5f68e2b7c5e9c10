"""Consensus: the Council agrees when the slowest Ally does, and hold-outs are named."""

from collections.abc import Iterator, Sequence

from posture.core.event_kinds import EventKind
from posture.core.ids import id_of
from posture.core.schema import Timing
from posture.operations.decision.event_kinds import AGREES, OBJECTS, YIELDS
from posture.operations.decision.schema import Crisis
from posture.theatre import Process, Theatre


def agree(
    theatre: Theatre,
    name: str,
    crisis: Crisis,
    law: Timing,
    resumed: Timing | None,
    asked: int,
    voters: Sequence[str],
) -> Process:
    """Wait until the Council agrees.

    `law` is the Council's time, already the slowest of all: drawn once, or, with `voters`, for each Ally as
    its root, so that the slowest of them has the same law. Hold-outs count from `asked`; after the last of
    them it takes `resumed` more. Notes `objects`, then `agrees` and `yields` as they come.
    """
    began = theatre.now
    times = own(theatre, name, law, voters) if voters else []
    council = max(seconds for _, seconds in times) if times else theatre.chance.seconds(law, name, "agreed")
    finish = began + council
    agenda = [(began + seconds, AGREES, nation, name) for nation, seconds in times]
    ends = list(_hold_outs(theatre, name, crisis, asked))
    if ends:
        extra = theatre.chance.seconds(resumed, name, "resumed") if resumed else 0
        finish = max(finish, *(moment + extra for moment, *_ in ends))
    for moment, kind, nation, where in sorted([*agenda, *ends]):
        yield theatre.wait(moment - theatre.now)
        theatre.note(kind, nation, where)
    yield theatre.wait(finish - theatre.now)


def _hold_outs(
    theatre: Theatre, name: str, crisis: Crisis, asked: int
) -> Iterator[tuple[int, EventKind, str, str]]:
    """Who objects, and when and how each objection will end; never before now."""
    for nation, objection in crisis.objections.items():
        who = id_of(name, nation)
        if objection.delay is not None and theatre.chance.uniform(who, "objects") < objection.chance:
            theatre.note(OBJECTS, nation, name)
            end = max(theatre.now, asked + theatre.chance.seconds(objection.delay, who, "delay"))
            yield end, YIELDS, nation, objection.resolution or "agrees"


def own(theatre: Theatre, name: str, law: Timing, voters: Sequence[str]) -> list[tuple[str, int]]:
    """Each Ally's own time, such that the slowest of all has the law of the Council's time.

    The slowest of n draws of a distribution F has the distribution F to the power n; so each of n Allies is
    drawn from the n-th root of F.

    Without chance all take the Council's middle.
    """
    found = []
    for nation in voters:
        level = theatre.chance.level(id_of(name, nation), "agrees")
        root = None if level is None else level ** len(voters)
        found.append((nation, round(theatre.chance.value(law, root))))
    return found
