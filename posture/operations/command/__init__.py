"""Command: headquarters give orders to move, so many at a time; when many are to move, orders queue."""

from collections.abc import Collection, Mapping
from typing import Protocol

from posture.operations.command.consistency import faults
from posture.operations.command.event_kinds import EVENT_KINDS
from posture.operations.command.measures import MEASURES, PANELS
from posture.operations.command.process import start
from posture.operations.command.schema import Command
from posture.theatre.operation import Operation
from posture.theatre.orders import OrderKind

__all__ = [
    "MEASURES",
    "OPERATION",
    "Command",
    "CommandInputs",
    "start",
]


class CommandInputs(Protocol):
    """Of a scenario, what command reads."""

    command: Command

    @property
    def brigade_names(self) -> Collection[str]:
        """Names of brigades that grow."""

    @property
    def orders_given(self) -> Mapping[str, Collection[OrderKind]]:
        """Kinds of order that can be given, by subject."""


OPERATION = Operation[CommandInputs](
    "command",
    start=lambda theatre, case: start(theatre, case.command),
    measures=MEASURES,
    event_kinds=EVENT_KINDS,
    panels=PANELS,
    faults=lambda case: faults(case.command, case.brigade_names, case.orders_given),
)
