"""Straits: who may pass, who is inside, and for how long; by the Montreux Convention where it is written.

Whoever sends ships gives notice, asks on the day, enters and comes out; the theatre keeps count. Canals and
straits that only ask for draught are told by their places (`Place.deepest`), their capacity and time by
movement's passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import acos, cos, pi, radians, sin

from simpy import Environment

from posture.core.clock import DAY, HOUR, MINUTE, Clock
from posture.core.errors import ModelFault
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.theatre.event_kinds import (
    ENTERS_STRAITS,
    IN_THE_BLACK_SEA,
    LEAVES_THE_BLACK_SEA,
    STRAIT_ALLOWED,
    STRAIT_NOTICE,
    STRAIT_REFUSED,
)
from posture.theatre.montreux import NOBODY, Montreux, Present, Purpose, StraitTransit, TransitShip, Verdict
from posture.theatre.verdicts import judge

DARDANELLES, BOSPHORUS = "STR_DARDANELLES", "STR_BOSPHORUS"
TURKISH_STRAITS = frozenset({DARDANELLES, BOSPHORUS})
"""Places of the corridor network."""
OPEN = Verdict(True, "-", "nothing is written of the straits")
LATITUDE, LONGITUDE = radians(41), 29
"""Of Istanbul, for its daylight."""
TILT = radians(23.44)


@dataclass(slots=True)
class StraitStay:
    """A force that has passed or is passing: its ships, the way it goes, and since when it is inside."""

    ships: Sequence[TransitShip]
    into: bool
    since: int
    announced: bool = False


class Straits:
    """The Turkish Straits in one run.

    Notes `strait notice`, `strait allowed` and `strait refused` (`where` the Article, `amount` tons),
    `enters straits`, `in the Black Sea` (`amount` tons) and `leaves the Black Sea` (`amount` seconds inside).
    """

    def __init__(self, env: Environment, clock: Clock, log: Log, law: Montreux | None = None) -> None:
        self._env = env
        self._clock = clock
        self._log = log
        self.law = law
        self._notices: dict[str, tuple[int, int]] = {}
        self._passing: dict[str, StraitStay] = {}
        self._inside: dict[str, StraitStay] = {}

    def notify(self, force: str, due: int, since: int | None = None) -> None:
        """Give notice that a force will pass at the second `due`; a new one takes the place of the old.

        It was given at the second `since`, or now.
        """
        self._notices[force] = (self._now if since is None else since, due)
        self._note(STRAIT_NOTICE, force, amount=due - self._now)

    def ask(
        self,
        force: str,
        ships: Sequence[TransitShip],
        *,
        into: bool = True,
        stay: int = 0,
        purpose: Purpose = "transit",
        singly: bool = False,
        escorts: int = 0,
    ) -> Verdict:
        """Whether a force may enter the straits now, and by which Article; who may is counted by `enter`."""
        if self.law is None:
            return OPEN
        given, due = self._notices.get(force, (self._now, self._now))
        moment = self._clock.moment(self._now)
        asked = StraitTransit(
            ships=ships,
            moment=moment,
            into=into,
            notified=self._now - given if force in self._notices else None,
            late=self._now - due,
            stay=stay,
            by_day=daylight(moment),
            singly=singly,
            escorts=escorts,
            purpose=purpose,
            back=self._announced(force, into),
        )
        verdict = judge(self.law, asked, self.present())
        kind = STRAIT_ALLOWED if verdict.allowed else STRAIT_REFUSED
        self._note(kind, force, verdict.article, sum(ship.tons for ship in ships))
        return verdict

    def _announced(self, force: str, into: bool) -> bool:
        """Whether this is the way back that was announced with the way there."""
        return not into and force in self._inside and self._inside[force].announced

    def enter(self, force: str, ships: Sequence[TransitShip], *, into: bool = True) -> None:
        """Begin passage; its tonnage is in transit from now on, and on the way out no longer inside."""
        if force in self._passing:
            raise ModelFault(f"'{force}' is in the straits already")
        self._passing[force] = StraitStay(ships, into, self._now, force in self._notices)
        self._notices.pop(force, None)
        self._note(ENTERS_STRAITS, force, "into" if into else "out", len(ships))
        if not into:
            before = self._inside.pop(force, None)
            self._note(LEAVES_THE_BLACK_SEA, force, amount=self._now - before.since if before else 0)

    def come_out(self, force: str) -> None:
        """End passage: in the Black Sea from now on, or out of the straits."""
        stay = self._passing.pop(force, None)
        if stay is None:
            raise ModelFault(f"'{force}' is not in the straits")
        if stay.into:
            stay.since = self._now
            self._inside[force] = stay
            self._note(IN_THE_BLACK_SEA, force, amount=sum(ship.tons for ship in stay.ships))

    def present(self) -> Present:
        """Foreign vessels and tons in transit, and tons of each other power in the Black Sea, now.

        Who is on the way in counts as inside already, so that two cannot pass on the same tons.
        """
        law, at = self.law, self._clock.moment(self._now)
        if law is None:
            return NOBODY
        passing = [ship for one in self._passing.values() for ship in StraitTransit(one.ships, at).counted]
        transit = [ship for ship in passing if not law.large(ship)]
        going_in = [one for one in self._passing.values() if one.into]
        inside: dict[str, int] = {}
        for one in (*self._inside.values(), *going_in):
            for ship in StraitTransit(one.ships, at).counted:
                if not ship.riparian:
                    inside[ship.flag] = inside.get(ship.flag, 0) + ship.tons
        return Present(len(transit), sum(ship.tons for ship in transit), inside)

    def leaves_by(self, force: str) -> int | None:
        """The last second at which a force may be in the Black Sea; None if it need not go."""
        stay = self._inside.get(force)
        if stay is None or self.law is None or all(ship.riparian for ship in stay.ships):
            return None
        return stay.since + self.law.stay

    def until_daylight(self) -> int:
        """Seconds from now until passage may begin by day, to the quarter of an hour; 0 by day."""
        quarter = 15 * MINUTE
        steps = range(0, DAY + quarter, quarter)
        return next(wait for wait in steps if daylight(self._clock.moment(self._now + wait)))

    @property
    def _now(self) -> int:
        return int(self._env.now)

    def _note(self, kind: EventKind, who: str, where: str = "", amount: int = 0) -> None:
        self._log.note(self._now, kind, who, where, amount)


def daylight(moment: datetime) -> bool:
    """Whether the sun is up at Istanbul, by its declination alone: right to a quarter of an hour or so."""
    day = moment.timetuple().tm_yday
    declination = -TILT * cos(2 * pi * (day + 10) / 365.25)
    height = sin(radians(-0.833))
    cosine = (height - sin(LATITUDE) * sin(declination)) / (cos(LATITUDE) * cos(declination))
    half = acos(cosine) / pi * DAY / 2
    second = moment.hour * HOUR + moment.minute * MINUTE + moment.second
    noon = DAY / 2 - LONGITUDE / 360 * DAY
    return abs(second - noon) <= half
