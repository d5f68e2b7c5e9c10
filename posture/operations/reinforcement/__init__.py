"""Reinforcement: a battlegroup grows to a brigade, part by part."""

from posture.operations.reinforcement.happens import start
from posture.operations.reinforcement.means import MEASURES, closure_days
from posture.operations.reinforcement.written import Brigade, Reinforcement, Wanted, wanted

__all__ = ["MEASURES", "Brigade", "Reinforcement", "Wanted", "closure_days", "start", "wanted"]
