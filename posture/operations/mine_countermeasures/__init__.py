"""Mine countermeasures: water that may be mined is surveyed, and opens when that is done."""

from posture.operations.mine_countermeasures.measures import MEASURES
from posture.operations.mine_countermeasures.process import start
from posture.operations.mine_countermeasures.schema import MineCountermeasures

__all__ = ["MEASURES", "MineCountermeasures", "start"]
