"""Drawing: which unit fills each part of a brigade, its own or one that the pool gives."""

from collections.abc import Mapping

from simpy import Event

from posture.operations.reinforcement.schema import Part
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import DEPLOYED
from posture.theatre.requests import GiveBack, Take


class Drawing:
    """The units of one brigade by part; those that it draws hold a slot of it until they are given back.

    They are asked for once, by the first order that needs them, and count as deployed from when they set out.
    """

    def __init__(self, theatre: Theatre, name: str, priority: int, parts: Mapping[str, Part]) -> None:
        self._theatre = theatre
        self._name = name
        self._priority = priority
        self._parts = parts
        self._asked: dict[str, Event] = {}
        self._drawn: dict[str, str] = {}
        self._left: dict[str, int] = {}
        self._over = False
        self._rotates = theatre.answers(Take)
        if self._rotates and any(part.draws for part in parts.values()):
            theatre.commitments.declare(name, 0, priority, "reinforcement")

    def stand(self) -> Process:
        """Take the units of parts that are in place already, so that the pool has them no more."""
        for part, written in self._parts.items():
            if written.arrangement == "in place" and (found := self.waits(part)) is not None:
                yield found
                unit = self._drawn[part]
                for state in ("moving", "in place"):
                    self._theatre.status.enter(unit, state)
                self.sets_out(part)
                self.serves(part)

    def waits(self, part: str) -> Event | None:
        """The event of a part's unit; None where it is there."""
        written = self._parts[part]
        if not (written.draws and self._rotates) or part in self._drawn:
            return None
        if part not in self._asked:
            taken = self._theatre.ask(Take(self._name, written.unit, self._priority))
            self._asked[part] = Event(self._theatre.env)
            self._theatre.start(self._take(part, taken))
        return self._asked[part]

    def _take(self, part: str, taken: Event) -> Process:
        self._drawn[part] = yield taken
        self._asked[part].succeed()
        if self._over:
            self.give_back(part, self._theatre.now)

    def end(self) -> None:
        """No unit is wanted any more: one that comes only now goes back at once."""
        self._over = True

    def of(self, part: str) -> str:
        """The unit that fills a part."""
        return self._drawn.get(part, self._parts[part].unit)

    def sets_out(self, part: str) -> None:
        """The unit of a part leaves home; notes `deployed`, once, of one that was drawn."""
        if part in self._drawn and part not in self._left:
            self._left[part] = self._theatre.now
            self._theatre.note(DEPLOYED, self._drawn[part], self._name)

    def serves(self, part: str) -> None:
        """A part is integrated, or stands there: its unit has authority, once."""
        if part in self._drawn and self._drawn[part] not in self._theatre.commitments.on_task(self._name):
            self._theatre.commitments.take_authority(self._drawn[part])

    def give_back(self, part: str, home_at: int) -> None:
        """Let a unit that was drawn, and is at home since then, return to the pool."""
        unit = self._drawn.pop(part, None)
        if unit is not None:
            left = self._left.pop(part, None)
            self._theatre.ask(GiveBack(unit, None if left is None else (left, home_at)))
