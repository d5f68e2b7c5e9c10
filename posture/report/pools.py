"""What one pool fills: a row a commitment, with gaps, dwell, and who was bumped from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from posture.core.ids import apart
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


def pools_table(estimates: Sequence[Estimate]) -> Table | None:
    """One row for each commitment, the least filled first; nothing where none was to be filled.

    Gaps and bumped units are means a run, the longest gap too; `of` names the nations bumped most often.
    """
    cells = {(one.measure, one.subject): one for one in estimates if one.measure in POOLS}
    filled = [one for one in estimates if one.measure == FILL]
    if not filled:
        return None
    table = Table(box=None, pad_edge=False)
    table.add_column("commitment", no_wrap=True)
    for heading in ("filled", "10-90 %", "gaps", "longest", "dwell", "bumped"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("of", no_wrap=True)
    bumped = _by_nation(estimates)
    for one in sorted(filled, key=lambda one: (one.mean or 0.0, one.subject)):
        table.add_row(*map(Text, _row(one, cells, bumped.get(one.subject, []))))
    return table


def _row(one: Estimate, cells: Cells, bumped: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    spread = "" if one.n == 1 else f"{100 * (one.low or 0):.0f}-{100 * (one.high or 0):.0f}"
    dwell = cells.get(("dwell_ratio", one.subject))
    return (
        one.subject,
        _percent(one.mean),
        spread,
        _number(cells.get(("gap_count", one.subject)), ".1f"),
        _number(cells.get(("longest_gap_days", one.subject)), ".0f", " d"),
        "" if dwell is None else f"1:{dwell.median:.1f}",
        _number(cells.get(("bumps", one.subject)), ".1f"),
        " ".join(nation for mean, nation in bumped[:MOST_NAMED] if mean >= ROUNDS_TO_NONE),
    )


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
    named = ", ".join(f"{nation} {_percent(share)}" for share, nation in shares[:LEAST_AT_HOME])
    return f"at home and ready, the least: {named}" if named else ""


def dwell_of_all(estimates: Iterable[Estimate]) -> str:
    """What units had between two deployments, whichever these were; empty where none was deployed twice."""
    for one in estimates:
        if one.measure == "dwell_ratio" and one.subject == ALL and one.median is not None:
            return f"dwell between two deployments of a unit, all commitments: 1:{one.median:.1f}"
    return ""


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"


def _number(one: Estimate | None, form: str, unit: str = "") -> str:
    if one is None or one.mean is None:
        return ""
    return "0" if one.mean < ROUNDS_TO_NONE else f"{one.mean:{form}}{unit}"
