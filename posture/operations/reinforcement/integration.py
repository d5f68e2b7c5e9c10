"""Integration: a part becomes ready beside others, under a command or, more slowly, without one."""

from dataclasses import dataclass, field

from posture.core.ids import id_of
from posture.operations.reinforcement.schema import Brigade, Reinforcement
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import INTEGRATION
from posture.theatre.queues import Queue


@dataclass(slots=True)
class PartProgress:
    """How far one part of a brigade has come; times in run seconds, -1 for not yet."""

    name: str
    place: str
    open_lines: int
    first: int = -1
    received: dict[str, int] = field(default_factory=dict)


class Integration:
    """The integration of the parts of one brigade; `places` is where the host has limited room for it.

    It begins with a part's first arrival and needs as many seconds as were drawn for the brigade: all of them
    with the command in place, and each of them longer as long as it is not. What is left of it once all has
    been received needs a place; nobody holds one while pieces are still on their way.
    """

    def __init__(
        self, theatre: Theatre, written: Reinforcement, name: str, brigade: Brigade, places: Queue | None
    ) -> None:
        law = brigade.integration or written.integration
        self.theatre = theatre
        self.places = places
        self.seconds = theatre.chance.seconds(law, name, "integration")
        self.slower = written.uncoordinated
        self.command = id_of(name, brigade.command) if brigade.command else ""
        self.commanded_at = -1
        self._commanded = theatre.env.event()

    def begin(self, progress: PartProgress) -> None:
        """The first serial of a part has come."""
        if progress.first < 0:
            progress.first = self.theatre.now

    def finish(self, progress: PartProgress) -> Process:
        """Everything of a part has been received: wait until it is integrated."""
        theatre, asked = self.theatre, self.theatre.now
        held = self.places is not None and self._ends(progress) > asked
        if self.places is not None and held:
            theatre.waits.begin(progress.name, INTEGRATION, progress.place, asked)
            yield self.places.acquire(progress.name, 0).granted
            theatre.waits.end(progress.name)
            progress.first += theatre.now - asked
        ends = self._ends(progress)
        if self._awaited(progress) and ends > self.theatre.now:
            yield self._commanded | self.theatre.wait(ends - self.theatre.now)
            ends = self._ends(progress)
        yield self.theatre.wait(max(0, ends - self.theatre.now))
        if self.places is not None and held:
            self.places.release(progress.name)

    def closed(self, name: str) -> None:
        """A part has closed; the command may be that part."""
        if name == self.command:
            self.commanded_at = self.theatre.now
            self._commanded.succeed()

    def _awaited(self, progress: PartProgress) -> bool:
        return self.command not in ("", progress.name) and self.commanded_at < 0

    def _ends(self, progress: PartProgress) -> int:
        """When a part is integrated, as things stand: what it did without a command counts for less."""
        begin = progress.first
        if self._awaited(progress):
            return begin + round(self.slower * self.seconds)
        done = max(0, self.commanded_at - begin) / self.slower
        if done >= self.seconds:
            return begin + round(self.slower * self.seconds)
        return max(begin, self.commanded_at) + round(self.seconds - done)
