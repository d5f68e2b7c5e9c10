"""Everything that a run is asked, by name, and the tables in which answers stand side by side."""

from collections.abc import Iterable, Mapping

from posture.core.daily_series import DailySeries
from posture.core.errors import ModelFault
from posture.core.measure import Measure
from posture.core.panel import Panel
from posture.operations import OPERATIONS
from posture.outcomes import (
    costs_booked,
    effort,
    fill,
    flow,
    ledger,
    nations,
    own,
    straits,
    supply,
    surge,
    waiting,
)


def by_name(*groups: Iterable[Measure]) -> Mapping[str, Measure]:
    """Measures under their names; of two of one name one would never be asked."""
    found: dict[str, Measure] = {}
    for measure in (measure for group in groups for measure in group):
        if measure.name in found:
            raise ModelFault(f"two measures are called '{measure.name}'")
        found[measure.name] = measure
    return found


MEASURES = by_name(
    *(operation.measures for operation in OPERATIONS),
    ledger.MEASURES,
    fill.MEASURES,
    straits.MEASURES,
    surge.MEASURES,
    effort.MEASURES,
    nations.MEASURES,
    waiting.MEASURES,
    supply.MEASURES,
    costs_booked.MEASURES,
    own.MEASURES,
)
SERIES: Mapping[str, DailySeries] = {
    one.name: one
    for group in (flow.SERIES, fill.SERIES, *(operation.series for operation in OPERATIONS))
    for one in group
}
"""What is told day by day, by name, in the order in which pages show it."""
PANELS: tuple[Panel, ...] = (
    *(panel for operation in OPERATIONS for panel in operation.panels),
    *straits.PANELS,
    *effort.PANELS,
    *nations.PANELS,
)
"""In the order in which they are printed."""
