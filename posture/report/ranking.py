"""The points of a study side by side: what each gives, how it differs, and which may be best."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite

import numpy as np

from posture.report.findings import Finding, Question, cell
from posture.report.levers import ONE_BY_ONE, pairing
from posture.report.numbers import between, number, percent, percent_of
from posture.report.tables import Table
from posture.runs.studies import Study
from posture.stats.arrays import Array
from posture.stats.estimates import Interval, mean_interval, median, wilson
from posture.stats.intervals import QuantileInterval, quantile_interval
from posture.stats.paired import Paired, paired, share_difference
from posture.stats.selection import kn, ocba, rinott_h, rinott_runs, screen
from posture.stats.unfinished import Finished, finished

SHOWN = 30
LATE = 0.9
FIRST = 10


@dataclass(frozen=True, slots=True)
class PointStanding:
    """One point: its mean (up to the limit), median and 90 % quantile, and the share that finished."""

    point: int
    settings: tuple[str, ...]
    n: int
    mean: float
    interval: Interval | None
    median: float
    median_interval: QuantileInterval
    late: float
    late_interval: QuantileInterval
    finished: Finished


@dataclass(frozen=True, slots=True)
class Contrast:
    """One point less the first, in pairs."""

    point: int
    difference: float | None
    interval: Interval | None
    paired: Paired


@dataclass(frozen=True, slots=True)
class Best:
    """The points that may be the best, the best first, and what deciding between them takes.

    `decided` is KN's answer from these replications, None where it needs more. `runs` is how many of each
    Rinott's procedure would take, `next_runs` the shares in which OCBA would deal out the next; both are for
    points that share no chance, and empty for others.
    """

    may_be_best: tuple[int, ...]
    indifference: float
    decided: int | None
    rounds: int
    runs: tuple[int, ...]
    next_runs: tuple[float, ...]


def overview(study: Study, raw: Array, values: Array, question: Question) -> Finding:
    """Every point with its intervals; `raw` still has infinity where a run never finished."""
    stands = [_stand(study, row, raw[row], values[row], question) for row in range(len(raw))]
    ordered = stands
    note = ""
    if len(stands) > SHOWN:
        worst_first = question.better == "higher"
        ordered = sorted(stands, key=lambda one: -one.mean if worst_first else one.mean)[:SHOWN]
        note = f" (the best {SHOWN} of {len(stands)} points)"
    names = study.names
    heads = ("point", *names, "n", "mean", "interval", "median", "interval", "90 %", "finished")
    rows = tuple(
        (
            str(one.point),
            *map(cell, one.settings),
            str(one.n),
            question.told(one.mean),
            between(one.interval, question.told),
            question.told(one.median),
            between(one.median_interval[:2], question.told),
            question.told(one.late),
            f"{one.finished.finished} of {one.finished.n}",
        )
        for one in ordered
    )
    right = (0, *range(len(names) + 1, len(heads)))
    assumes = [
        f"{percent_of(question.confidence)} intervals: means by t, probabilities Wilson, medians by order"
    ]
    if question.limit is not None:
        assumes.append(
            f"means are up to {question.amount(question.limit)}: what never finished counts as that"
        )
    means = [one.mean for one in stands if isfinite(one.mean)]
    sentence = f"{question.about} is {_reach(means, question)} on average over {len(stands)} points"
    table = Table(f"{question.about}, {question.column}{note}", heads, rows, right)
    return Finding("overview", sentence, tuple(assumes), (table,), tuple(stands))


def _reach(means: Sequence[float], question: Question) -> str:
    """From the least mean to the largest; one value where both read the same."""
    if not means:
        return "nowhere"
    least, most = question.amount(min(means)), question.amount(max(means))
    return least if least == most else f"from {least} to {most}"


def _stand(study: Study, row: int, raw: Array, values: Array, question: Question) -> PointStanding:
    answered = raw[~np.isnan(raw)].tolist()
    cut = values[~np.isnan(values)].tolist()
    n = len(answered)
    if not n:
        nothing = QuantileInterval(-np.inf, np.inf, 1.0)
        return PointStanding(
            study.points[row],
            study.design[row],
            0,
            np.nan,
            None,
            np.nan,
            nothing,
            np.nan,
            nothing,
            finished([]),
        )
    if question.unit == "probability":
        interval: Interval | None = wilson(round(sum(cut)), n, question.confidence)
    else:
        interval = mean_interval(cut, question.confidence)
    ordered = sorted(answered)
    return PointStanding(
        study.points[row],
        study.design[row],
        n,
        fsum(cut) / n,
        interval,
        median(answered),
        quantile_interval(answered, 0.5, question.confidence),
        ordered[-(-n * 9 // 10) - 1],
        quantile_interval(answered, LATE, question.confidence),
        finished(answered, question.confidence),
    )


def against_first(study: Study, values: Array, question: Question) -> Finding:
    """Each point less the first of the design."""
    found = [_contrast(study, row, values, question) for row in range(1, len(values))]
    names = study.names
    rows = tuple(
        (
            str(one.point),
            *map(cell, study.design[number_]),
            question.told_more(one.difference),
            between(one.interval, question.told_more),
            str(one.paired.pairs),
            number(one.paired.ratio),
        )
        for number_, one in enumerate(found, start=1)
    )[:SHOWN]
    interval = f"{percent_of(question.confidence)} interval"
    heads = ("point", *names, question.column or "change", interval, "pairs", "pairing pays")
    right = (0, *range(len(names) + 1, len(heads)))
    title = f"each point less point {study.points[0]}, {question.about}"
    assumes = (
        pairing(study),
        "pairing pays: how many times the runs would be needed without it (variance unpaired over paired)",
        ONE_BY_ONE,
    )
    sure = [one for one in found if one.interval and (one.interval.low > 0 or one.interval.high < 0)]
    told = sorted(sure, key=lambda one: -abs(one.difference or 0.0))[:3]
    parts = [f"point {one.point} {question.buys(one.difference or 0.0)}" for one in told]
    sentence = (
        f"against point {study.points[0]}, {question.about}: {', '.join(parts)}; {len(sure)} of {len(found)} "
        f"points differ from it for sure"
        if sure
        else f"no point is seen to differ from point {study.points[0]} in {question.about}"
    )
    return Finding("comparison", sentence, assumes, (Table(title, heads, rows, right),), tuple(found))


def _contrast(study: Study, row: int, values: Array, question: Question) -> Contrast:
    here, base = values[row].tolist(), values[0].tolist()
    found = paired(here, base, question.confidence)
    if question.unit == "probability" and found.pairs:
        gap, interval = share_difference(here, base, question.confidence)
        return Contrast(study.points[row], gap, interval, found)
    return Contrast(study.points[row], found.mean, found.interval, found)


def best(study: Study, values: Array, question: Question) -> Finding | None:
    """Which points may be the best; None where nobody can choose, or too few runs answered."""
    whole = values[:, np.isfinite(values).all(axis=0)]
    chosen = all(one.kind != "uncertainty" for one in study.factors)
    if not chosen or question.better == "neither" or len(values) < 2 or whole.shape[1] < 3:
        return None
    left = screen(whole, better=question.better, confidence=question.confidence)
    matters = question.indifference or _matters(whole)
    picked = kn(
        lambda systems, one: whole[list(systems), one].tolist(),
        len(whole),
        matters,
        better=question.better,
        first=min(FIRST, whole.shape[1]),
        most=whole.shape[1],
        confidence=question.confidence,
    )
    found = Best(
        tuple(study.points[one] for one in left),
        matters,
        study.points[picked.left[0]] if picked.decided else None,
        picked.rounds,
        *(((), ()) if study.common else _independent(whole, matters, question)),
    )
    return Finding("selection", _pick(study, found, question), _rests(study, found, question), (), (found,))


def _independent(
    whole: Array, matters: float, question: Question
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Runs that Rinott asks of each point, and how OCBA deals out the next; for points without pairing."""
    first = whole.shape[1]
    deviations = whole.std(axis=1, ddof=1).tolist()
    h = rinott_h(len(whole), first, question.confidence)
    runs = tuple(rinott_runs(one, matters, first, h) for one in deviations)
    return runs, tuple(ocba(whole.mean(axis=1).tolist(), deviations, question.better).tolist())


def _matters(whole: Array) -> float:
    """A tenth of the spread between the points' means, where nobody has said what matters."""
    spread = float(np.ptp(whole.mean(axis=1)))
    return spread / 10 if spread > 0 else max(float(whole.std()), 1e-12) / 10


def _pick(study: Study, found: Best, question: Question) -> str:
    settings = dict(zip(study.points, study.design, strict=True))
    top = found.may_be_best[0]
    named = ", ".join(f"{name} {cell(one)}" for name, one in zip(study.names, settings[top], strict=True))
    many = len(found.may_be_best)
    others = (
        "it alone may be the best"
        if many == 1
        else (f"{many} of {len(study.points)} points may be the best: {_points(found.may_be_best)}")
    )
    stated = (
        "" if question.indifference else ", a tenth of what lies between the points (state --indifference)"
    )
    choice = f"KN picks point {found.decided} after {found.rounds} replications"
    if found.decided is None:
        rinott = f" ({max(found.runs)} of each by Rinott)" if found.runs else ""
        choice = f"KN needs more replications to pick one{rinott}"
    return (
        f"best on average is point {top} ({named}); {others}; where a difference of "
        f"{question.size(found.indifference)} matters{stated}, {choice}"
    )


def _rests(study: Study, found: Best, question: Question) -> tuple[str, ...]:
    sure = percent_of(question.confidence)
    rests = [
        "screening by paired t intervals that hold together (Bonferroni)",
        f"KN is {sure} sure of one within that difference, if answers are normal",
    ]
    if found.next_runs:
        deal = sorted(zip(found.next_runs, study.points, strict=True), reverse=True)[:3]
        dealt = ", ".join(f"{percent(share)} to point {point}" for share, point in deal)
        rests.append(f"the next runs are best dealt {dealt} (OCBA)")
    return tuple(rests)


def _points(points: Sequence[int]) -> str:
    shown = ", ".join(map(str, points[:8]))
    return shown if len(points) <= 8 else f"{shown} …"
