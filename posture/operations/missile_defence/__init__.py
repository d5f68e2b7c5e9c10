"""Missile defence: nodes that stand, and the sites that they cover. Nothing is fired."""

from posture.operations.missile_defence.cover import reaches
from posture.operations.missile_defence.measures import MEASURES
from posture.operations.missile_defence.process import start
from posture.operations.missile_defence.schema import MissileDefence, Node, Site

__all__ = ["MEASURES", "MissileDefence", "Node", "Site", "reaches", "start"]
