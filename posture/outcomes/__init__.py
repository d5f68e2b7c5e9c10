"""Everything that a run is asked, by name."""

from collections.abc import Mapping

from posture.ground.measures import Measure
from posture.operations import air_policing, decision, readiness, reinforcement, rotations
from posture.outcomes import fill, ledger

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        *reinforcement.MEASURES,
        *decision.MEASURES,
        *readiness.MEASURES,
        *rotations.MEASURES,
        *air_policing.MEASURES,
        *ledger.MEASURES,
        *fill.MEASURES,
    )
}
