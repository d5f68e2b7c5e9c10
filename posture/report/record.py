"""What the model's own record adds to a closure: the interval and the probability with past errors on top."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from statistics import median
from typing import Any

from posture.questions.backtest_cases import Date
from posture.questions.backtest_record import ModelRecord
from posture.report.numbers import days, probability
from posture.stats.scores import interval

DATE: Date = "operational"
MOVE = "mixed"
"""A brigade closes when it is operational, and comes by more than one mode."""
SOON = 30
FEWEST = 2
"""Of one history alone nothing is told of chance, and so nothing on top of it."""


def with_record(closures: Mapping[str, Sequence[float]]) -> dict[str, dict[str, Any]]:
    """For each brigade that closes its 80 % interval and its share by day 30, with past errors on top."""
    record, found = ModelRecord.shipped(), {}
    dates = len(record.alike(DATE))
    for brigade, draws in closures.items():
        if len(draws) < FEWEST:
            continue
        widened = record.widened(DATE, MOVE, draws)
        low, high = interval(widened, 0.8)
        if isfinite(low):
            soon = sum(one <= SOON for one in widened) / len(widened)
            end = high if isfinite(high) else None
            found[brigade] = {"low": low, "high": end, "within_30_days": soon, "dates": dates}
    return found


def record_lines(closures: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """The same for the slowest brigade, as a sentence beside that of chance alone."""
    slowest = max(closures, key=lambda name: (median(closures[name]), name), default="")
    told = with_record({slowest: closures[slowest]}).get(slowest) if slowest else None
    if told is None:
        return
    high = "never" if told["high"] is None else days(told["high"])
    within = probability(told["within_30_days"])
    yield (
        f"With past errors of this model on top ({told['dates']} dates of past moves, posture backtest) "
        f"{slowest} closes after {days(told['low'])} to {high} (80 %); P(closed <= {SOON} d) is {within}."
    )
