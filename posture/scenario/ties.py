"""Ties: roads that lead from a place off the network to the nearest places of it."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from posture.theatre.network import Link, Place, great_circle

if TYPE_CHECKING:
    from posture.scenario import Scenario

DETOUR = 1.3
"""Length of a road over the straight line, as of the homes that ship (`homes.csv`)."""
NEAREST = 2
"""To so many places of the network."""
SHORTEST = 2_000
"""Metres that an access road has at the least."""
FARTHEST = 4_000_000
"""Metres within which a place of the network has to lie: from the American interior to its ports."""


def with_ties(scenario: "Scenario") -> "Scenario":
    """The scenario with roads to every place that something starts from or comes to and no way leads to.

    Only on a network, and only for places that have roads at all; ports and airfields of the same country are
    reached by road even if the network knows no road there.
    """
    alone = frozenset(_alone(scenario)) if scenario.network else frozenset[str]()
    if not alone:
        return scenario
    places, links = dict(scenario.places), dict(scenario.links)
    for key in sorted(alone):
        for other in _nearest(places, key, alone):
            name = f"{key}-{other}-road"
            metres = max(SHORTEST, round(great_circle(places[key], places[other]) * DETOUR))
            country, length = places[key].country, f"{metres} m"
            links[name] = Link.model_validate(
                {"start": key, "end": other, "mode": "road", "length": length, "country": country}
            )
            if "road" not in places[other].modes:
                places[other] = places[other].model_copy(update={"modes": (*places[other].modes, "road")})
    update = {"places": type(scenario.places)(places), "links": type(scenario.links)(links)}
    return scenario.model_copy(update=update)


def _used(scenario: "Scenario") -> Iterator[str]:
    """Where units are at home, brigades assemble and stores lie."""
    yield from (unit.home for unit in scenario.units.values())
    yield from (brigade.at for brigade in scenario.reinforcement.brigades.values())
    yield from (site.at for site in scenario.reinforcement.sites.values())


def _alone(scenario: "Scenario") -> Iterator[str]:
    """Those of them that have roads, and to which no way leads."""
    ends = {end for link in scenario.links.values() for end in (link.start, link.end)}
    for key in _used(scenario):
        place = scenario.places.get(key)
        if place is not None and "road" in place.modes and key not in ends:
            yield key


def _nearest(places: Mapping[str, Place], key: str, alone: Collection[str]) -> list[str]:
    """The nearest places with roads, and ports and airfields of the country."""
    here = places[key]
    near = {
        other: great_circle(here, place)
        for other, place in places.items()
        if other not in alone and ("road" in place.modes or _gate_of(here, place))
    }
    within = [other for other in near if near[other] <= FARTHEST]
    return sorted(within, key=lambda other: (near[other], other))[:NEAREST]


def _gate_of(here: Place, place: Place) -> bool:
    return place.kind in {"port", "airbase"} and place.country == here.country
