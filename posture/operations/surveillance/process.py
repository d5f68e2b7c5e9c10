"""What happens: platforms come and go over areas; what shows is found and told, what passes is seen."""

from functools import partial

from simpy import Event

from posture.core.errors import ModelFault
from posture.operations.surveillance.indications import Indications
from posture.operations.surveillance.passers import Passers
from posture.operations.surveillance.schema import CollectionAsset, CollectorKind, Surveillance
from posture.operations.surveillance.watch import AreaWatch
from posture.theatre import Process, Theatre
from posture.theatre.levels import ships, surveillance
from posture.theatre.requests import Sighting, Watch


def start(theatre: Theatre, written: Surveillance) -> None:
    """Watch all areas, and say who recognises a crisis that shows, and when what passes is seen."""
    watches = {name: AreaWatch(theatre, name, written) for name in written.areas}
    for watch in watches.values():
        theatre.start(watch.weather())
        for name, one in watch.collectors.items():
            theatre.start(watch.heed(name))
            _send(theatre, watch, name, one)
    theatre.serve(Watch, partial(_recognise, theatre, written, watches))
    theatre.serve(Sighting, partial(_sight, theatre, watches, {}))


def _sight(
    theatre: Theatre, watches: dict[str, AreaWatch], passers: dict[str, Passers], request: Sighting
) -> Event:
    """When what passes is first seen; nobody searches an area for it before the first has come."""
    if request.area not in watches:
        raise ModelFault(f"nobody watches '{request.area}'")
    if request.area not in passers:
        passers[request.area] = Passers(theatre, watches[request.area])
        theatre.start(passers[request.area].search())
    return passers[request.area].ask(request)


def _recognise(
    theatre: Theatre, written: Surveillance, watches: dict[str, AreaWatch], request: Watch
) -> Event:
    if request.area not in watches:
        raise ModelFault(f"nobody watches '{request.area}'")
    return Indications(theatre, watches[request.area], request, written.shared).begin()


def _send(theatre: Theatre, watch: AreaWatch, name: str, one: CollectionAsset) -> None:
    """Let platforms of a collector watch: with those of another operation, always, or sortie by sortie."""
    kind = watch.written.kinds[one.kind]
    if one.stations is not None or one.ships is not None:
        level = surveillance(one.stations) if one.stations is not None else ships(one.ships or "")
        theatre.start(_follow(theatre, watch, name, level, one.platforms))
    elif kind.stays is None and one.base is None:
        watch.there(name, one.platforms)
    else:
        crew = Platforms(theatre, watch, name, one, kind)
        for number in range(1, one.platforms + 1):
            theatre.start(crew.fly(f"{name} {number}"))


def _follow(theatre: Theatre, watch: AreaWatch, name: str, level: str, platforms: int) -> Process:
    """Watch with as many as another operation has there."""
    while True:
        watch.there(name, platforms * theatre.levels.get(level))
        yield theatre.levels.changed(level)


class Platforms:
    """Those of one collector, each by itself: so long there, so long away."""

    def __init__(
        self, theatre: Theatre, watch: AreaWatch, name: str, one: CollectionAsset, kind: CollectorKind
    ) -> None:
        self.theatre = theatre
        self.watch = watch
        self.name = name
        self.one = one
        self.kind = kind
        self.count = 0

    def fly(self, who: str) -> Process:
        """One platform, found at a random moment of its cycle when the run begins."""
        theatre, kind = self.theatre, self.kind
        if kind.stays is None:
            yield from self._open()
            self._come(1)
            return
        passed = round(theatre.chance.uniform(who, "phase") * (kind.stays.mean + kind.away.mean))
        first = theatre.chance.seconds(kind.stays, who, "stays")
        if passed < first:
            yield from self._stay(first - passed)
            passed = first
        away = theatre.chance.seconds(kind.away, who, "away")
        yield theatre.wait(max(0, first + away - passed))
        while True:
            stays = theatre.chance.seconds(kind.stays, who, "stays")
            missing = kind.cancelled > 0 and theatre.chance.uniform(who, "cancelled") < kind.cancelled
            yield from self._open()
            if missing:
                yield theatre.wait(stays)
            else:
                yield from self._stay(stays)
            yield theatre.wait(theatre.chance.seconds(kind.away, who, "away"))

    def _stay(self, seconds: int) -> Process:
        self._come(1)
        yield self.theatre.wait(seconds)
        self._come(-1)

    def _come(self, change: int) -> None:
        self.count += change
        self.watch.there(self.name, self.count)

    def _open(self) -> Process:
        """Wait until the base is open; for ever where it does not open again."""
        theatre = self.theatre
        key = ("place", self.one.base or "")
        while (opens := theatre.closures.opens(theatre.now, key)) > theatre.now:
            wait = theatre.wait(int(min(opens, theatre.horizon)) - theatre.now)
            yield wait | theatre.closures.news(theatre.env)
