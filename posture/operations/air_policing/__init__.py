"""Air policing: pairs on alert, round the clock, meet what flies through an area."""

from posture.operations.air_policing.areas import Area
from posture.operations.air_policing.happens import start
from posture.operations.air_policing.history import Gap, gaps
from posture.operations.air_policing.means import MEASURES
from posture.operations.air_policing.written import AirPolicing, Detachment

__all__ = ["MEASURES", "AirPolicing", "Area", "Detachment", "Gap", "gaps", "start"]
