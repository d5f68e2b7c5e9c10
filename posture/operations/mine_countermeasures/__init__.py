"""Mine countermeasures: water that may be mined is surveyed, and opens when that is done."""

from posture.operations.mine_countermeasures.happens import start
from posture.operations.mine_countermeasures.means import MEASURES
from posture.operations.mine_countermeasures.written import MineCountermeasures

__all__ = ["MEASURES", "MineCountermeasures", "start"]
