"""One YAML 1.2 document as a tree whose every node knows where it is written.

Plain text means what it looks like: `NO` and `12:30` are text, `010` is ten, `1e6` is a number.
What has surprised people or hung programs is refused: a key without a value, repeated keys, anchors and
aliases, tags, merge keys, a second document, infinities, numbers of more than 18 digits, nesting over 40
deep.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from posture.scenario.loading.faults import Fault, Faults, Mark, short
from posture.scenario.loading.files import CONTROL, LONGEST_LINE, MOST_LINES, MOST_VALUES, Intake

Scalar: TypeAlias = str | int | float | bool | None
DEEPEST = 40
MOST_DIGITS = 18
INTEGER = re.compile(r"[-+]?[0-9]+")
OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
CURES = {
    "\\t": "; indent with spaces, not tabs",
    "mapping values are not allowed": "; put text that holds ': ' in quotes",
    "unknown escape character": "; put text that holds '\\' in single quotes",
}
"""What to write instead, by a sign in what ruamel says."""
NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it is written, and where its key is (the same place, for what has no key).

    What was `refused` has been told: a value of which nothing is left, or a mapping that lost an entry.
    """

    value: "dict[str, Node] | list[Node] | Scalar"
    mark: Mark
    key: Mark | None = None
    refused: bool = False

    @property
    def head(self) -> Mark:
        """Where a reader looks for it: its key, or itself."""
        return self.key or self.mark


def plain(node: Node) -> Any:
    """The bare data of a tree."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def parse(text: str, file: str, intake: Intake) -> Node | None:
    """The tree of one document; faults go to `intake`, and nothing is returned where it cannot be read."""
    # ruamel's time grows with the square of a long tag, and takes many seconds over a million short lines
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            message = f"a line of over {LONGEST_LINE} characters; break it"
            intake.lost(Mark(file, number, LONGEST_LINE + 1), message)
            return None
        if number > MOST_LINES:
            intake.lost(Mark(file, number, 1), f"over {MOST_LINES} lines; write less, or use tables")
            return None
    return _Composer(text, file, intake).document()


class _Composer:
    def __init__(self, text: str, file: str, intake: Intake) -> None:
        self._file = file
        self._intake = intake
        self._last = Mark(file, 1, 1)
        self._events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self) -> Node | None:
        try:
            return self._whole()
        except Faults as stop:
            self._intake.faults.extend(stop.faults)
            self._intake.whole = False
            return None

    def _whole(self) -> Node:
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            raise self._stop("there is nothing in it")
        node = self._node(self._next(), 1, None)
        self._next()
        if isinstance(self._next(), DocumentStartEvent):
            self._fault("a second document begins here; one file holds one")
        return node

    def _next(self) -> Event:
        try:
            event: Event = next(self._events)
        except MarkedYAMLError as error:
            raise Faults([self._syntax(error)]) from None
        except Exception as error:  # ruamel fails on odd input with errors of many kinds
            reason = short(str(error).partition("\n")[0])
            raise Faults([Fault(self._last, "", f"this cannot be read as YAML ({reason})")]) from None
        if event.start_mark is not None:
            self._last = Mark(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
        return event

    def _syntax(self, error: MarkedYAMLError) -> Fault:
        problem, context = (str(part or "").partition("\n")[0] for part in (error.problem, error.context))
        opened = error.context_mark
        if opened and "quoted scalar" in context and "unexpected" in problem:
            return Fault(self._at(opened), "", "this is not YAML: a quote opens here and never closes")
        mark = error.problem_mark or opened
        place = self._at(mark) if mark else self._last
        cure = next((cure for sign, cure in CURES.items() if sign in problem), "")
        if opened and "flow" in context:
            cure = f"; close what opens on line {opened.line + 1}"
        return Fault(place, "", f"this is not YAML: {short(problem or context or 'unknown')}{cure}")

    def _at(self, mark: Any) -> Mark:
        return Mark(self._file, mark.line + 1, mark.column + 1)

    def _fault(self, message: str, mark: Mark | None = None) -> None:
        self._intake.fault(mark or self._last, message)

    def _stop(self, message: str) -> Faults:
        return Faults([Fault(self._last, "", message)])

    def _node(self, event: Event, depth: int, key: Mark | None) -> Node:
        mark = self._last
        self._intake.values += 1
        if self._intake.values > MOST_VALUES:
            raise self._stop(f"over {MOST_VALUES} values; write less, or use tables")
        if depth > DEEPEST:
            raise self._stop(f"nested over {DEEPEST} deep; write it flatter")
        if isinstance(event, AliasEvent):
            self._fault(f"alias '*{short(event.anchor)}'; write the value out, or use include")
            return Node(None, mark, key, refused=True)
        self._refuse_marks(event)
        if isinstance(event, MappingStartEvent):
            entries, lost = self._mapping(depth)
            return Node(entries, mark, key, lost)
        if isinstance(event, SequenceStartEvent):
            return Node(self._sequence(depth), mark, key)
        told = len(self._intake.faults)
        value = self._scalar(event, key)
        return Node(value, mark, key, len(self._intake.faults) > told)

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(f"anchor '&{short(event.anchor)}'; write the value out, or use include")
        if event.tag is not None:
            self._fault(f"tag '{short(str(event.tag))}'; take it out")

    def _sequence(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event, depth + 1, None))
        return items

    def _mapping(self, depth: int) -> tuple[dict[str, Node], bool]:
        """The entries, and whether one was lost for its key."""
        entries: dict[str, Node] = {}
        lost = False
        while not isinstance(event := self._next(), MappingEndEvent):
            mark = self._last
            key = self._key(event, depth)
            child = self._node(self._next(), depth + 1, mark)
            lost |= key is None
            if key is not None and key in entries:
                self._fault(f"'{short(key)}' is written twice (first on line {entries[key].head.line})", mark)
            elif key is not None:
                entries[key] = child
        return entries, lost

    def _key(self, event: Event, depth: int) -> str | None:
        mark = self._last
        if not isinstance(event, ScalarEvent):
            self._node(event, depth + 1, None)
            self._fault("a key must be text", mark)
            return None
        self._refuse_marks(event)
        if event.value == "<<" and _is_plain(event):
            self._fault("merge key '<<'; write the entries out, or use include")
            return None
        if not event.value and _is_plain(event):
            self._fault("the key is empty; write one")
            return None
        key = self._scalar(event)
        if isinstance(key, str):
            return key
        self._fault(f"the key {short(event.value)} is not text; put it in quotes")
        return None

    def _scalar(self, event: Any, head: Mark | None = None) -> Scalar:
        text: str = event.value
        if CONTROL.search(text):
            self._fault("a control character is hidden in this text; take it out")
            return None
        if not _is_plain(event):
            return text
        if not text:
            self._fault("nothing is written here; write a value, or null to take an entry away", head)
            return None
        try:
            return plain_value(text)
        except ValueError as fault:
            self._fault(str(fault))
            return None


def _is_plain(event: Any) -> bool:
    return event.style in {None, ""} or bool(event.implicit[0])


def plain_value(text: str) -> Scalar:
    """What unquoted text means; a number that is none, or too long, is refused."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text) or OTHER_BASE.fullmatch(text):
        if len(text) > MOST_DIGITS + 1:
            raise ValueError(f"a whole number of over {MOST_DIGITS} digits; put it in quotes if it is text")
        return int(text, 0) if text[1:2] in {"o", "x"} else int(text)
    if NOT_A_NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is no number to reckon with; write a finite one")
    if FLOAT.fullmatch(text):
        number = float(text)
        if number in {float("inf"), float("-inf")}:
            raise ValueError(f"'{short(text)}' is too large to be meant")
        return number
    return text
