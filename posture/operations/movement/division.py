"""Dividing a request among several ways, lot by lot."""

from collections.abc import Sequence

from posture.core.clock import DAY
from posture.operations.movement.plans import Plan
from posture.operations.movement.schema import Routes


def divide(rule: Routes, plans: Sequence[Plan], pieces: int) -> list[tuple[Plan, int]]:
    """How many pieces go by each plan; plans that get none are left out.

    `spread` deals lots out evenly. `quickest` gives each lot to the way on which it would arrive first: with
    travel times t and rates r this fills ways until all end at T = (pieces + sum of r t) / sum of r, the
    value of the quickest flow over separate ways (Ford and Fulkerson 1958), to within a lot.
    """
    if len(plans) == 1:
        return [(plans[0], pieces)]
    given = [0] * len(plans)
    left = pieces
    turn = 0
    while left > 0:
        best = turn % len(plans) if rule.rule == "spread" else _first(plans, given)
        lot = min(left, _lot(plans[best]))
        given[best] += lot
        left -= lot
        turn += 1
    return [(plan, count) for plan, count in zip(plans, given, strict=True) if count]


def _first(plans: Sequence[Plan], given: Sequence[int]) -> int:
    """The way on which the next lot would arrive first."""
    return min(range(len(plans)), key=lambda i: (_arrives(plans[i], given[i]), i))


def _arrives(plan: Plan, before: int) -> float:
    return plan.seconds + (before + _lot(plan)) * DAY / plan.rate


def _lot(plan: Plan) -> int:
    return min(leg.lot for leg in plan.legs)
