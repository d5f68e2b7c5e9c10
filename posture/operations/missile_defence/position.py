"""The position: where rotations send batteries, one after the other."""

from collections.abc import Callable

from posture.operations.missile_defence.post import Post
from posture.operations.missile_defence.repair import RepairCrews
from posture.operations.missile_defence.schema import BatteryPosition, System
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import GARRISON, NODE

KIND = "battery"


def man(
    theatre: Theatre, name: str, position: BatteryPosition, system: System, turned: Callable[[str, int], None]
) -> Process:
    """Declare the commitment, and let a post stand for each unit from the day it takes authority.

    Each has a repair crew of its own. Notes `node` for each slot, and `garrison` of the position.
    """
    commitments = theatre.commitments
    commitments.declare(name, position.slots, position.priority, KIND)
    for slot in position.named(name):
        theatre.note(NODE, slot, system.layer)
    posts: dict[str, Post] = {}
    people = 0
    while True:
        on_task = commitments.on_task(name)
        for unit in [one for one in posts if one not in on_task]:
            posts.pop(unit).end()
        taken = {post.name for post in posts.values()}
        for unit in [one for one in on_task if one not in posts]:
            free = [slot for slot in position.named(name) if slot not in taken]
            if free:
                posts[unit] = Post(theatre, free[0], system, RepairCrews(1), turned)
                posts[unit].begin(None)
                taken.add(free[0])
        now = position.people * len(commitments.holders(name))
        if now != people:
            people = now
            theatre.note(GARRISON, name, amount=people)
        yield commitments.changed(name)
