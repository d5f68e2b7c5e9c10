"""Maritime: the standing groups, borrowed ships that are present at sea and answer calls."""

from posture.operations.maritime.measures import MEASURES
from posture.operations.maritime.process import start
from posture.operations.maritime.schema import Maritime
from posture.operations.maritime.sea import Pace, Sea

__all__ = ["MEASURES", "Maritime", "Pace", "Sea", "start"]
