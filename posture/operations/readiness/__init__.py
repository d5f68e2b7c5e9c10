"""Readiness: who stands by at which notice, how soon after the alert they are ready, and what it costs."""

from posture.operations.readiness.happens import start
from posture.operations.readiness.means import MEASURES
from posture.operations.readiness.written import EVERYBODY, Change, Readiness, Tier, Turn

__all__ = ["EVERYBODY", "MEASURES", "Change", "Readiness", "Tier", "Turn", "start"]
