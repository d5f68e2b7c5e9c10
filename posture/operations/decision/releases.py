"""Releases: each Ally gives "such action as it deems necessary", and hosts accept what comes."""

from collections.abc import Mapping, Sequence

from simpy import Event

from posture.core.ids import id_of
from posture.operations.decision.event_kinds import ABSTAINED, ACCEPTS, APPROVED, CAVEAT, CONSENT, TRANSFERRED
from posture.operations.decision.schema import Ally, Crisis, Stance
from posture.operations.decision.steps import Chain
from posture.operations.decision.switches import hastened
from posture.theatre import Process, Theatre

AS_USUAL = Stance()


class Releases:
    """What nations and hosts answer to the orders of one crisis."""

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        crisis: Crisis,
        chain: Chain,
        allies: Mapping[str, Ally],
        over: Event,
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.crisis = crisis
        self.chain = chain
        self.allies = allies
        self.over = over
        """The decision to end it, after which nobody releases anything any more."""
        self._approvals: dict[str, Event] = {}
        self._consents: dict[str, Event] = {}
        self._opened = 0
        self._hosts: dict[str, Event] = {}

    def open(self, members: Sequence[str]) -> None:
        """Ask every Ally, now that the activation order is given."""
        self._opened = self.theatre.now
        for nation in members:
            self.theatre.start(self._release(nation))

    def ask(self, nation: str, subject: str, force: str) -> None:
        """Let a nation decide on one of its forces that an order of this crisis calls."""
        self.theatre.start(self._let_go(nation, subject, force))

    def consent(self, nation: str) -> Event:
        """The event of an Ally's release; it never fires if the Ally abstains."""
        if nation not in self._consents:
            self._consents[nation] = Event(self.theatre.env)
        return self._consents[nation]

    def accepted(self, host: str) -> Event:
        """The event of a host's acceptance, asked for now if not before."""
        if host not in self._hosts:
            self._hosts[host] = Event(self.theatre.env)
            self.theatre.start(self._accept(host))
        return self._hosts[host]

    def _release(self, nation: str) -> Process:
        """One Ally: it abstains, or its parliament, where it must, and its government let forces go.

        Both clocks run from the activation order. Notes `abstained`, or `approved`, and `transferred` once
        it has consented: at its government's own word, or when the first of its forces is let go.
        """
        theatre, who = self.theatre, id_of(self.name, nation)
        stance = self.crisis.allies.get(nation, AS_USUAL)
        if stance.abstains and theatre.chance.uniform(who, "abstains") < stance.abstains:
            theatre.note(ABSTAINED, nation, self.name)
            for subject in self.crisis.deployed:
                theatre.orders.refuse(nation, subject)
            return
        asks = self.allies[nation].parliament if stance.parliament is None else stance.parliament
        approval = stance.approval or self.chain.parliament
        if asks and approval:
            yield theatre.wait(theatre.chance.seconds(approval, who, "parliament"))
            theatre.note(APPROVED, nation, self.name)
        self._approved(nation).succeed()
        yield self.consent(nation) | theatre.wait(self._left(nation, who))
        if self.over.triggered:
            return
        self._consented(nation)
        if self.chain.transfer:
            yield theatre.wait(theatre.chance.seconds(self.chain.transfer, who, "transfer"))
            theatre.note(TRANSFERRED, nation, self.name)
        for subject in self.crisis.deployed:
            theatre.orders.hand_over(nation, subject)

    def _let_go(self, nation: str, subject: str, force: str) -> Process:
        """One force: its government lets it go by itself, its parliament has agreed for all of them."""
        yield self._approved(nation)
        yield self.theatre.wait(self._left(nation, id_of(id_of(self.name, nation), force)))
        if self.over.triggered:
            return
        self._consented(nation)
        stance = self.crisis.allies.get(nation, AS_USUAL)
        if subject not in stance.not_for:
            self.theatre.orders.release(nation, subject, force, stance.share)

    def _left(self, nation: str, who: str) -> int:
        """Seconds from now until the government of a nation has let somebody go."""
        law = self.crisis.allies.get(nation, AS_USUAL).release or self.chain.release
        executive = self.theatre.chance.seconds(law, who, "release") if law else 0
        return max(0, self._opened + executive - self.theatre.now)

    def _consented(self, nation: str) -> None:
        """The first of a nation's forces may go; notes `caveat`, `consent` with the share of its offer."""
        theatre, event = self.theatre, self.consent(nation)
        if event.triggered:
            return
        stance = self.crisis.allies.get(nation, AS_USUAL)
        if stance.limit:
            theatre.note(CAVEAT, nation, stance.limit)
        for subject in self.crisis.deployed:
            if subject in stance.not_for:
                theatre.orders.refuse(nation, subject)
            elif stance.not_in:
                theatre.orders.refuse(nation, subject, stance.not_in)
        theatre.note(CONSENT, nation, self.name, round(stance.share * 1000))
        event.succeed()

    def _approved(self, nation: str) -> Event:
        """The event of its parliament's approval; at once where it asks none."""
        if nation not in self._approvals:
            self._approvals[nation] = Event(self.theatre.env)
        return self._approvals[nation]

    def _accept(self, host: str) -> Process:
        """A host accepts forces and opens its ports and airfields; notes `accepts`."""
        theatre, who = self.theatre, id_of(self.name, host)
        written = self.crisis.hosts.get(host)
        law = (written.acceptance if written else None) or self.chain.acceptance
        yield theatre.wait(theatre.chance.seconds(law, who, "acceptance") if law else 0)
        if written and written.access:
            seconds = theatre.chance.seconds(written.access, who, "access")
            yield from hastened(theatre, seconds, "ports-and-airfields")
        theatre.note(ACCEPTS, host, self.name)
        self._hosts[host].succeed()
