"""Whether surveys hang together: ports that ships come to, ways by sea."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.scenario.findings import Finding, known

if TYPE_CHECKING:
    from posture.scenario import Scenario


def survey_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault of mine countermeasures."""
    ports = {key for key, place in scenario.places.items() if place.kind == "port"}
    ways = {key for key, link in scenario.links.items() if link.mode == "sea"}
    shut: dict[str, str] = {}
    for name, survey in scenario.mine_countermeasures.surveys.items():
        path = ("mine_countermeasures", "surveys", name)
        if survey.approach is not None:
            yield from known((*path, "approach"), survey.approach, "port of the network", ports)
        if survey.area is not None and scenario.maritime.areas:
            yield from known((*path, "area"), survey.area, "sea area", scenario.maritime.areas)
        for index, link in enumerate(survey.links):
            yield from known((*path, "links", index), link, "way by sea", ways)
        for what in filter(None, (survey.approach, *survey.links)):
            if what in shut:
                yield path, f"'{what}' is surveyed by '{shut[what]}' already; write one survey of it"
            shut[what] = name
