"""Map symbols of APP-6: which code a unit, ship, aircraft or place is shown by, and its drawing."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from posture.core.errors import PostureError

CATALOGUE = Path(__file__).with_name("symbols.csv")
UNIT = "bn_css"
"""What a unit is shown as whose kind says nothing."""
WORDS: tuple[tuple[str, str], ...] = (
    (r"corps", "hq_corps"),
    (r"division", "hq_division"),
    (r"patriot|missile|air defence", "ad_bty"),
    (r"multinational battlegroup", "bg_mn"),
    (r"battlegroup", "bg_armd"),
    (r"headquarters|command", "hq_brigade"),
    (r"rocket", "bn_mlrs"),
    (r"artillery", "bn_fa_sp"),
    (r"bridg", "bn_bridge"),
    (r"engineer", "bn_engr"),
    (r"helicopter|rotary|army aviation", "bn_cab"),
    (r"reconnaissance battalion|cavalry", "bn_recce"),
    (r"medical", "bn_med"),
    (r"maintenance", "bn_maint"),
    (r"transport|convoy", "bn_tpt"),
    (r"squadron|flight|air component", "air_sqn"),
    (r"logistic|support|ground crews", "bn_css"),
    (r"tank|armou?red battalion", "bn_armd"),
    (r"armou?red infantry|fighting vehicle", "bn_ifv"),
    (r"mechani[sz]ed", "bn_mech"),
    (r"motori[sz]ed|light infantry|battalion|company|infantry", "bn_mech"),
    (r"maritime|naval", "sea_tg"),
    (r"brigade", "bde_mech"),
)
"""By the first of these words in its kind."""
LAND = "1"
PLACES: Mapping[str, str] = {
    "port": "inst_port",
    "airbase": "inst_airbase",
    "railhead": "inst_rail",
    "rail_transload": "inst_rail",
    "prepo": "inst_depot",
    "base": "inst_base",
    "hq": "inst_base",
}


class MapSymbol(NamedTuple):
    """One role of the catalogue: its code of twenty digits, and of fifteen letters where there is one."""

    role: str
    label: str
    sidc: str
    letters: str


class DrawnSymbol(NamedTuple):
    """A symbol as SVG, its size, and the point of it that stands on the place."""

    svg: str
    width: float
    height: float
    x: float
    y: float


@cache
def catalogue() -> Mapping[str, MapSymbol]:
    """Every role, by name."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["role"]: MapSymbol(row["role"], row["label"], row["sidc20"], row["letter15"]) for row in rows}


def symbol_of(kind: str) -> MapSymbol:
    """The symbol of a unit, by the words that tell what it does."""
    said = kind.lower()
    role = next((role for pattern, role in WORDS if re.search(pattern, said)), UNIT)
    return catalogue()[role]


def symbol_of_place(kind: str) -> MapSymbol | None:
    """The symbol of a place; None for a town, a junction or a border."""
    role = PLACES.get(kind)
    return catalogue()[role] if role else None


@cache
def drawn(sidc: str, size: int) -> DrawnSymbol:
    """A symbol as SVG at a size; needs milsymbol, and says so where it is missing."""
    try:
        from milsymbol import Symbol
    except ImportError as missing:
        message = "a map needs milsymbol, which is not installed; pip install 'milsymbol>=0.2'"
        raise PostureError(message) from missing
    made = Symbol(sidc, size=size)
    if not made.is_valid():
        raise PostureError(f"'{sidc}' is no code of a symbol that can be drawn")
    extent, anchor = made.get_size(), made.get_anchor()
    return DrawnSymbol(made.as_svg(), extent["width"], extent["height"], anchor["x"], anchor["y"])
