"""What the watch lost and gained between two runs: who stands alert, keeps a station or is ready at home."""

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


def watch_moved(moved: Sequence[Moved]) -> Iterator[str]:
    """A sentence of what fell of the watch among what moved, and one of what rose; the most first."""
    for verb, sign in (("loses", 1), ("gains", -1)):
        if told := "; ".join(_of_each(moved, sign)):
            yield f"the watch {verb} {told}"


def _of_each(moved: Sequence[Moved], sign: int) -> Iterator[str]:
    for measure, words in KEPT.items():
        found = [one for one in moved if one.key.measure == measure and sign * (one.difference or 0.0) < 0]
        found.sort(key=lambda one: (sign * (one.difference or 0.0), one.key.subject))
        named = [
            f"{one.key.subject} {percent_tenth(one.first or 0.0)} to {percent_tenth(one.second or 0.0)}"
            for one in found[:MOST_NAMED]
        ]
        more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
        if named:
            yield f"{words}: {', '.join([*named, *more])}"
