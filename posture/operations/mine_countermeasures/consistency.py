"""Whether surveys hang together: ports that ships come to, ways by sea."""

from collections.abc import Collection, Iterator, Mapping

from posture.core.findings import Finding, known
from posture.operations.mine_countermeasures.schema import MineCountermeasures
from posture.theatre.network import Link, Place


def faults(
    written: MineCountermeasures,
    places: Mapping[str, Place],
    links: Mapping[str, Link],
    sea_areas: Collection[str],
) -> Iterator[Finding]:
    """Every fault of mine countermeasures, by its path within."""
    ports = {key for key, place in places.items() if place.kind == "port"}
    ways = {key for key, link in links.items() if link.mode == "sea"}
    shut: dict[str, str] = {}
    for name, survey in written.surveys.items():
        path = ("surveys", name)
        if survey.approach is not None:
            yield from known((*path, "approach"), survey.approach, "port of the network", ports)
        if survey.area is not None and sea_areas:
            yield from known((*path, "area"), survey.area, "sea area", sea_areas)
        for index, link in enumerate(survey.links):
            yield from known((*path, "links", index), link, "way by sea", ways)
        for what in filter(None, (survey.approach, *survey.links)):
            if what in shut:
                yield path, f"'{what}' is surveyed by '{shut[what]}' already; write one survey of it"
            shut[what] = name
