"""Commitments: standing tasks with slots that units fill; who holds which, and who gives way.

Any operation declares one; rotations alone fill them. A unit holds one slot at a time. It holds it from the
day it comes, and is on task from the day it takes authority: during a handover two hold what one serves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from simpy import Environment, Event

from posture.core.errors import ModelFault
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.theatre.event_kinds import AUTHORITY, BUMPED, CLAIMED, DECLARED, RELEASED, RETIRED


@dataclass(slots=True)
class Commitment:
    """A standing task: so many slots, more urgent the smaller its priority; `kind` in generic words."""

    name: str
    slots: int
    priority: int
    kind: str = ""


class Commitments:
    """All commitments of one run and who holds their slots.

    Notes `claimed`, `authority` and `released` (`who` the unit, `where` the commitment), `bumped` (`who` the
    unit, `where` what it left) and `retired` for a task that ends. Gaps follow from these rows: they are
    measured, not noted.
    """

    def __init__(self, env: Environment, log: Log) -> None:
        self._env = env
        self._log = log
        self._all: dict[str, Commitment] = {}
        self._holders: dict[str, list[str]] = {}
        self._held: dict[str, str] = {}
        self._on_task: set[str] = set()
        self._changed: dict[str, Event] = {}
        self._declared: dict[str, Event] = {}

    def declare(self, name: str, slots: int, priority: int, kind: str = "") -> Commitment:
        """Add a standing task; notes `declared` with its slots. The same name twice is a fault.

        With no slots it wants nobody yet, and units may come for the day on which it will.
        """
        if name in self._all:
            raise ModelFault(f"the commitment '{name}' is declared twice")
        self._all[name] = Commitment(name, slots, priority, kind)
        self._holders[name] = []
        self._note(DECLARED, name, amount=slots)
        event = self.declared(name)
        if not event.triggered:
            event.succeed()
        return self._all[name]

    def resize(self, name: str, slots: int) -> None:
        """Want more units or fewer from now on; notes `declared` again."""
        self._all[name].slots = slots
        self._note(DECLARED, name, amount=slots)
        self._tell(name)

    def declared(self, name: str) -> Event:
        """An event that fires when somebody declares the task; it has fired already if somebody has."""
        if name not in self._declared:
            self._declared[name] = Event(self._env)
        return self._declared[name]

    def retire(self, name: str) -> None:
        """End a standing task; who holds a slot is released first, and nobody claims it again."""
        for unit in self.holders(name):
            self.release(unit)
        del self._all[name]
        self._note(RETIRED, name)
        self._tell(name)

    def __iter__(self) -> Iterator[Commitment]:
        return iter(self._all[name] for name in sorted(self._all))

    def __contains__(self, name: str) -> bool:
        return name in self._all

    def get(self, name: str) -> Commitment:
        """A task that stands."""
        return self._all[name]

    def holders(self, name: str) -> tuple[str, ...]:
        """Who holds slots of a commitment, longest first; during a handover more than it has slots."""
        return tuple(self._holders[name])

    def on_task(self, name: str) -> tuple[str, ...]:
        """Who holds a slot and has authority, longest first."""
        return tuple(unit for unit in self._holders[name] if unit in self._on_task)

    def held(self, unit: str) -> str | None:
        """The commitment whose slot a unit holds."""
        return self._held.get(unit)

    def claim(self, unit: str, name: str) -> None:
        """Let a unit take up a slot; one that holds another must be released or bumped first."""
        if unit in self._held:
            raise ModelFault(f"'{unit}' holds '{self._held[unit]}' and cannot claim '{name}'")
        if name not in self._all:
            raise ModelFault(f"'{unit}' cannot claim '{name}', which is not declared")
        self._held[unit] = name
        self._holders[name].append(unit)
        self._note(CLAIMED, unit, name)
        self._tell(name)

    def take_authority(self, unit: str) -> None:
        """Let a unit that holds a slot serve it: from now on it counts."""
        if unit not in self._held or unit in self._on_task:
            raise ModelFault(f"'{unit}' holds no slot of which it could take authority")
        self._on_task.add(unit)
        self._note(AUTHORITY, unit, self._held[unit])
        self._tell(self._held[unit])

    def release(self, unit: str) -> str:
        """Let a unit leave its slot; gives the commitment that it left."""
        return self._leave(unit, RELEASED)

    def bump(self, unit: str) -> str:
        """Take a unit from its slot for something more urgent; gives the commitment that it left."""
        return self._leave(unit, BUMPED)

    def changed(self, name: str) -> Event:
        """An event that fires when somebody next takes up or leaves a slot, or takes authority of it."""
        if name not in self._changed:
            self._changed[name] = Event(self._env)
        return self._changed[name]

    def _leave(self, unit: str, how: EventKind) -> str:
        if unit not in self._held:
            raise ModelFault(f"'{unit}' holds no slot")
        name = self._held.pop(unit)
        self._holders[name].remove(unit)
        self._on_task.discard(unit)
        self._note(how, unit, name)
        self._tell(name)
        return name

    def _note(self, kind: EventKind, who: str, where: str = "", amount: int = 0) -> None:
        self._log.note(int(self._env.now), kind, who, where, amount)

    def _tell(self, name: str) -> None:
        event = self._changed.pop(name, None)
        if event is not None:
            event.succeed()
