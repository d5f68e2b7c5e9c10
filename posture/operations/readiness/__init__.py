"""Readiness: who stands by at which notice, how soon after the alert they are ready, and what it costs."""

from posture.operations.readiness.measures import MEASURES
from posture.operations.readiness.process import start
from posture.operations.readiness.schema import EVERYBODY, Change, Readiness, StandbyTurn, Tier

__all__ = ["EVERYBODY", "MEASURES", "Change", "Readiness", "StandbyTurn", "Tier", "start"]
