"""What each operation cost a closure, as booked within each run, and the pairs of runs that tell the rest."""

import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from typing import Any

from posture.core.ids import apart, id_of, whole_of
from posture.report.numbers import between, days, percent, tenth
from posture.report.tables import Part, Table
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import Answer, mean_interval

NODES, CLOSURE, FED = "closure_cost_by_node_days", "closure_days", "least_days_of_supply"
BEFORE = "surveillance"
"""What passes before the count of a closure begins."""
OFF = {"cyber": "cyber.systems.*.active=false", "space": "space=null", "sustainment": "sustainment=null"}
"""What leaves an operation out of a scenario that has it."""


@dataclass(frozen=True, slots=True)
class BookedCost:
    """Mean days, with a 95 % interval, that something of an operation cost a brigade in the runs that closed.

    `share` of these runs have it on their critical chain.
    """

    brigade: str
    operation: str
    what: str
    days: float
    low: float | None
    high: float | None
    share: float


def booked_costs(rows: Sequence[Answer]) -> list[BookedCost]:
    """All that is booked, brigade by brigade, the dearest first."""
    spent: dict[str, dict[int, float]] = defaultdict(dict)
    closed: dict[str, list[int]] = defaultdict(list)
    for row in answers_of(rows, (NODES, CLOSURE)):
        if row.measure == NODES:
            spent[row.subject][row.replication] = row.value
        elif isfinite(row.value):
            closed[row.subject].append(row.replication)
    found = [_cost(subject, values, closed[whole_of(subject)]) for subject, values in spent.items()]
    return sorted(found, key=lambda one: (one.brigade, -one.days, one.operation, one.what))


def _cost(subject: str, values: Mapping[int, float], closed: Sequence[int]) -> BookedCost:
    of, what = apart(subject)
    brigade, operation = apart(of)
    each = [values.get(run, 0.0) for run in closed]
    interval = mean_interval(each)
    low, high = (max(0.0, interval.low), interval.high) if interval else (None, None)
    share = sum(one > 0 for one in each) / len(each)
    return BookedCost(brigade, operation, what, fsum(each) / len(each), low, high, share)


def costs_table(costs: Sequence[BookedCost], brigades: Sequence[str]) -> Iterator[Table]:
    """A row for each thing that cost these brigades something; none where nothing did."""
    shown = [one for one in costs if one.brigade in set(map(whole_of, brigades))]
    if not shown:
        return
    title = "what these operations cost, as booked in the runs (surveillance: before the count begins)"
    several = len({whole_of(one) for one in brigades}) > 1
    heads = ("operation", "what", "days", "95 % interval", "runs")
    names = [id_of(one.brigade, one.operation) if several else one.operation for one in shown]
    body = tuple((name, *_row(one)) for name, one in zip(names, shown, strict=True))
    yield Table(title, heads, body, (2, 3, 4))


def _row(one: BookedCost) -> tuple[str, ...]:
    return one.what, days(one.days), between((one.low, one.high), tenth), percent(one.share)


def pairs_to_run(
    costs: Sequence[BookedCost], rows: Sequence[Answer], folder: str, told: Mapping[str, Any]
) -> Iterator[Part]:
    """The commands that measure in pairs what one run does not hold: other ways, other chains, lift taken."""
    there = {one.operation for one in costs} | {"sustainment" for _ in answers_of(rows, (FED,))}
    words = shlex.split(str(told.get("command", "")))
    if len(words) < 3 or not there & OFF.keys():
        return
    yield ""
    yield "what would have come otherwise without it, by another way or chain, is in no single run; in pairs:"
    for operation in sorted(there & OFF.keys()):
        changed = " ".join(
            f"--set {shlex.quote(one)}" for one in (*told.get("overrides", ()), OFF[operation])
        )
        yield f"  {operation}: posture compare {shlex.quote(folder)} {shlex.quote(words[2])} {changed}"
