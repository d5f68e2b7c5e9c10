"""Periods: what begins ends later."""

from datetime import datetime
from typing import TypeVar

When = TypeVar("When", datetime, int)
"""A date, or seconds from the start of the run."""


def check_ends_later(begin: When | None, end: When | None, field: str) -> None:
    """`ValueError` for an end that is not after its beginning, with the field to mend; None is open."""
    if begin is not None and end is not None and end <= begin:
        raise ValueError(f"it ends before it begins; write a later '{field}'")
