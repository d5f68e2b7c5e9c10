"""What happens: an incident takes capacity away, is noticed, waits for a team and is recovered."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import log1p

from simpy import Event

from posture.core.arrivals import YEAR
from posture.core.errors import ModelFault
from posture.core.ids import id_of
from posture.operations.cyber.event_kinds import INCIDENT, NOTICED, RECOVERED, REFERRED, TEAM
from posture.operations.cyber.schema import Cyber, ServiceSystem
from posture.operations.cyber.teams import ALLIANCE, Teams
from posture.theatre import Process, Theatre
from posture.theatre.closures import Key
from posture.theatre.event_kinds import DEGRADES, EVERYTHING
from posture.theatre.levels import network_lost
from posture.theatre.network import Link
from posture.theatre.requests import Incident


def start(theatre: Theatre, written: Cyber, links: Mapping[str, Link]) -> None:
    """Let incidents befall systems, on places and ways, and say when one is referred to the Council."""
    teams = Teams(theatre, written.teams, written.rapid_reaction.teams)
    courses = {
        name: SystemCourse(theatre, written, name, one, teams, [*_nodes(one, links)])
        for name, one in written.at_risk().items()
    }
    for course in courses.values():
        theatre.start(course.run())
    theatre.serve(Incident, partial(_referred, theatre, written, courses))


def _referred(
    theatre: Theatre, written: Cyber, courses: dict[str, "SystemCourse"], request: Incident
) -> Event:
    """The event of a system's referral; it never fires for one that nothing befalls."""
    if request.system not in written.systems:
        raise ModelFault(f"there is no system '{request.system}'")
    course = courses.get(request.system)
    return Event(theatre.env) if course is None else course.referred


class SystemCourse:
    """One system: sound until an incident, then at a share of its capacity until a team has recovered it.

    When it will be back is told as an estimate until a team works on it, and exactly from then on, to whoever
    waits there. Notes `incident`, `degrades`, `noticed`, `referred`, `team` and `recovered`.
    """

    def __init__(
        self,
        theatre: Theatre,
        written: Cyber,
        name: str,
        system: ServiceSystem,
        teams: Teams,
        nodes: Sequence[tuple[str, str]],
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.system = system
        self.teams = teams
        self.nodes = nodes
        self.noticed = system.noticed or written.noticed
        law = system.recovery or written.recovery
        assert law is not None  # checked when it was written
        self.recovery = law
        self.referred = Event(theatre.env)
        self.window = theatre.closures.keep(*_keys(system))
        self._dates = iter(sorted(system.dated))
        self._next = next(self._dates, None)

    def run(self) -> Process:
        """Incident after incident, to the end of the run."""
        theatre = self.theatre
        while (moment := self._comes()) is not None:
            yield theatre.wait(moment - theatre.now)
            yield from self._recover()

    def _comes(self) -> int | None:
        """When the next incident comes: at a date, or by chance while it is sound."""
        theatre, system = self.theatre, self.system
        while self._next is not None and self._next < theatre.now:
            self._next = next(self._dates, None)
        moments = [] if self._next is None else [self._next]
        if system.incidents:
            uniform = theatre.chance.uniform(self.name, "incident")
            moments.append(theatre.now + max(1, round(-log1p(-uniform) * YEAR / system.incidents)))
        moment = min(moments, default=None)
        if moment == self._next:
            self._next = next(self._dates, None)
        return moment

    def _recover(self) -> Process:
        theatre, chance, began = self.theatre, self.theatre.chance, self.theatre.now
        leaves = chance.draw(self.system.leaves, self.name, "leaves")
        noticed = chance.seconds(self.noticed, self.name, "noticed")
        work = chance.seconds(self.recovery, self.name, "recovery")
        theatre.note(INCIDENT, self.name, self.system.where, round(1000 * leaves))
        for what, place in self.nodes:
            theatre.note(DEGRADES, id_of(self.name, what), place, round(1000 * (1 - leaves)))
        self.window.begin, self.window.share = began, leaves
        self._slow(1 - leaves)
        usual = max(1, round(self.recovery.mean))
        self._tell(began + max(1, round(self.noticed.mean)) + usual)
        yield theatre.wait(noticed)
        theatre.note(NOTICED, self.name, amount=noticed)
        self._refer()
        asked = theatre.now
        team = self.teams.ask(self.system.nation)
        while not team.triggered:
            self._tell(theatre.now + 2 * usual)
            yield team | theatre.wait(usual)
        whose = str(team.value)
        notice = 0
        if whose == ALLIANCE:
            notice = chance.seconds(self.written.rapid_reaction.notice, self.name, "notice")
        self._tell(theatre.now + notice + work)
        yield theatre.wait(notice)
        theatre.note(TEAM, self.name, whose, theatre.now - asked)
        yield theatre.wait(work)
        self.teams.give_back(whose)
        self._tell(theatre.now)
        self._slow(0)
        theatre.note(RECOVERED, self.name, whose, theatre.now - began)

    def _refer(self) -> None:
        """A grave one is referred; the first of them opens what waits for it."""
        share = self.system.referred
        if share and self.theatre.chance.uniform(self.name, "referred") < share:
            self.theatre.note(REFERRED, self.name)
            if not self.referred.triggered:
                self.referred.succeed()

    def _slow(self, lost: float) -> None:
        """A headquarters works at the speed that its network leaves."""
        if self.system.headquarters is not None:
            self.theatre.levels.set(network_lost(self.system.headquarters), lost)

    def _tell(self, end: int) -> None:
        self.theatre.closures.tell(self.window, end)


def _nodes(system: ServiceSystem, links: Mapping[str, Link]) -> Iterator[tuple[str, str]]:
    """What depends on a system, and where: a gate, all at a place, or ways of a mode, by their ends."""
    if system.place is not None:
        yield system.gate or EVERYTHING, system.place
    ends = {(links[key].mode, place) for key in system.links for place in (links[key].start, links[key].end)}
    yield from sorted(ends)


def _keys(system: ServiceSystem) -> Iterator[Key]:
    if system.place is None:
        yield from (("link", link) for link in system.links)
    else:
        yield ("gate", system.place, system.gate) if system.gate else ("place", system.place)
