"""Commitments: standing tasks with slots that units fill; who holds which, and who gives way.

Any operation declares one; rotations alone fill them. A unit holds one slot at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from simpy import Environment, Event

from posture.ground.errors import ModelFault
from posture.ground.log import Log


@dataclass(slots=True)
class Commitment:
    """A standing task: so many slots, more urgent the smaller its priority."""

    name: str
    slots: int
    priority: int


class Commitments:
    """All commitments of one run and who holds their slots.

    Notes `claimed` and `released` (`who` the unit, `where` the commitment) and `bumped` (`who` the unit,
    `where` what it left). Gaps follow from these rows: they are measured, not noted.
    """

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._all: dict[str, Commitment] = {}
        self._holders: dict[str, list[str]] = {}
        self._held: dict[str, str] = {}
        self._changed: dict[str, Event] = {}

    def declare(self, name: str, slots: int, priority: int) -> Commitment:
        """Add a standing task; notes `declared` with its slots. The same name twice is a fault."""
        if name in self._all:
            raise ModelFault(f"the commitment '{name}' is declared twice")
        self._all[name] = Commitment(name, slots, priority)
        self._holders[name] = []
        self._log.note(int(self._env.now), "declared", name, amount=slots)
        return self._all[name]

    def __iter__(self) -> Iterator[Commitment]:
        return iter(self._all[name] for name in sorted(self._all))

    def holders(self, name: str) -> tuple[str, ...]:
        """Who holds slots of a commitment, longest first; during a handover more than it has slots."""
        return tuple(self._holders[name])

    def held(self, unit: str) -> str | None:
        """The commitment whose slot a unit holds."""
        return self._held.get(unit)

    def claim(self, unit: str, name: str) -> None:
        """Let a unit take up a slot; one that holds another must be released or bumped first."""
        if unit in self._held:
            raise ModelFault(f"'{unit}' holds '{self._held[unit]}' and cannot claim '{name}'")
        self._held[unit] = name
        self._holders[name].append(unit)
        self._log.note(int(self._env.now), "claimed", unit, name)
        self._tell(name)

    def release(self, unit: str) -> str:
        """Let a unit leave its slot; gives the commitment that it left."""
        name = self._leave(unit)
        self._log.note(int(self._env.now), "released", unit, name)
        self._tell(name)
        return name

    def bump(self, unit: str) -> str:
        """Take a unit from its slot for something more urgent; gives the commitment that it left."""
        name = self._leave(unit)
        self._log.note(int(self._env.now), "bumped", unit, name)
        self._tell(name)
        return name

    def changed(self, name: str) -> Event:
        """An event that fires when somebody next takes up or leaves a slot."""
        if name not in self._changed:
            self._changed[name] = Event(self._env)
        return self._changed[name]

    def _leave(self, unit: str) -> str:
        if unit not in self._held:
            raise ModelFault(f"'{unit}' holds no slot")
        name = self._held.pop(unit)
        self._holders[name].remove(unit)
        return name

    def _tell(self, name: str) -> None:
        event = self._changed.pop(name, None)
        if event is not None:
            event.succeed()
