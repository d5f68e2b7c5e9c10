"""What happens: requests to move are cleared and divided among ways; `journeys` lets their serials go."""

from collections.abc import Sequence

from simpy import Event

from posture.core.errors import ModelFault
from posture.core.ids import id_of
from posture.operations.movement.division import divide
from posture.operations.movement.journeys import Journeys
from posture.operations.movement.legs import Plan
from posture.operations.movement.papers import Papers
from posture.operations.movement.plans import Plans
from posture.operations.movement.route_request import RouteRequest
from posture.operations.movement.serials import Paces
from posture.operations.movement.travel import Travel
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import CLEARANCE, READINESS, STAYED
from posture.theatre.requests import Foreseen, Load, Move

Permits = list[tuple[str, Event]]
"""Who permits it, and the event of that."""


def start(theatre: Theatre, plans: Plans) -> None:
    """Let movement answer requests in this run."""
    traffic = Traffic(theatre, plans)
    theatre.serve(Move, traffic.answer)
    theatre.serve(Foreseen, traffic.charter)


class Traffic:
    """All that is on the move in one run."""

    def __init__(self, theatre: Theatre, plans: Plans) -> None:
        self.theatre = theatre
        self.plans = plans
        self.travel = Travel(theatre, plans)
        self.papers = Papers(theatre, plans.parameters)
        self.journeys = Journeys(self.travel, Paces(theatre.chance, plans.written.speed_correlation), self)
        self._left: dict[str, tuple[int, Event]] = {}
        self._asked: dict[tuple[Load, str, tuple[int, ...]], tuple[Permits, Sequence[Plan]]] = {}

    def answer(self, move: Move) -> Event:
        """Set a request going; the event fires when its last piece has arrived."""
        plans = self.travel.choice.plans_for(RouteRequest.of(move), move.pieces)
        if not plans:
            raise ModelFault(f"no way from {move.start} to {move.stops[-1][0]}, although it was checked")
        return self.send(move, plans)

    def charter(self, foreseen: Foreseen) -> Event:
        """Call up all lift that pieces will need, and ask for its papers; the event fires at once."""
        shape = RouteRequest(foreseen.start, foreseen.stops, foreseen.load)
        plans = self.travel.choice.plans_for(shape, foreseen.pieces)
        self.travel.foresee(shape)
        self.papers.ask(foreseen.load, shape.end, plans)
        for plan in plans:
            for leg in plan.legs:
                for pool in leg.lift:
                    self._call_up(foreseen, pool)
        return Event(self.theatre.env).succeed()

    def _call_up(self, foreseen: Foreseen, pool: str) -> None:
        """Call up lift for one who will need it; once that is stopped and has let go, it is dismissed."""
        gates = self.travel.gates
        gates.call_up(pool)
        if foreseen.stop is not None and foreseen.stop.callbacks is not None:
            foreseen.stop.callbacks.append(lambda _: self.theatre.after(1, lambda: gates.dismiss(pool)))

    def send(self, move: Move, plans: tuple[Plan, ...]) -> Event:
        """Set a request going by these plans.

        All clearances are asked for together. Where neither they nor the pieces have to be waited for,
        serials go at once.
        """
        theatre = self.theatre
        finished = Event(theatre.env)
        self._left[move.name] = (move.pieces, finished)
        permits = self._ask(move, plans)
        if move.ready or not all(permit.triggered for _, permit in permits):
            theatre.start(self._prepare(move, plans, permits))
        else:
            self._launch(move, plans)
        return finished

    def _ask(self, move: Move, plans: tuple[Plan, ...]) -> Permits:
        """Papers, and permissions of all countries on the ground and in the air; each is asked for once.

        They are the same whenever such a load is to go by these plans, which are known by their identity: a
        request asks two or three times, and thousands are alike.
        """
        key = (move.load, move.stops[-1][0], tuple(map(id, plans)))
        if key not in self._asked:
            self._asked[key] = self._permits(move, plans), plans
        return self._asked[key][0]

    def _permits(self, move: Move, plans: tuple[Plan, ...]) -> Permits:
        load = move.load
        crossed = sorted(frozenset[str]().union(*(plan.countries for plan in plans)))
        overflown = sorted(frozenset[str]().union(*(plan.overflown for plan in plans)))
        asked = ((self.theatre.clearances, crossed), (self.theatre.overflight, overflown))
        permits = [
            (one, office.ask(load.nation, one, load.cargo)) for office, those in asked for one in those
        ]
        return permits + self.papers.ask(load, move.stops[-1][0], plans)

    def _prepare(self, move: Move, plans: tuple[Plan, ...], permits: Permits) -> Process:
        """Wait until pieces and permissions are there; books `readiness` and `clearance` to the request.

        What was shut or has opened meanwhile is heeded once the pieces are ready.
        """
        theatre, asked = self.theatre, self.theatre.now
        if move.ready is not None and not move.ready.processed:
            theatre.waits.begin(move.name, READINESS, move.start, asked, move.pieces)
            yield move.ready if move.stop is None else move.ready | move.stop
            theatre.waits.end(move.name)
            if move.stopped:
                self.stay(move, move.start, move.pieces)
                return
            theatre.note(READINESS, move.name, move.start, theatre.now - asked)
        if theatre.closures:
            plans = self.travel.choice.plans_for(RouteRequest.of(move), move.pieces) or plans
            permits = self._ask(move, plans)
        if self.travel.choice.weighs:
            permits = self._ask(move, (self._soonest(move, plans),))
        begin, last = theatre.now, ""
        for country, permit in permits:
            if not permit.triggered:
                theatre.waits.begin(move.name, CLEARANCE, country, begin, move.pieces)
                yield permit if move.stop is None else permit | move.stop
                theatre.waits.end(move.name)
                last = country
            if move.stopped:
                self.stay(move, move.start, move.pieces)
                return
        if theatre.now > begin:
            theatre.note(CLEARANCE, move.name, last, theatre.now - begin)
        self._launch(move, plans)

    def _soonest(self, move: Move, plans: Sequence[Plan]) -> Plan:
        """The plan by which the pieces would arrive first, the wait for its papers included."""
        end = move.stops[-1][0]
        return self.travel.choice.soonest(
            plans, move.pieces, lambda plan: self.papers.expected(move.load, end, plan)
        )

    def _launch(self, move: Move, plans: tuple[Plan, ...]) -> None:
        """Split the pieces among the plans and into serials, and let these go."""
        first = 0
        if self.travel.choice.weighs and len(plans) == 1:
            shares = [(plans[0], move.pieces)]
        elif self.travel.choice.weighs:
            allowed = [
                plan for plan in plans if all(permit.triggered for _, permit in self._ask(move, (plan,)))
            ]
            shares = self.travel.choice.divided(allowed, move.pieces)
        else:
            shares = divide(self.plans.written.routes, plans, move.pieces)
        for number, (plan, pieces) in enumerate(shares, start=1):
            name = move.name if len(shares) == 1 else id_of(move.name, f"way {number}")
            self.journeys.begin(move, name, plan, range(first, first + pieces))
            first += pieces

    def stay(self, move: Move, place: str, pieces: int) -> None:
        """So many pieces do not move any more; notes `stayed`."""
        self.theatre.note(STAYED, move.name, place, pieces)
        self.count(move, pieces)

    def count(self, move: Move, pieces: int) -> None:
        """So many pieces of a request have arrived; when all have, it is finished."""
        left, finished = self._left[move.name]
        self._left[move.name] = (left - pieces, finished)
        if left == pieces:
            finished.succeed()
