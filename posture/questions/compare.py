"""Two runs, measure by measure: what moved, with a correction for asking so many questions at once.

Paired where both draw alike, replication by replication; else as independent samples. Holm's correction
(1979) keeps the chance that anything is called moved which is not below 1 - confidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb, fsum, inf, isfinite, isnan, nan, sqrt
from typing import NamedTuple

from posture.runs.studies import ZERO_IF_UNTOLD
from posture.stats.estimates import CONFIDENCE, Answer, Interval, wilson
from posture.stats.paired import paired, share_difference, welch

ROUNDING = 1e-9
"""A spread below this share of a difference is none."""


class ComparedQuantity(NamedTuple):
    """One question: a measure of a subject, or whether it finishes."""

    measure: str
    subject: str
    unit: str
    finishes: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """One question in both runs; the difference is second minus first, with an interval of its own.

    `first` and `second` are means over what counts: pairs of which both finished, or all runs that did where
    they are not paired (then `pairs` is the smaller number). `p` is the two-sided level of the test that
    nothing moved, `holm` the same corrected for all questions; None where too few runs answered.
    """

    key: ComparedQuantity
    pairs: int
    first: float | None
    second: float | None
    difference: float | None
    interval: Interval | None
    p: float | None
    holm: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """All questions, those that moved most surely first; `only_first` and `only_second` are asked of one."""

    paired: bool
    questions: tuple[Moved, ...]
    only_first: tuple[ComparedQuantity, ...]
    only_second: tuple[ComparedQuantity, ...]
    confidence: float

    @property
    def moved(self) -> tuple[Moved, ...]:
        """What moved, with the stated confidence for all together."""
        return tuple(
            one for one in self.questions if one.holm is not None and one.holm <= 1 - self.confidence
        )


Values = Mapping[ComparedQuantity, Mapping[int, float]]
"""By question and replication."""


def compare_rows(
    first: Sequence[Answer], second: Sequence[Answer], *, in_pairs: bool, confidence: float = CONFIDENCE
) -> Compared:
    """Ask everything that both answer; in pairs, replications that only one of them has are left aside."""
    runs = [sorted({row.replication for row in rows}) for rows in (first, second)]
    if in_pairs:
        runs = [sorted(set(runs[0]) & set(runs[1]))] * 2
    here, there = _values(first), _values(second)
    ask = _paired if in_pairs else _independent
    found = []
    for key in sorted(here.keys() & there.keys()):
        lists = _column(key, here, runs[0]), _column(key, there, runs[1])
        found += [ask(one, *values, confidence) for one, values in _questions(key, lists)]
    return Compared(
        in_pairs,
        tuple(sorted(_holm(found), key=_order)),
        tuple(sorted(here.keys() - there.keys())),
        tuple(sorted(there.keys() - here.keys())),
        confidence,
    )


def _values(rows: Iterable[Answer]) -> Values:
    found: defaultdict[ComparedQuantity, dict[int, float]] = defaultdict(dict)
    for row in rows:
        found[ComparedQuantity(row.measure, row.subject, row.unit)][row.replication] = row.value
    return found


def _column(key: ComparedQuantity, values: Values, runs: Sequence[int]) -> list[float]:
    """One value a replication; NaN where it does not tell."""
    untold = 0.0 if key.measure in ZERO_IF_UNTOLD else nan
    return [values[key].get(run, untold) for run in runs]


Lists = tuple[list[float], list[float]]


def _questions(key: ComparedQuantity, lists: Lists) -> Iterable[tuple[ComparedQuantity, Lists]]:
    """The question itself, and whether it finishes where some run does not."""
    yield key, lists
    if any(value == inf for values in lists for value in values):
        whether = tuple([nan if isnan(one) else float(isfinite(one)) for one in values] for values in lists)
        yield key._replace(unit="probability", finishes=True), (whether[0], whether[1])


def _paired(
    key: ComparedQuantity, first: Sequence[float], second: Sequence[float], confidence: float
) -> Moved:
    both = [pair for pair in zip(first, second, strict=True) if all(map(isfinite, pair))]
    if not both:
        return Moved(key=key, pairs=0, first=None, second=None, difference=None, interval=None, p=None)
    here, there = [one for one, _ in both], [other for _, other in both]
    means = fsum(here) / len(both), fsum(there) / len(both)
    if key.unit == "probability":
        gap, interval = share_difference(there, here, confidence)
        return Moved(key, len(both), *means, gap, interval, _mcnemar(both))
    told = paired(there, here, confidence)
    alike = 2.0 ** (1 - told.pairs)
    p = None if told.variance is None else _student(told.mean or 0.0, told.variance, told.pairs - 1, alike)
    return Moved(key, told.pairs, *means, told.mean, told.interval, p)


def _independent(
    key: ComparedQuantity, first: Sequence[float], second: Sequence[float], confidence: float
) -> Moved:
    here, there = [one for one in first if isfinite(one)], [one for one in second if isfinite(one)]
    if not here or not there:
        return Moved(key=key, pairs=0, first=None, second=None, difference=None, interval=None, p=None)
    means = fsum(here) / len(here), fsum(there) / len(there)
    runs = min(len(here), len(there))
    if key.unit == "probability":
        a, b = round(fsum(here)), round(fsum(there))
        interval = _newcombe(b, len(there), a, len(here), confidence)
        p = _fisher(a, len(here), b, len(there))
        return Moved(key, runs, *means, means[1] - means[0], interval, p)
    told = welch(there, here, confidence)
    if told is None:
        return Moved(key, runs, *means, means[1] - means[0], None, None)
    p = _student(told.difference, told.variance, told.freedom, 2 / comb(len(here) + len(there), len(here)))
    return Moved(key, runs, *means, told.difference, told.interval, p)


def _student(difference: float, variance: float, freedom: float, alike: float) -> float:
    """The two-sided level of a t statistic; of a difference without any spread that of a permutation.

    `alike` is the chance that so many values fall apart by side if nothing moved.
    """
    from scipy.special import stdtr

    if sqrt(variance) <= ROUNDING * abs(difference):
        return min(1.0, alike) if difference else 1.0
    return 2 * float(stdtr(freedom, -abs(difference) / sqrt(variance)))


def _mcnemar(pairs: Sequence[tuple[float, float]]) -> float:
    """Exact: whether pairs that differ fall to either side alike."""
    up, down = sum(one < other for one, other in pairs), sum(one > other for one, other in pairs)
    below: int = sum(comb(up + down, k) for k in range(min(up, down) + 1))
    return min(1.0, float(2 * below) / float(2 ** (up + down)))


def _fisher(a: int, n: int, b: int, m: int) -> float:
    """Fisher's exact test of a in n against b in m: all tables at most as likely as this one."""
    ways = [comb(n, k) * comb(m, a + b - k) for k in range(a + b + 1)]
    return sum(way for way in ways if way <= ways[a]) / comb(n + m, a + b)


def _newcombe(a: int, n: int, b: int, m: int, confidence: float) -> Interval:
    """Difference a/n - b/m of independent shares by the square-and-add of Wilson intervals (1998)."""
    (l1, u1), (l2, u2) = wilson(a, n, confidence), wilson(b, m, confidence)
    gap = a / n - b / m
    below, above = sqrt((a / n - l1) ** 2 + (u2 - b / m) ** 2), sqrt((u1 - a / n) ** 2 + (b / m - l2) ** 2)
    return Interval(max(-1.0, gap - below), min(1.0, gap + above))


def _holm(found: Sequence[Moved]) -> list[Moved]:
    """Step down: the smallest level times the number of questions, the next times one less, never falling."""
    asked = sorted(((one.p, one) for one in found if one.p is not None), key=lambda pair: pair[0])
    corrected, least = [one for one in found if one.p is None], 0.0
    for rank, (p, one) in enumerate(asked):
        least = max(least, min(1.0, p * (len(asked) - rank)))
        corrected.append(replace(one, holm=least))
    return corrected


def _order(one: Moved) -> tuple[float, float, ComparedQuantity]:
    return (2.0 if one.holm is None else one.holm, 2.0 if one.p is None else one.p, one.key)
