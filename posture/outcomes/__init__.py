"""Everything that a run is asked, by name."""

from collections.abc import Mapping

from posture.ground.measures import Measure
from posture.operations import reinforcement
from posture.outcomes import ledger

MEASURES: Mapping[str, Measure] = {
    measure.name: measure for measure in (*reinforcement.MEASURES, *ledger.MEASURES)
}
