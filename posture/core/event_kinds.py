"""Kinds of log rows as declared things: what a row of each kind tells, and what its fields mean.

A kind is the plain text that the log keeps. Its type is its own, so that a text which nobody has declared
is no kind: writers and readers name the constant that `declare` gave.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, NewType, TypeAlias

from posture.core.errors import ModelFault

EventKind = NewType("EventKind", str)
Cause = NewType("Cause", EventKind)
"""The kind of a row of the delay ledger: what took the time."""

Unit: TypeAlias = Literal["", "1", "s", "kg", "kg m", "m2", "t", "per mille"]


class Meaning(NamedTuple):
    """What a row tells, what its `who` and `where` name, what its `amount` counts and in which unit.

    A field that a kind leaves empty is empty here too.
    """

    sentence: str
    who: str
    where: str
    amount: str
    unit: Unit


class EventKinds(Mapping[EventKind, Meaning]):
    """The kinds that one part of the house declares, with their meaning."""

    def __init__(self, *others: "EventKinds") -> None:
        self._meanings: dict[EventKind, Meaning] = {}
        for other in others:
            for kind, meaning in other.items():
                self._add(kind, meaning)

    def declare(
        self, kind: str, sentence: str, who: str = "", where: str = "", amount: str = "", unit: Unit = ""
    ) -> EventKind:
        """A new kind; one that is there already is a fault of ours."""
        return self._add(EventKind(kind), Meaning(sentence, who, where, amount, unit))

    def cause(self, kind: str, sentence: str) -> Cause:
        """A cause of delay: `who` spent `amount` seconds on it, at or towards `where`, up to then."""
        return Cause(self.declare(kind, sentence, "holder of the ledger", "place", "seconds", "s"))

    def _add(self, kind: EventKind, meaning: Meaning) -> EventKind:
        if kind in self._meanings:
            raise ModelFault(f"the event kind '{kind}' is declared twice")
        self._meanings[kind] = meaning
        return kind

    def __getitem__(self, kind: EventKind) -> Meaning:
        return self._meanings[kind]

    def __iter__(self) -> Iterator[EventKind]:
        return iter(self._meanings)

    def __len__(self) -> int:
        return len(self._meanings)


EVENT_KINDS = EventKinds()
HORIZON = EVENT_KINDS.declare(
    "horizon", "the run ends at the second `amount`", who="the run", amount="seconds", unit="s"
)
