"""Papers: train paths, customs documents and tankers, asked for with the order, and waited for at home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from simpy import Event

from posture.core.distributions import Distribution
from posture.operations.movement.legs import Plan
from posture.operations.movement.modes.own_flight import tankers_for
from posture.operations.movement.parameters import Parameters
from posture.theatre import Theatre
from posture.theatre.forces import SELF_DEPLOYING
from posture.theatre.requests import Load
from posture.theatre.routing import gauge_of


@dataclass(frozen=True, slots=True)
class Paper:
    """What has to be there for a load that goes to a place: what it is, of whom, and how long that takes."""

    what: str
    whose: str
    time: Distribution


PaperKey = tuple[Load, str, Paper]


class Papers:
    """What was asked for in one run. Loads that are alike and go to one place are on one paper."""

    def __init__(self, theatre: Theatre, parameters: Parameters) -> None:
        self._theatre = theatre
        self._parameters = parameters
        self._asked: dict[PaperKey, Event] = {}
        self._since: dict[PaperKey, int] = {}
        self._papers: dict[tuple[str, int], tuple[tuple[Paper, ...], Plan]] = {}

    def ask(self, load: Load, end: str, plans: Sequence[Plan]) -> list[tuple[str, Event]]:
        """Whose papers are needed for some plans, and their events; each is asked for once."""
        papers = dict.fromkeys(paper for plan in plans for paper in self._needed(load, end, plan))
        return [(paper.whose, self._event(load, end, paper)) for paper in papers]

    def expected(self, load: Load, end: str, plan: Plan) -> float:
        """Seconds until all papers of a plan are there, by when they were asked for and what is usual."""
        return max((self._left((load, end, paper)) for paper in self._needed(load, end, plan)), default=0.0)

    def _left(self, key: PaperKey) -> float:
        if key in self._asked and self._asked[key].triggered:
            return 0.0
        return max(0.0, key[2].time.middle - (self._theatre.now - self._since.get(key, self._theatre.now)))

    def _needed(self, load: Load, end: str, plan: Plan) -> tuple[Paper, ...]:
        """The papers of a plan, which is known by its identity within a run."""
        key = (end, id(plan))
        if key not in self._papers:
            self._papers[key] = tuple(self._wanted(load, end, plan)), plan
        return self._papers[key][0]

    def _wanted(self, load: Load, end: str, plan: Plan) -> Iterator[Paper]:
        """Of the railway where a train is made up, of the customs union that is entered or left, of tankers.

        Aircraft and warships need no customs documents.
        """
        tankers = tankers_for(self._parameters, load, plan)
        if tankers is not None:
            yield Paper("tankers", load.nation, tankers.arrange)
        if load.cargo in SELF_DEPLOYING:
            return
        for leg in plan.legs:
            step = leg.alternatives[0][0]
            if leg.mode == "rail":
                order = self._parameters.rail(gauge_of(step.hop.layer), step.country).order
                if order is not None:
                    yield Paper("train path", step.country, order)
        customs = self._parameters.written.customs
        places = self._parameters.network.places
        if customs is not None:
            passed = {*places[plan.legs[0].start].countries, *places[end].countries, *plan.countries}
            if passed & customs.members and passed - customs.members:
                yield Paper("customs", places[end].country, customs.documents)

    def _event(self, load: Load, end: str, paper: Paper) -> Event:
        key = (load, end, paper)
        if key not in self._asked:
            name = f"{load.nation} {load.cargo} {load.lane_metres:g} {end}"
            seconds = self._theatre.chance.seconds(paper.time, name, f"{paper.what} {paper.whose}")
            event = self._asked[key] = Event(self._theatre.env)
            self._since[key] = self._theatre.now
            if seconds:
                self._theatre.after(seconds, partial(_come, event))
            else:
                event.succeed()
        return self._asked[key]


def _come(event: Event) -> None:
    event.succeed()
