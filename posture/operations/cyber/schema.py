"""What is written of cyber: systems on which nodes depend, and the teams that recover them."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from posture.core.arrivals import Yearly
from posture.core.clock import HOUR
from posture.core.distributions import Constant
from posture.core.schema import (
    Count,
    Country,
    Duration,
    FrozenMap,
    Name,
    Schema,
    Share,
    Timing,
    UncertainShare,
)
from posture.theatre.network import GateKind

AT_ONCE = Constant(0.0)


class ServiceSystem(Schema):
    """A system that a place, a gate of it or ways need to let through what they can."""

    active: bool = True
    """Whether anything befalls it: a switch for studies."""
    nation: Country
    """Whose teams recover it."""
    place: str | None = None
    """Place that depends on it; give this or `links`."""
    gate: GateKind | None = None
    """Only this gate of the place; what does not stop there still passes."""
    headquarters: str | None = None
    """Headquarters whose network it is: so much slower are orders."""
    links: tuple[str, ...] = ()
    """Ways that depend on it, by their keys in `links`: a railway's signalling."""
    incidents: Yearly = 0.0
    """How often an incident comes while it is sound, on average; the times between are exponential."""
    dated: tuple[Duration, ...] = ()
    """When one comes for certain, after the start; it changes nothing while one is being recovered."""
    leaves: UncertainShare = Constant(0.0)
    """Share of the capacity left until it is recovered; none shuts it."""
    noticed: Timing | None = None
    """From an incident until it is noticed; the common figure where not written."""
    recovery: Timing | None = None
    """Work of one team; the common figure where not written."""
    referred: Share = 0.0
    """Chance that an incident, once noticed, is referred to the Council: a crisis may follow."""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        named = [self.place is not None, self.headquarters is not None, bool(self.links)]
        if sum(named) != 1:
            said = (
                "name one of place, headquarters and links" if any(named) else "name what needs it: a place, "
            )
            raise ValueError(said + (", not several" if any(named) else "headquarters or links"))
        if self.gate is not None and self.place is None:
            raise ValueError("a gate belongs to a place; write 'place', or take 'gate' out")
        return self

    @property
    def where(self) -> str:
        """What to call it in the log."""
        return self.place or self.headquarters or self.links[0]


class RapidReaction(Schema):
    """Teams of the Alliance, sent on request where a nation has none free."""

    teams: Count = 0
    """How many."""
    notice: Timing = AT_ONCE
    """From the request until a team works on the spot."""


class Cyber(Schema):
    """What can fail without a shot, and who brings it back. Loss of capacity and time to recover alone."""

    systems: FrozenMap[Name, ServiceSystem] = Field(default_factory=FrozenMap)
    """Systems, by a name of your own."""
    teams: FrozenMap[Country, Annotated[int, Field(ge=0, le=1000)]] = Field(default_factory=FrozenMap)
    """Teams of nations, each for one system at a time."""
    rapid_reaction: RapidReaction = RapidReaction()
    """Teams of the Alliance."""
    noticed: Timing = AT_ONCE
    """From an incident until it is noticed."""
    recovery: Timing | None = None
    """Work of one team on one system."""

    @model_validator(mode="after")
    def _can_be_recovered(self) -> Self:
        for name, one in self.at_risk().items():
            law = one.recovery or self.recovery
            if law is None:
                raise ValueError(f"nothing says how long '{name}' takes to recover; write 'recovery'")
            if one.incidents and law.mean < HOUR:
                raise ValueError(
                    f"'{name}' is back in no time; let 'recovery' last an hour or more on average"
                )
            if not self.teams.get(one.nation) and not self.rapid_reaction.teams:
                raise ValueError(
                    f"nobody recovers '{name}'; write 'teams: {{{one.nation}: 1}}', or 'rapid_reaction'"
                )
        return self

    def at_risk(self) -> dict[str, ServiceSystem]:
        """Systems that something can befall."""
        return {
            name: one for name, one in self.systems.items() if one.active and (one.incidents or one.dated)
        }
