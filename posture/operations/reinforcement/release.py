"""Readying: what all lines of a part wait for before they may go."""

from dataclasses import dataclass

from posture.core.schema import Timing
from posture.operations.reinforcement.schema import Brigade, Part, Reinforcement
from posture.theatre import Theatre
from posture.theatre.forces import Unit


@dataclass(frozen=True, slots=True)
class Ready:
    """What a unit waits for from the order on: its release, drawn or (None) decided elsewhere; its notice.

    The notice of a unit that was called runs while its nation makes up its mind.
    """

    release: int | None
    notice: int
    called: bool

    def left(self, waited: int) -> int:
        """Seconds of notice after so many seconds of waiting for the release."""
        return max(0, self.notice - waited) if self.called else self.notice


def ready_of(
    theatre: Theatre, written: Reinforcement, name: str, brigade: Brigade, part: Part, unit: Unit
) -> Ready:
    """The release and the notice of a part that is ordered now; who stands by is called."""

    def drawn(law: Timing | None, what: str) -> int:
        return theatre.chance.seconds(law, name, what) if law else 0

    decided = part.release is None and theatre.orders.kept(brigade.order)
    release = None if decided else drawn(written.release_of(part, unit.nation), "release")
    called = theatre.status.call(part.unit)
    if called is not None:
        return Ready(release, called, called=True)
    return Ready(release, drawn(unit.notice, "notice"), called=False)
