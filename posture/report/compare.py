"""Two runs compared: which measures moved, and what took the brigades their time in one and not the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import fsum
from typing import Any

from posture.core.clock import DAY
from posture.core.errors import Refused
from posture.core.ids import is_whole
from posture.questions.compare import Compared, ComparedQuantity, Moved, compare_rows
from posture.report.critical_chain import CLOSURES, Key, Sums, Told, by_cause, by_place, spent, told
from posture.report.explain import PLACES_SHOWN
from posture.report.explain_tables import where
from posture.report.numbers import (
    NEXT_TO_NONE,
    between,
    days,
    days_more,
    figure,
    figure_more,
    of_them,
    p_value,
    percent_of,
    tenth_more,
)
from posture.report.tables import Part, Table
from posture.report.watch_moved import watch_moved
from posture.runs.ledgers import Booked
from posture.runs.store import StoredRun
from posture.stats.estimates import mean_interval
from posture.stats.paired import welch

PAIRED_BY = ("seed", "replications", "deterministic")
Chain = Sequence[Booked]


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of this run minus the other over the pairs, in days, with its 95 % interval (paired t)."""

    cause: str
    place: str
    days: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BrigadeComparison:
    """One brigade or part in two runs; a pair counts where it closed in both.

    `only_here` and `only_there` count the replications in which it closed in one of them alone.
    """

    subject: str
    pairs: int
    only_here: int
    only_there: int
    closure: Difference | None
    causes: tuple[Difference, ...]
    places: tuple[Difference, ...]


def check_paired(run: StoredRun, other: StoredRun) -> None:
    """Refuse two runs whose replications do not draw alike."""
    for key in PAIRED_BY:
        here, there = run.manifest.get(key), other.manifest.get(key)
        if here != there:
            raise Refused(
                f"{run.folder} and {other.folder} cannot be paired: {key} is {here} here and {there} there; "
                f"run one of them again with the other's"
            )


def compare(here: Told, there: Told, subject: str) -> BrigadeComparison:
    """The difference in closure and in each cause, replication by replication."""
    closed, others = set(here.closed(subject)), set(there.closed(subject) if subject in there.days else ())
    pairs = sorted(closed & others)
    chains = here.chains_in(subject, pairs), there.chains_in(subject, pairs)
    days = [here.days[subject][one] - there.days[subject][one] for one in pairs]
    return BrigadeComparison(
        subject,
        len(pairs),
        len(closed - others),
        len(others - closed),
        _difference("", "", days) if days else None,
        tuple(_differences(*chains, by_cause)),
        tuple(_differences(*chains, by_place))[:PLACES_SHOWN],
    )


def _differences(
    here: Sequence[Chain], there: Sequence[Chain], split: Callable[[Chain], Sums]
) -> Iterator[Difference]:
    """One for each cause (and place) that differs in any pair, the largest first."""
    mine, theirs, nothing = spent(here, split), spent(there, split), [0] * len(here)
    found = []
    for key in sorted(mine.keys() | theirs.keys()):
        pairs = zip(mine.get(key, nothing), theirs.get(key, nothing), strict=True)
        days = [(one - other) / DAY for one, other in pairs]
        if any(days):
            found.append(_difference(*key, days))
    yield from sorted(found, key=lambda one: (-abs(one.days), one.cause, one.place))


def _difference(cause: str, place: str, days: Sequence[float]) -> Difference:
    low, high = mean_interval(days) or (None, None)
    return Difference(cause, place, fsum(days) / len(days), low, high)


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Two runs by their names, what moved from the first to the second, and why brigades closed otherwise."""

    first: str
    second: str
    unlike: tuple[str, ...]
    found: Compared
    why: tuple[BrigadeComparison, ...]


def answer(first: StoredRun, second: StoredRun, confidence: float) -> CompareAnswer:
    """Compare two runs; in pairs where seed and draws are alike."""
    unlike = {
        key: f"{key} is {first.manifest.get(key)} there and {second.manifest.get(key)} here"
        for key in PAIRED_BY
        if first.manifest.get(key) != second.manifest.get(key)
    }
    in_pairs = unlike.keys() <= {"replications"}
    found = compare_rows(first.rows, second.rows, in_pairs=in_pairs, confidence=confidence)
    here, there = told(second), told(first)
    brigades = sorted(name for name in here.days.keys() & there.days.keys() if is_whole(name))
    why = compare if in_pairs else _independent
    reasons = tuple(why(here, there, one) for one in brigades)
    return CompareAnswer(str(first.folder), str(second.folder), tuple(unlike.values()), found, reasons)


def _independent(here: Told, there: Told, subject: str) -> BrigadeComparison:
    """As `compare`, of runs that do not draw alike: differences of means, with Welch's intervals."""
    closed, others = here.closed(subject), there.closed(subject)
    days = [here.days[subject][one] for one in closed], [there.days[subject][one] for one in others]
    chains = here.chains_in(subject, closed), there.chains_in(subject, others)
    found = []
    for split in (by_cause, by_place):
        mine, theirs = (spent(some, split) for some in chains)
        gaps = [
            _gap(key, _days(mine.get(key), len(closed)), _days(theirs.get(key), len(others)))
            for key in sorted(mine.keys() | theirs.keys())
        ]
        ordered = sorted(gaps, key=lambda one: (-abs(one.days), one.cause, one.place))
        found.append(tuple(ordered if closed and others else ()))
    whole = _gap(("", ""), *days) if closed and others else None
    only = len(here.days[subject]) - len(closed), len(there.days[subject]) - len(others)
    return BrigadeComparison(subject, 0, *only, whole, found[0], found[1][:PLACES_SHOWN])


def _days(seconds: Sequence[int] | None, runs: int) -> list[float]:
    return [one / DAY for one in seconds or [0] * runs]


def _gap(key: Key, here: Sequence[float], there: Sequence[float]) -> Difference:
    told_ = welch(here, there)
    mean = fsum(here) / max(len(here), 1) - fsum(there) / max(len(there), 1)
    return Difference(*key, mean, *(told_.interval if told_ else (None, None)))


def lines(answered: CompareAnswer, top: int) -> Iterator[Part]:
    """What moved, what did not, and why."""
    found = answered.found
    how = "paired by replication" if found.paired else "not paired: the runs do not draw alike"
    yield f"{answered.second} against {answered.first}, {how}"
    yield from (f"  {unlike}" for unlike in answered.unlike)
    yield ""
    moved, sure = found.moved, percent_of(found.confidence)
    asked = sum(one.holm is not None for one in found.questions)
    title = (
        f"{len(moved)} of {asked} questions moved (Holm, {sure} for all together)"
        if found.questions
        else "nothing can be compared: no measure is told of the same subject by both; say which is which "
        "with --as FIRST=SECOND"
    )
    first = sorted(moved, key=lambda one: one.key.measure not in CLOSURES)  # what a brigade is asked first
    heads = ("question", "from", "to", "change", f"{sure} interval", "p by Holm")
    yield Table(title, heads, tuple(map(_row, first[:top])), (1, 2, 3, 4, 5)) if moved else title
    if len(moved) > top:
        yield f"and {len(moved) - top} more; --top shows them"
    yield from watch_moved(moved)
    unsure = [one for one in found.questions if one.p is not None and one.p < 1 - found.confidence]
    if len(unsure) > len(moved):
        yield f"{len(unsure) - len(moved)} more would count as moved if each were asked alone"
    for keys, name in ((found.only_first, answered.first), (found.only_second, answered.second)):
        if keys:
            yield f"{len(keys)} questions are answered by {name} alone, such as {_named(keys[0])}"
    for one in answered.why:
        yield ""
        yield from compared(one, answered.first, paired=found.paired)


def _row(one: Moved) -> tuple[str, ...]:
    return (
        f"{_named(one.key)}, {one.key.unit}",
        figure(one.first or 0.0),
        figure(one.second or 0.0),
        figure_more(one.difference or 0.0),
        between(one.interval, figure_more),
        p_value(one.holm or 0.0),
    )


def _named(key: ComparedQuantity) -> str:
    return f"{key.measure}[{key.subject}]{' finishes' if key.finishes else ''}"


def compared(one: BrigadeComparison, other: str, *, paired: bool = True) -> Iterator[Part]:
    """All of one brigade's comparison; `other` is what the other run is called."""
    yield _closes(one, other, paired)
    if one.closure is None and not paired:
        return
    if paired:
        for count, named in ((one.only_here, "this run"), (one.only_there, other)):
            if count:
                yield f"  {of_them(count, 'replication')} close only in {named} and count nowhere below"
    how = "paired" if paired else "Welch"
    for split, differences in (("by cause", one.causes), ("by cause and place", one.places)):
        found = tuple(_differs(gap) for gap in differences if abs(gap.days) >= NEXT_TO_NONE)
        if found:
            title = f"what differs, {split} (mean of this run minus {other}, 95 % interval, {how})"
            yield Table(title, (split.removeprefix("by "), "days", "interval"), found, (1, 2))


def _closes(one: BrigadeComparison, other: str, paired: bool) -> str:
    """How much later or sooner the brigade closes, in one sentence."""
    if one.closure is None and paired:
        return f"{one.subject} closes in no replication of both this run and {other}: nothing can be paired"
    if one.closure is None:
        return f"{one.subject} never closes in this run, or never in {other}: nothing can be told"
    gap, low, high = one.closure.days, one.closure.low, one.closure.high
    moved = f"{days(abs(gap))} {'later' if gap > 0 else 'sooner'} than" if gap else "just when it does"
    if low is None or high is None:
        sure = "one pair" if paired else "one run each"
    else:
        pairs = f"{one.pairs} pairs" if paired else "not paired"
        sure = f"95 % interval {between((low, high), tenth_more)} d, {pairs}"
    return f"{one.subject} closes {moved} in {other} ({sure})"


def _differs(one: Difference) -> tuple[str, str, str]:
    return where(one.cause, one.place), days_more(one.days), between((one.low, one.high), tenth_more)


def as_data(answered: CompareAnswer) -> Mapping[str, Any]:
    """All questions, moved or not, and why."""
    found = answered.found
    return {
        "first": answered.first,
        "second": answered.second,
        "paired": found.paired,
        "unlike": answered.unlike,
        "confidence": found.confidence,
        "moved": len(found.moved),
        "questions": [_data(one) for one in found.questions],
        "only_first": [key._asdict() for key in found.only_first],
        "only_second": [key._asdict() for key in found.only_second],
        "why": [asdict(one) for one in answered.why],
    }


def _data(one: Moved) -> dict[str, Any]:
    return {
        **one.key._asdict(),
        "runs": one.pairs,
        "first": one.first,
        "second": one.second,
        "difference": one.difference,
        "low": one.interval.low if one.interval else None,
        "high": one.interval.high if one.interval else None,
        "p": one.p,
        "p_holm": one.holm,
    }
