"""Which classes of cargo go by which mode."""

from posture.theatre.forces import Cargo

LADEN: tuple[Cargo, ...] = ("tracked", "outsize")
"""Classes that use the road only on transporters."""

FREIGHT: tuple[Cargo, ...] = ("wheeled", "tracked", "outsize", "containers", "hazardous")
"""Classes that go by ship; people fly or drive."""
