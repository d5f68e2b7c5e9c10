"""Fuel for marches: from what a part carries, depots of the country it marches in, or filling stations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from simpy import Event

from posture.core.ids import id_of, whole_of
from posture.operations.sustainment.depot_stock import DUST, DepotStock
from posture.operations.sustainment.event_kinds import REFUELLED
from posture.operations.sustainment.fed_brigade import FedBrigade
from posture.operations.sustainment.schema import HostDepot, SupplyClass
from posture.theatre import Theatre
from posture.theatre.requests import Refuel

STATIONS = "filling stations"


@dataclass(slots=True)
class Refuelling:
    """What one march unit still wants of each class, in kilograms, and the event of its having it."""

    brigade: str
    wanted: dict[str, float]
    done: Event


class MarchFuel:
    """Who gives fuel to march units, country by country; those for whom there is none wait in line.

    Depots that are drawn on first give before what a part carries is touched, the others after it. Filling
    stations give without limit where no depot of the country is written. Notes `refuelled`.
    """

    def __init__(
        self,
        theatre: Theatre,
        classes: Mapping[str, SupplyClass],
        hosts: Mapping[str, list[DepotStock]],
    ) -> None:
        self._theatre = theatre
        self._classes = classes
        self._hosts = hosts
        self._lines: dict[str, list[Refuelling]] = {country: [] for country in hosts}
        for country, depots in hosts.items():
            for depot in depots:
                depot.when_more(partial(self._serve, country))

    def fill(self, request: Refuel, brigade: FedBrigade) -> Event:
        """Give a march unit what it has used; the event fires when it has all of it."""
        name, done = whole_of(request.formation), Event(self._theatre.env)
        wanted = brigade.marches(request)
        one = Refuelling(name, wanted, done)
        self._pour(one, request.country, "first")
        for kind in wanted:
            wanted[kind] -= brigade.draws(request.formation, kind, wanted[kind])
        if request.country not in self._hosts:
            for kind, kilograms in wanted.items():
                self._tell(name, kind, STATIONS, kilograms)
            return done.succeed()
        self._pour(one, request.country, "last")
        line = self._lines[request.country]
        if not _has_all(one):
            line.append(one)
            return done
        return done.succeed()

    def _serve(self, country: str) -> None:
        """Let those who wait in a country have what has come, in turn."""
        line = self._lines[country]
        while line:
            self._pour(line[0], country, "first")
            self._pour(line[0], country, "last")
            if not _has_all(line[0]):
                return
            line.pop(0).done.succeed()

    def _pour(self, one: Refuelling, country: str, when: str) -> None:
        """Let depots of a country give what is still wanted; nobody goes before those who wait already."""
        line = self._lines.get(country, [])
        if line and line[0] is not one:
            return
        for depot in self._hosts.get(country, []):
            if isinstance(depot.written, HostDepot) and depot.written.drawn == when:
                for kind, kilograms in one.wanted.items():
                    if kilograms > DUST:
                        poured = depot.pour(kind, self._classes[kind], kilograms)
                        one.wanted[kind] -= poured
                        self._tell(one.brigade, kind, depot.name, poured)

    def _tell(self, brigade: str, kind: str, source: str, kilograms: float) -> None:
        if round(kilograms):
            self._theatre.note(REFUELLED, id_of(brigade, kind), source, round(kilograms))


def _has_all(one: Refuelling) -> bool:
    return all(kilograms <= DUST for kilograms in one.wanted.values())
