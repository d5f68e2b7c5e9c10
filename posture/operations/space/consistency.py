"""Whether space hangs together: bands that are offered, headquarters and collectors that are known."""

from collections.abc import Collection, Iterator

from posture.core.findings import Finding, known
from posture.operations.space.schema import Space


def faults(
    written: Space, headquarters: Collection[str], collectors: Collection[str], brigades: Collection[str]
) -> Iterator[Finding]:
    """Every fault of space, by its path within."""
    bands = {one.band for one in written.offers.values()}
    bands |= {one.band for one in written.reserves.values()}
    wanted = {one.band for one in written.users.values()}
    served: dict[tuple[str, str], str] = {}
    for name, user in written.users.items():
        path = ("users", name)
        yield from known((*path, "band"), user.band, "band offered", bands)
        if user.headquarters is not None:
            yield from known((*path, "headquarters"), user.headquarters, "headquarters", headquarters)
        if user.collector is not None:
            yield from known((*path, "collector"), user.collector, "collector", collectors)
        if user.formation is not None:
            yield from known((*path, "formation"), user.formation, "brigade", brigades)
        whose = user.serves
        if whose is not None and served.setdefault(whose, name) != name:
            yield path, f"'{served[whose]}' asks for '{whose[1]}' already; write one user for it"
    given = [("offers", name, one.band) for name, one in written.offers.items()]
    given += [("reserves", name, more.band) for name, more in written.reserves.items()]
    for field, name, band in given:
        if band not in wanted:
            yield (field, name, "band"), f"nobody uses the band '{band}'; write a user, or take it out"
    for name, outage in written.outages.items():
        yield from known(("outages", name, "offer"), outage.offer, "offer", written.offers)
