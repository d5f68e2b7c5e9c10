"""Everything that a run is asked, by name, and the tables in which answers stand side by side."""

from collections.abc import Mapping

from posture.core.measure import Measure
from posture.core.panel import Panel
from posture.operations import OPERATIONS
from posture.outcomes import effort, fill, ledger, straits, surge, waiting

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measures in (
        *(operation.measures for operation in OPERATIONS),
        ledger.MEASURES,
        fill.MEASURES,
        straits.MEASURES,
        surge.MEASURES,
        effort.MEASURES,
        waiting.MEASURES,
    )
    for measure in measures
}
PANELS: tuple[Panel, ...] = (
    *(panel for operation in OPERATIONS for panel in operation.panels),
    *straits.PANELS,
    *effort.PANELS,
)
"""In the order in which they are printed."""
