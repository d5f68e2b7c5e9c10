"""Air policing: pairs on alert, round the clock, meet what flies through an area."""

from posture.operations.air_policing.areas import Area
from posture.operations.air_policing.history import Gap, gaps
from posture.operations.air_policing.measures import MEASURES
from posture.operations.air_policing.process import start
from posture.operations.air_policing.schema import AirPolicing, Detachment

__all__ = ["MEASURES", "AirPolicing", "Area", "Detachment", "Gap", "gaps", "start"]
