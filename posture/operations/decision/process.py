"""What happens: dated orders take their course, and each crisis goes from step to step of the chain."""

from collections.abc import Mapping
from types import MappingProxyType

from simpy import Event

from posture.core.schema import Timing
from posture.operations.decision.consensus import agree
from posture.operations.decision.event_kinds import (
    ALERT,
    ASKS,
    CONSULTS,
    RECOGNISED,
    REPORTED,
    RULING,
    STEP,
    WARNED,
)
from posture.operations.decision.releases import Releases
from posture.operations.decision.schema import Decision, Directive, NationalOrder, Order, Plea
from posture.operations.decision.steps import STEPS, TOLD_TO_THE_UN, Step
from posture.operations.decision.switches import hastened, turn
from posture.theatre import Process, Theatre
from posture.theatre.network import Place
from posture.theatre.orders import OrderKind
from posture.theatre.requests import Incident, Watch

NOWHERE: Mapping[str, Place] = MappingProxyType({})


def start(theatre: Theatre, written: Decision, places: Mapping[str, Place] = NOWHERE) -> None:
    """Let every order and every crisis that comes take its course."""
    for subject, order in written.orders.items():
        theatre.start(decide(theatre, subject, order))
    for subject in sorted(written.called_off()):
        theatre.orders.call_off(subject)
    for name, crisis in written.crises.items():
        if crisis.active:
            CrisisCourse(theatre, written, name, places).start()


def decide(theatre: Theatre, subject: str, order: Order) -> Process:
    """One order: notes `indication` at the first sign and `order` when it is given."""
    yield theatre.wait(order.indication)
    theatre.orders.indicate(subject)
    yield theatre.wait(theatre.chance.seconds(order.decided, subject, "decided"))
    theatre.orders.give(order.kind, subject)


class CrisisCourse:
    """One crisis on its way through the chain.

    Notes `ruling` and `step`; outside Article 6, or short of an attack, there are consultations and a
    decision, but no invocation and no determination.
    """

    def __init__(self, theatre: Theatre, written: Decision, name: str, places: Mapping[str, Place]) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.crisis = crisis = written.crises[name]
        self.chain = crisis.chain.over(written.chain)
        self.ruling = written.ruling(crisis, places, theatre.clock.start)
        self.article_5 = written.article_5(crisis, self.ruling)
        self.members = sorted(written.members(theatre.clock.moment(crisis.indication)))
        self.reached = {step: Event(theatre.env) for step in STEPS}
        self.began = crisis.indication
        self.releases = Releases(
            theatre, name, crisis, self.chain, written.allies, self.reached["terminated"]
        )

    def start(self) -> None:
        """Let the chain and all that follows its steps begin."""
        theatre, crisis = self.theatre, self.crisis
        self._announce()
        theatre.start(self.run())
        for subject, order in crisis.orders.items():
            theatre.start(self._direct(subject, order))
        for subject, national in crisis.national.items():
            theatre.start(self._order_alone(subject, national))
        for subject, plea in crisis.assistance.items():
            theatre.start(self._answer(subject, plea))
        for measure, switch in crisis.measures.items():
            share = self.written.effects.taken_away(measure)
            delay = self.draw(switch.delay, measure)
            theatre.start(
                turn(theatre, measure, share, self.reached[switch.after], delay, self.reached["ended"])
            )
        if crisis.predelegated:
            theatre.start(self._step_ahead())
        for step in TOLD_TO_THE_UN if self.article_5 else ():
            theatre.start(self._report(step))

    def _announce(self) -> None:
        """Say who decides on the forces of each order, who may refuse them, and what may be stopped."""
        theatre, crisis = self.theatre, self.crisis
        for subject in crisis.deployed:
            theatre.orders.keep(subject, self.releases.ask)
        for nation, stance in crisis.allies.items():
            for subject in crisis.deployed if stance.may_refuse else ():
                theatre.orders.may_refuse(nation, subject)
        if self.chain.termination:
            for subject in crisis.subjects:
                theatre.orders.may_stop(subject)

    def draw(self, law: Timing | None, what: str) -> int:
        """Seconds of one time of this crisis; none where nothing is written."""
        return self.theatre.chance.seconds(law, self.name, what) if law else 0

    def reach(self, step: Step) -> None:
        """Note a step, and let go on what follows it."""
        asked = len(self.members) if step == "order" else 0
        self.theatre.note(STEP, self.name, step, asked)
        self.reached[step].succeed()

    def run(self) -> Process:
        """The chain from the first sign to the end."""
        theatre, chain = self.theatre, self.chain
        yield theatre.wait(self.crisis.indication)
        if self.crisis.follows is not None:
            yield theatre.ask(Incident(self.crisis.follows))
        self.began = theatre.now
        yield from self._recognise()
        for subject in sorted({subject for subject, _ in self.crisis.given()}):
            theatre.orders.indicate(subject)
        if self.crisis.detection is not None:
            theatre.note(RECOGNISED, self.name, amount=theatre.now - self.began)
        verdict = "debated" if self.ruling.debated else "inside" if self.ruling.inside else "outside"
        theatre.note(RULING, self.name, verdict, 5 if self.article_5 else 4)
        self.reach("indication")
        yield from self._after(chain.request, "request")
        asked = theatre.now
        for nation in self.crisis.requested_by or tuple({self.crisis.country} & set(self.members)):
            theatre.note(CONSULTS, nation, self.name)
        yield from self._after(chain.session, "session")
        law = chain.invocation if self.article_5 else chain.agreed
        assert law is not None  # checked before the run
        yield from agree(theatre, self.name, self.crisis, law, chain.resumed, asked, self._voters())
        self.reach("agreed")
        if self.article_5:
            self.reach("conditional")
            plain = self.crisis.attack == "open" and chain.attributed is not None
            yield from self._after(chain.attributed if plain else chain.determination, "determined")
        if self.article_5 or self.crisis.measures:
            theatre.start(self._after(chain.measures, "measures"))
        yield from self._after(chain.order, "order")
        self.releases.open(self.members)
        if chain.termination:
            yield from self._end()

    def _recognise(self) -> Process:
        """Wait until it is recognised: by its signs where surveillance sees them, or else after `detection`.

        Notes `warned` with what surveillance gained, by what was left of `detection` then.
        """
        theatre, area = self.theatre, self.crisis.shows_in
        seconds = self.draw(self.crisis.detection, "detection")
        if area is None:
            yield from hastened(theatre, seconds, "intelligence-sharing")
            return
        seen = theatre.ask(Watch(self.name, area, self.crisis.consulting))
        gained = yield from hastened(theatre, seconds, "intelligence-sharing", until=seen)
        theatre.note(WARNED, self.name, area, gained)
        if not seen.triggered:
            seen.succeed()

    def _voters(self) -> list[str]:
        """Allies whose own times are drawn; none where the Council's is drawn once."""
        return self.members if self.written.consensus == "each" else []

    def _after(self, law: Timing | None, step: Step) -> Process:
        yield self.theatre.wait(self.draw(law, step))
        self.reach(step)

    def _end(self) -> Process:
        """What has not begun is stopped with the decision to end it; what was ordered ends when all does."""
        yield from self._after(self.chain.termination, "terminated")
        for subject in self.crisis.subjects:
            self.theatre.orders.stop(subject)
        yield from self._after(self.chain.ending, "ended")
        for subject in self.crisis.subjects:
            self.theatre.orders.give("end", subject)

    def _give(self, kind: OrderKind, subject: str) -> None:
        """Give an order, unless all is being ended by now."""
        if not self.reached["terminated"].triggered:
            self.theatre.orders.give(kind, subject)

    def _direct(self, subject: str, order: Directive) -> Process:
        """An order that follows a step, its nation's release, and its host's consent."""
        yield self.reached[order.after]
        yield self.theatre.wait(self.draw(order.delay, f"order {subject}"))
        hosted = self.releases.accepted(order.host) if order.host else None
        if order.nation:
            yield self.releases.consent(order.nation)
        if hosted:
            yield hosted
        self._give(order.kind, subject)

    def _order_alone(self, subject: str, order: NationalOrder) -> Process:
        """A nation's order to its own forces; notes `alert`."""
        yield self.reached["indication"]
        yield self.theatre.wait(self.draw(order.after, f"national {subject}"))
        self.theatre.note(ALERT, order.nation, subject)
        if order.host:
            yield self.releases.accepted(order.host)
        self._give(order.kind, subject)

    def _answer(self, subject: str, plea: Plea) -> Process:
        """A threatened Ally's request and the order that answers it; notes `asks`."""
        yield self.reached["indication"]
        yield self.theatre.wait(plea.after)
        self.theatre.note(ASKS, plea.nation, subject)
        yield from hastened(self.theatre, self.draw(self.chain.assistance, f"assist {subject}"), "assistance")
        self._give(plea.kind, subject)

    def _step_ahead(self) -> Process:
        """What SACEUR may order by himself, once the Council has given guidance."""
        yield self.reached[self.crisis.guidance]
        yield self.theatre.wait(self.draw(self.chain.predelegated, "predelegated"))
        for kind in self.crisis.predelegated:
            for subject in self.crisis.deployed:
                self._give(kind, subject)

    def _report(self, step: Step) -> Process:
        """The Security Council is told; notes `reported`."""
        yield self.reached[step]
        yield self.theatre.wait(self.draw(self.chain.report, f"report {step}"))
        self.theatre.note(REPORTED, self.name, step)
