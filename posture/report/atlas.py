"""An atlas as text and as tables in the form of those that ship."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from math import isfinite

from posture.core.distributions import Constant
from posture.report.network import Atlas, Passed
from posture.report.stretches import TO
from posture.report.text import columns, days
from posture.scenario import Scenario
from posture.scenario.network_tables import MORE, link_key
from posture.theatre.network import Link, Place

PLACES = ("id", "name", "kind", "country", "lat", "lon", "modes", "neutral", "attributes")
LINKS = ("from", "to", "mode", "length_km", "gauge_mm", "countries", "neutral_transit")


def described(one: Atlas) -> Iterator[str]:
    """All of an atlas, line by line."""
    count, ways = sum(one.places.values()), sum(row.count for row in one.ways)
    yield f"{one.scenario}: {count} places, {ways} ways, {one.airfields} airfields linked by air"
    yield ""
    yield "places"
    yield from columns([(kind, str(number)) for kind, number in one.places.items()], right=(1,))
    yield ""
    yield "ways"
    rows = [(_kind(row.mode, row.gauge), str(row.count), f"{row.km:,.0f} km") for row in one.ways]
    yield from columns(rows, right=(1, 2))
    yield ""
    yield "closures" if one.closures else "nothing is closed"
    for shut in one.closures:
        yield f"  {shut.name}{'' if shut.active else ' (not active)'}: {shut.what}"
    for line, alternatives in groupby(one.lines, key=lambda way: way.line):
        for number, way in enumerate(alternatives, start=1):
            yield ""
            which = f", way {number}" if number > 1 else ""
            expected = f"{days(way.days)} expected"
            yield f"{line}{which}: {way.pieces} {way.cargo}, {way.start}{TO}{way.end}, {expected}"
            for leg in way.legs:
                yield from _leg(leg)


def _kind(mode: str, gauge: int | None) -> str:
    return mode if gauge is None else f"{mode} {gauge} mm"


def _leg(leg: Passed) -> Iterator[str]:
    through = f", through {', '.join(leg.countries)}" if leg.countries else ""
    yield f"  {leg.mode} {leg.start}{TO}{leg.end}, {leg.km:,.0f} km{through}"
    for places in leg.changes:
        yield f"    gauge changes at {' or '.join(places)}"
    if leg.lift:
        yield f"    lift: {', '.join(f'{size} of {pool}' for pool, size in leg.lift.items())}"
    if leg.narrowest is not None and isfinite(leg.narrowest.pieces_a_day):
        yield f"    narrowest: {leg.narrowest.what}, {leg.narrowest.pieces_a_day:,.0f} pieces a day"


def places_table(scenario: Scenario) -> str:
    """All places, in the columns of `places.csv`."""
    return _table(PLACES, [_place(key, place) for key, place in scenario.places.items()])


def links_table(scenario: Scenario) -> str:
    """All ways, in the columns of `links.csv` and those of their own figures that any has.

    Of ways alike in ends, mode and gauge the shortest, which is the one that routing takes.
    """
    shortest: dict[str, Link] = {}
    for link in sorted(scenario.links.values(), key=lambda link: link.length):
        shortest.setdefault(link_key(link.start, link.end, link.mode, str(link.gauge or "")), link)
    links = [shortest[key] for key in sorted(shortest)]
    own = [column for column in MORE if any(_own(link, column) for link in links)]
    rows = [(*_link(link), *(_own(link, column) for column in own)) for link in links]
    return _table((*LINKS, *own), rows)


def _place(key: str, place: Place) -> Sequence[str]:
    facts = ";".join(f"{name}={value}" for name, value in place.attributes.items())
    where = (f"{place.lat:.12g}", f"{place.lon:.12g}")
    return (
        key, place.name, place.kind, place.country, *where, ";".join(place.modes), _bit(place.neutral), facts
    )  # fmt: skip


def _link(link: Link) -> Sequence[str]:
    km, gauge = f"{link.length / 1000:.12g}", str(link.gauge or "")
    return link.start, link.end, link.mode, km, gauge, link.country, _bit(link.neutral)


def _bit(value: bool) -> str:
    return "1" if value else "0"


def _own(link: Link, column: str) -> str:
    """A figure of its own as the table writes it; a speed only where it is certain."""
    value = getattr(link, MORE[column][0])
    if column == "speed_kmh":
        return f"{value.middle * 3.6:.12g}" if isinstance(value, Constant) else ""
    return "" if value is None else str(value)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
