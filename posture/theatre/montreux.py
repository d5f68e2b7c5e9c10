"""The Montreux Convention of 1936 on the Turkish Straits: its limits, its ships, and what is asked of it.

Tonnage is in its own tons: of 1,016 kg, standard displacement (Annex II). The limits are written, so that the
smaller aggregate or another war can be tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from posture.core.schema import Country, Duration, FrozenMap, Moment, Positive, Schema
from posture.core.schema.periods import check_ends_later

Class = Literal["merchant", "light surface", "minor", "auxiliary", "fuel", "capital", "carrier", "submarine"]
"""Classes of ship by Annex II; `fuel` are the auxiliaries of Article 9, `merchant` the ships of Article 2."""
CLASSES: tuple[Class, ...] = get_args(Class)
Purpose = Literal["transit", "joins its base", "repair", "courtesy visit", "humanitarian"]

BLACK_SEA_POWERS = frozenset({"BG", "GE", "RO", "RU", "TR", "UA"})
AGGREGATES = (30_000, 45_000)
"""Tons by Article 18(1)(a), and to which (b) raises them at most with the strongest fleet."""
TONS: Mapping[Class, tuple[int, float]] = {
    "light surface": (100, 10_000),
    "minor": (100, 2_000),
    "auxiliary": (100, float("inf")),
    "fuel": (100, float("inf")),
    "capital": (10_000, float("inf")),
}
"""Annex II: above the first and up to the second; a smaller ship is none of its warships."""


class War(Schema):
    """A war in which the straits are closed to some."""

    begins: Moment
    """From when Article 19 is applied."""
    ends: Moment | None = None
    """Until when; to the end where not written."""
    belligerents: tuple[Country, ...] = ()
    """ISO 3166 codes of the powers at war."""
    closed_to: Literal["belligerents", "all"] = "belligerents"
    """Whose warships are refused: by Article 19 those at war; all, as Türkiye has asked since 2022."""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        check_ends_later(self.begins, self.ends, "ends")
        return self


class Montreux(Schema):
    """The limits of the Convention, and the wars in which it is applied."""

    aggregate: Positive
    """Tons of all other powers in the Black Sea at once (Article 18(1)(a), (b)); two thirds for one."""
    in_transit: Positive
    """Tons of all foreign naval forces in transit at once (Article 14)."""
    vessels: Positive
    """Most vessels of these (Article 14)."""
    stay: Duration
    """Longest stay of other powers in the Black Sea (Article 18(2))."""
    notice: Duration
    """Notice that a Black Sea Power gives (Article 13)."""
    notice_of_others: Duration
    """Notice that other powers give (Article 13: desirable, in practice asked for)."""
    start_within: Duration
    """From the notified date, within how long passage must begin (Article 13)."""
    wars: FrozenMap[str, War] = Field(default_factory=FrozenMap)
    """Wars, by a name of your own."""

    def large(self, ship: "TransitShip") -> bool:
        """Whether it is a capital ship of Article 11, which Article 14 leaves out."""
        return ship.kind == "capital" and ship.tons > self.in_transit

    def war(self, moment: datetime) -> War | None:
        """The war that is on at a moment; the first by name, if there are several."""
        wars = (war for war in self.wars.values() if war.begins <= moment)
        return next((war for war in wars if war.ends is None or moment < war.ends), None)


@dataclass(frozen=True, slots=True)
class TransitShip:
    """One ship: its flag (ISO 3166), class, tons, and whether its home port is in the Black Sea."""

    flag: str
    kind: Class
    tons: int
    based: bool = False

    @property
    def riparian(self) -> bool:
        """Whether it is a Black Sea Power's."""
        return self.flag in BLACK_SEA_POWERS


@dataclass(frozen=True, slots=True)
class Present:
    """Who is there already: vessels and tons in transit, and tons of each other power in the Black Sea."""

    vessels: int = 0
    in_transit: int = 0
    in_black_sea: Mapping[str, int] = field(default_factory=dict)


NOBODY = Present()


@dataclass(frozen=True, slots=True)
class StraitTransit:
    """Ships that would pass together at a moment, into the Black Sea or out of it.

    `notified` is how many seconds before, for the date that came `late` seconds ago; None without notice. The
    way back was announced with the way there and needs none (`back`). They would `stay` so long, pass by
    day or night, `singly` or together; a capital ship has `escorts`.
    """

    ships: Sequence[TransitShip]
    moment: datetime
    into: bool = True
    notified: int | None = None
    late: int = 0
    stay: int = 0
    by_day: bool = True
    singly: bool = False
    escorts: int = 0
    purpose: Purpose = "transit"
    back: bool = False

    @property
    def foreign(self) -> list[TransitShip]:
        """Warships that the Convention speaks of: not those of Türkiye."""
        return [ship for ship in self.ships if ship.flag != "TR" and ship.kind != "merchant"]

    @property
    def counted(self) -> list[TransitShip]:
        """Those whose tonnage counts: fuel ships of Article 9 do not."""
        return [ship for ship in self.foreign if ship.kind != "fuel"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a passage is allowed, the Article that decides, and why."""

    allowed: bool
    article: str
    why: str


def fits(kind: Class, tons: int) -> bool:
    """Whether Annex II knows a ship of this class and tonnage."""
    if kind not in TONS:
        return tons > 0
    least, most = TONS[kind]
    return least < tons <= most
