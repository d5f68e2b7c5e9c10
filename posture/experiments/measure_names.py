"""Measures and subjects by the names that a user gives them."""

from collections.abc import Collection

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.measure import Measure
from posture.outcomes import MEASURES


def measured(name: str) -> Measure:
    """The measure of this name."""
    if name not in MEASURES:
        hint = did_you_mean(name, MEASURES) or "; 'posture list measures' shows all"
        raise PostureError(f"there is no measure '{name}'{hint}")
    return MEASURES[name]


def check_subject(measure: str, subject: str, known: Collection[str]) -> None:
    """Refuse a subject of which the measure does not tell."""
    if not known:
        raise PostureError(f"'{measure}' tells nothing here; 'posture list measures' shows the others")
    if subject not in known:
        hint = did_you_mean(subject, known) or f"; known: {', '.join(sorted(known))}"
        raise PostureError(f"'{measure}' tells of no '{subject}'{hint}")
