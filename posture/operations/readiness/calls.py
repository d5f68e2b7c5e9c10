"""A call: the time that runs from the alert of one unit until it is ready."""

from dataclasses import dataclass

from posture.core.rng import Streams
from posture.operations.readiness.schema import Tier


@dataclass(slots=True)
class AlertDraw:
    """What chance has in store for one alerted unit, and when it is due and ready, in run seconds."""

    meets: bool
    takes: float
    delay: int
    due: int
    ready: int

    def needs(self, notice: int) -> int:
        """Seconds that the unit needs for a notice: a share of it, or all of it and its delay."""
        return round(self.takes * notice) if self.meets else notice + self.delay

    def shorten(self, now: int, notice: int) -> int | None:
        """Cut what remains to a raised notice; gives the new remaining notice, None where it is no longer.

        What remains is never lengthened, and nobody gets ready later for having been raised.
        """
        if notice >= self.due - now:
            return None
        self.due = now + notice
        self.ready = min(self.ready, now + self.needs(notice))
        return notice


def drawn(chance: Streams, unit: str, tier: Tier, now: int, notice: int, due: int) -> AlertDraw:
    """A call that begins now with so much notice; it is due earlier if the alert came earlier."""
    call = AlertDraw(
        meets=chance.uniform(unit, "meets its notice") < tier.meets,
        takes=chance.draw(tier.takes, unit, "share of its notice"),
        delay=chance.seconds(tier.delay, unit, "delay beyond its notice"),
        due=due,
        ready=0,
    )
    call.ready = now + call.needs(notice)
    return call
