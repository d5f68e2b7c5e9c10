"""What happens: brigades use supply, there and under way, and depots send more over the network."""

from collections import defaultdict
from collections.abc import Mapping

from simpy import Event

from posture.core.ids import whole_of
from posture.operations.sustainment.depot_stock import DepotStock
from posture.operations.sustainment.fed_brigade import FedBrigade
from posture.operations.sustainment.march_fuel import MarchFuel
from posture.operations.sustainment.schema import HostDepot, Sustainment
from posture.operations.sustainment.stock import Stock
from posture.theatre import Theatre
from posture.theatre.forces import Unit
from posture.theatre.network import Place
from posture.theatre.requests import BrigadeState, Refuel, Sustain


def start(
    theatre: Theatre, written: Sustainment, units: Mapping[str, Unit], places: Mapping[str, Place]
) -> None:
    """Fill the depots, and feed every brigade that is to be fed: what stands there, moves and has come."""
    brigades = Brigades(theatre, written, units, places)
    theatre.serve(Sustain, brigades.moves)
    theatre.serve(BrigadeState, brigades.stands_to)
    if written.brigades and any(one.wheeled_km or one.tracked_km for one in written.classes.values()):
        theatre.serve(Refuel, brigades.march)


class Brigades:
    """All brigades that are fed; the requests of the others are answered and forgotten."""

    def __init__(
        self, theatre: Theatre, written: Sustainment, units: Mapping[str, Unit], places: Mapping[str, Place]
    ) -> None:
        self._theatre = theatre
        self._written = written
        self._places = places
        self._brigades: dict[str, FedBrigade] = {}
        self._depots = {
            name: DepotStock(theatre, name, depot, units) for name, depot in written.depots.items()
        }
        self._hosts = defaultdict[str, list[DepotStock]](list)
        for name, host in sorted(written.hosts.items()):
            supplier = self._depots[host.supplied_by] if host.supplied_by is not None else None
            depot = DepotStock(theatre, name, host, units, supplier)
            self._hosts[places[depot.place].country].append(depot)
        self._fuel = MarchFuel(theatre, written.classes, self._hosts)

    def moves(self, request: Sustain) -> Event:
        """Some of a brigade stands there, sets out or has come."""
        brigade = self._of(whole_of(request.formation), request.place)
        if brigade is not None:
            brigade.moves(request)
        return self._answered()

    def stands_to(self, request: BrigadeState) -> Event:
        """A brigade is on alert, in place or going home."""
        brigade = self._of(request.brigade, request.place)
        if brigade is not None:
            brigade.stands_to(request)
        return self._answered()

    def march(self, request: Refuel) -> Event:
        """Vehicles of a brigade take fuel on the march."""
        brigade = self._brigades.get(whole_of(request.formation))
        return self._answered() if brigade is None else self._fuel.fill(request, brigade)

    def _answered(self) -> Event:
        return Event(self._theatre.env).succeed()

    def _of(self, name: str, place: str) -> FedBrigade | None:
        written = self._written
        if name in written.brigades and name not in self._brigades:
            sources = self._sources(name, place)
            stocks = {
                kind: Stock(self._theatre, written, name, kind, place, sources) for kind in written.classes
            }
            rule = written.brigades[name]
            self._brigades[name] = FedBrigade(self._theatre, name, rule, written.classes, stocks)
        return self._brigades.get(name)

    def _sources(self, name: str, place: str) -> list[DepotStock]:
        """The depots of a brigade, in the order in which it draws on them."""
        hosts = self._hosts.get(self._places[place].country, [])
        drawn = {one.name: isinstance(one.written, HostDepot) and one.written.drawn for one in hosts}
        first, last = ([one for one in hosts if drawn[one.name] == when] for when in ("first", "last"))
        return [*first, self._depots[self._written.brigades[name].depot], *last]
