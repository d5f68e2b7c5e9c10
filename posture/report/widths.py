"""How wide an answer is: by chance, by what is assumed, and by what the model's own record adds."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, isfinite
from typing import Any

from posture.questions.assumed_runs import AssumedRuns
from posture.questions.backtest_record import ModelRecord
from posture.report.numbers import days, probability
from posture.report.record import DATE, FEWEST, MOVE, SOON
from posture.report.tables import Part, Table
from posture.stats.scores import interval

LEVEL = 0.8
SHOWN = 5
WIDTHS = ("chance", "assumed", "record")
"""Replications alone; each with a joint draw of what is assumed; past errors on top of chance."""


def widths(closures: Mapping[str, Sequence[float]], assumed: AssumedRuns) -> dict[str, dict[str, Any]]:
    """For each brigade and width the 80 % interval in days (None: never) and the share closed by day 30."""
    record = ModelRecord.shipped()
    found = {}
    for brigade, chance in closures.items():
        if len(chance) < FEWEST:
            continue
        drawn = {
            "chance": tuple(chance),
            "assumed": assumed.closures.get(brigade, (inf,)),
            "record": record.widened(DATE, MOVE, chance),
        }
        found[brigade] = {name: _told(drawn[name]) for name in WIDTHS}
    return found


def _told(draws: Sequence[float]) -> dict[str, Any]:
    low, high = interval(draws, LEVEL)
    return {
        "low": low if isfinite(low) else None,
        "high": high if isfinite(high) else None,
        "within_30_days": sum(one <= SOON for one in draws) / len(draws),
    }


def width_lines(closures: Mapping[str, Sequence[float]], assumed: AssumedRuns) -> Iterator[Part]:
    """The three beside each other for every brigade, and what could not be drawn."""
    found = widths(closures, assumed)
    yield ""
    if not found:
        yield "fewer than two histories closed a brigade, so that nothing is told of widths"
        return
    heads = ("brigade", "chance", "what is assumed", "the model's own record")
    rows = tuple((name, *(_interval(one[width]) for width in WIDTHS)) for name, one in found.items())
    yield Table("days until it closes, 80 %, as wide as each makes it", heads, rows, (1, 2, 3))
    rows = tuple(
        (name, *(probability(one[width]["within_30_days"]) for width in WIDTHS))
        for name, one in found.items()
    )
    yield Table(f"P(closed <= {SOON} d)", heads, rows, (1, 2, 3))
    yield from _drawn(assumed)


def _drawn(assumed: AssumedRuns) -> Iterator[str]:
    what = assumed.uncertain
    yield (
        f"what is assumed: {assumed.draws} joint draws of {len(what.drawn)} figures, each with a chance of "
        "its own; the record: past errors of this model on top of chance (posture backtest)"
    )
    if what.unranged:
        few, more = what.unranged[:SHOWN], len(what.unranged) - SHOWN
        rest = f" and {more} more (--json names all)" if more > 0 else ""
        yield f"without a range, and so not drawn: {', '.join(few)}{rest}"
    left = sum(len(one.draws) for one in assumed.refused)
    if left:
        yield f"{left} of {assumed.draws} draws make no sound scenario and are left out:"
        yield from (one.told for one in assumed.refused[:SHOWN])
        if len(assumed.refused) > SHOWN:
            yield f"and {len(assumed.refused) - SHOWN} reasons more (--json names all)"


def _interval(told: Mapping[str, Any]) -> str:
    low, high = ("never" if told[end] is None else days(told[end]) for end in ("low", "high"))
    return f"{low} to {high}"


def widths_data(closures: Mapping[str, Sequence[float]], assumed: AssumedRuns) -> dict[str, Any]:
    """The same as data, with every figure that has no range by name."""
    return {
        "widths": widths(closures, assumed),
        "joint_draws": assumed.draws,
        "figures_drawn": len(assumed.uncertain.drawn),
        "figures_without_range": list(assumed.uncertain.unranged),
        "draws_refused": [one._asdict() for one in assumed.refused],
    }
