"""Which closure costs most: the ranking in lines, and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from posture.core.ids import whole_of
from posture.questions.critical import ClosureCost, Critical
from posture.questions.critical_cases import Cut
from posture.questions.critical_ways import Thing
from posture.report.numbers import between, days, number, number_more, tenth, tenth_more
from posture.report.tables import Part, Table
from posture.scenario import Scenario
from posture.stats.estimates import finite

ALIKE_SHOWN = 2
LEFT_OUT_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """What was found, with what was asked: `again` is the command of the runs as written."""

    found: Critical
    scenario: Scenario
    subject: str | None
    replications: int
    seed: int
    top: int
    again: str


def lines(told: CriticalAnswer) -> Iterator[Part]:
    """The ranking, what cuts off, what costs nothing, and how to confirm."""
    found, scenario = told.found, told.scenario
    whose = told.subject or (next(iter(found.base)) if len(found.base) == 1 else "all subjects together")
    yield (
        f"{scenario.name}: what each closure costs in {found.measure} of {whose}, against the scenario as "
        f"written ({told.replications} pairs of runs, seed {told.seed})"
    )
    yield from _written(found, told.replications)
    yield ""
    shown = found.costs[: told.top]
    if shown:
        title = f"closed from start to end, dearest first (mean {found.unit} lost, 95 % interval, paired t)"
        heads = ("", "closed", found.unit, "95 % interval", "runs that finish", "most for")
        rows = tuple(_row(rank, cost, told) for rank, cost in enumerate(shown, 1))
        yield Table(title, heads, rows, (0, 2, 3))
    else:
        yield "nothing that can be closed leaves other ways"
    if found.cut:
        title = "no way is left, so that the brigade never closes, where one of these is closed"
        yield Table(title, ("cut off", "closed"), tuple(_cut(cut, scenario) for cut in found.cut))
    yield ""
    yield from _rest(told)
    if shown:
        sets = " ".join(f"--set '{one}'" for one in shown[0].case.things[0].sets)
        yield f"confirm the first with: {told.again} {sets}"


def _written(found: Critical, replications: int) -> Iterator[str]:
    for subject, mean in sorted(found.base.items()):
        never = found.unfinished[subject]
        count = (
            f", {never} of {replications} runs never finish and count as {number(found.limit)}"
            if never
            else ""
        )
        yield f"  as written {subject} has {tenth(mean)} {found.unit} (mean{count})"


def _row(rank: int, cost: ClosureCost, told: CriticalAnswer) -> tuple[str, ...]:
    names = [one.named(told.scenario) for one in cost.case.things]
    more = len(names) - ALIKE_SHOWN
    name = "; ".join(names[:ALIKE_SHOWN]) + (f"; {more} more alike" if more > 0 else "")
    mean, interval = cost.paired.mean, cost.paired.interval
    return (
        str(rank),
        name,
        "" if mean is None else number_more(mean),
        between(interval, number_more),
        _share(cost),
        _most(cost),
    )


def _share(cost: ClosureCost) -> str:
    """How many runs finish, where not all do."""
    share = cost.finished
    return f"{share.finished} of {share.n}" if share.finished < share.n else ""


def _most(cost: ClosureCost) -> str:
    """Who bears most of it, where there are several."""
    if len(cost.subjects) < 2:
        return ""
    subject, mean = max(cost.subjects.items(), key=lambda pair: (pair[1], pair[0]))
    return f"{subject} {tenth_more(mean)}" if mean > 0.05 else ""


def _cut(cut: Cut, scenario: Scenario) -> tuple[str, str]:
    names = [one.named(scenario) for one in cut.things]
    brigades = sorted({whole_of(line) for line in cut.lines})
    what = cut.lines[0] if len(cut.lines) == 1 else f"{len(cut.lines)} lines of {', '.join(brigades)}"
    return what, "; ".join(names)


def _rest(told: CriticalAnswer) -> Iterator[str]:
    """What was not run, and why."""
    found, scenario = told.found, told.scenario
    if len(found.costs) > told.top:
        next_ = found.costs[told.top].paired.mean or 0.0
        more = len(found.costs) - told.top
        yield f"{more} more were run; the dearest costs {number_more(next_)} {found.unit}"
    if found.left_out:
        dearest = found.left_out[0]
        yield (
            f"{len(found.left_out)} more were only screened (--keep runs more): the dearest, "
            f"{dearest.things[0].named(scenario)}, by its detour and lift {days(dearest.screened)}"
        )
    if found.idle:
        names = [one.named(scenario) for one in found.idle]
        rest = f" and {len(names) - LEFT_OUT_SHOWN} more" if len(names) > LEFT_OUT_SHOWN else ""
        yield f"closing {', '.join(names[:LEFT_OUT_SHOWN])}{rest} changes no way and costs nothing"
    yield (
        f"no line's plan uses any but these {found.things} of the gates, places and ways; closing another "
        f"changes no run"
    )


def as_data(told: CriticalAnswer) -> dict[str, Any]:
    """All of it, the closures not shown included."""
    found, scenario = told.found, told.scenario
    return {
        "scenario": scenario.name,
        "measure": found.measure,
        "unit": found.unit,
        "subject": told.subject,
        "replications": told.replications,
        "seed": told.seed,
        "limit": finite(found.limit),
        "base": {one: finite(mean) for one, mean in found.base.items()},
        "unfinished": dict(found.unfinished),
        "costs": [_cost(number, cost, scenario) for number, cost in enumerate(found.costs, 1)],
        "cut_off": [{"lines": cut.lines, "closures": _things(cut.things, scenario)} for cut in found.cut],
        "screened_only": [
            {"screened_days": case.screened, "closures": _things(case.things, scenario)}
            for case in found.left_out
        ],
        "cost_nothing": _things(found.idle, scenario),
        "used": found.things,
        "failures": [{"closure": one.item.named(scenario), "message": one.message} for one in found.failures],
        "command": told.again,
    }


def _cost(number: int, cost: ClosureCost, scenario: Scenario) -> dict[str, Any]:
    mean, interval, share = cost.paired.mean, cost.paired.interval, cost.finished
    return {
        "rank": number,
        "mean": mean,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "pairs": cost.paired.pairs,
        "finished": share.finished,
        "finished_low": share.interval.low,
        "finished_high": share.interval.high,
        "subjects": dict(cost.subjects),
        "screened_days": cost.case.screened,
        "closures": _things(cost.case.things, scenario),
    }


def _things(some: Sequence[Thing], scenario: Scenario) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "key": one.key, "gate": one.gate, "name": one.named(scenario), "set": one.sets}
        for one in some
    ]
