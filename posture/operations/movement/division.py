"""Division: how many pieces of a line go by each of several ways, lot by lot."""

from collections.abc import Callable, Sequence
from itertools import cycle

from posture.core.clock import DAY
from posture.operations.movement.legs import Plan
from posture.operations.movement.schema import Routes

Arrives = Callable[[int, Sequence[int], int], float]
"""When the next lot would arrive by the plan of a number, given so many pieces by each, of so many left."""


def divide(rule: Routes, plans: Sequence[Plan], pieces: int) -> list[tuple[Plan, int]]:
    """How many pieces go by each plan; plans that get none are left out.

    `spread` deals lots out evenly. `quickest` gives each lot to the way on which it would arrive first: with
    travel times t and rates r this fills ways until all end at T = (pieces + sum of r t) / sum of r, the
    value of the quickest flow over separate ways (Ford and Fulkerson 1958), to within a lot.
    """
    if rule.rule == "spread":
        turns = cycle(range(len(plans)))
        return _lot_by_lot(plans, pieces, lambda _, __: next(turns))

    def on_the_way(one: int, given: Sequence[int], _: int) -> float:
        return plans[one].seconds + (given[one] + plans[one].lot) * DAY / plans[one].rate

    return by_arrival(plans, pieces, on_the_way)


def by_arrival(plans: Sequence[Plan], pieces: int, arrives: Arrives) -> list[tuple[Plan, int]]:
    """Each lot to the plan on which it would arrive first, of those alike to the first."""

    def soonest(given: Sequence[int], left: int) -> int:
        return min(range(len(plans)), key=lambda one: arrives(one, given, left))

    return _lot_by_lot(plans, pieces, soonest)


def _lot_by_lot(
    plans: Sequence[Plan], pieces: int, best: Callable[[Sequence[int], int], int]
) -> list[tuple[Plan, int]]:
    if len(plans) == 1:
        return [(plans[0], pieces)]
    given = [0] * len(plans)
    left = pieces
    while left > 0:
        one = best(given, left)
        lot = min(left, plans[one].lot)
        given[one] += lot
        left -= lot
    return [(plan, count) for plan, count in zip(plans, given, strict=True) if count]
