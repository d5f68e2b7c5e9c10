"""What each brigade runs short of, when, and what kept more of it away: from the measures of a stored run."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite

from posture.core.ids import apart, id_of, whole_of
from posture.report.numbers import days, tenth
from posture.report.tables import Table
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import Answer, finite, median

LEAST, OUT, EMPTY = "least_days_of_supply", "out_on_day", "out_days"
DELAY, DEPOT = "supply_delay_days", "depots_empty"
Values = Mapping[str, Mapping[int, float]]
"""By subject and replication."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One class of supply of one brigade over all runs in which it is fed.

    `least` days of supply on hand and `empty` days are means; `out` runs run out of it, in the median of them
    on `day` of the run. `why` is what a piece of it waited for most, `waited` days on average; or the depot
    that had none left before, in most runs that ran out.
    """

    brigade: str
    kind: str
    runs: int
    least: float
    out: int
    day: float | None
    empty: float
    why: str
    waited: float


def shortfalls(rows: Sequence[Answer]) -> list[Shortfall]:
    """All that is fed, the least supplied first."""
    told: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in answers_of(rows, (LEAST, OUT, EMPTY, DELAY, DEPOT)):
        told[row.measure][row.subject][row.replication] = row.value
    delays = defaultdict[str, dict[str, Mapping[int, float]]](dict)
    for subject, values in told[DELAY].items():
        of, what = apart(subject)
        delays[of][what] = values
    found = [_shortfall(subject, told, delays[subject]) for subject in told[LEAST]]
    return sorted(found, key=lambda one: (-one.empty, one.least, one.brigade, one.kind))


def _shortfall(subject: str, told: Mapping[str, Values], delays: Values) -> Shortfall:
    least, empty = told[LEAST][subject], told[EMPTY].get(subject, {})
    runs = len(least)
    out = {run: day for run, day in told[OUT].get(subject, {}).items() if isfinite(day)}
    means = {what: fsum(values.values()) / runs for what, values in delays.items()}
    why = max(sorted(means), key=lambda what: means[what], default="")
    brigade, kind = apart(subject)
    return Shortfall(
        brigade,
        kind,
        runs,
        fsum(least.values()) / runs,
        len(out),
        finite(median(list(out.values()))) if out else None,
        fsum(empty.values()) / runs,
        _empty_depot(brigade, out, told[DEPOT]) or why,
        means.get(why, 0.0),
    )


def _empty_depot(brigade: str, out: Mapping[int, float], depots: Values) -> str:
    """The depot that had too little before the brigade ran out, in most of these runs; "" where none had."""
    for name in sorted(depots):
        depot, fed = apart(name)
        before = sum(depots[name].get(run, inf) <= day for run, day in out.items())
        if fed == brigade and 2 * before > len(out):
            return f"the depot '{depot}' has too little left"
    return ""


def shortfalls_table(some: Sequence[Shortfall], brigades: Sequence[str]) -> Iterator[Table]:
    """A row for each class of one brigade, or the worst class of each of several; none where none is fed."""
    shown = [one for one in some if one.brigade in set(map(whole_of, brigades))]
    if len(brigades) > 1:
        worst: dict[str, Shortfall] = {}
        for one in shown:
            worst.setdefault(one.brigade, one)
        shown = list(worst.values())
    if not shown:
        return
    what = "what each brigade is shortest of" if len(brigades) > 1 else "days of supply"
    title = f"{what} (means of {shown[0].runs} runs), and what a piece that it is sent waits for most"
    heads = ("brigade and class", "least, d", "runs out", "on day", "empty, d", "waits for", "days")
    yield Table(title, heads, tuple(map(_row, shown)), (1, 2, 3, 4, 6))


def _row(one: Shortfall) -> tuple[str, ...]:
    return (
        id_of(one.brigade, one.kind),
        tenth(one.least),
        f"{one.out} of {one.runs}",
        "" if one.day is None else tenth(one.day),
        tenth(one.empty),
        one.why,
        days(one.waited) if one.why else "",
    )
