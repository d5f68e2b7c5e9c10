"""The steps of the chain, their times, and what the eight measures take away."""

from typing import Literal, get_args

from posture.core.schema import Schema, Share, Timing
from posture.theatre.levels import Measure

Step = Literal[
    "indication", "request", "session", "agreed", "conditional", "determined", "measures", "order",
    "terminated", "ended",
]  # fmt: skip
"""Steps of the chain that a crisis reaches, in their order."""
STEPS: tuple[Step, ...] = get_args(Step)
OF_ARTICLE_5 = frozenset({"conditional", "determined"})
OF_THE_END = frozenset({"terminated", "ended"})
TOLD_TO_THE_UN: tuple[Step, ...] = ("conditional", "measures", "ended")
"""Steps after which Article 5 wants the Security Council told."""


RETASKED: frozenset[Measure] = frozenset({"standing-naval-forces", "airborne-early-warning"})
"""Measures that are orders: forces under command are retasked."""


class Chain(Schema):
    """Times from step to step; what a crisis does not write is as in `decision.chain`."""

    request: Timing | None = None
    """From the first sign until an Ally asks for consultations under Article 4."""
    session: Timing | None = None
    """From the request until the Council first meets."""
    agreed: Timing | None = None
    """From the first session until the Council agrees, where Article 5 is not invoked."""
    resumed: Timing | None = None
    """From the end of the last hold-out until agreement."""
    invocation: Timing | None = None
    """From the first session until Article 5 is invoked on a condition."""
    determination: Timing | None = None
    """From conditional invocation until an attack is determined, after an investigation, to fall under it."""
    attributed: Timing | None = None
    """The same for an open attack, which nobody has to investigate; as `determination` where not written."""
    measures: Timing | None = None
    """From determination, or else agreement, until measures are agreed, beside the order."""
    order: Timing | None = None
    """From determination, or else agreement, until the activation order."""
    release: Timing | None = None
    """From the activation order until an Ally's government releases its forces."""
    parliament: Timing | None = None
    """From the activation order until a parliament that must be asked has agreed."""
    acceptance: Timing | None = None
    """From the order until a host accepts forces."""
    transfer: Timing | None = None
    """From an Ally's release until it has transferred authority; its parts do not count before."""
    report: Timing | None = None
    """From invocation, measures or end until the Security Council of the UN is told."""
    predelegated: Timing | None = None
    """From the Council's guidance until SACEUR takes a step that needs no further decision."""
    assistance: Timing | None = None
    """From a threatened Ally's request for forces until the order that answers it."""
    termination: Timing | None = None
    """From the activation order until the Council decides to end it; it stays where not written."""
    ending: Timing | None = None
    """From that decision until all is ended."""

    def over(self, common: "Chain") -> "Chain":
        """These times, and the common ones where none is written here."""
        own = {name: time for name in type(self).model_fields if (time := getattr(self, name)) is not None}
        return common.model_copy(update=own)


class Effects(Schema):
    """Share of a delay or risk that stays while a measure is in force."""

    intelligence_sharing: Share | None = None
    """Of the time until a crisis is recognised."""
    assistance: Share | None = None
    """Of the time until a threatened Ally's request is answered."""
    security_of_facilities: Share | None = None
    """Of closures by chance."""
    backfill: Share | None = None
    """Of the time in which a slot left for a greater need stands empty."""
    ports_and_airfields: Share | None = None
    """Of the time until a host opens its ports and airfields."""

    def taken_away(self, name: Measure) -> float:
        """The share that a measure takes away; all, where it is a plain switch."""
        left: float | None = getattr(self, field_of(name), None)
        return round(1 - (left or 0), 9)


def field_of(name: Measure) -> str:
    """The field of a measure's effect."""
    return name.replace("-", "_")
