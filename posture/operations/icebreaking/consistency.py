"""Whether icebreaking hangs together: ports of the network, each in one of the waters, and known winters."""

from collections.abc import Iterator, Mapping

from posture.core.findings import Finding, known
from posture.operations.icebreaking.schema import Icebreaking
from posture.theatre.network import Place


def faults(written: Icebreaking, places: Mapping[str, Place]) -> Iterator[Finding]:
    """Every fault of icebreaking, by its path within."""
    harbours = {key for key, place in places.items() if place.kind == "port"}
    there: dict[str, str] = {}
    for name, waters in written.waters.items():
        path = ("waters", name)
        for index, port in enumerate(waters.ports):
            yield from known((*path, "ports", index), port, "port of the network", harbours)
            if port in there:
                yield (
                    (*path, "ports", index),
                    f"'{port}' lies in '{there[port]}' already; write it once",
                )
            there[port] = name
        for winter in waters.ice:
            yield from known((*path, "ice", winter), winter, "winter", written.winters)
