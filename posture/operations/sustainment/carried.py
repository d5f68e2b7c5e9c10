"""What a part has with it under way: used from its leaving home, and what is left of it is brought."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from posture.core.clock import DAY
from posture.operations.sustainment.schema import SupplyClass
from posture.theatre.forces import Cargo


class CarriedStock:
    """The supply of one part while it is under way, class by class, in kilograms.

    Each piece that sets out takes its days of supply with it; all of them use it together, day and night;
    pieces that come, or are back at home, have their share of what is left. Where nothing is left, whoever
    carries or hosts them feeds them.
    """

    def __init__(self, classes: Mapping[str, SupplyClass]) -> None:
        self._classes = classes
        self._moving = Counter[Cargo]()
        self._left = dict.fromkeys(classes, 0.0)
        self._now = 0
        self.used = defaultdict[str, float](float)
        """Used of it since this was last told."""
        self.given = defaultdict[str, float](float)
        """What others gave since this was last told."""

    def settle(self, now: int) -> None:
        """Let what is under way use supply up to now."""
        passed, self._now = now - self._now, now
        for kind, supply in self._classes.items():
            wanted = supply.a_day(self._moving) * supply.moving * passed / DAY
            used = min(wanted, self._left[kind])
            self._left[kind] -= used
            self.used[kind] += used
            self.given[kind] += wanted - used

    def sets_out(self, now: int, cargo: Cargo, pieces: int) -> None:
        """So many pieces leave home, or (below 0) are back there."""
        self.settle(now)
        if pieces < 0:
            self._part(Counter({cargo: -pieces}))
            return
        for kind, supply in self._classes.items():
            self._left[kind] += supply.each(cargo) * pieces * supply.carried / DAY
        self._moving[cargo] += pieces

    def comes(self, now: int, pieces: Counter[Cargo]) -> dict[str, float]:
        """So many pieces are where they are wanted: the kilograms of each class that they bring."""
        self.settle(now)
        return self._part(pieces)

    def _part(self, pieces: Counter[Cargo]) -> dict[str, float]:
        """Let pieces go their own way with their share of what is left."""
        gone, brought = pieces & self._moving, dict[str, float]()
        for kind, supply in self._classes.items():
            whole = supply.a_day(self._moving)
            brought[kind] = self._left[kind] * supply.a_day(gone) / whole if whole else 0.0
            self._left[kind] -= brought[kind]
        self._moving -= gone
        return brought

    def draw(self, now: int, kind: str, kilograms: float) -> float:
        """Take up to so many kilograms of a class: what was there of them."""
        self.settle(now)
        drawn = min(kilograms, self._left[kind])
        self._left[kind] -= drawn
        return drawn
