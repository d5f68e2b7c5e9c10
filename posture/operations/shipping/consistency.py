"""Whether monitoring hangs together: waters that somebody watches within the run."""

from collections.abc import Collection, Iterator
from datetime import datetime

from posture.core.findings import Finding, known
from posture.operations.shipping.schema import Shipping


def faults(
    written: Shipping, start: datetime, sea_areas: Collection[str], surveyed: Collection[str]
) -> Iterator[Finding]:
    """Every fault of the monitoring of shipping, by its path within."""
    for name, waters in written.waters.items():
        path = ("waters", name)
        if not waters.ships and waters.area is None:
            yield path, "nobody watches it; write 'ships', or the 'area' whose ships watch"
        if waters.area is not None and sea_areas:
            yield from known((*path, "area"), waters.area, "sea area", sea_areas)
        if waters.seen_in is not None:
            yield from known((*path, "seen_in"), waters.seen_in, "area of surveillance", surveyed)
        if not waters.contacts and not waters.escorts:
            yield path, "nothing sails there; write 'contacts', or 'escorts'"
        if waters.until is not None and waters.until <= start:
            said = f"it ends on {waters.until:%Y-%m-%d}, before the start, {start:%Y-%m-%d}"
            yield (*path, "until"), f"{said}; write a later date"
