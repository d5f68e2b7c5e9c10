"""Whether sustainment hangs together: units that are depots, brigades that are fed."""

from collections.abc import Collection, Iterator, Mapping

from posture.core.findings import Finding, known
from posture.operations.sustainment.schema import Depot, Sustainment
from posture.theatre.forces import Unit


def faults(
    written: Sustainment, units: Mapping[str, Unit], brigades: Collection[str], parts: Collection[str]
) -> Iterator[Finding]:
    """Every fault of sustainment, by its path within; `parts` are the units of brigades."""
    holders: dict[str, str] = {}
    stores: list[tuple[str, str, Depot]] = [("depots", *one) for one in written.depots.items()]
    stores += [("hosts", *one) for one in written.hosts.items()]
    for table, name, depot in stores:
        path = (table, name, "unit")
        yield from known(path, depot.unit, "unit", units)
        if depot.unit in parts:
            yield path, f"'{depot.unit}' is a part of a brigade; write a unit of its own for the depot"
        other = holders.setdefault(depot.unit, name)
        if other != name:
            yield path, f"'{depot.unit}' is the depot '{other}' already; write a unit of its own"
    for name, host in written.hosts.items():
        if name in written.depots:
            yield ("hosts", name), f"'{name}' is a depot of its own already; give one of them another name"
        if host.supplied_by is not None:
            yield from known(("hosts", name, "supplied_by"), host.supplied_by, "depot", written.depots)
    for name, brigade in written.brigades.items():
        yield from known(("brigades", name), name, "brigade", brigades)
        yield from known(("brigades", name, "depot"), brigade.depot, "depot", written.depots)
