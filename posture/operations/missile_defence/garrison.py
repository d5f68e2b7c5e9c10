"""The garrison: the people of a node, who take turns while the node stays."""

from posture.operations.missile_defence.event_kinds import CREW_RELIEVED
from posture.operations.missile_defence.schema import DefenceNode
from posture.theatre import Theatre
from posture.theatre.event_kinds import GARRISON


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
