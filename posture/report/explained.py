"""Explanations and comparisons as text."""

from collections.abc import Iterator, Sequence
from math import inf

from posture.core.ids import whole_of, within
from posture.report import nations
from posture.report.against import BrigadeComparison, Difference
from posture.report.explain import ChainStep, DelayShare, Explanation
from posture.report.stretches import TO
from posture.report.text import columns, days, percent, signed, span

NOTHING = 0.05
"""Days that a table would print as none."""


def sentence(one: Explanation) -> str:
    """The answer in one sentence."""
    if not one.closed:
        return f"{one.subject} closes in none of {one.runs} runs; there is no critical chain to explain"
    never = f"; {one.runs - one.closed} of {one.runs} runs never close" if one.closed < one.runs else ""
    if one.closure_days is None:
        begin = f"{one.subject} does not close in most runs{never}; where it closes, what costs most is"
    else:
        begin = f"{one.subject} closes on D{one.closure_days:+.1f} (median){never}; what costs most is"
    if not one.causes:
        return begin.replace("what costs most is", "nothing takes any time")
    most = one.causes[0]
    places = [cost for cost in one.places if cost.cause == most.cause and cost.place]
    where = f", most of all {_at(places[0].place)} ({days(places[0].days)})" if places else ""
    return f"{begin} {most.cause}: {days(most.days)} ({percent(most.share)}){where}"


def overview(some: Sequence[Explanation]) -> Iterator[str]:
    """Several brigades side by side, the latest first: when they close, what costs most, who is last."""
    yield (
        f"{len(some)} brigades, the latest first (median closure; runs that close; the cause and the place "
        f"that cost most, means; which line closes last most often)"
    )
    latest = sorted(some, key=lambda one: (-_closure(one), one.subject))
    yield from columns([_overview(one) for one in latest], right=(1, 2))
    yield ""
    yield f"all of one brigade, with its critical chain: --subject {latest[0].subject}"


def _closure(one: Explanation) -> float:
    return inf if one.closure_days is None else one.closure_days


def _overview(one: Explanation) -> tuple[str, ...]:
    closes = "never" if one.closure_days is None else f"D{one.closure_days:+.1f}"
    closed = f"{one.closed} of {one.runs}"
    if not one.causes:
        return one.subject, closes, closed, "", "", ""
    cause = one.causes[0]
    place = next((cost for cost in one.places if cost.place), cause)
    last = one.deciders[0] if one.deciders else None
    return (
        one.subject,
        closes,
        closed,
        f"{cause.cause} {days(cause.days)} ({percent(cause.share)})",
        f"{_where(place.cause, place.place)} {days(place.days)}",
        f"{last.part} {last.line or 'in place'} {percent(last.runs)}" if last else "",
    )


def explained(one: Explanation) -> Iterator[str]:
    """All of an explanation, line by line."""
    yield sentence(one)
    if not one.closed:
        return
    runs = f"mean of {one.closed} runs"
    yield ""
    yield f"what took the time from the indication to the closure ({runs}, 95 % interval)"
    yield from columns([_cost(cost) for cost in one.causes], right=(1, 2, 3))
    yield ""
    yield f"where it took the time ({runs}, 95 % interval, how many runs have it on the critical chain)"
    rows = [
        (_where(cost.cause, cost.place), *_cost(cost)[1:], f"in {percent(cost.runs)}") for cost in one.places
    ]
    yield from columns(rows, right=(1, 2, 3, 4))
    if one.nations:
        yield ""
        yield from nations.told(one.nations)
    if one.deciders:
        yield ""
        yield "which line closes last" if "/" in one.subject else "which part and line closes last"
        last = [(d.part, d.line or "in place", f"in {percent(d.runs)} of runs") for d in one.deciders]
        yield from columns(last, right=(2,))
    yield ""
    yield f"the critical chain of replication {one.middle}, the median one (D is the moment of the order)"
    yield from columns([_step(step, one.subject) for step in one.steps], right=(0, 2))


def compared(one: BrigadeComparison, other: str) -> Iterator[str]:
    """All of a comparison, line by line; `other` is what the other run is called."""
    if one.closure is None:
        yield f"{one.subject} closes in no replication of both this run and {other}: nothing can be paired"
    else:
        gap = one.closure.days
        moved = f"{days(abs(gap))} {'later' if gap > 0 else 'sooner'} than" if gap else "just when it does"
        interval = span(one.closure.low, one.closure.high, "+z.1f")
        told = f"95 % interval {interval} d, {one.pairs} pairs" if interval else "one pair"
        yield f"{one.subject} closes {moved} in {other} ({told})"
    for count, where in ((one.only_here, "this run"), (one.only_there, other)):
        if count:
            yield f"  {count} replications close only in {where} and count nowhere below"
    for title, differences in (("by cause", one.causes), ("by cause and place", one.places)):
        found = [difference for difference in differences if abs(difference.days) >= NOTHING]
        if found:
            yield ""
            yield f"what differs, {title} (mean of this run minus {other}, 95 % interval, paired)"
            yield from columns([_differs(difference) for difference in found], right=(1, 2))


def _cost(cost: DelayShare) -> tuple[str, str, str, str]:
    return cost.cause, days(cost.days), span(cost.low, cost.high), percent(cost.share)


def _differs(one: Difference) -> tuple[str, str, str]:
    return _where(one.cause, one.place), signed(one.days), span(one.low, one.high, "+z.1f")


def _where(cause: str, place: str) -> str:
    return f"{cause} {_at(place)}" if place else cause


def _at(place: str) -> str:
    return place if TO in place else f"at {place}"


def _step(step: ChainStep, subject: str) -> tuple[str, str, str, str, str]:
    brigade = whole_of(subject)
    notes = ", ".join(f"{hours:.1f} h {cause}" for cause, hours in step.waits.items())
    return (
        f"D{step.begins:+.1f}",
        _where(step.cause, step.place),
        f"{step.hours:.1f} h",
        within(brigade, step.who) or step.who,
        f"({notes} in it)" if notes else "",
    )
