"""Several brigades in one table: a row each, with what took most of its time after the order."""

from collections.abc import Mapping, Sequence
from math import isfinite

from rich.table import Table
from rich.text import Text

from posture.core.ids import within
from posture.stats.estimates import Estimate

CLOSURE = "closure_days"
BOUND = "closure_bound_days"
DELAY = "delay_days"
LIMITS = (10, 30)
TITLE = "brigades: median days from the activation order, share closed by day 10 and 30"
BEFORE_THE_ORDER = "decision"

Cells = Mapping[tuple[str, str], Estimate]


def brigades_table(estimates: Sequence[Estimate]) -> Table:
    """One row for each brigade: its median, 80 % of runs, share closed by each limit, bound, first cause.

    `never` counts runs in which it did not close.

    The first cause is the one with the most days on average; time before the order is not the brigade's.
    """
    cells = {(one.measure, one.subject): one for one in estimates}
    closures = sorted((one for one in estimates if one.measure == CLOSURE), key=lambda one: one.subject)
    table = Table(box=None, pad_edge=False)
    table.add_column("brigade", no_wrap=True)
    for heading in ("closed", "80 %", *(f"{limit} d" for limit in LIMITS), "bound"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("first cause", no_wrap=True)
    table.add_column("never", justify="right", no_wrap=True)
    for closure in closures:
        table.add_row(*map(Text, _row(closure, cells)))
    return table


def _row(closure: Estimate, cells: Cells) -> tuple[str, ...]:
    who = closure.subject
    within = (cells.get((f"closed_within_{limit}_days", who)) for limit in LIMITS)
    bound = cells.get((BOUND, who))
    return (
        who,
        _days(closure.median),
        f"{_days(closure.low)}-{_days(closure.high)}" if closure.n > 1 else "",
        *("" if one is None or one.mean is None else f"{one.mean:.2f}" for one in within),
        "" if bound is None else _days(bound.median),
        _first_cause(closure, cells),
        str(closure.unfinished or ""),
    )


def _first_cause(closure: Estimate, cells: Cells) -> str:
    """The cause with the most days and these days, a run that lost none counting as nothing."""
    runs = closure.n
    found = [
        (one.mean * one.n / runs, cause)
        for (measure, subject), one in cells.items()
        if measure == DELAY
        and (cause := within(closure.subject, subject))
        and one.mean is not None
        and isfinite(one.mean)
    ]
    after = [(mean, cause) for mean, cause in found if cause != BEFORE_THE_ORDER and mean > 0]
    if not after:
        return ""
    mean, cause = max(after, key=lambda pair: (pair[0], pair[1]))
    return f"{cause} {_days(mean)}"


def _days(value: float | None) -> str:
    return "never" if value is None else f"{value:.1f}"
