"""Two runs compared: which measures moved, and what took the brigades their time in one and not the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import fsum
from typing import Any

from posture.core.clock import DAY
from posture.core.ids import is_whole
from posture.questions.compare import Compared, Moved, compare_rows
from posture.report.against import PAIRED_BY, BrigadeComparison, Difference, compare
from posture.report.explain import PLACES_SHOWN, Key, Told, by_cause, by_place, told
from posture.report.explained import compared
from posture.report.text import columns, percent
from posture.runs.store import StoredRun
from posture.stats.paired import welch

FORM = ".3g"
CLOSURES = {"closure_days", "part_closure_days"}


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
    chains = [here.chain(subject, one) for one in closed], [there.chain(subject, one) for one in others]
    found = []
    for split in (by_cause, by_place):
        sums = [[split(chain) for chain in some] for some in chains]
        keys: list[Key] = sorted({key for some in sums for one in some for key in one})
        gaps = [_gap(key, *([one.get(key, 0) / DAY for one in some] for some in sums)) for key in keys]
        ordered = sorted(gaps, key=lambda one: (-abs(one.days), one.cause, one.place))
        found.append(tuple(ordered if closed and others else ()))
    whole = _gap(("", ""), *days) if closed and others else None
    only = len(here.days[subject]) - len(closed), len(there.days[subject]) - len(others)
    return BrigadeComparison(subject, 0, *only, whole, found[0], found[1][:PLACES_SHOWN])


def _gap(key: Key, here: Sequence[float], there: Sequence[float]) -> Difference:
    told_ = welch(here, there)
    mean = fsum(here) / max(len(here), 1) - fsum(there) / max(len(there), 1)
    return Difference(*key, mean, *(told_.interval if told_ else (None, None)))


def lines(answered: CompareAnswer, top: int) -> Iterator[str]:
    """What moved, what did not, and why."""
    found = answered.found
    how = "paired by replication" if found.paired else "not paired: the runs do not draw alike"
    yield f"{answered.second} against {answered.first}, {how}"
    yield from (f"  {unlike}" for unlike in answered.unlike)
    yield ""
    moved, sure = found.moved, percent(found.confidence)
    asked = sum(one.holm is not None for one in found.questions)
    yield f"{len(moved)} of {asked} questions moved (Holm, {sure} for all together)"
    first = sorted(moved, key=lambda one: one.key.measure not in CLOSURES)  # what a brigade is asked first
    yield from columns([_row(one) for one in first[:top]], right=(1, 2, 3, 4))
    if len(moved) > top:
        yield f"  and {len(moved) - top} more; --top shows them"
    unsure = [one for one in found.questions if one.p is not None and one.p < 1 - found.confidence]
    if len(unsure) > len(moved):
        yield f"{len(unsure) - len(moved)} more would count as moved if each were asked alone"
    for keys, name in ((found.only_first, answered.first), (found.only_second, answered.second)):
        if keys:
            yield f"{len(keys)} questions are answered by {name} alone, such as {_named(keys[0])}"
    for one in answered.why:
        yield ""
        yield from compared(one, answered.first) if found.paired else _unpaired(one, answered.first)


def _row(one: Moved) -> tuple[str, ...]:
    gap, interval = one.difference or 0.0, one.interval
    return (
        _named(one.key),
        f"{one.first or 0:{FORM}}",
        f"to {one.second or 0:{FORM}} {one.key.unit}",
        f"{gap:+{FORM}}",
        f"({interval.low:+{FORM}} to {interval.high:+{FORM}})" if interval else "",
        "p < 0.0001" if (one.holm or 0) < 0.0001 else f"p {one.holm:.4f}",
    )


def _named(key: Any) -> str:
    return f"{key.measure}[{key.subject}]{' finishes' if key.finishes else ''}"


def _unpaired(one: BrigadeComparison, other: str) -> Iterator[str]:
    """The same as for pairs, in the words of independent samples."""
    if one.closure is None:
        yield f"{one.subject} never closes in this run, or never in {other}: nothing can be told"
        return
    text = list(compared(one, other))
    yield text[0].replace("0 pairs", "not paired").replace("one pair", "one run each")
    for line in text[1:]:
        if "replications close only" not in line:
            yield line.replace(", paired)", ", Welch)")


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
