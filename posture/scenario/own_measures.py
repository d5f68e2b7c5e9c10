"""Measures of a scenario's own: which rows of the log they look at, and what they take of them."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from posture.core.event_kinds import EventKind
from posture.core.event_log import Log, Row
from posture.core.findings import Finding, did_you_mean, known
from posture.core.schema import Schema
from posture.operations import EVENT_KINDS
from posture.theatre.event_kinds import OWN_ANSWER, OWN_QUESTION

if TYPE_CHECKING:
    from posture.scenario import Scenario

PRECISION = 1000
"""The log holds whole numbers: an answer is kept in thousandths."""
PLACE = "place"
WILD = frozenset("*?[")
OF_AMOUNTS = frozenset({"sum", "mean", "largest"})
OF_TIMES = frozenset({"first", "last"})


class OwnMeasure(Schema):
    """One number taken of the rows of one kind; never, where it needs a row and has none."""

    take: Literal["count", "sum", "mean", "largest", "first", "last"]
    """Number of rows; sum, mean or largest of their amounts; or the day of the first or last."""
    kind: str
    """Kind of row, of those that `posture list events` shows."""
    who: str = "*"
    """Pattern of whom the rows are of, such as `lithuania/*`."""
    where: str = "*"
    """Pattern of where the rows are."""

    @property
    def in_time(self) -> bool:
        """Whether the answer is a time, told in days."""
        return self.take in OF_TIMES or (
            self.take in OF_AMOUNTS and EVENT_KINDS[EventKind(self.kind)].unit == "s"
        )

    def answer(self, log: Log) -> float | None:
        """The number, in seconds where it is a time; None where no row answers."""
        rows = [row for row in log.of(EventKind(self.kind)) if self._takes(row)]
        amounts = [row.amount for row in rows]
        if self.take == "count":
            return len(rows)
        if self.take == "sum":
            return sum(amounts)
        if not rows:
            return None
        if self.take == "mean":
            return sum(amounts) / len(amounts)
        return {"largest": max(amounts), "first": rows[0].time, "last": rows[-1].time}[self.take]

    def _takes(self, row: Row) -> bool:
        return fnmatchcase(row.who, self.who) and fnmatchcase(row.where, self.where)


def note_answers(log: Log, measures: Mapping[str, OwnMeasure]) -> None:
    """Note at the end of a run what each was asked, and what it found where it found anything."""
    answers = {name: one.answer(log) for name, one in sorted(measures.items())}
    for name, value in answers.items():
        told = "days" if measures[name].in_time else measures[name].take
        log.note(log.last, OWN_QUESTION, name, told)
        if value is not None:
            log.note(log.last, OWN_ANSWER, name, told, round(value * PRECISION))


def own_measure_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Kinds and places that are not there, and what a kind does not tell."""
    for name, one in scenario.measures.items():
        path = ("measures", name)
        meaning = EVENT_KINDS.get(EventKind(one.kind))
        if meaning is None:
            hint = did_you_mean(one.kind, EVENT_KINDS) or "; 'posture list events' shows all"
            yield (*path, "kind"), f"there is no kind of row '{one.kind}'{hint}"
            continue
        if meaning in (EVENT_KINDS[OWN_QUESTION], EVENT_KINDS[OWN_ANSWER]):
            yield (*path, "kind"), f"'{one.kind}' is noted after all measures are taken; name another kind"
        if one.take in OF_AMOUNTS and not meaning.amount:
            yield (*path, "take"), f"'{one.kind}' tells no amount; take 'count', 'first' or 'last'"
        if one.where != "*" and not meaning.where:
            yield (*path, "where"), f"'{one.kind}' does not tell where; leave 'where' out"
        elif one.where != "*" and meaning.where == PLACE:
            yield from _place_faults((*path, "where"), one.where, scenario)
        if one.who != "*" and not meaning.who:
            yield (*path, "who"), f"'{one.kind}' does not tell who; leave 'who' out"


def _place_faults(path: tuple[str, ...], pattern: str, scenario: "Scenario") -> Iterator[Finding]:
    if not WILD & set(pattern):
        yield from known(path, pattern, "place", scenario.places)
    elif not any(fnmatchcase(place, pattern) for place in scenario.places):
        yield path, f"no place is like '{pattern}'; 'posture places' finds them"
