"""What happens: offers fail and come back, hours are shared out by priority, Allies are asked for more."""

from collections.abc import Mapping, Sequence

from posture.operations.space.event_kinds import ASKED, GRANTED, LOST, MET, OFFERED, REQUESTED
from posture.operations.space.schema import Outage, SatelliteOffer, SatelliteUser, Space
from posture.operations.space.windows import FormationService
from posture.theatre import Process, Theatre
from posture.theatre.instants import Instant
from posture.theatre.levels import satellite_lost
from posture.theatre.requests import OnwardOrder


def start(theatre: Theatre, written: Space, orders: Mapping[str, str]) -> None:
    """Share out every band, let offers fail, and ask for more where somebody falls short.

    `orders` has the subject of each brigade's order to deploy: from then on its formation asks for hours.
    """
    if any(one.formation is not None for one in written.users.values()):
        theatre.serve(OnwardOrder, FormationService(theatre, written).ask)
    bands = sorted({one.band for one in written.users.values()})
    for band in bands:
        Band(theatre, written, band, orders).open()


def share_out(supply: float, wanted: Sequence[tuple[str, int]]) -> dict[str, float]:
    """Hours for each, in the order given: all that it wants while there is enough, then what is left."""
    found = {}
    for name, hours in wanted:
        found[name] = min(float(hours), supply)
        supply -= found[name]
    return found


class Band:
    """One band. Notes `offered`, `hours asked`, `hours met`, `lost`, `more requested` and `more granted`."""

    def __init__(self, theatre: Theatre, written: Space, band: str, orders: Mapping[str, str]) -> None:
        self.theatre = theatre
        self.written = written
        self.band = band
        self.orders = orders
        users = ((one.priority, name, one) for name, one in written.users.items() if one.band == band)
        self.users: dict[str, SatelliteUser] = {
            name: one for _, name, one in sorted(users, key=lambda u: u[:2])
        }
        self._left: dict[str, dict[str, float]] = {
            name: {} for name, one in written.offers.items() if one.band == band
        }
        self._asking: set[str] = set()
        self._more = 0
        self._met: dict[str, int] = {}
        self._told = -1
        self._waiting = {name for name, one in written.reserves.items() if one.band == band}
        self._share = Instant(theatre.env, self._share_out)

    def open(self) -> None:
        """Begin with what is offered."""
        theatre, written = self.theatre, self.written
        for name, one in self.users.items():
            if one.formation is None:
                self._ask(name)
            else:
                theatre.start(self._move(name, self.orders[one.formation]))
        for name in self._left:
            theatre.start(self._fail(name, written.offers[name]))
        for key, outage in written.outages.items():
            if outage.active and outage.offer in self._left:
                theatre.start(self._lose(key, outage))
        self._share.ask()

    def _ask(self, name: str) -> None:
        """A user asks for its hours from now on."""
        self._asking.add(name)
        self.theatre.note(ASKED, name, self.band, self.users[name].hours)
        self._share.ask()

    def _move(self, name: str, order: str) -> Process:
        """A formation asks for its hours from its order on."""
        yield self.theatre.orders.wait("deploy", order)
        self._ask(name)

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
        served = share_out(supply, self._wanted())
        for name, hours in served.items():
            told, user = round(1000 * hours), self.users[name]
            if told != self._met.get(name):
                self._met[name] = told
                theatre.note(MET, name, self.band, told)
                self._slow(user, 1 - hours / user.hours)
        if any(hours < self.users[name].hours for name, hours in served.items()):
            for name in sorted(self._waiting):
                theatre.note(REQUESTED, name, self.band)
                theatre.start(self._grant(name))
            self._waiting.clear()

    def _wanted(self) -> list[tuple[str, int]]:
        """Who asks for how many hours, the most urgent first."""
        return [(name, one.hours) for name, one in self.users.items() if name in self._asking]

    def _slow(self, user: SatelliteUser, missing: float) -> None:
        """What depends on its hours works so much slower; a formation has service for less of the time."""
        if user.serves is not None:
            lost = missing if user.formation is not None else user.depends * missing
            self.theatre.levels.set(satellite_lost(*user.serves), lost)

    def _grant(self, name: str) -> Process:
        theatre, reserve = self.theatre, self.written.reserves[name]
        asked = theatre.now
        yield theatre.wait(theatre.chance.seconds(reserve.response, name, "response"))
        self._more += reserve.hours
        theatre.note(GRANTED, name, self.band, theatre.now - asked)
        self._share.ask()
