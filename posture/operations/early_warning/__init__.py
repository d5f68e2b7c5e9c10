"""Early warning: aircraft from a base keep stations round the clock, each relieved on station by the next."""

from posture.operations.early_warning.measures import MEASURES
from posture.operations.early_warning.process import start, transit
from posture.operations.early_warning.schema import Base, Contingent, EarlyWarning, Station

__all__ = ["MEASURES", "Base", "Contingent", "EarlyWarning", "Station", "start", "transit"]
