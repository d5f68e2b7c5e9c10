"""Whether cyber hangs together: places and ways that are known, incidents within the run."""

from collections.abc import Collection, Iterator, Mapping

from posture.core.findings import Finding, known
from posture.operations.cyber.schema import Cyber


def faults(
    written: Cyber,
    places: Mapping[str, object],
    links: Collection[str],
    horizon: int,
    headquarters: Collection[str],
) -> Iterator[Finding]:
    """Every fault of cyber, by its path within."""
    networks: dict[str, str] = {}
    for name, one in written.systems.items():
        path = ("systems", name)
        if one.headquarters is not None:
            yield from known((*path, "headquarters"), one.headquarters, "headquarters", headquarters)
            other = networks.setdefault(one.headquarters, name)
            if other != name:
                yield path, f"'{other}' is the network of '{one.headquarters}' already; write one of them"
        if one.place is not None:
            yield from known((*path, "place"), one.place, "place", places)
        for index, link in enumerate(one.links):
            yield from known((*path, "links", index), link, "way", links)
        for index, moment in enumerate(one.dated):
            if moment >= horizon:
                yield (*path, "dated", index), "this incident comes after the end of the run; take it out"
