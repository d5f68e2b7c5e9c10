"""Whether command hangs together: brigades and orders that are known."""

from collections.abc import Collection, Iterator, Mapping

from posture.core.findings import Finding, known
from posture.operations.command.schema import Command
from posture.theatre.orders import OrderKind


def faults(
    written: Command, brigades: Collection[str], orders: Mapping[str, Collection[OrderKind]]
) -> Iterator[Finding]:
    """Every fault of command, by its path within."""
    for name, one in written.headquarters.items():
        path = ("headquarters", name)
        for brigade in one.brigades:
            yield from known((*path, "brigades", brigade), brigade, "brigade", brigades)
        for key, element in one.elements.items():
            where = (*path, "elements", key)
            yield from known((*where, "after"), element.after, "order", orders)
            if element.after in orders and element.kind not in orders[element.after]:
                said = f"no order of kind '{element.kind}' is given to '{element.after}'"
                yield (*where, "kind"), f"{said}; write one of: {', '.join(sorted(orders[element.after]))}"
