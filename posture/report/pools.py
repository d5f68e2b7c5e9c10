"""What one pool fills: a row a commitment, with gaps, dwell, and who was bumped from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from posture.core.ids import apart
from posture.report.numbers import days, mean_count, per_cent_figure, percent, ratio, spread
from posture.report.tables import Part, Table
from posture.stats.estimates import Estimate

FILL = "fill_share"
HOME = "home_ready_share"
BUMPED = "bumped_units"
ALL = "all"
POOLS = frozenset({
    FILL, HOME, BUMPED, "gap_count", "longest_gap_days", "gap_days_p90", "missed_days", "risk_band",
    "surge_fill_share", "dwell_ratio", "dwell_days", "units_per_slot", "bumps",
})  # fmt: skip
"""Measures that the table tells or leaves to the folder of the run."""
MOST_NAMED = 3
LEAST_AT_HOME = 6
ROUNDS_TO_NONE = 0.05

Cells = Mapping[tuple[str, str], Estimate]


def pools(estimates: Sequence[Estimate]) -> Iterator[Part]:
    """The table of commitments, then the dwell of all and who has least at home; nothing without any."""
    filled = [one for one in estimates if one.measure == FILL]
    if filled:
        yield _table(filled, estimates)
        yield from filter(None, (dwell_of_all(estimates), least_at_home(estimates)))


def _table(filled: Sequence[Estimate], estimates: Sequence[Estimate]) -> Table:
    """The least filled first; gaps, the longest gap and bumped units are means a run, `of` names nations."""
    cells = {(one.measure, one.subject): one for one in estimates if one.measure in POOLS}
    bumped = _by_nation(estimates)
    ordered = sorted(filled, key=lambda one: (one.mean or 0.0, one.subject))
    heads = ("commitment", "filled", "10-90 %", "gaps", "longest", "dwell", "bumped", "of")
    rows = tuple(_row(one, cells, bumped.get(one.subject, [])) for one in ordered)
    return Table(
        "commitments filled from one pool, the least filled first (means)", heads, rows, (1, 2, 3, 4, 5, 6)
    )


def _row(one: Estimate, cells: Cells, bumped: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    dwell = cells.get(("dwell_ratio", one.subject))
    longest = _mean(cells.get(("longest_gap_days", one.subject)))
    return (
        one.subject,
        "" if one.mean is None else percent(one.mean),
        "" if one.n == 1 else spread(one.low or 0.0, one.high or 0.0, per_cent_figure),
        _count(cells.get(("gap_count", one.subject))),
        "" if longest is None else days(longest) if longest >= ROUNDS_TO_NONE else "0",
        "" if dwell is None or dwell.median is None else ratio(dwell.median),
        _count(cells.get(("bumps", one.subject))),
        " ".join(nation for mean, nation in bumped[:MOST_NAMED] if mean >= ROUNDS_TO_NONE),
    )


def _mean(one: Estimate | None) -> float | None:
    return None if one is None else one.mean


def _count(one: Estimate | None) -> str:
    mean = _mean(one)
    return "" if mean is None else mean_count(mean)


def _by_nation(estimates: Iterable[Estimate]) -> dict[str, list[tuple[float, str]]]:
    """Units of each nation that a commitment lost in a run on average, most first."""
    runs = max((one.n for one in estimates if one.measure == FILL), default=1)
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one in estimates:
        if one.measure == BUMPED and one.mean is not None:
            commitment, nation = apart(one.subject)
            found[commitment].append((one.mean * one.n / runs, nation))
    for rows in found.values():
        rows.sort(key=lambda row: (-row[0], row[1]))
    return found


def least_at_home(estimates: Iterable[Estimate]) -> str:
    """The nations with the smallest share of their units at home and ready; empty where no unit rotates."""
    shares = sorted(
        (one.mean, one.subject) for one in estimates if one.measure == HOME and one.mean is not None
    )
    named = ", ".join(f"{nation} {percent(share)}" for share, nation in shares[:LEAST_AT_HOME])
    return f"at home and ready, the least: {named}" if named else ""


def dwell_of_all(estimates: Iterable[Estimate]) -> str:
    """What units had between two deployments, whichever these were; empty where none was deployed twice."""
    for one in estimates:
        if one.measure == "dwell_ratio" and one.subject == ALL and one.median is not None:
            return f"dwell between two deployments of a unit, all commitments: {ratio(one.median)}"
    return ""
