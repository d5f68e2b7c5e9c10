"""An operation as the house sees it: one record, which its folder offers and one list names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from posture.core.daily_series import DailySeries
from posture.core.event_kinds import EventKinds
from posture.core.findings import Finding
from posture.core.measure import Measure
from posture.core.panel import Panel
from posture.theatre import Theatre

Reads_contra = TypeVar("Reads_contra", contravariant=True)
"""What of a scenario an operation reads, as a protocol of its own: it knows no scenario, and no other."""


def nothing_amiss(_: object) -> Iterable[Finding]:
    """The check of an operation whose schema says all, or which is weighed against others."""
    return ()


@dataclass(frozen=True)
class Operation(Generic[Reads_contra]):
    """What an operation offers. A new one costs its folder, a line in `operations` and a field in `Scenario`.

    `name` is that field's. `start` lets it begin in a theatre before the run. `faults` finds what does not
    hang together within it, each by its path below that field; what weighs several operations against each
    other stands in `scenario/consistency`. The event kinds are those that it alone writes and reads.
    """

    name: str
    start: Callable[[Theatre, Reads_contra], None]
    measures: Sequence[Measure] = ()
    event_kinds: EventKinds = field(default_factory=EventKinds)
    panels: Sequence[Panel] = ()
    series: Sequence[DailySeries] = ()
    faults: Callable[[Reads_contra], Iterable[Finding]] = nothing_amiss
