"""A past move as a scenario: its inputs and the general rules, and nothing that is known afterwards.

A case that the model cannot express is refused with the reason (`Inexpressible`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from posture.core.distributions import TwoPiece
from posture.core.errors import PostureError
from posture.experiments.joint_draws import UNSEEN, strata
from posture.questions.backtest_cases import PastCase
from posture.questions.backtest_ties import CaseTies, gates, km, nearest
from posture.scenario.loading import rows
from posture.scenario.networks import shipped_places
from posture.scenario.shipped import shipped
from posture.theatre.network import Mode, Position, great_circle

BRIGADE = "force"
"""What moves, in every scenario of a case."""
RULES = ("law", "field", "words", "low", "typical", "high", "unit", "basis", "source", "as_of", "confidence")
STORES = re.compile(r"\bAPS\b|preposition|stocks", re.IGNORECASE)
FLIES = re.compile(
    r"\b(((E|[CE]?F|EA|[AFP]|F/A|B|KC|RC|RQ|MQ|AV|JAS|EF|MiG|Su)-\d+\w*)"
    r"|AWACS|Jet|Mirage|Rafale|Eurofighter|Typhoon|Gripen|Tornado)\b"
)
SAILS = re.compile(
    r"\b(frigate|corvette|destroyer|cruiser|submarine|minehunter|minesweeper|patrol vessel|aircraft carrier"
    r"|carrier strike|naval|warship|HMCS|HMS|USS)",
    re.IGNORECASE,
)
EMPTY = ("PREPO_POWIDZ",)
"""Stores that held nothing yet in mid-2023."""


class Inexpressible(PostureError):
    """Why a case cannot be told to the model."""


@dataclass(frozen=True, slots=True)
class CaseRule:
    """One row of `case-rules.csv`: a law for all cases in a field of which one of the words stands."""

    law: str
    field: str
    words: tuple[str, ...]
    figures: tuple[float, float, float]
    key: str
    """File and row, by which it is drawn."""
    unseen: bool
    """Whether it is assumed or general, so that a joint draw moves its typical figure."""

    def holds(self, case: PastCase) -> bool:
        """Whether it is for this case; a rule without words is for all."""
        if not self.field:
            return True
        text = case.words(self.field).casefold()
        if self.words == ("self",):
            return goes_by_itself(case) is not None
        return any(re.search(rf"\b{re.escape(word)}", text) for word in self.words)

    @property
    def name(self) -> str:
        """Its law and words."""
        return f"{self.law}: {', '.join(self.words) or 'any'}"

    def at(self, share: float) -> "CaseRule":
        """The same with the typical figure at a share of its range's law."""
        low, typical, high = self.figures
        return replace(self, figures=(low, TwoPiece(low, typical, high).quantile(share), high))

    @property
    def typical(self) -> float:
        """The figure in the middle."""
        return self.figures[1]

    def uncertain(self, unit: str) -> Mapping[str, list[str]]:
        """As a scenario writes an uncertain amount."""
        return {"median": [f"{figure:g} {unit}" for figure in self.figures]}


@cache
def rules() -> tuple[CaseRule, ...]:
    """The general rules that ship, in their order: the first that holds is taken."""
    path = shipped("table", "case-rules")
    assert path is not None
    return tuple(
        CaseRule(
            row["law"],
            row["field"],
            tuple(word for word in row["words"].casefold().split(";") if word),
            (float(row["low"]), float(row["typical"]), float(row["high"])),
            f"data/{path.name}:{line}",
            row["confidence"] in UNSEEN,
        )
        for row, line in rows(path, RULES)
    )


def unseen_rules() -> tuple[CaseRule, ...]:
    """Those whose figure is assumed or general."""
    return tuple(one for one in rules() if one.unseen)


def drawn_rules(
    seed: int, draws: int, number: int, matched: Mapping[str, float] = MappingProxyType({})
) -> tuple[CaseRule, ...]:
    """The rules with the typical figure of each that nobody has seen as joint draw `number` has it.

    `matched` rules take the share given, by name.
    """
    return tuple(
        one.at(matched.get(one.name, strata(seed, one.key, draws)[number])) if one.unseen else one
        for one in rules()
    )


class CaseLaws:
    """The rules as they hold for one case."""

    def __init__(self, case: PastCase, among: Sequence[CaseRule] | None = None) -> None:
        self._case, self._among = case, rules() if among is None else among

    def of(self, law: str) -> CaseRule:
        """The rule of a law: the first that holds."""
        return next(self._holding(law))

    def any_of(self, law: str) -> CaseRule | None:
        """The rule of a law, where one holds."""
        return next(self._holding(law), None)

    def support(self) -> Mapping[str, Any]:
        """What the host needs for this case, where it is not the common figure: nothing at home or at sea."""
        if self._case.end.country in ("", self._case.nation):
            return {"support": "0 d"}
        found = self.any_of("support")
        return {} if found is None else {"support": found.uncertain("d")}

    def _holding(self, law: str) -> Iterator[CaseRule]:
        return (one for one in self._among if one.law == law and one.holds(self._case))


def goes_by_itself(case: PastCase) -> Mode | None:
    """By air or by sea, where the pieces are aircraft or warships that go by themselves; else None."""
    if case.modes == ("air",) and FLIES.search(f"{case.unit} {case.equipment}"):
        return "air"
    ships = SAILS.search(f"{case.unit} {case.equipment}")
    return "sea" if case.modes == ("sea",) and ships else None


def scenario_of(case: PastCase, among: Sequence[CaseRule] | None = None) -> dict[str, Any]:
    """The scenario of a case, as a user would write it, by the rules that ship or by others."""
    if case.ordered is None:
        raise Inexpressible("the table has no date of an order")
    if not case.modes and km(case.start, case.end) >= 1:
        raise Inexpressible("the table has no mode by which it moves")
    if "arrival" in case.order_basis.casefold():
        raise Inexpressible("its order's date is that of the arrival: nothing is left to predict")
    if case.people == case.pieces == 0:
        raise Inexpressible("the table counts neither people nor vehicles")
    own, laws = goes_by_itself(case), CaseLaws(case, among)
    store = _store(case) if own is None and case.pieces != 0 else None
    lines, unit = _by_itself(case, own, laws) if own else _carried(case, laws, store)
    ties = CaseTies(case, own, laws.of("detour").typical)
    ships = {"ships": {"own": _warship(case, laws)}} if own == "sea" else {}
    regime = {"regime": "crisis" if case.category == "real" else "blanket"}
    return {
        "name": f"case-{re.sub(r'[^a-z0-9]+', '-', case.name.casefold()).strip('-') or 'x'}",
        "title": case.title or case.name,
        "start": case.ordered.isoformat(),
        "horizon": "200 d",
        "network": "corridors",
        "tables": ["movement", "preparations", "ferries", "corridor-ways", "allies"],
        "places": ties.places,
        "links": ties.links,
        "units": {BRIGADE: {"nation": case.nation or "XX", "home": "START", **unit}},
        "decision": {"orders": {BRIGADE: {"decided": "0 s"}}},
        "movement": {**ships, "clearances": regime, "overflight": regime},
        "reinforcement": _reinforcement(laws, lines, unit, store),
    }


def _reinforcement(
    laws: CaseLaws, lines: Mapping[str, Any], unit: Mapping[str, Any], store: str | None
) -> dict[str, Any]:
    """One brigade of one part, with its release, its reception and its time to become operational."""
    drawn = {"arrangement": "prepositioned", "site": "store"} if store else {"arrangement": "moved"}
    sites = {"store": {"at": store, "stock": {"wheeled": unit["wheeled"]}}} if store else {}
    part = {
        "unit": BRIGADE,
        **drawn,
        "release": laws.of("release").uncertain("d"),
        "lines": lines,
    }
    return {
        "reception": {"any": {"pieces": f"{laws.of('received').typical:.0f} per day", **laws.support()}},
        "sites": sites,
        "integration": laws.of("integration").uncertain("d"),
        "brigades": {BRIGADE: {"at": "END", "order": BRIGADE, "parts": {"all": part}}},
    }


def _by_itself(case: PastCase, mode: Mode, laws: CaseLaws) -> tuple[dict[str, Any], dict[str, Any]]:
    """Aircraft as their people, flown straight; ships as pieces that carry themselves."""
    notice = {"notice": laws.of("notice").uncertain("d")}
    if mode == "air":
        people = case.people or round((case.pieces or 1) * laws.of("crew").typical)
        return {"people": {"cargo": "people", "modes": ["air"]}}, {"people": people, **notice}
    ships = case.pieces or 1
    return {"ships": {"cargo": "wheeled", "modes": ["sea"], "lift": "own"}}, {"wheeled": ships, **notice}


def _warship(case: PastCase, laws: CaseLaws) -> dict[str, Any]:
    """A warship as a kind of ship that carries itself: it neither loads nor is chartered."""
    free = {"activation": "0 s", "load": "0 s", "discharge": "0 s"}
    speed = laws.of("warship").uncertain("kn")
    return {"count": case.pieces or 1, "pieces": 1, "lane_metres": 1, "speed": speed, **free}


def _store(case: PastCase) -> str | None:
    """The store nearest to where it goes, of those of mid-2023, where its equipment lies in one."""
    if not STORES.search(case.equipment):
        return None
    stores = {key: one for key, one in shipped_places().items() if one.kind == "prepo" and key not in EMPTY}
    return min(stores, key=lambda key: (great_circle(case.end, stores[key]), key))


def _carried(case: PastCase, laws: CaseLaws, store: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """People and vehicles with the modes that the table names, each from the nearest port and airfield."""
    land: list[Mode] = [mode for mode in case.modes if mode != "air"]
    share = laws.of("vehicles").typical
    people, pieces = case.people, case.pieces
    if people is None:
        people = ceil(pieces / share) if pieces else round(laws.of("people").typical)
    if pieces is None:
        pieces = round(people * share) if land or store else 0
    lines: dict[str, Any] = {}
    if people and (store or "air" in case.modes):
        fields = {} if store else gates(case, "air")
        lines["people"] = {"cargo": "people", "modes": ["road", "air"], **fields}
    elif not pieces:
        lines["people"] = {"cargo": "people", "modes": ["road"]}
    if store:
        lines["vehicles"] = {"cargo": "wheeled", "modes": [*(["rail"] if "rail" in land else []), "road"]}
    elif pieces:
        by = list(dict.fromkeys([*(land or ["air"]), "road"]))
        ports = gates(case, "sea") if land and land[0] == "sea" and case.modes != ("sea",) else {}
        lines["vehicles"] = {"cargo": "wheeled", "modes": by, **ports, **_halt(case, laws)}
    unit: dict[str, Any] = {"people": people, "notice": laws.of("notice").uncertain("d")}
    if pieces:
        tonnes, metres = (pieces * laws.of(law).typical for law in ("tonnes", "lane metres"))
        unit |= {"wheeled": pieces, "tonnes": f"{tonnes:g} t", "lane_metres": round(metres)}
    return lines, unit


def _halt(case: PastCase, laws: CaseLaws) -> dict[str, Any]:
    """Where what drives halts as planned: once, midway, for as long as the rule says for the way."""
    rule = laws.any_of("halt")
    if rule is None or case.modes[0] != "road":
        return {}
    middle = Position(lat=(case.start.lat + case.end.lat) / 2, lon=(case.start.lon + case.end.lon) / 2)
    place = nearest(middle, "road", 1)[0]
    thousands = km(case.start, case.end) * laws.of("detour").typical / 1000
    days = [f"{figure * thousands:.3f} d" for figure in rule.figures]
    return {"through": [place], "halts": {place: {"median": days}}}


def write(scenario: Mapping[str, Any], path: Path) -> None:
    """As a file that `posture run` takes."""
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(scenario, path)
