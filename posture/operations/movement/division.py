"""Division: how many pieces of a line go by each of several ways, lot by lot."""

from collections.abc import Callable, Sequence
from itertools import cycle

from posture.core.clock import DAY
from posture.operations.movement.legs import Plan
from posture.operations.movement.schema import Routes

Arrives = Callable[[Plan, int, int], float]
"""When the next lot would arrive by a plan that has been given so many pieces, of so many that are left."""


def divide(rule: Routes, plans: Sequence[Plan], pieces: int) -> list[tuple[Plan, int]]:
    """How many pieces go by each plan; plans that get none are left out.

    `spread` deals lots out evenly. `quickest` gives each lot to the way on which it would arrive first: with
    travel times t and rates r this fills ways until all end at T = (pieces + sum of r t) / sum of r, the
    value of the quickest flow over separate ways (Ford and Fulkerson 1958), to within a lot.
    """
    if rule.rule == "spread":
        turns = cycle(range(len(plans)))
        return _lot_by_lot(plans, pieces, lambda _, __: next(turns))
    return by_arrival(plans, pieces, _on_the_way)


def by_arrival(plans: Sequence[Plan], pieces: int, arrives: Arrives) -> list[tuple[Plan, int]]:
    """Each lot to the plan on which it would arrive first, of those alike to the first."""

    def soonest(given: Sequence[int], left: int) -> int:
        return min(range(len(plans)), key=lambda one: arrives(plans[one], given[one], left))

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


def _on_the_way(plan: Plan, before: int, _: int) -> float:
    return plan.seconds + (before + plan.lot) * DAY / plan.rate
