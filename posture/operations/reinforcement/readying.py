"""Readying: what all lines of a part wait for before they may go, drawn, timed and told to whoever waits."""

from dataclasses import dataclass
from functools import partial

from simpy import Event

from posture.core.schema import Timing
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.schema import Brigade, Part, Reinforcement
from posture.theatre import Theatre
from posture.theatre.forces import Unit
from posture.theatre.status import State

AT_HOME: frozenset[State] = frozenset({"recovering", "training"})
"""States that a unit leaves for nothing but being ready."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a unit waits for from the order on: its release, drawn or (None) decided elsewhere; its notice.

    The notice of a unit that is `warned` at the order runs while its nation makes up its mind.
    """

    release: int | None
    notice: int
    warned: bool

    def left(self, waited: int, since: int = 0) -> int:
        """Seconds of notice after so many seconds of waiting for the release, and so many since then."""
        return max(0, self.notice - since - (waited if self.warned else 0))


class PartTimes:
    """What chance has in store for the parts of one brigade, drawn when it is first asked for."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._seconds: dict[tuple[str, str], int] = {}

    def seconds(self, law: Timing | None, who: str, what: str) -> int:
        """Seconds of one time of one part; none where nothing is written."""
        if law is None:
            return 0
        if (who, what) not in self._seconds:
            self._seconds[who, what] = self._theatre.chance.seconds(law, who, what)
        return self._seconds[who, what]


def ready_of(
    theatre: Theatre,
    written: Reinforcement,
    name: str,
    brigade: Brigade,
    part: Part,
    unit: Unit,
    filled_by: str,
    draws: PartTimes,
    raised_at: int | None,
) -> Ready:
    """The release and the notice of a part that is ordered now; who stands by is called.

    The notice of one that was raised before has run since.
    """
    decided = part.release is None and theatre.orders.kept(brigade.order)
    release = None if decided else draws.seconds(written.release_of(part, unit.nation), name, "release")
    called = theatre.status.call(filled_by)
    if called is not None:
        return Ready(release, called, warned=True)
    notice = draws.seconds(unit.notice, name, "notice")
    if raised_at is not None:
        return Ready(release, max(0, notice - (theatre.now - raised_at)), warned=True)
    return Ready(release, notice, warned=written.warned_at_once(part))


def ready(theatre: Theatre, drawing: Drawing, part: str, order: str, notice: int, more: int) -> Event | None:
    """Fires when a line may load, `more` seconds after its unit may go; None where it may at once.

    The unit sets out then, once for all of its lines, unless what was ordered has been stopped by then.
    """
    if theatre.status.known(drawing.of(part)):
        theatre.after(notice, partial(_sets_out, theatre, drawing, part, order))
    return theatre.wait(notice + more) if notice + more else None


def _sets_out(theatre: Theatre, drawing: Drawing, part: str, order: str) -> None:
    """Moving as soon as it is ready to."""
    if theatre.orders.is_stopped(order):
        return
    status, unit = theatre.status, drawing.of(part)
    state = status.state(unit)
    if state in {"moving", "in place"}:
        return
    if state == "alerted":
        ready = status.when(unit, "ready to move")
        ready.callbacks.append(lambda _: _sets_out(theatre, drawing, part, order))
        return
    if state in AT_HOME:
        status.enter(unit, "ready")
    status.enter(unit, "moving")
    drawing.sets_out(part)


def in_place(theatre: Theatre, unit: str) -> None:
    """Let a unit be where it was wanted."""
    if theatre.status.known(unit) and theatre.status.can(unit, "in place"):
        theatre.status.enter(unit, "in place")
