"""Clearances: a country's permission to cross it, by nation and class of cargo, under a regime."""

from collections.abc import Collection
from typing import Self

from pydantic import Field, model_validator
from simpy import Environment, Event

from posture.core.rng import Streams
from posture.core.schema import FrozenMap, Schema, Timing
from posture.core.schema.countries import country as code_of
from posture.theatre.forces import CARGOES, Cargo


class Permission(Schema):
    """Border permissions under one regime."""

    time: Timing
    """From the request until a country permits the movement of any cargo."""
    cargoes: FrozenMap[Cargo, Timing] = Field(default_factory=FrozenMap)
    """Classes of cargo that take another time in every country."""
    countries: FrozenMap[str, Timing] = Field(default_factory=FrozenMap)
    """Countries that take another time; `DE hazardous` names one class of cargo."""

    @model_validator(mode="after")
    def _keys_name_something(self) -> Self:
        for key in self.countries:
            code, _, cargo = key.partition(" ")
            code_of(code)
            if cargo and cargo not in CARGOES:
                raise ValueError(f"'{key[:40]}' names no class of cargo; use one of: {', '.join(CARGOES)}")
        return self


class Regimes(Schema):
    """Regimes of clearance, and the one in force: for crossing countries other than one's own."""

    regime: str = "peacetime"
    """Which of the regimes is in force."""
    regimes: FrozenMap[str, Permission]
    """Regimes by name."""
    outside: str | None = None
    """Regime by which countries outside the Alliance permit, whatever the Allies have agreed;
    the one in force where not written."""

    @model_validator(mode="after")
    def _regime_is_known(self) -> Self:
        for name in (self.regime, self.outside):
            if name is not None and name not in self.regimes:
                known = ", ".join(f"'{one}'" for one in self.regimes)
                raise ValueError(f"there is no regime '{name}'; known are {known}")
        return self


Key = tuple[str, str, Cargo]
"""Nation, country, cargo."""


class Clearances:
    """Requests for permission and what became of them; each is made once and all run in parallel.

    `what` names the draws: permission to cross on the ground, or to overfly and land. `neutral` are the
    countries outside the Alliance, which no change of regime binds.
    """

    def __init__(
        self,
        env: Environment,
        chance: Streams,
        written: Regimes | None,
        what: str = "clearance",
        neutral: Collection[str] = (),
    ) -> None:
        self._env = env
        self._what = what
        self._chance = chance
        self._written = written
        self._neutral = neutral
        self._regime = written.regime if written else ""
        self._asked: dict[Key, Event] = {}

    def ask(self, nation: str, country: str, cargo: Cargo) -> Event:
        """The event of a permission; asking again changes nothing, and one's own country needs none."""
        key = (nation, country, cargo)
        if key not in self._asked:
            self._asked[key] = Event(self._env)
            self._let(key)
        return self._asked[key]

    @property
    def regime(self) -> str:
        """The regime in force; empty where nothing is written of clearances."""
        return self._regime

    def change(self, regime: str) -> None:
        """Put another regime in force; what is still asked for comes by it, if that is sooner."""
        self._regime = regime
        for key, event in self._asked.items():
            if not event.triggered:
                self._let(key)

    def _let(self, key: Key) -> None:
        event, seconds = self._asked[key], self._seconds(*key)
        if seconds == 0:
            event.succeed()
            return
        timer = self._env.timeout(seconds)
        assert timer.callbacks is not None
        timer.callbacks.append(lambda _: _fire(event))

    def _seconds(self, nation: str, country: str, cargo: Cargo) -> int:
        if self._written is None or nation == country:
            return 0
        regime = self._written.outside if country in self._neutral else None
        regime = self._regime if regime is None else regime
        permission = self._written.regimes[regime]
        countries, what = permission.countries, f"{self._what} {country} {cargo} {regime}"
        law = countries.get(f"{country} {cargo}") or countries.get(country) or permission.cargoes.get(cargo)
        return self._chance.seconds(law or permission.time, nation, what)


def _fire(event: Event) -> None:
    """Let a permission come, unless a change of regime has let it come already."""
    if not event.triggered:
        event.succeed()
