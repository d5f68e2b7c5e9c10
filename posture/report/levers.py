"""Which lever buys how much: grids, fractions of grids, and one factor at a time."""

from collections.abc import Sequence

from posture.analysis.effects import Gain, Interaction, contrasts, gains, interactions, worst_first
from posture.analysis.tornado import Bar, tornado
from posture.report.findings import Finding, Question, cell
from posture.report.numbers import between, percent_of
from posture.report.tables import Table
from posture.runs.studies import Study, Varied
from posture.stats.arrays import Array

BARS_SHOWN = 20
INTERACTIONS_SHOWN = 6
PAIRED = "differences are taken replication by replication; points share their random numbers"
UNPAIRED = (
    "points do not share their random numbers: intervals hold, but are as wide as without pairing; "
    "run with common random numbers to narrow them"
)
ONE_BY_ONE = "each interval holds by itself: of twenty, one misses on average"


def grid(study: Study, values: Array, question: Question) -> Finding:
    """What each level of each factor adds to the first, all else equal."""
    levels = worst_first(study.design, values, lower_is_better=question.better != "higher")
    found = gains(study.design, values, study.names, question.confidence, levels)
    meet = interactions(study.design, values, study.names, question.confidence, levels)
    assumes = [
        pairing(study),
        "t intervals over the replications: the grid is taken as it is; words start at the worst",
    ]
    assumes.append(ONE_BY_ONE)
    tables = [_gains(study, found, question)]
    if meet:
        tables.append(_interactions(meet[:INTERACTIONS_SHOWN], question))
    sentence = _levers(study, found, question) + _together(meet, found, question)
    return Finding("main effects", sentence, tuple(assumes), tuple(tables), (*found, *meet))


def fraction(study: Study, values: Array, question: Question) -> Finding:
    """The same for a fraction of a grid."""
    levels = worst_first(study.design, values, lower_is_better=question.better != "higher")
    found = contrasts(study.design, values, study.names, question.confidence, levels)
    assumes = (
        pairing(study),
        "a fraction of a grid: what two factors do only together may be counted with a third",
        ONE_BY_ONE,
    )
    sentence = _levers(study, found, question)
    return Finding("main effects", sentence, assumes, (_gains(study, found, question),), tuple(found))


def one_at_a_time(study: Study, values: Array, question: Question) -> Finding:
    """The tornado: each factor alone at its low and high, the widest first."""
    bars = tornado(study.design, values, study.names, question.confidence)
    assumes = (
        pairing(study),
        "one factor at a time: what two factors do only together is not seen",
        "the interval of a swing is of the pair of points that makes it, chosen after looking",
        ONE_BY_ONE,
    )
    return Finding(
        "tornado", _swings(study, bars, question), assumes, (_bars(study, bars, question),), tuple(bars)
    )


def pairing(study: Study) -> str:
    """What the pairing rests on."""
    return PAIRED if study.common else UNPAIRED


def _unit(study: Study, name: str) -> str:
    return next(one.unit for one in study.factors if one.name == name)


def _levers(study: Study, found: Sequence[Gain], question: Question) -> str:
    """Each factor by its largest gain, the largest first."""
    best: dict[str, Gain] = {}
    for gain in found:
        if gain.factor not in best or abs(gain.change) > abs(best[gain.factor].change):
            best[gain.factor] = gain
    ordered = sorted(best.values(), key=lambda gain: (-abs(gain.change), gain.factor))
    sure = [gain for gain in ordered if gain.interval and (gain.interval.low > 0 or gain.interval.high < 0)]
    if not sure:
        return f"no factor is seen to move {question.about}: every interval holds 0"
    parts = [
        f"{_kind(study, gain.factor)}{gain.factor} from {cell(gain.base, _unit(study, gain.factor))} to "
        f"{cell(gain.level, _unit(study, gain.factor))} {question.buys(gain.change)} "
        f"({percent_of(question.confidence)} interval {between(_sized(gain))})"
        for gain in sure
    ]
    rest = [gain.factor for gain in ordered if gain not in sure]
    unseen = f"; {', '.join(rest)} cannot be told from nothing" if rest else ""
    return f"{question.about}, on average over all else: {'; '.join(parts)}{unseen}"


def shares_work(one: Interaction, found: Sequence[Gain], question: Question) -> bool:
    """Whether two improvements together give less than their sum; a change for the worse is turned round."""
    lost = (one.change > 0) == (question.better != "higher")
    for name in (one.first, one.second):
        last = [gain.change for gain in found if gain.factor == name][-1]
        if (last > 0) == (question.better != "higher"):
            lost = not lost
    return lost


def _together(meet: Sequence[Interaction], found: Sequence[Gain], question: Question) -> str:
    """The largest interaction, where it is sure: a sum of single effects would then mislead."""
    if question.better == "neither" or not meet or meet[0].interval is None:
        return ""
    most, (low, high) = meet[0], meet[0].interval
    if low <= 0 <= high:
        return ""
    how = "less" if shares_work(most, found, question) else "more"
    amount = question.size(most.change)
    return f"; {most.first} and {most.second} together give {amount} {how} than one by one"


def _sized(gain: Gain) -> tuple[float, float] | None:
    """The interval of the size of a change, turned so that it reads with the word before it."""
    if gain.interval is None:
        return None
    low, high = gain.interval
    return (low, high) if gain.change > 0 else (-high, -low)


def _kind(study: Study, name: str) -> str:
    mixed = len({factor.kind for factor in study.factors}) > 1
    found: Varied = next(one for one in study.factors if one.name == name)
    return "the uncertainty " if mixed and found.kind == "uncertainty" else ""


def _gains(study: Study, found: Sequence[Gain], question: Question) -> Table:
    rows = tuple(
        (
            gain.factor,
            f"{cell(gain.base, _unit(study, gain.factor))} → {cell(gain.level, _unit(study, gain.factor))}",
            question.told_more(gain.change),
            between(gain.interval, question.told_more),
            f"{question.told_more(gain.least)} to {question.told_more(gain.most)}"
            if gain.settings > 1
            else "-",
            str(gain.pairs),
        )
        for gain in found
    )
    interval = f"{percent_of(question.confidence)} interval"
    heads = ("factor", "change", question.column or "change", interval, "over the other settings", "pairs")
    return Table(f"what each level adds to {question.about}, all else equal", heads, rows, (2, 3, 4, 5))


def _interactions(found: Sequence[Interaction], question: Question) -> Table:
    rows = tuple(
        (
            f"{one.first} with {one.second}",
            question.told_more(one.change),
            between(one.interval, question.told_more),
        )
        for one in found
    )
    heads = ("together", question.column or "change", f"{percent_of(question.confidence)} interval")
    title = "what two changes from first to last level add together beyond the sum of both, the largest"
    return Table(title, heads, rows, (1, 2))


def _swings(study: Study, bars: Sequence[Bar], question: Question) -> str:
    sure = [bar for bar in bars if bar.certain]
    if not sure:
        return f"no factor alone is seen to move {question.about}"
    parts = [
        f"{bar.factor} moves it by {question.size(bar.swing)} ({between(bar.interval, question.told)})"
        for bar in sure[:3]
    ]
    what = "assumed figures" if study.kind == "assumptions" else "factors"
    return (
        f"of the {len(bars)} {what} of {question.about}, within their stated ranges and one at a time, "
        f"{', '.join(parts)}; {len(sure)} of {len(bars)} {what} are seen to move it at all"
    )


def _bars(study: Study, bars: Sequence[Bar], question: Question) -> Table:
    rows = tuple(
        (
            bar.factor,
            question.told(bar.swing),
            between(bar.interval, question.told),
            ", ".join(
                f"{cell(move.value, _unit(study, bar.factor))}: {question.told_more(move.change)}"
                for move in bar.moves
            ),
            str(bar.pairs),
        )
        for bar in bars[:BARS_SHOWN]
    )
    heads = (
        "factor",
        f"swing, {question.column}",
        f"{percent_of(question.confidence)} interval",
        "at",
        "pairs",
    )
    more = f" (the first {BARS_SHOWN} of {len(bars)})" if len(bars) > BARS_SHOWN else ""
    return Table(
        f"what each factor moves {question.about} by when it alone changes{more}", heads, rows, (1, 2, 4)
    )
