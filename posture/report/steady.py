"""What a run comes to in the long run: how much of its beginning is warm-up, and the mean of what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from posture.core.errors import PostureError
from posture.report.findings import Finding, FindingTable, between, number, percent_of
from posture.runs.series import HELD, daily, logs
from posture.runs.store import StoredRun
from posture.stats.estimates import Interval, mean_interval
from posture.stats.intervals import BATCHES, batch_interval
from posture.stats.warm_up import Warmup, mser

MOST = 20
"""Replications that are made again."""


@dataclass(frozen=True, slots=True)
class Steady:
    """The cut in days and the means with it and without; `batches` is of the first replication alone.

    `lag` is the correlation of one batch's mean with the next: far from 0, the batches are too short.
    """

    warmup: Warmup
    days: int
    replications: int
    whole: float
    mean: float
    interval: Interval | None
    batches: Interval | None
    lag: float | None


def steady(run: StoredRun, asked: str, confidence: float) -> Finding:
    """MSER-5 on the mean of all replications day by day, then the mean of what is left.

    `asked` is a kind of log row, of one subject where brackets name one: `serviceable[siauliai]`.
    """
    kind, bracket, rest = asked.partition("[")
    if bracket and not rest.endswith("]"):
        raise PostureError(f"'{asked}' lacks its ']'; write it like serviceable[siauliai]")
    series = [daily(log, horizon, kind, rest.removesuffix("]")) for log, horizon in logs(run, MOST)]
    found = summed_up(series, confidence)
    if found is None:
        raise PostureError(f"{len(series[0])} days are too few to tell a warm-up; run it longer")
    unit = "on average" if kind in HELD else "a day"
    sure = percent_of(confidence)
    rows = (
        ("from the first day on", number(found.whole), "-"),
        (f"without the first {found.warmup.cut} days", number(found.mean), between(found.interval)),
        ("one replication in batches", "-", between(found.batches)),
    )
    table = FindingTable(f"{asked}, {unit}", ("days counted", "mean", f"{sure} interval"), rows, (1,))
    if found.warmup.sound:
        cut = f"the first {found.warmup.cut} of {found.days} days are warm-up; from then on it is"
        counted = f", {number(found.whole)} if they count" if found.warmup.cut else ""
        cut = cut if found.warmup.cut else f"none of {found.days} days is warm-up; it is"
        sentence = f"{asked}: {cut} {number(found.mean)} {unit} ({between(found.interval)}){counted}"
    else:
        sentence = (
            f"{asked}: {found.days} days are too short to tell the warm-up from the rest; the least error is "
            f"at day {found.warmup.cut}, past the middle"
        )
    lag = "-" if found.lag is None else f"{found.lag:+.2f}"
    assumes = (
        f"warm-up by MSER-5 on the mean of {found.replications} replications, made again and found as stored",
        f"intervals over replications by t; of one by {BATCHES} batches, correlated with the next by {lag}",
    )
    return Finding("steady state", sentence, assumes, (table,), (found,))


def summed_up(series: Sequence[Sequence[float]], confidence: float) -> Steady | None:
    """What these replications say, day by day; None where they are too short for a warm-up."""
    days, n = len(series[0]), len(series)
    cut = mser([fsum(one[day] for one in series) / n for day in range(days)])
    if cut is None:
        return None
    means = [fsum(one[cut.cut :]) / (days - cut.cut) for one in series]
    alone = series[0][cut.cut :]
    return Steady(
        cut,
        days,
        n,
        fsum(map(fsum, series)) / (n * days),
        fsum(means) / n,
        mean_interval(means, confidence),
        batch_interval(alone, BATCHES, confidence),
        lag_one(alone),
    )


def lag_one(series: Sequence[float]) -> float | None:
    """Correlation between the means of neighbouring batches; None where they are constant or too short."""
    size = len(series) // BATCHES
    if size < 2:
        return None
    kept = series[len(series) - size * BATCHES :]
    means = [fsum(kept[start : start + size]) / size for start in range(0, len(kept), size)]
    middle = fsum(means) / len(means)
    apart = [one - middle for one in means]
    spread = fsum(one * one for one in apart)
    return fsum(one * other for one, other in pairwise(apart)) / spread if spread else None
