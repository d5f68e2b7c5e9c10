"""Reinforcement: a battlegroup grows to a brigade, part by part."""

from posture.operations.reinforcement.happens import start
from posture.operations.reinforcement.means import MEASURES, closure_days
from posture.operations.reinforcement.wanted import Wanted, wanted
from posture.operations.reinforcement.written import Brigade, Part, Reinforcement

__all__ = ["MEASURES", "Brigade", "Part", "Reinforcement", "Wanted", "closure_days", "start", "wanted"]
