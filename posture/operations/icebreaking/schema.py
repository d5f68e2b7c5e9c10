"""What is written of icebreaking: waters that freeze, the ships that pass there, and who leads them."""

from typing import Self

from pydantic import Field, model_validator

from posture.core.arrivals import Yearly
from posture.core.distributions import Constant
from posture.core.schema import Count, Country, FrozenMap, Name, Schema, Share, Timing

AT_ONCE = Constant(0.0)
TOLERANCE = 1e-6


class Winter(Schema):
    """A kind of winter: mild, average, severe. All waters have the same one."""

    share: Share
    """Share of winters that are of this kind."""


class Ice(Schema):
    """The ice of some waters in a kind of winter."""

    begins: Timing
    """From the first of November until ships need help."""
    lasts: Timing
    """From then until the ice hinders nobody any more."""
    assisted: Share
    """Share of ships that cannot pass without an icebreaker."""
    alone: Timing = AT_ONCE
    """What the ice costs a ship that passes by itself."""
    traffic: Yearly = 0.0
    """How often a merchant ship passes while there is ice; the times between are exponential."""


class IcyWaters(Schema):
    """Waters that freeze in winter, and the icebreakers that work there."""

    active: bool = True
    """Whether they freeze: a switch for studies."""
    ports: tuple[str, ...] = Field(min_length=1)
    """Ports that ships come to and leave through this ice."""
    icebreakers: FrozenMap[Country, Count] = Field(default_factory=FrozenMap)
    """Icebreakers of nations that work here; each leads one ship at a time, whoever's it is."""
    escort: Timing | None = None
    """How long a ship is led; the common figure where not written."""
    ice: FrozenMap[Name, Ice]
    """Its ice by kind of winter; none in a winter that is not written."""

    @property
    def fleet(self) -> int:
        """All icebreakers that work here."""
        return sum(self.icebreakers.values())


class Icebreaking(Schema):
    """Who opens what winter has shut."""

    winters: FrozenMap[Name, Winter] = Field(default_factory=FrozenMap)
    """Kinds of winter, one drawn for each."""
    waters: FrozenMap[Name, IcyWaters] = Field(default_factory=FrozenMap)
    """Waters that freeze, by a name of your own."""
    escort: Timing | None = None
    """How long an icebreaker leads a ship."""
    back: Timing = AT_ONCE
    """From then until it is with the next one."""
    reinforcements_first: bool = False
    """Whether ships that carry forces are led before merchant ships that wait; else who came first."""

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Self:
        total = sum(one.share for one in self.winters.values())
        if self.winters and abs(total - 1) > TOLERANCE:
            raise ValueError(f"the shares of the winters come to {total:.4g}, not to 1")
        for name, one in self.waters.items():
            if one.escort is None and self.escort is None and one.fleet:
                raise ValueError(
                    f"nothing says how long a ship is led in '{name}'; write 'escort', like '6 h'"
                )
        return self
