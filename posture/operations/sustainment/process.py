"""What happens: parts that have closed use supply day by day, and depots send more over the network."""

from collections.abc import Mapping

from simpy import Event

from posture.core.ids import whole_of
from posture.operations.sustainment.schema import Sustainment
from posture.operations.sustainment.stock import Left, Stock
from posture.theatre import Theatre
from posture.theatre.forces import CARGOES, Unit
from posture.theatre.requests import Sustain


def start(theatre: Theatre, written: Sustainment, units: Mapping[str, Unit]) -> None:
    """Fill the depots, and feed every part that closes of a brigade that is fed."""
    stocks: dict[str, list[Stock]] = {}
    left: Left = {}
    for depot in written.depots.values():
        unit = units[depot.unit]
        theatre.forces.station(depot.unit, unit, unit.home)
        left |= {(depot.unit, cargo): unit.pieces(cargo) for cargo in CARGOES}

    def feed(request: Sustain) -> Event:
        brigade = whole_of(request.formation)
        if brigade in written.brigades:
            if brigade not in stocks:
                depot = units[written.depots[written.brigades[brigade].depot].unit]
                stocks[brigade] = [
                    Stock(theatre, written, brigade, kind, depot, request.place, left)
                    for kind in written.classes
                ]
            for stock in stocks[brigade]:
                stock.joins(units[request.unit], came=request.came)
        return Event(theatre.env).succeed()

    theatre.serve(Sustain, feed)
