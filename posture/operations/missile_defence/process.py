"""What happens: nodes come by date or by order, set up, stand, are relieved and leave."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from simpy import Event

from posture.operations.missile_defence.cover import Cover
from posture.operations.missile_defence.event_kinds import CREW_RELIEVED
from posture.operations.missile_defence.post import Post
from posture.operations.missile_defence.repair import RepairCrews
from posture.operations.missile_defence.schema import BatteryPosition, DefenceNode, MissileDefence, System
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import EMPLACED, FLAG, GARRISON, LEAVES_SITE, NODE, SENT_BY
from posture.theatre.network import Place

KIND = "battery"
"""Of the commitment that a position is."""


def start(theatre: Theatre, written: MissileDefence, places: Mapping[str, Place]) -> None:
    """Want the sites, and let nodes come.

    A unit that brings nodes is given a state, so that whoever moves it says when it is in place.
    """
    if not written.sites and not written.stands():
        return
    cover = Cover(theatre, written, places)
    cover.open()
    shared = {name: RepairCrews(one.crews) for name, one in written.workshops.items()}
    ready = {name: Event(theatre.env) for name in written.nodes}
    for unit in sorted({one.unit for one in written.nodes.values() if one.unit}):
        if not theatre.status.known(unit):
            theatre.status.enlist(unit, "ready")
    ends = _ends(theatre, written, ready)
    for name, node in written.nodes.items():
        theatre.note(NODE, name, written.system(name).layer)
        theatre.note(FLAG, name, node.nation)
        if node.order is not None:
            theatre.note(SENT_BY, name, node.order)
        crews = shared[node.workshop] if node.workshop else RepairCrews(1)
        post = Post(theatre, name, written.system(name), crews, cover.turn)
        theatre.start(_serve(theatre, written, name, post, ready[name], ends[name]))
    for name, position in written.positions.items():
        theatre.start(man(theatre, name, position, written.systems[position.system], cover.turn))


def _ends(theatre: Theatre, written: MissileDefence, ready: Mapping[str, Event]) -> dict[str, list[Event]]:
    """What ends each node's task beside date and order: its relief, and its own battery setting out."""
    ends: dict[str, list[Event]] = defaultdict(list)
    for name, one in written.nodes.items():
        if one.relieves:
            ends[one.relieves].append(ready[name])
        if one.of and one.unit:
            ends[one.of].append(theatre.status.when(one.unit, "moving"))
    return ends


def _serve(
    theatre: Theatre, written: MissileDefence, name: str, post: Post, ready: Event, ends: Sequence[Event]
) -> Process:
    """One node: it comes, sets up, stands until its task ends, packs up and leaves.

    Notes `emplaced` and `leaves site`. What is over before the run is left out.
    """
    node, clock, chance = written.nodes[name], theatre.clock, theatre.chance
    begin = 0 if node.start is None else clock.seconds(node.start)
    end = theatre.horizon if node.end is None else clock.seconds(node.end)
    if end <= 0 or begin >= theatre.horizon:
        return
    yield from _comes(theatre, node, begin)
    if theatre.now >= end:
        return
    theatre.note(EMPLACED, name, node.at)
    garrison = Garrison(theatre, name, node)
    garrison.comes(min(begin, 0) or theatre.now)
    over = _over(theatre, node, end, ends)
    if node.stays != "always":
        set_up = chance.seconds(written.set_up(name), name, "set-up")
        yield theatre.wait(max(0, set_up + min(0, begin))) | over
    if not over.triggered:
        post.begin(node.first_service)
        ready.succeed()
        yield over
        post.end()
    yield theatre.wait(chance.seconds(written.system(name).pack_up, name, "pack-up"))
    garrison.goes()
    theatre.note(LEAVES_SITE, name, node.at)


def _comes(theatre: Theatre, node: DefenceNode, begin: int) -> Process:
    if node.unit is not None:
        yield theatre.status.when(node.unit, "in place")
    else:
        yield theatre.wait(max(0, begin))


def _over(theatre: Theatre, node: DefenceNode, end: int, ends: Sequence[Event]) -> Event:
    """The end of a task: its date, the end of its order, a relief that is operational, or who takes it along.

    A plain event: SimPy empties a condition that is part of another one as soon as that fires.
    """
    over = Event(theatre.env)

    def tell(_: Event | None = None) -> None:
        if not over.triggered:
            over.succeed()

    theatre.after(end - theatre.now, tell)
    for event in (theatre.orders.wait("end", node.order) if node.order else None, *ends):
        if event is not None and event.callbacks is not None:
            event.callbacks.append(tell)
        elif event is not None:
            tell()
    return over


class Garrison:
    """People of one node. Notes `garrison` when their number changes and `crew relieved` at each turn."""

    def __init__(self, theatre: Theatre, name: str, node: DefenceNode) -> None:
        self.theatre = theatre
        self.name = name
        self.node = node
        self._here = False
        self._turn = 0

    def comes(self, since: int) -> None:
        """They are there; turns are counted from the run second `since`, which may lie before the start."""
        self._here = True
        self._note(self.node.people)
        self._plan(since)

    def goes(self) -> None:
        """They leave."""
        self._here = False
        self._note(0)

    def _plan(self, since: int) -> None:
        """Wait for the next turn after now."""
        turns = self.node.crews
        if turns is None:
            return
        now = due = self.theatre.now
        while due <= now:
            self._turn += 1
            months = self.theatre.clock.months_after(since, self._turn * turns.every.months)
            due = months + self._turn * turns.every.seconds
        if due < self.theatre.horizon:
            self.theatre.after(due - now, lambda: self._relieve(since, turns.overlap))

    def _relieve(self, since: int, overlap: int) -> None:
        if not self._here:
            return
        self.theatre.note(CREW_RELIEVED, self.name)
        if overlap:
            self._note(2 * self.node.people)
            self.theatre.after(overlap, self._old_ones_go)
        self._plan(since)

    def _old_ones_go(self) -> None:
        if self._here:
            self._note(self.node.people)

    def _note(self, people: int) -> None:
        self.theatre.note(GARRISON, self.name, amount=people)


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
