"""Everything that a run is asked, by name."""

from collections.abc import Mapping

from posture.core.measure import Measure
from posture.operations import (
    air_policing,
    decision,
    early_warning,
    maritime,
    mine_countermeasures,
    missile_defence,
    readiness,
    reinforcement,
    rotations,
    shipping,
)
from posture.outcomes import effort, fill, ledger, straits, surge

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        *reinforcement.MEASURES,
        *decision.MEASURES,
        *readiness.MEASURES,
        *rotations.MEASURES,
        *air_policing.MEASURES,
        *early_warning.MEASURES,
        *missile_defence.MEASURES,
        *maritime.MEASURES,
        *mine_countermeasures.MEASURES,
        *shipping.MEASURES,
        *ledger.MEASURES,
        *fill.MEASURES,
        *straits.MEASURES,
        *surge.MEASURES,
        *effort.MEASURES,
    )
}
