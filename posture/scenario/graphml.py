"""GraphML as rows: nodes are places, edges are ways, attributes are the columns of the tables."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.parsers import expat

from posture.scenario.loading import Fault, Faults, Mark
from posture.scenario.network_tables import MORE, Marked

NODE = ("name", "kind", "country", "lat", "lon", "modes")
EDGE = ("mode", "length_km")
LOOSE = {"neutral", "attributes"}
"""Attributes of a node that are columns of their own; all others are facts about the place."""


def rows(text: str, shown: str) -> tuple[list[Marked], list[Marked]]:
    """Places and ways, each with its line; a file that is no GraphML, or lacks an attribute, is a fault."""
    lines = _Lines(text, shown)
    graph = _graph(text, shown)
    faults: list[Fault] = []
    places: list[Marked] = [
        (_place(key, facts), lines.nodes[key])
        for key, facts in graph.nodes(data=True)
        if key in lines.nodes and _whole("node", NODE, facts, Mark(shown, lines.nodes[key], 1), faults)
    ]
    links: list[Marked] = [
        (_link(start, end, facts), line)
        for start, end, facts, line in _edges(graph, lines)
        if _whole("edge", EDGE, facts, Mark(shown, line, 1), faults)
    ]
    if faults:
        raise Faults(faults)
    return places, links


class _Lines:
    """On which lines nodes and edges stand, in the order of the file."""

    def __init__(self, text: str, shown: str) -> None:
        self.nodes: dict[str, int] = {}
        self.edges: dict[tuple[str, str], list[int]] = {}
        self._graphs = 0
        self._facts: set[str] = set()
        self._shown = shown
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as fault:
            told = expat.errors.messages[fault.code]
            place = Mark(shown, fault.lineno, fault.offset + 1)
            raise Faults([Fault(place, "", f"this is no GraphML: {told}")]) from None

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        kind = tag.rsplit(":", 1)[-1]
        if kind == "graph":
            self._graphs += 1
            if self._graphs > 1:
                message = "another graph begins here; a network is one graph, so leave one out"
                raise Faults([Fault(Mark(self._shown, line, 1), "", message)])
        elif kind == "node":
            key = facts.get("id", "")
            if key in self.nodes:
                message = f"is written twice (first on line {self.nodes[key]}); leave one out"
                raise Faults([Fault(Mark(self._shown, line, 1), f"places.{key}", message)])
            self.nodes[key] = line
            self._facts.clear()
        elif kind == "edge":
            self._facts.clear()
            self.edges.setdefault(_ends(facts.get("source", ""), facts.get("target", "")), []).append(line)
        elif kind == "data":
            self._fact(facts.get("key", ""), line)

    def _fact(self, key: str, line: int) -> None:
        if key in self._facts:
            message = f"'{key}' is written twice here; leave one out"
            raise Faults([Fault(Mark(self._shown, line, 1), "", message)])
        self._facts.add(key)

    def _refuse(self, *_: object) -> None:
        mark = Mark(self._shown, self._parser.CurrentLineNumber, 1)
        raise Faults([Fault(mark, "", "a document type is declared here; take it out")])


def _ends(start: str, end: str) -> tuple[str, str]:
    return (start, end) if start <= end else (end, start)


def _graph(text: str, shown: str) -> Any:
    import networkx as nx

    try:
        return nx.read_graphml(BytesIO(text.encode()), force_multigraph=True)
    except (nx.NetworkXException, KeyError, ValueError, TypeError, AttributeError) as fault:
        told = str(fault).partition("\n")[0] or type(fault).__name__
        raise Faults([Fault(Mark(shown), "", f"networkx cannot read this as GraphML ({told})")]) from None


def _edges(graph: Any, lines: _Lines) -> Iterator[tuple[str, str, Mapping[str, Any], int]]:
    left = {ends: iter(found) for ends, found in lines.edges.items()}
    for start, end, facts in graph.edges(data=True):
        yield start, end, facts, next(left[_ends(start, end)], 1)


def _whole(
    what: str, wanted: tuple[str, ...], facts: Mapping[str, Any], mark: Mark, faults: list[Fault]
) -> bool:
    missing = [name for name in wanted if name not in facts]
    if missing:
        faults.append(Fault(mark, "", f"this {what} lacks {', '.join(missing)}; give it these attributes"))
    return not missing


def _place(key: str, facts: Mapping[str, Any]) -> dict[str, str]:
    row = {"id": key, **{name: _text(facts[name]) for name in NODE}}
    row["neutral"] = _text(facts.get("neutral", ""))
    more = [f"{name}={_text(value)}" for name, value in facts.items() if name not in {*NODE, *LOOSE}]
    row["attributes"] = ";".join([*([_text(facts["attributes"])] if facts.get("attributes") else []), *more])
    return row


def _link(start: str, end: str, facts: Mapping[str, Any]) -> dict[str, str]:
    row = {"from": start, "to": end, **{name: _text(facts[name]) for name in EDGE}}
    row["gauge_mm"] = _text(facts.get("gauge_mm", ""))
    row["countries"] = _text(facts.get("country", facts.get("countries", "")))
    row["neutral_transit"] = _text(facts.get("neutral", facts.get("neutral_transit", "")))
    return row | {name: _text(facts[name]) for name in MORE if name in facts}


def _text(value: object) -> str:
    """As a table would have it: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
