"""Monitoring of shipping: what sails through waters is hailed, some of it boarded, some escorted."""

from posture.operations.shipping.happens import start
from posture.operations.shipping.means import MEASURES
from posture.operations.shipping.written import Shipping

__all__ = ["MEASURES", "Shipping", "start"]
