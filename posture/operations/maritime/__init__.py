"""Maritime: the standing groups, borrowed ships that are present at sea and answer calls."""

from posture.operations.maritime.happens import start
from posture.operations.maritime.means import MEASURES
from posture.operations.maritime.sea import Pace, Sea
from posture.operations.maritime.written import Maritime

__all__ = ["MEASURES", "Maritime", "Pace", "Sea", "start"]
