"""How soon the brigades close: the answer in two sentences, then one brigade in full or a row for each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite

from posture.core.ids import within
from posture.report.numbers import between, days, of_them, percent, probability, spread, tenth
from posture.report.tables import Part, Table
from posture.runs.stored_answers import answers_of
from posture.stats.estimates import Answer, Estimate, finite

CLOSURE = "closure_days"
BOUND = "closure_bound_days"
DELAY = "delay_days"
WITHIN = re.compile(r"closed_within_(\d+)_days")
LIMITS = (10, 30)
SOON = 30
"""Days by which the slowest brigade is asked to have closed."""
TITLE = "brigades: median days from the activation order, share closed by day 10 and 30"
BEFORE_THE_ORDER = "decision"
FEW = 4
"""Brigades that are named one by one."""


@dataclass(frozen=True, slots=True)
class BrigadeEstimates:
    """What the replications say of one brigade: its closure, its bound, its shares by day, its causes.

    `causes` are mean days and name, the longest first; a run that does not name a cause lost nothing to it.
    """

    closure: Estimate
    bound: Estimate | None
    within: dict[int, Estimate]
    causes: tuple[tuple[float, str], ...]

    @property
    def name(self) -> str:
        """The brigade."""
        return self.closure.subject

    @property
    def after_the_order(self) -> tuple[float, str] | None:
        """The cause with the most days; time before the order is not the brigade's."""
        return next((one for one in self.causes if one[1] != BEFORE_THE_ORDER and isfinite(one[0])), None)


def brigades(estimates: Sequence[Estimate]) -> list[BrigadeEstimates]:
    """Every brigade of a run, by name."""
    closures = sorted((one for one in estimates if one.measure == CLOSURE), key=lambda one: one.subject)
    return [_gathered(one, estimates) for one in closures]


def closures(rows: Sequence[Answer]) -> dict[str, list[float]]:
    """Days to closure of every brigade, in the order of the runs."""
    found: dict[str, list[float]] = {}
    for row in answers_of(rows, (CLOSURE,)):
        found.setdefault(row.subject, []).append(row.value)
    return dict(sorted(found.items()))


def _gathered(closure: Estimate, estimates: Sequence[Estimate]) -> BrigadeEstimates:
    about = [one for one in estimates if one.subject == closure.subject]
    found = ((WITHIN.fullmatch(one.measure), one) for one in about)
    within = {int(match[1]): one for match, one in found if match}
    bound = next((one for one in about if one.measure == BOUND), None)
    return BrigadeEstimates(closure, bound, dict(sorted(within.items())), tuple(_causes(closure, estimates)))


def _causes(closure: Estimate, estimates: Iterable[Estimate]) -> list[tuple[float, str]]:
    means = [
        (_mean(one, closure.n), cause)
        for one in estimates
        if one.measure == DELAY and (cause := within(closure.subject, one.subject))
    ]
    return sorted(((mean, cause) for mean, cause in means if mean > 0), key=lambda pair: (-pair[0], pair[1]))


def _mean(delay: Estimate, runs: int) -> float:
    return inf if delay.mean is None else delay.mean * delay.n / runs


def headline(some: Sequence[BrigadeEstimates]) -> Iterator[str]:
    """How many close; when the slowest does, how likely soon, and what takes it most of its time."""
    if not some:
        return
    if len(some) > 1:
        yield f"{_how_many(some)}."
    slowest = max(some, key=lambda one: (_median(one), one.closure.unfinished, one.name))
    who = f"The slowest, {slowest.name}," if len(some) > 1 else slowest.name
    yield f"{'; '.join((f'{who} {_closes(slowest)}', *_soon(slowest), *_most(slowest)))}."


def _median(one: BrigadeEstimates) -> float:
    return inf if one.closure.median is None else one.closure.median


def _how_many(some: Sequence[BrigadeEstimates]) -> str:
    """Which close in every run, and which do not."""
    late = [one for one in some if one.closure.unfinished]
    always = len(some) - len(late)
    if not late:
        return f"All {len(some)} brigades close in every run"
    told = [f"{one.name} in {one.closure.n - one.closure.unfinished} of {one.closure.n}" for one in late]
    named = ", ".join(told) if len(told) <= FEW else f"{len(late)} in some or none, as its column never says"
    return f"{always or 'None'} of {len(some)} brigades close in every run; {named}"


def _closes(one: BrigadeEstimates) -> str:
    closure, runs = one.closure, f"of {of_them(one.closure.n, 'run')}"
    if closure.unfinished == closure.n:
        return f"closes in none {runs}"
    if closure.n == 1:
        alone = "(one run, which tells nothing of chance)"
        return f"closes {days(closure.median)} after the activation order {alone}"
    never = f", and never in {closure.unfinished} of them" if closure.unfinished else ""
    if closure.median is None:
        return f"does not close in {closure.unfinished} {runs}"
    return f"closes {days(closure.median)} after the activation order (median {runs}{never})"


def _soon(one: BrigadeEstimates) -> Iterator[str]:
    """How likely it has closed by day 30, where that was asked; of one run nothing is likely."""
    share = one.within.get(SOON)
    if share is not None and share.mean is not None and share.n > 1:
        yield f"P(closed <= {SOON} d) is {probability(share.mean)} (95 % interval {_ends(share)})"


def _most(one: BrigadeEstimates) -> Iterator[str]:
    most = one.after_the_order
    if most is not None:
        yield f"after the order most of its time goes to {most[1]}, {days(most[0])} on average"


def brigades_table(some: Sequence[BrigadeEstimates]) -> Table:
    """One row for each: its median, 80 % of runs, share closed by each limit, bound, first cause.

    The first cause is the one with the most days on average after the order; `never` counts runs in which it
    did not close.
    """
    limits = tuple(f"{limit} d" for limit in LIMITS)
    heads = ("brigade", "closed", "80 %", *limits, "bound", "first cause", "days", "never")
    return Table(TITLE, heads, tuple(map(_row, some)), (1, 2, 3, 4, 5, 7, 8))


def _row(one: BrigadeEstimates) -> tuple[str, ...]:
    closure, most = one.closure, one.after_the_order
    within = (one.within.get(limit) for limit in LIMITS)
    return (
        one.name,
        tenth(closure.median),
        spread(closure.low, closure.high) if closure.n > 1 else "",
        *("" if share is None else probability(share.mean) for share in within),
        "" if one.bound is None else tenth(one.bound.median),
        *(("", "") if most is None else (most[1], tenth(most[0]))),
        str(closure.unfinished or ""),
    )


def one_brigade(one: BrigadeEstimates) -> Iterator[Part]:
    """When it closed, how likely by when, the bound, and what took the time."""
    closure, many = one.closure, one.closure.n > 1
    most_runs = f"80 % of runs {days(closure.low)} to {days(closure.high)}" if many else ""
    rows = [("closed after", days(closure.median), most_runs), *(_by_when(one) if many else ())]
    if one.bound is not None:
        rows.append(("lower bound", days(one.bound.median), _nearness(one.bound.median, closure.median)))
    rows.append(("unfinished", str(closure.unfinished), f"of {of_them(closure.n, 'run')}"))
    title = f"{one.name}, days after the activation order{' (median)' if many else ''}"
    yield Table(title, ("", "", ""), tuple(rows), (1,))
    if one.causes:
        yield _causes_table(one.causes)


def _by_when(one: BrigadeEstimates) -> Iterator[tuple[str, str, str]]:
    """How likely it has closed by each day that was asked, with the interval of so many runs."""
    for limit, share in one.within.items():
        yield f"P(closed <= {limit} d)", probability(share.mean), f"95 % interval {_ends(share)}"


def _ends(share: Estimate) -> str:
    return between((share.low, share.high), probability)


def _causes_table(causes: Sequence[tuple[float, str]]) -> Table:
    whole = fsum(mean for mean, _ in causes if isfinite(mean))
    rows = tuple(
        (cause, days(finite(mean)), percent(mean / whole) if isfinite(mean) else "") for mean, cause in causes
    )
    title = "what took the time, from the indication on (mean)"
    return Table(title, ("cause", "days", "share"), rows, (1, 2))


def _nearness(bound: float | None, median: float | None) -> str:
    """How much of the median the bound explains."""
    return f"{percent(bound / median)} of the way to the limit" if bound and median else ""
