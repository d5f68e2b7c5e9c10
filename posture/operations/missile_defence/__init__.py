"""Missile defence: nodes that stand, and the sites that they cover. Nothing is fired."""

from posture.operations.missile_defence.cover import reaches
from posture.operations.missile_defence.happens import start
from posture.operations.missile_defence.means import MEASURES
from posture.operations.missile_defence.written import MissileDefence, Node, Site

__all__ = ["MEASURES", "MissileDefence", "Node", "Site", "reaches", "start"]
