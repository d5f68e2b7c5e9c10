"""What is foreseen of legs and is the same in every run, worked out once and kept beside the plans.

A leg is known by its identity, which holds as long as it is kept here: a look-up by what it is would cost
more than most of what is kept.
"""

from collections.abc import Iterator, Sequence

from posture.operations.movement.legs import LegPlan, Plan
from posture.operations.movement.modes import MODES
from posture.theatre.closures import Key

Passed = tuple[float, tuple[Key, ...]]
"""Expected seconds from the start, and all that has to be open there."""
Twice = tuple[LegPlan, LegPlan, str, float]
"""Two legs of a plan, the lift that both take, and the seconds that the second waits for it if scarce."""
Met = dict[tuple[int, ...], tuple[list[Passed], Sequence[LegPlan]]]
"""By legs: what of them may be shut."""


class LegForesight:
    """Seconds that legs take and lift is away with them, and what on them may be shut."""

    def __init__(self) -> None:
        self.travels: dict[int, tuple[float, LegPlan]] = {}
        self.aways: dict[int, tuple[float, LegPlan]] = {}
        self.twice: dict[int, tuple[list[Twice], Plan]] = {}
        self._met: dict[frozenset[Key], Met] = {}

    def meeting(self, known: frozenset[Key]) -> Met:
        """What is kept of legs for runs in which all this may be shut at some time."""
        return self._met.setdefault(known, {})


def keys_along(legs: Sequence[LegPlan]) -> Iterator[Passed]:
    """Gates, ways and places of some legs, each with the expected seconds from their start."""
    elapsed = 0.0
    for leg in legs:
        mode, here = MODES[leg.mode], _gates_of(leg)
        for step in leg.alternatives[0]:
            yield elapsed, (("link", step.hop.link), ("place", step.hop.end), *here)
            elapsed += step.hop.metres / step.speed.middle
            here = ()
        if mode.gate is not None:
            approach: tuple[Key, ...] = (("gate", leg.end, "approach"),) if mode.from_port_to_port else ()
            yield elapsed, (("gate", leg.end, mode.gate), *approach)


def _gates_of(leg: LegPlan) -> tuple[Key, ...]:
    """What has to be open to load for a leg; a column leaves a place that is shut by itself."""
    mode = MODES[leg.mode]
    if mode.gate is None:
        return ()
    approach: tuple[Key, ...] = (("gate", leg.start, "approach"),) if mode.from_port_to_port else ()
    return (("place", leg.start), ("gate", leg.start, mode.gate), *approach)
