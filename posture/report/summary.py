"""The closing page of a run: the answer, then brigades, watch, people and pool, and how to repeat it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from posture.outcomes.own import OWN
from posture.report.brigades import brigades, brigades_table, headline, one_brigade
from posture.report.numbers import figure, of_them
from posture.report.panels import IN_PANELS, PEOPLE, panels, people_by_day
from posture.report.pools import POOLS, pools
from posture.report.record import record_lines
from posture.report.tables import Part, Table
from posture.report.troubles import TROUBLES, trouble_lines, troubles
from posture.stats.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the page tells; `command` repeats the run, `folder` holds it.

    `closures` are the days of each brigade, replication by replication.
    """

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
    closures: Mapping[str, Sequence[float]]


def summarised(summary: Summary) -> Iterator[Part]:
    """Brigades, the watch and the pool, or every measure where there are none, and how to repeat it."""
    estimates, some = summary.estimates, brigades(summary.estimates)
    yield summary.scenario
    yield ""
    yield from headline(some)
    yield from record_lines(summary.closures)
    yield from (
        [brigades_table(some)] if len(some) > 1 else [part for one in some for part in one_brigade(one)]
    )
    yield from trouble_lines(troubles(estimates), summary.finished)
    rest = [*panels(estimates, brief=bool(some)), *people_by_day(estimates), *pools(estimates)]
    yield from rest
    own = [one for one in estimates if one.measure in OWN]
    if own:
        yield from ("", "measures of the scenario's own", others(own))
    untold = [one for one in estimates if not _told(one.measure)]
    if untold and not some:
        yield "" if rest else others(untold)
        if rest:
            yield f"in the folder too: {', '.join(sorted({one.measure for one in untold}))}"
    yield ""
    yield from _footing(summary)


def _told(measure: str) -> bool:
    """Whether a table of its own tells a measure."""
    tables = (OWN, POOLS, IN_PANELS, TROUBLES)
    return any(measure in one for one in tables) or PEOPLE.fullmatch(measure) is not None


def others(estimates: Iterable[Estimate]) -> Table:
    """Every measure of these: its name and unit on a line, then a row for each subject."""
    rows: list[tuple[str, ...]] = []
    last = ""
    for one in estimates:
        if one.measure != last:
            rows.append((f"{one.measure}, {one.unit}", "", "", "", ""))
            last = one.measure
        numbers = (figure(one.median), figure(one.low), figure(one.high), str(one.unfinished or ""))
        rows.append((f"  {one.subject}", *numbers))
    return Table("", ("measure", "median", "low", "high", "unfinished"), tuple(rows), (1, 2, 3, 4))


def _footing(summary: Summary) -> Iterator[str]:
    yield (
        f"fingerprint {summary.fingerprint}, seed {summary.seed}, "
        f"{_of_all(summary.finished, summary.replications)}, "
        f"{summary.assumed} of {summary.figures} figures are assumed"
    )
    yield f"results in {summary.folder}"
    yield f"repeat with: {summary.command}"


def _of_all(finished: int, asked: int) -> str:
    whole = of_them(asked, "replication")
    return whole if finished == asked else f"{finished} of {whole}"
