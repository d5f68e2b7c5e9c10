"""The closing table: how soon, how likely, what took the time, and how to repeat it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite

from rich.console import Console
from rich.table import Table
from rich.text import Text

from posture.core.ids import within
from posture.report.brigades import TITLE, brigades_table
from posture.report.panels import IN_PANELS, others, panels
from posture.report.pools import POOLS, dwell_of_all, least_at_home, pools_table
from posture.report.readiness import PEOPLE, people_by_day
from posture.stats.estimates import Estimate, finite

CLOSURE = "closure_days"
BOUND = "closure_bound_days"
DELAY = "delay_days"
WITHIN = re.compile(r"closed_within_(\d+)_days")


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the table tells; `command` repeats the run, `folder` holds it."""

    scenario: str
    seed: int
    replications: int
    finished: int
    fingerprint: str
    figures: int
    assumed: int
    command: str
    folder: str
    estimates: Sequence[Estimate]


def print_summary(console: Console, summary: Summary) -> None:
    """Print brigades, the watch and the pool, or every measure where there are none, and how to repeat it."""
    closures = [one for one in summary.estimates if one.measure == CLOSURE]
    console.print(Text(summary.scenario, style="bold"), end="\n\n")
    if len(closures) > 1:
        console.print(Text(TITLE))
        console.print(brigades_table(summary.estimates))
        console.print()
    elif closures:
        _print_brigade(console, closures[0], summary.estimates)
        console.print()
    watch = list(panels(summary.estimates, brief=bool(closures)))
    for title, table in watch:
        console.print(Text(title))
        console.print(table)
        console.print()
    for title, table in people_by_day(summary.estimates):
        console.print(Text(title))
        console.print(table)
        console.print()
    pools = pools_table(summary.estimates)
    if pools is not None:
        console.print(pools)
        for line in filter(None, (dwell_of_all(summary.estimates), least_at_home(summary.estimates))):
            console.print(Text(line), soft_wrap=True)
        console.print()
    rest = [one for one in summary.estimates if not _told(one.measure)]
    if rest and not closures and pools is None and not watch:
        console.print(others(rest), end="\n\n")
    elif rest and not closures:
        console.print(Text(_left(rest)), end="\n\n", soft_wrap=True)
    for line in _footing(summary):
        console.print(Text(line), soft_wrap=True)


def _told(measure: str) -> bool:
    """Whether a table of its own tells a measure."""
    return measure in POOLS or measure in IN_PANELS or PEOPLE.fullmatch(measure) is not None


def _left(rest: Iterable[Estimate]) -> str:
    names = sorted({one.measure for one in rest})
    return f"in the folder too: {', '.join(names)}"


def _footing(summary: Summary) -> Iterator[str]:
    yield (
        f"fingerprint {summary.fingerprint}, seed {summary.seed}, "
        f"{_of_all(summary.finished, summary.replications)} replications, "
        f"{summary.assumed} of {summary.figures} figures are assumed"
    )
    yield f"results in {summary.folder}"
    yield f"repeat with: {summary.command}"


def _print_brigade(console: Console, closure: Estimate, estimates: Sequence[Estimate]) -> None:
    """One brigade: when it closed, how likely by when, the bound, and what took the time."""
    about = [one for one in estimates if one.subject == closure.subject]
    table = _grid()
    spread = f"80 % of runs {_days(closure.low)} to {_days(closure.high)}"
    table.add_row("closed after", _days(closure.median), spread)
    for limit, share in sorted(_within(about), key=lambda pair: pair[0]):
        table.add_row(f"P(closed <= {limit} d)", _share(share.mean), f"95 % interval {_interval(share)}")
    for bound in about:
        if bound.measure == BOUND:
            table.add_row("lower bound", _days(bound.median), _nearness(bound.median, closure.median))
    table.add_row("unfinished", str(closure.unfinished), f"of {closure.n} runs")
    console.print(Text(f"{closure.subject}, days after the activation order (median)"))
    console.print(table)
    spent = _causes(closure, estimates)
    if spent:
        console.print(Text("what took the time, from the indication on (mean)"))
        console.print(_delays(spent))


def _within(about: Iterable[Estimate]) -> Iterator[tuple[int, Estimate]]:
    for one in about:
        if found := WITHIN.fullmatch(one.measure):
            yield int(found[1]), one


def _causes(closure: Estimate, estimates: Iterable[Estimate]) -> list[tuple[float, str]]:
    """Mean days and cause, the longest first; a run that does not name a cause lost nothing to it."""
    means = [
        (_mean(one, closure.n), cause)
        for one in estimates
        if one.measure == DELAY and (cause := within(closure.subject, one.subject))
    ]
    return sorted(((mean, cause) for mean, cause in means if mean > 0), key=lambda pair: (-pair[0], pair[1]))


def _mean(delay: Estimate, runs: int) -> float:
    return inf if delay.mean is None else delay.mean * delay.n / runs


def _delays(spent: Sequence[tuple[float, str]]) -> Table:
    whole = fsum(mean for mean, _ in spent if isfinite(mean))
    table = _grid()
    for mean, cause in spent:
        table.add_row(cause, _days(finite(mean)), _part(mean / whole) if isfinite(mean) else "")
    return table


def _grid() -> Table:
    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 2))
    table.add_column(overflow="fold", min_width=18)
    table.add_column(justify="right", overflow="fold", min_width=8)
    table.add_column(overflow="fold")
    return table


def _days(value: float | None) -> str:
    if value is None:
        return "never"
    return "< 0.1 d" if 0 < value < 0.05 else f"{value:.1f} d"


def _part(share: float) -> str:
    return "< 1 %" if share < 0.005 else f"{100 * share:.0f} %"


def _share(value: float | None) -> str:
    return f"{value:.2f}" if value is not None else ""


def _interval(one: Estimate) -> str:
    return f"{_share(one.low)} to {_share(one.high)}"


def _nearness(bound: float | None, median: float | None) -> str:
    """How much of the median the bound explains."""
    return f"{100 * bound / median:.0f} % of the way to the limit" if bound and median else ""


def _of_all(finished: int, asked: int) -> str:
    return str(asked) if finished == asked else f"{finished} of {asked}"
