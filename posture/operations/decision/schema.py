"""What is written of decision: dated orders, and crises that lead through the Council to orders."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.core.schema import (
    Country,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Schema,
    Share,
    Timing,
)
from posture.operations.decision.steps import OF_ARTICLE_5, OF_THE_END, RETASKED, STEPS, Chain, Effects, Step
from posture.theatre.geography import Domain, Ruling, article_6
from posture.theatre.levels import Measure
from posture.theatre.network import Place, Position
from posture.theatre.orders import OrderKind


class Order(Schema):
    """One order of a stated date, and the sign that leads to it."""

    kind: OrderKind = "deploy"
    """What is ordered."""
    indication: Duration = 0
    """First sign of the crisis, after the start of the scenario."""
    decided: Timing
    """From the first sign until the order is given."""


class Ally(Schema):
    """A member of the Alliance."""

    name: str = ""
    """What people call it."""
    accession: Moment
    """Day on which it joined."""
    parliament: bool = False
    """Whether its parliament must agree before forces go."""


class Stance(Schema):
    """How one Ally answers the activation order; what is not written is as usual for it."""

    release: Timing | None = None
    """From the activation order until its government releases its forces."""
    parliament: bool | None = None
    """Whether its parliament must agree first."""
    approval: Timing | None = None
    """From the activation order until its parliament has agreed."""
    share: Share = 1.0
    """Share of its offer that it gives: of each line of its units, rounded up."""
    caveat: str = ""
    """Limit that it sets to the use of its forces, in its words; what it means stands in the next two."""
    not_in: tuple[Country, ...] = ()
    """Countries in which its forces may not be used: none that is wanted there goes."""
    not_for: tuple[Name, ...] = ()
    """Subjects of orders for which it gives none."""
    abstains: Share = 0.0
    """Chance that it gives nothing."""

    @property
    def may_refuse(self) -> bool:
        """Whether it may keep some of its forces at home."""
        return bool(self.abstains or self.not_in or self.not_for)

    @property
    def limit(self) -> str:
        """Its caveat in its words, or in ours."""
        ours = [f"not in {', '.join(self.not_in)}"] if self.not_in else []
        ours += [f"not for {', '.join(self.not_for)}"] if self.not_for else []
        return self.caveat or "; ".join(ours)


class Objection(Schema):
    """An Ally that does not yet agree."""

    chance: Share = 1.0
    """Chance that it objects at all."""
    delay: Timing | None = None
    """From the request until its objection ends."""
    resolution: str = ""
    """How it ends: it agrees, or the matter moves to another committee."""


class Switch(Schema):
    """One of the eight measures: a policy that is turned on."""

    after: Step = "measures"
    """Step that it follows."""
    delay: Timing | None = None
    """From that step until it takes effect; at once where not written."""


class Directive(Schema):
    """An order that a crisis leads to."""

    kind: OrderKind = "deploy"
    """What is ordered."""
    after: Step = "order"
    """Step that it follows."""
    delay: Timing | None = None
    """From that step until it is given; at once where not written."""
    nation: Country | None = None
    """Ally whose forces alone it moves: it waits for that Ally's release."""
    host: Country | None = None
    """Country that must accept the forces first."""


class NationalOrder(Schema):
    """An order of a nation to its own forces, without waiting for the Council."""

    nation: Country
    """Ally that gives it."""
    after: Timing
    """From the first sign until it is given."""
    kind: OrderKind = "deploy"
    """What is ordered."""
    host: Country | None = None
    """Country that must accept the forces first."""


class Plea(Schema):
    """A threatened Ally's request for forces, answered by an order."""

    nation: Country
    """Ally that asks."""
    after: Duration = 0
    """From the first sign until it asks."""
    kind: OrderKind = "deploy"
    """What answers it."""


class Host(Schema):
    """A country that must accept forces."""

    acceptance: Timing | None = None
    """From the order until it accepts them."""
    access: Timing | None = None
    """From acceptance until its ports and airfields may be used; measure 6 takes this away."""


class Crisis(Schema):
    """What happens to whom, and how the Alliance answers."""

    kind: Literal["threat", "attack"]
    """Only an armed attack can lead to Article 5."""
    attack: Literal["open", "ambiguous", "terrorist"] = "open"
    """How plain it is whose attack it is: an open one, an invasion, is attributed in hours
    (`chain.attributed`); others are investigated (`chain.determination`), as that of 2001 was."""
    active: bool = True
    """Whether it comes; if not, nobody waits for the orders that it would lead to."""
    country: Country
    """ISO 3166 code of the country attacked or threatened."""
    place: str | None = None
    """Place of the network where it happens."""
    position: Position | None = None
    """Where it happens, if at no place of the network."""
    domain: Domain = "land"
    """What is attacked: land, a ship or an aircraft."""
    indication: Duration = 0
    """When it begins to show, after the start of the scenario."""
    follows: str | None = None
    """System of cyber whose first incident that is referred to the Council opens it, from `indication` on."""
    detection: Timing | None = None
    """From then until it is recognised, the first sign; measure 1 shortens it. At once where not written."""
    shows_in: str | None = None
    """Area of surveillance in which it shows: recognised as soon as enough of its signs are known, and after
    `detection` at the latest. Only after `detection` where not written."""
    requested_by: tuple[Country, ...] = ()
    """Allies that ask for consultations; the country itself where not written."""
    chain: Chain = Chain()
    """Times of this crisis."""
    article_5: bool | None = None
    """Whether Article 5 is invoked; as Article 6 has it where not written. Yes needs a place inside, or one
    whose reading is debated."""
    objections: FrozenMap[Country, Objection] = Field(default_factory=FrozenMap)
    """Allies that hold the Council up, by ISO code."""
    predelegated: tuple[Literal["raise", "stage"], ...] = ()
    """Orders that SACEUR gives for every unit to be deployed, before the Council decides."""
    guidance: Step = "session"
    """Step that SACEUR's own orders follow."""
    measures: FrozenMap[Measure, Switch] = Field(default_factory=FrozenMap)
    """Which of the eight measures are agreed."""
    orders: FrozenMap[Name, Directive] = Field(default_factory=FrozenMap)
    """Orders by subject."""
    national: FrozenMap[Name, NationalOrder] = Field(default_factory=FrozenMap)
    """Orders that nations give by themselves, by subject."""
    assistance: FrozenMap[Name, Plea] = Field(default_factory=FrozenMap)
    """Requests of threatened Allies, by the subject of the order that answers."""
    allies: FrozenMap[Country, Stance] = Field(default_factory=FrozenMap)
    """Allies that answer the order in their own way, by ISO code."""
    hosts: FrozenMap[Country, Host] = Field(default_factory=FrozenMap)
    """Countries that must accept forces, by ISO code."""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.place is None) == (self.position is None):
            raise ValueError("say where it happens; write either 'place' or 'position: {lat: …, lon: …}'")
        return self

    @model_validator(mode="after")
    def _is_recognised_anyway(self) -> Self:
        if self.shows_in is not None and self.detection is None:
            raise ValueError(
                "nothing says when it is recognised if no sign is seen; write 'detection', or take "
                "'shows_in' out"
            )
        return self

    @model_validator(mode="after")
    def _only_an_attack_is_attributed(self) -> Self:
        if self.kind == "threat" and self.attack != "open":
            raise ValueError(
                f"a threat is no {self.attack} attack; write 'kind: attack', or take 'attack' out"
            )
        return self

    @property
    def consulting(self) -> tuple[Country, ...]:
        """Who asks for consultations, and so must recognise it first."""
        return self.requested_by or (self.country,)

    def given(self) -> Iterator[tuple[str, OrderKind]]:
        """Every order that it can lead to: its subject and kind."""
        for orders in (self.orders, self.national, self.assistance):
            yield from ((subject, order.kind) for subject, order in orders.items())
        yield from ((name, "retask") for name in sorted(RETASKED & self.measures.keys()))
        for early in self.predelegated:
            yield from ((subject, early) for subject in self.deployed)

    @property
    def deployed(self) -> tuple[str, ...]:
        """Subjects that it orders to deploy by its Council."""
        return tuple(subject for subject, order in self.orders.items() if order.kind == "deploy")

    @property
    def subjects(self) -> tuple[str, ...]:
        """Subjects of all orders that it can lead to, each once."""
        return tuple(dict.fromkeys(subject for subject, _ in self.given()))

    def path(self, chain: Chain, *, article_5: bool) -> tuple[Step, ...]:
        """The steps that it reaches by the times of `chain`, in their order."""
        left = set() if article_5 else set(OF_ARTICLE_5)
        if not article_5 and not self.measures:
            left.add("measures")
        if chain.termination is None:
            left |= OF_THE_END
        return tuple(step for step in STEPS if step not in left)

    def awaited(self) -> Iterator[tuple[tuple[str | int, ...], Step]]:
        """Every step that something of it follows, each with where that is written."""
        for field in ("orders", "measures"):
            for key, one in getattr(self, field).items():
                yield (field, key, "after"), one.after
        if self.predelegated:
            yield ("guidance",), self.guidance


class Decision(Schema):
    """How the Alliance decides, and what it has to decide."""

    orders: FrozenMap[Name, Order] = Field(default_factory=FrozenMap)
    """Orders of a stated date, by subject: what is to be reinforced, raised, retasked."""
    crises: FrozenMap[Name, Crisis] = Field(default_factory=FrozenMap)
    """What happens, by a name of your own."""
    chain: Chain = Chain()
    """Times from step to step that all crises share."""
    consensus: Literal["council", "each"] = "council"
    """The Council's time drawn once, or each Ally's own so that the slowest is as the Council's."""
    allies: FrozenMap[Country, Ally] = Field(default_factory=FrozenMap)
    """Members by ISO code; the table `allies` lists them."""
    effects: Effects = Effects()
    """What the measures do."""

    def members(self, moment: datetime) -> Mapping[str, Ally]:
        """Who is an Ally at a moment."""
        return {code: ally for code, ally in self.allies.items() if ally.accession <= moment}

    def ruling(self, crisis: Crisis, places: Mapping[str, Place], start: datetime) -> Ruling:
        """What Article 6 says of a crisis, by who is an Ally when it begins; `start` is the run's."""
        at = crisis.position or places[crisis.place or ""]
        parties = self.members(start + timedelta(seconds=crisis.indication))
        return article_6(at.lat, at.lon, country=crisis.country, domain=crisis.domain, parties=parties)

    def article_5(self, crisis: Crisis, ruling: Ruling) -> bool:
        """Whether Article 5 is invoked: for an armed attack inside, unless the scenario says no.

        Where the reading is debated, the scenario may say yes.
        """
        if crisis.kind != "attack" or crisis.article_5 is False:
            return False
        return ruling.inside or (ruling.debated and crisis.article_5 is True)

    def called_off(self) -> set[str]:
        """Subjects of which no order comes, because the crises that would lead to it do not."""
        coming = {subject for one in self.crises.values() if one.active for subject, _ in one.given()}
        return self.given().keys() - coming - self.orders.keys()

    def ends(self, subject: str) -> bool:
        """Whether what is ordered for a subject is ended one day."""
        return any(
            one.active and subject in one.subjects and one.chain.over(self.chain).termination is not None
            for one in self.crises.values()
        )

    def given(self) -> dict[str, set[OrderKind]]:
        """Kinds of order that can be given, by subject."""
        found: dict[str, set[OrderKind]] = {}
        for subject, order in self.orders.items():
            found.setdefault(subject, set()).add(order.kind)
        for crisis in self.crises.values():
            for subject, kind in crisis.given():
                found.setdefault(subject, set()).add(kind)
        return found
