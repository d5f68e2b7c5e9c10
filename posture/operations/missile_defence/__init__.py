"""Missile defence: nodes that stand, and the sites that they cover. Nothing is fired."""

from posture.operations.missile_defence.cover import reaches
from posture.operations.missile_defence.measures import MEASURES
from posture.operations.missile_defence.process import start
from posture.operations.missile_defence.schema import DefenceNode, DefendedSite, MissileDefence

__all__ = ["MEASURES", "DefenceNode", "DefendedSite", "MissileDefence", "reaches", "start"]
