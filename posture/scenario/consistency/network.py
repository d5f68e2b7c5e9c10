"""Whether the network hangs together: ways, closures, keys of movement's tables, homes, straits."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, did_you_mean, known
from posture.core.schema.countries import country
from posture.scenario.consistency.decision import not_deployed
from posture.scenario.networks import NETWORKS
from posture.theatre.montreux import AGGREGATES
from posture.theatre.routing import RAIL_LAYERS, gauge_of

if TYPE_CHECKING:
    from posture.scenario import Scenario

DEPTHS = ("channel_depth_m", "draught_limit_m")
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")
COUNTRY = "[A-Z]{2}"
GAUGES = "|".join(str(gauge_of(layer)) for layer in RAIL_LAYERS)
RAILWAY = rf"({GAUGES})-(any|{COUNTRY})"
KEYS = {
    "roads": (f"any|{COUNTRY}", "country", "write it like 'PL', or 'any'"),
    "borders": (f"any|{COUNTRY}", "country", "write it like 'PL', or 'any'"),
    "rails": (f"any|{RAILWAY}", "railway", "write it like '1435-PL' or '1435-any', or 'any'"),
    "transporters": (COUNTRY, "nation", "write it like 'PL'"),
    "wagons": (RAILWAY, "railway", "write it like '1435-PL' or '1435-any'"),
}
"""Tables of movement by country and railway: what their keys look like, what they are, and the cure."""
AT_PLACES = ("railheads", "transloads", "ports", "airfields", "passages")
"""Tables of movement by place."""


def network_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault of the network, its closures, movement's tables, the homes of units and the straits."""
    yield from _network(scenario)
    yield from _closures(scenario)
    yield from _movement(scenario)
    yield from _ferries(scenario)
    yield from _units(scenario)
    yield from _straits(scenario)


def _network(scenario: "Scenario") -> Iterator[Finding]:
    for key, link in scenario.links.items():
        for end in ("start", "end"):
            yield from known(("links", key, end), getattr(link, end), "place", scenario.places)
        if link.start == link.end:
            yield ("links", key), f"the way leads from '{link.start}' to itself; name another end"
        if (link.mode == "rail") != (link.gauge is not None):
            yield ("links", key), "a rail way has a gauge such as '1435 mm', and no other way has one"
    for key, place in scenario.places.items():
        for fact in DEPTHS:
            text = place.attributes.get(fact)
            if text and not NUMBER.fullmatch(text):
                yield (
                    ("places", key, "attributes", fact),
                    f"'{text[:40]}' is no depth; write metres like '12.5'",
                )


def _closures(scenario: "Scenario") -> Iterator[Finding]:
    for key, closure in scenario.closures.items():
        if closure.order is not None and (said := not_deployed(scenario, closure.order, "a closure")):
            yield ("closures", key, "order"), said
        if closure.place is not None:
            yield from known(("closures", key, "place"), closure.place, "place", scenario.places)
        for index, link in enumerate(closure.links):
            yield from known(("closures", key, "links", index), link, "way", scenario.links)


def _ferries(scenario: "Scenario") -> Iterator[Finding]:
    places = scenario.places
    for key, ferry in scenario.movement.ferries.items():
        path = ("movement", "ferries", key)
        for field in ("start", "end"):
            yield from known((*path, field), getattr(ferry, field), "place", places)
        if ferry.start == ferry.end:
            yield (*path, "end"), "leads back to where it starts; name another port"


def _movement(scenario: "Scenario") -> Iterator[Finding]:
    """Keys of tables that would never be looked up.

    Shipped tables name places of the shipped network; whoever stands on another has not all of them.
    """
    for table, (pattern, what, cure) in KEYS.items():
        keys = getattr(scenario.movement, table)
        for key in keys:
            if not re.fullmatch(pattern, key):
                others = [one for one in keys if re.fullmatch(pattern, one)]
                yield ("movement", table, key), f"names no {what}{did_you_mean(key, others) or f'; {cure}'}"
            for code in re.findall(rf"\b{COUNTRY}\b", key):
                yield from country_code(("movement", table, key), code)
    for key, waterway in scenario.movement.waterways.items():
        yield from known(("movement", "waterways", key), key, "way", scenario.links)
        link = scenario.links.get(key)
        if link is not None and waterway.mouth not in (None, link.start, link.end):
            yield (
                ("movement", "waterways", key, "mouth"),
                f"'{waterway.mouth}' is no end of it; write '{link.start}' or '{link.end}'",
            )
    for table in AT_PLACES if scenario.network in NETWORKS else ():
        for key in getattr(scenario.movement, table):
            if key != "any":
                yield from known(("movement", table, key), key, "place", scenario.places)


def country_code(path: Path, code: str) -> Iterator[Finding]:
    """A fault if a code is no country's."""
    try:
        country(code)
    except ValueError as fault:
        yield path, str(fault)


def _units(scenario: "Scenario") -> Iterator[Finding]:
    for key, unit in scenario.units.items():
        yield from known(("units", key, "home"), unit.home, "place", scenario.places)


def _straits(scenario: "Scenario") -> Iterator[Finding]:
    """Rules of the straits that the Convention does not know."""
    law = scenario.straits
    if law is None:
        return
    least, most = AGGREGATES
    if not least <= law.aggregate <= most:
        said = f"no rule knows an aggregate of {law.aggregate:,} tons"
        yield ("straits", "aggregate"), f"{said}; Article 18 allows from {least:,} to {most:,}"
    if law.in_transit > law.aggregate:
        said = f"{law.in_transit:,} tons in transit are more than the {law.aggregate:,} of the Black Sea"
        yield ("straits", "in_transit"), f"{said}; Article 14 allows 15,000"
