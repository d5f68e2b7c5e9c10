"""What `explain` found, as it is printed: a sentence and tables for one brigade, an overview of several."""

from collections.abc import Iterator, Sequence

from posture.core.ids import whole_of, within
from posture.report.critical_chain import TO, ChainStep, DelayShare
from posture.report.explain import Explanation, Nation
from posture.report.numbers import between, count, days, hours, of_them, on_day, percent, tenth, tenth_more
from posture.report.tables import Part, Table


def sentence(one: Explanation) -> str:
    """The answer in one sentence."""
    if not one.closed:
        return f"{one.subject} closes in none of {one.runs} runs; {_held_up(one)}"
    never = f"; {one.runs - one.closed} of {one.runs} runs never close" if one.closed < one.runs else ""
    middle = " (median)" if one.runs > 1 else " (one run)"
    if one.closure_days is None:
        return f"{one.subject} does not close in most runs{never}; where it closes, {_dearest(one)}"
    return f"{one.subject} closes on {on_day(one.closure_days)}{middle}{never}; {_dearest(one)}"


def _held_up(one: Explanation) -> str:
    """What it waits for in most runs, the longest."""
    if not one.waiting:
        return "nothing waits, so that it is still under way; a longer 'horizon' may show its end"
    most = one.waiting[0]
    who = within(one.subject, most.who) or one.subject
    pieces = f" with {count(most.pieces)} pieces" if most.pieces else ""
    since = f"from day {tenth(most.since)} of the run on"
    return (
        f"{who} waits{pieces} for {most.what} {_at(most.where)}, {since}, in {most.runs} of {one.runs} runs"
    )


def _waiting_table(one: Explanation) -> Table:
    title = f"what it waits for when a run ends in which it has not closed ({one.runs - one.closed} runs)"
    rows = tuple(
        (
            within(one.subject, wait.who) or wait.who,
            wait.what,
            wait.where,
            count(wait.pieces) if wait.pieces else "",
            f"day {tenth(wait.since)}",
            f"{wait.runs} of {one.runs}",
        )
        for wait in one.waiting
    )
    return Table(title, ("who", "waits for", "where", "pieces", "since", "runs"), rows, (3, 4, 5))


def _dearest(one: Explanation) -> str:
    """What costs most, and where."""
    if not one.causes:
        return "nothing takes any time"
    most = one.causes[0]
    places = [cost for cost in one.places if cost.cause == most.cause and cost.place]
    most_of_all = f", most of all {_at(places[0].place)} ({days(places[0].days)})" if places else ""
    return f"what costs most is {most.cause}: {days(most.days)} ({percent(most.share)}){most_of_all}"


def overview(some: Sequence[Explanation]) -> Iterator[Part]:
    """Several brigades side by side, the latest first: when they close, what costs most, who is last."""
    latest = sorted(
        some, key=lambda one: (one.closure_days is not None, -(one.closure_days or 0.0), one.subject)
    )
    clocks = "median day after the order (D), mean days from the first sign on"
    title = f"{len(some)} brigades, the latest first: {clocks}"
    heads = ("brigade", "closes", "runs", "costs most", "days", "share", "where most", "closes last")
    yield Table(title, heads, tuple(map(_overview, latest)), (1, 2, 4, 5))
    yield f"all of one brigade, with its critical chain: --subject {latest[0].subject}"


def _overview(one: Explanation) -> tuple[str, ...]:
    begin = one.subject, on_day(one.closure_days), f"{one.closed} of {one.runs}"
    if not one.causes:
        most = one.waiting[0] if one.waiting else None
        waits = (f"waits for {most.what}", "", "", _at(most.where), "") if most else ("",) * 5
        return *begin, *waits
    cause = one.causes[0]
    place = next((cost for cost in one.places if cost.place), cause)
    last = one.deciders[0] if one.deciders else None
    return (
        *begin,
        *(cause.cause, days(cause.days), percent(cause.share)),
        f"{where(place.cause, place.place)} {days(place.days)}",
        f"{last.part} {last.line or 'in place'} {percent(last.runs)}" if last else "",
    )


def explained(one: Explanation) -> Iterator[Part]:
    """All of an explanation."""
    yield sentence(one)
    if one.waiting:
        yield _waiting_table(one)
    if not one.closed:
        return
    runs = f"mean of {of_them(one.closed, 'run')}" if one.closed > 1 else "one run"
    shares = ("days", "95 % interval", "share")
    title = f"what took the time from the indication to the closure ({runs})"
    causes = tuple((cost.cause, *_cost(cost)) for cost in one.causes)
    yield Table(title, ("cause", *shares), causes, (1, 2, 3))
    title = f"where it took the time ({runs}), and how many have it on the critical chain"
    places = tuple((where(cost.cause, cost.place), *_cost(cost), percent(cost.runs)) for cost in one.places)
    yield Table(title, ("cause and place", *shares, "runs"), places, (1, 2, 3, 4))
    if one.nations:
        yield _nations_table(one.nations)
    if one.deciders:
        title = f"which {'' if '/' in one.subject else 'part and '}line closes last"
        last = tuple((found.part, found.line or "in place", percent(found.runs)) for found in one.deciders)
        yield Table(title, ("part", "line", "runs"), last, (2,))
    which = ", the median one" if one.runs > 1 else ""
    title = f"the critical chain of replication {one.middle}{which} (D is the moment of the order)"
    chain = tuple(_step(step, one.subject) for step in one.steps)
    yield Table(title, ("from", "what", "lasts", "who", "waits in it"), chain, (0, 2))


def _cost(cost: DelayShare) -> tuple[str, str, str]:
    return days(cost.days), between((cost.low, cost.high), tenth), percent(cost.share)


def where(cause: str, place: str) -> str:
    """A cause and its place in words."""
    return f"{cause} {_at(place)}" if place else cause


def _at(place: str) -> str:
    return place if TO in place else f"at {place}"


def _step(step: ChainStep, subject: str) -> tuple[str, str, str, str, str]:
    brigade = whole_of(subject)
    return (
        on_day(step.begins),
        where(step.cause, step.place),
        hours(step.hours),
        within(brigade, step.who) or step.who,
        ", ".join(f"{hours(spent)} {cause}" for cause, spent in step.waits.items()),
    )


def _nations_table(nations: Sequence[Nation]) -> Table:
    """A row for each nation."""
    title = (
        "which nation it waits for: when its last part closes, how much sooner the brigade would without it"
    )
    heads = ("nation", "closes", "95 % interval", "last in", "sooner", "95 % interval", "takes most", "days")
    return Table(title, heads, tuple(map(_nation_row, nations)), (1, 2, 3, 4, 5, 7))


def _nation_row(one: Nation) -> tuple[str, ...]:
    return (
        one.nation,
        on_day(one.closes),
        between(one.closes_interval, tenth_more),
        percent(one.last),
        days(one.alone),
        between(one.alone_interval, tenth),
        *((one.cause, days(one.cause_days)) if one.cause else ("there already", "")),
    )
