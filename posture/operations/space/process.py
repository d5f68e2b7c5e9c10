"""What happens: offers fail and come back, hours are shared out by priority, Allies are asked for more."""

from collections.abc import Sequence

from posture.operations.space.event_kinds import ASKED, GRANTED, LOST, MET, OFFERED, REQUESTED
from posture.operations.space.schema import Outage, SatelliteOffer, SatelliteUser, Space
from posture.theatre import Process, Theatre
from posture.theatre.instants import Instant
from posture.theatre.levels import satellite_lost


def start(theatre: Theatre, written: Space) -> None:
    """Share out every band, let offers fail, and ask for more where somebody falls short."""
    bands = sorted({one.band for one in written.users.values()})
    for band in bands:
        Band(theatre, written, band).open()


def share_out(supply: float, wanted: Sequence[tuple[str, int]]) -> dict[str, float]:
    """Hours for each, in the order given: all that it wants while there is enough, then what is left."""
    found = {}
    for name, hours in wanted:
        found[name] = min(float(hours), supply)
        supply -= found[name]
    return found


class Band:
    """One band. Notes `offered`, `hours asked`, `hours met`, `lost`, `more requested` and `more granted`."""

    def __init__(self, theatre: Theatre, written: Space, band: str) -> None:
        self.theatre = theatre
        self.written = written
        self.band = band
        users = ((one.priority, name, one) for name, one in written.users.items() if one.band == band)
        self.users: dict[str, SatelliteUser] = {
            name: one for _, name, one in sorted(users, key=lambda u: u[:2])
        }
        self._left: dict[str, dict[str, float]] = {
            name: {} for name, one in written.offers.items() if one.band == band
        }
        self._more = 0
        self._met: dict[str, int] = {}
        self._told = -1
        self._waiting = {name for name, one in written.reserves.items() if one.band == band}
        self._share = Instant(theatre.env, self._share_out)

    def open(self) -> None:
        """Begin with what is offered."""
        theatre, written = self.theatre, self.written
        for name, one in self.users.items():
            theatre.note(ASKED, name, self.band, one.hours)
        for name in self._left:
            theatre.start(self._fail(name, written.offers[name]))
        for key, outage in written.outages.items():
            if outage.active and outage.offer in self._left:
                theatre.start(self._lose(key, outage))
        self._share.ask()

    def _fail(self, name: str, offer: SatelliteOffer) -> Process:
        """By chance, again and again."""
        theatre = self.theatre
        while offer.failure is not None:
            yield theatre.wait(theatre.chance.seconds(offer.failure.every, name, "sound"))
            self._leave(name, "failure", 0.0)
            yield theatre.wait(max(1, theatre.chance.seconds(offer.failure.lasts, name, "lost")))
            self._leave(name, "failure", 1.0)

    def _lose(self, key: str, outage: Outage) -> Process:
        """At a date."""
        theatre = self.theatre
        yield theatre.wait(outage.start)
        self._leave(outage.offer, key, theatre.chance.draw(outage.leaves, key, "leaves"))
        yield theatre.wait(max(1, theatre.chance.seconds(outage.lasts, key, "lasts")))
        self._leave(outage.offer, key, 1.0)

    def _leave(self, offer: str, cause: str, share: float) -> None:
        """So much of an offer is left by one cause; the worst of all counts."""
        self._left[offer][cause] = share
        self.theatre.note(LOST, offer, self.band, round(1000 * min(self._left[offer].values())))
        self._share.ask()

    def _share_out(self) -> None:
        """Serve users by priority, and ask for more where that is not enough."""
        theatre = self.theatre
        supply = self._more + sum(
            self.written.offers[name].hours * min(left.values(), default=1.0)
            for name, left in self._left.items()
        )
        if round(supply) != self._told:
            self._told = round(supply)
            theatre.note(OFFERED, self.band, amount=self._told)
        served = share_out(supply, [(name, one.hours) for name, one in self.users.items()])
        for name, hours in served.items():
            told, user = round(1000 * hours), self.users[name]
            if told != self._met.get(name):
                self._met[name] = told
                theatre.note(MET, name, self.band, told)
                self._slow(user, user.depends * (1 - hours / user.hours))
        if any(hours < self.users[name].hours for name, hours in served.items()):
            for name in sorted(self._waiting):
                theatre.note(REQUESTED, name, self.band)
                theatre.start(self._grant(name))
            self._waiting.clear()

    def _slow(self, user: SatelliteUser, lost: float) -> None:
        """What depends on its hours works so much slower."""
        if user.headquarters is not None:
            self.theatre.levels.set(satellite_lost("headquarters", user.headquarters), lost)
        elif user.collector is not None:
            self.theatre.levels.set(satellite_lost("collector", user.collector), lost)

    def _grant(self, name: str) -> Process:
        theatre, reserve = self.theatre, self.written.reserves[name]
        asked = theatre.now
        yield theatre.wait(theatre.chance.seconds(reserve.response, name, "response"))
        self._more += reserve.hours
        theatre.note(GRANTED, name, self.band, theatre.now - asked)
        self._share.ask()
