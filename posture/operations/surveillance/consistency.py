"""Whether surveillance hangs together: kinds, areas, bases and stations that are known."""

from collections.abc import Collection, Iterator

from posture.core.findings import Finding, known
from posture.operations.surveillance.schema import Surveillance


def faults(
    written: Surveillance, places: Collection[str], watched: Collection[str], sea_areas: Collection[str]
) -> Iterator[Finding]:
    """Every fault of surveillance, by its path within."""
    for name, one in written.collectors.items():
        path = ("collectors", name)
        yield from known((*path, "kind"), one.kind, "kind of collector", written.kinds)
        yield from known((*path, "area"), one.area, "area of surveillance", written.areas)
        if one.base is not None:
            yield from known((*path, "base"), one.base, "place", places)
        if one.stations is not None:
            yield from known((*path, "stations"), one.stations, "area that stations watch", watched)
        if one.ships is not None:
            yield from known((*path, "ships"), one.ships, "sea area", sea_areas)
        kind = written.kinds.get(one.kind)
        if kind is not None and kind.stays is not None and (one.stations or one.ships):
            said = f"kind '{one.kind}' comes and goes by itself; name one without 'stays'"
            yield (*path, "kind"), said
