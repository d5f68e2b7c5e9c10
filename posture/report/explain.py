"""Why a run closed when it did: what took the time, where, who came last, and one run step by step."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from posture.core.clock import DAY
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.ids import apart, is_whole, whole_of, within
from posture.outcomes.waiting import AT
from posture.report.critical_chain import (
    PIECES,
    SINCE,
    TO,
    ChainStep,
    Decider,
    DelayShare,
    Told,
    by_cause,
    by_place,
    costs,
    deciders,
    steps,
)
from posture.report.numbers import between, count, days, hours, of_them, on_day, percent, tenth, tenth_more
from posture.report.tables import Part, Table
from posture.runs.ledgers import Booked
from posture.stats.estimates import Interval, finite, mean_interval, median

PLACES_SHOWN = 12


Days = Mapping[int, float]
"""By replication."""
ChainOf = Callable[[str, int], Sequence[Booked]]


@dataclass(frozen=True, slots=True)
class Nation:
    """One nation's parts of a brigade over the runs in which it closed; means with 95 % intervals.

    `closes` is the day on which its last part closed, `last` the share of runs in which no other nation's was
    later, and `alone` the days that the brigade would have closed sooner without it. `cause` is what took its
    last part most, over all runs, and `cause_days` how much.
    """

    nation: str
    parts: tuple[str, ...]
    closes: float
    closes_interval: Interval | None
    last: float
    alone: float
    alone_interval: Interval | None
    cause: str
    cause_days: float
    cause_interval: Interval | None


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """What a line still waited for, and where, when runs ended in which the brigade had not closed.

    `runs` of them; on average over these so many pieces, the longest since this day of the run.
    """

    who: str
    what: str
    where: str
    runs: int
    pieces: float
    since: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one brigade or part; `steps` are those of the replication `middle`."""

    subject: str
    runs: int
    closed: int
    closure_days: float | None
    causes: tuple[DelayShare, ...]
    places: tuple[DelayShare, ...]
    nations: tuple[Nation, ...]
    deciders: tuple[Decider, ...]
    middle: int | None
    steps: tuple[ChainStep, ...]
    waiting: tuple[StillWaiting, ...]


def chosen(has: Told, subject: str | None) -> list[str]:
    """The subjects to tell of: the one that is asked for, or every brigade."""
    brigades = [name for name in sorted(has.days) if is_whole(name)]
    if subject is None:
        return brigades
    if subject in has.days:
        return [subject]
    hint = did_you_mean(subject, has.days) or f"; known: {', '.join(sorted(has.days)) or 'none'}"
    raise PostureError(f"this run tells of no '{subject}'{hint}")


def explain(has: Told, subject: str) -> Explanation:
    """What took a subject its time over all replications in which it closed."""
    closed = has.closed(subject)
    days = list(has.days[subject].values())
    runs = max((len(one) for one in has.days.values()), default=0)
    chains = [has.chain(subject, one) for one in closed]
    middle = _middle({one: has.days[subject][one] for one in closed}, runs)
    return Explanation(
        subject,
        runs,
        len(closed),
        finite(median([*days, *[float("inf")] * (runs - len(days))])),
        tuple(costs(chains, by_cause)),
        tuple(costs(chains, by_place))[:PLACES_SHOWN],
        tuple(by_nation(subject, closed, has.days, has.chain, has.nations)),
        tuple(deciders(subject, chains)),
        middle,
        () if middle is None else tuple(steps(has.chain(subject, middle))),
        tuple(sorted(_waiting(has, subject, closed), key=lambda one: (-one.runs, one.since, one.who))),
    )


def _waiting(has: Told, subject: str, closed: Sequence[int]) -> Iterator[StillWaiting]:
    """What the end of the run cut, in the runs in which the subject had not closed."""
    for name, since in has.waits.get(SINCE, {}).items():
        who, said = apart(name)
        open_in = [run for run in since if run not in closed]
        if open_in and (
            who == subject or within(subject, who) is not None or within(who, subject) is not None
        ):
            what, _, place = said.rpartition(AT)
            pieces = [has.waits[PIECES][name][run] for run in open_in]
            days_on = [since[run] for run in open_in]
            yield StillWaiting(who, what, place, len(open_in), _mean(pieces), _mean(days_on))


def _middle(days: Mapping[int, float], runs: int) -> int | None:
    """The replication whose closure is the median of all runs, the lower of two.

    Where most runs never close, the median of those that do.
    """
    ordered = sorted(days, key=lambda one: (days[one], one))
    at = (runs - 1) // 2
    at = at if at < len(ordered) else (len(ordered) - 1) // 2
    return ordered[at] if ordered else None


def by_nation(
    brigade: str,
    closed: Sequence[int],
    parts_days: Mapping[str, Days],
    chain: ChainOf,
    nations: Mapping[str, str],
) -> list[Nation]:
    """Each nation of a brigade, the one that cost most first; none where fewer than two take part."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for part, nation in sorted(nations.items()):
        if within(brigade, part) and all(run in parts_days.get(part, {}) for run in closed):
            parts[nation].append(part)
    if len(parts) < 2 or not closed:
        return []
    found = [_nation(nation, parts, closed, parts_days, chain) for nation in parts]
    return sorted(found, key=lambda one: (-one.alone, -one.last, one.nation))


def _nation(
    nation: str,
    parts: Mapping[str, Sequence[str]],
    closed: Sequence[int],
    parts_days: Mapping[str, Days],
    chain: ChainOf,
) -> Nation:
    mine = [max((parts_days[part][run], part) for part in parts[nation]) for run in closed]
    theirs = [
        max(parts_days[part][run] for other in parts if other != nation for part in parts[other])
        for run in closed
    ]
    own = [day for day, _ in mine]
    alone = [max(0.0, day - other) for day, other in zip(own, theirs, strict=True)]
    last = sum(day >= other for day, other in zip(own, theirs, strict=True)) / len(closed)
    spent = [_spent(chain(part, run)) for (_, part), run in zip(mine, closed, strict=True)]
    cause, some = _dearest_cause(spent)
    return Nation(
        nation,
        tuple(apart(part).name for part in parts[nation]),
        _mean(own),
        mean_interval(own),
        last,
        _mean(alone),
        _above_zero(mean_interval(alone)),
        cause,
        _mean(some),
        _above_zero(mean_interval(some)),
    )


def _spent(chain: Sequence[Booked]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for row in chain:
        spent[row.cause] += row.seconds
    return spent


def _dearest_cause(spent: Sequence[Counter[str]]) -> tuple[str, list[float]]:
    """The cause with most days over all runs, and its days in each."""
    whole = sum(spent, Counter[str]())
    cause = max(sorted(whole), key=lambda one: whole[one], default="")
    return cause, [one[cause] / DAY for one in spent]


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _above_zero(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(max(0.0, interval.low), interval.high)


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
