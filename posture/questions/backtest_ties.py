"""What ties a past move's ends to the network: places, ways, ports and airfields of its own."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from posture.questions.backtest_cases import Endpoint, PastCase
from posture.scenario.networks import shipped_places
from posture.theatre.network import Mode, Place, Position, great_circle

LIFTED: tuple[Mode, ...] = ("sea", "air")
TIES = 2
"""Places of the network that a home or a destination is tied to, for each mode: the nearest."""
FAR = 2_000
"""Kilometres to the nearest port or airfield of the network from which on an end has one of its own: nobody
drives so far to embark; assumed."""


class CaseTies:
    """The places and ways of a case; what goes by itself (`own`) needs no others."""

    def __init__(self, case: PastCase, own: Mode | None, detour: float) -> None:
        self._detour = detour
        self.links: dict[str, Any] = {}
        alone = own or ("sea" if case.modes == ("sea",) else None)
        kind = {"air": "airbase", "sea": "port"}.get(alone or "", "base")
        modes = {"air": ["air"], "sea": ["sea"] if own else ["sea", "road"]}.get(alone or "", ["road"])
        self.places: dict[str, Any] = {
            key: {
                "name": end.name or key.title(),
                "kind": kind,
                "country": end.country or "XX",
                "lat": end.lat,
                "lon": end.lon,
                "modes": modes,
            }
            for key, end in (("START", case.start), ("END", case.end))
        }
        if own == "sea":
            self._link("START", case.start, "END", case.end, "sea")
        elif own is None:
            for key, end in (("START", case.start), ("END", case.end)):
                self._tie(key, end, case.modes)

    def _tie(self, key: str, end: Endpoint, modes: Sequence[Mode]) -> None:
        """By road to the nearest places, port and airfield; by sea where it goes by nothing else.

        Far off the network it has a port and an airfield of its own, and no road to what lies there.
        """
        mine = [mode for mode in LIFTED if mode in modes and _own_gate(end, mode)]
        if mine:
            kind = "port" if "sea" in mine else "airbase"
            self.places[key] |= {"kind": kind, "modes": ["road", *mine]}
        alone = tuple(modes) == ("sea",)
        near: set[tuple[str, Mode]] = set()
        if alone or "sea" in mine:
            near |= {(other, "sea") for other in nearest(end, "sea", 1)}
        if not mine and not alone:
            near |= {(other, "road") for other in nearest(end, "road", TIES)}
        for mode in () if alone else LIFTED:
            if mode in modes and mode not in mine:
                near |= {(other, "road") for other in nearest(end, mode, 1)}
        self._join(key, end, near)

    def _join(self, key: str, end: Endpoint, near: Iterable[tuple[str, Mode]]) -> None:
        """Ways to places of the network, which take on the mode of the way."""
        places = shipped_places()
        for other, mode in sorted(near):
            self._link(key, end, other, places[other], mode)
            if mode not in places[other].modes:
                self.places[other] = {"modes": [*places[other].modes, mode]}

    def _link(self, key: str, end: Position, other: str, place: Place | Position, mode: str) -> None:
        length = max(1.0, km(end, place) * self._detour)
        country = getattr(end, "country", "") or "XX"
        way: dict[str, Any] = {"start": key, "end": other, "mode": mode, "length": f"{length:.1f} km"}
        self.links[f"{key}-{other}-{mode}"] = way if mode == "sea" else way | {"country": country}


def gates(case: PastCase, mode: Mode) -> dict[str, str]:
    """The nearest ports or airfields; none where they are one and the same, or an end has its own."""
    poe, pod = nearest(case.start, mode, 1)[0], nearest(case.end, mode, 1)[0]
    mine = any(_own_gate(end, mode) for end in (case.start, case.end))
    return {} if poe == pod or mine else {"poe": poe, "pod": pod}


def _own_gate(end: Position, mode: Mode) -> bool:
    """Whether an end is so far off the network that it has a port or airfield of its own."""
    return km(end, shipped_places()[nearest(end, mode, 1)[0]]) > FAR


@cache
def nearest(end: Position, mode: Mode, number: int) -> list[str]:
    """Keys of the places of the network that are nearest to an endpoint, of those with a mode."""
    kinds = {"sea": ("port",), "air": ("airbase",)}.get(mode)
    places = shipped_places()
    fits = (
        key for key, place in places.items() if mode in place.modes and (not kinds or place.kind in kinds)
    )
    return sorted(fits, key=lambda key: (great_circle(end, places[key]), key))[:number]


def km(one: Position, other: Position) -> float:
    """Kilometres from one to the other, straight."""
    return great_circle(one, other) / 1000
