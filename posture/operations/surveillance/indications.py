"""Indications: signs of one crisis show one after the other, are found, assessed and told, or go unseen."""

from collections import defaultdict
from math import ceil, log1p

from simpy import Event

from posture.core.ids import id_of
from posture.operations.surveillance.event_kinds import FOUND, SIGN
from posture.operations.surveillance.watch import ALL_ALLIES, AreaWatch
from posture.theatre import Process, Theatre
from posture.theatre.levels import measure
from posture.theatre.requests import Watch

ROUNDING = 1e-3
SHARING = measure("intelligence-sharing")


class Indications:
    """The signs of one crisis, and who knows of which.

    A sign is found by a nation when its search of the area, added up while the sign shows, comes to an
    exponential number of that sign and nation: more search can only find it sooner. Notes `sign` and `found`.
    """

    def __init__(self, theatre: Theatre, watch: AreaWatch, request: Watch, shared: float) -> None:
        self.theatre = theatre
        self.watch = watch
        self.request = request
        self.shared = shared
        self.recognised = Event(theatre.env)
        self._known: dict[str, set[str]] = defaultdict(set)
        self._luck: dict[tuple[str, str], float] = {}

    def begin(self) -> Event:
        """Let signs show from now on; the event fires when a nation that is asked knows of enough.

        Whoever recognises the crisis otherwise fires it himself, and no more signs show.
        """
        self.theatre.start(self._show())
        self.theatre.start(self._heed())
        return self.recognised

    def _show(self) -> Process:
        theatre, chance, area, name = self.theatre, self.theatre.chance, self.watch.area, self.request.name
        number = 0
        assert area.signs is not None  # checked when it was written
        assert area.lasts is not None
        while True:
            yield theatre.wait(chance.seconds(area.signs, name, "signs"))
            if self.recognised.triggered:
                return
            number += 1
            sign = id_of(name, number)
            lasts = chance.seconds(area.lasts, name, "lasts")
            assessed = chance.seconds(area.assessed, name, "assessed")
            theatre.note(SIGN, sign, self.watch.name, lasts)
            for nation in sorted(self.watch.rates):
                wanted = -log1p(-chance.uniform(id_of(name, nation), "found"))
                self._luck[nation, sign] = chance.uniform(id_of(name, nation), "shared")
                theatre.start(self._search(sign, nation, wanted, lasts, assessed))

    def _search(self, sign: str, nation: str, wanted: float, lasts: int, assessed: int) -> Process:
        """A nation searches until it has found a sign or that shows no more."""
        theatre, began = self.theatre, self.theatre.now
        end = began + lasts
        while theatre.now < end and not self.recognised.triggered:
            rate, begin = self.watch.rates[nation], theatre.now
            found = max(1, ceil(wanted / rate - ROUNDING)) if rate else lasts + 1
            yield theatre.wait(min(found, end - begin)) | self.watch.changed() | self.recognised
            if theatre.now - begin >= found:
                theatre.note(FOUND, sign, nation, theatre.now - began)
                yield theatre.wait(assessed)
                self._known[nation].add(sign)
                self._recognise()
                return
            wanted -= rate * (theatre.now - begin)

    def _heed(self) -> Process:
        """What was kept is told when Allies agree to share more."""
        while not self.recognised.triggered:
            yield self.theatre.levels.changed(SHARING) | self.recognised
            self._recognise()

    def _recognise(self) -> None:
        if self.recognised.triggered:
            return
        share = max(self.shared, self.theatre.levels.get(SHARING))
        pooled = {
            sign
            for nation, signs in self._known.items()
            for sign in signs
            if nation == ALL_ALLIES or self._luck[nation, sign] < share
        }
        nations = self.request.nations
        if any(len(pooled | self._known[nation]) >= self.watch.area.needed for nation in nations):
            self.recognised.succeed()
