"""What the watch lost: of two runs, where fewer stand alert, keep a station or are ready at home."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from posture.questions.compare import Moved
from posture.report.numbers import percent_tenth

KEPT: Mapping[str, str] = MappingProxyType({
    "fill_share": "slots filled",
    "home_ready_share": "units at home and ready",
    "kept_share": "pairs on alert",
    "answered_share": "tracks met",
    "station_coverage_share": "orbits kept",
    "site_coverage_wanted_share": "sites covered as wanted",
})  # fmt: skip
"""Shares that say how well a watch is kept, and in which words they are told."""
MOST_NAMED = 4


def watch_lost(moved: Sequence[Moved]) -> str:
    """One sentence of what fell among what moved, the most first; empty where nothing of the watch fell."""
    told = "; ".join(_of_each(moved))
    return f"the watch loses {told}" if told else ""


def _of_each(moved: Sequence[Moved]) -> Iterator[str]:
    for measure, words in KEPT.items():
        fell = [one for one in moved if one.key.measure == measure and (one.difference or 0.0) < 0]
        fell.sort(key=lambda one: (one.difference or 0.0, one.key.subject))
        named = [
            f"{one.key.subject} {percent_tenth(one.first or 0.0)} to {percent_tenth(one.second or 0.0)}"
            for one in fell[:MOST_NAMED]
        ]
        more = [f"and {len(fell) - MOST_NAMED} more"] if len(fell) > MOST_NAMED else []
        if named:
            yield f"{words}: {', '.join([*named, *more])}"
