"""What of a run could not go on: stalled, held up for ever, or waiting longer than the scenario allows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from posture.core.ids import apart
from posture.outcomes.waiting import HELD_BY
from posture.report.numbers import days, tenth
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import Answer, Estimate, summarise

STALLED, STUCK, LONG = "stalled_since_days", "stuck_since_days", "too_long_wait_days"
TROUBLES = frozenset({STALLED, STUCK, LONG})
MOST_TOLD = 5


class Trouble(NamedTuple):
    """One of them: whose it is, in how many runs, and the median of its days."""

    measure: str
    subject: str
    runs: int
    days: float | None


def troubles(estimates: Iterable[Estimate]) -> list[Trouble]:
    """All of them, in most runs first."""
    found = [
        Trouble(one.measure, one.subject, one.n, one.median) for one in estimates if one.measure in TROUBLES
    ]
    return sorted(found, key=lambda one: (-one.runs, -(one.days or 0.0), one.subject))


def troubles_of(rows: Iterable[Answer]) -> list[Trouble]:
    """The same from what a stored run holds."""
    return troubles(summarise(answers_of(rows, TROUBLES)))


def trouble_lines(found: Iterable[Trouble], runs: int) -> Iterator[str]:
    """One line each, the first few of a kind; nothing where nothing is wrong."""
    by_kind: defaultdict[str, list[Trouble]] = defaultdict(list)
    for one in found:
        by_kind[one.measure].append(one)
    for measure, some in sorted(by_kind.items()):
        yield from (f"{_said(one)} ({one.runs} of {runs} runs)" for one in some[:MOST_TOLD])
        if len(some) > MOST_TOLD:
            yield f"and {len(some) - MOST_TOLD} more in {measure} of the folder"


def _said(one: Trouble) -> str:
    if one.measure == STALLED:
        return (
            f"stalled: after day {tenth(one.days)} of the run nothing can happen any more, though somebody "
            "waits; 'posture explain' says who, for what and where"
        )
    waits, held, holder = one.subject.partition(HELD_BY)
    who, what = apart(waits)
    if one.measure == STUCK:
        return (
            f"stuck: from day {tenth(one.days)} of the run on {who} waits for ever for {what}{held}{holder}"
        )
    return f"too long a wait: {who} waits {days(one.days)} for {what}"
