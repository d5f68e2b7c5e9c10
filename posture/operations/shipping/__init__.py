"""Monitoring of shipping: what sails through waters is hailed, some of it boarded, some escorted."""

from posture.operations.shipping.measures import MEASURES
from posture.operations.shipping.process import start
from posture.operations.shipping.schema import Shipping

__all__ = ["MEASURES", "Shipping", "start"]
