"""Geography: whether a place, ship or aircraft lies inside the area of Article 6 of the Treaty.

Outlines are a few corners each and follow the middle of seas and straits; they part what the Treaty parts,
not shores. Readings that lawyers debate are marked, and told in `docs/decisions/0004-article-6.md`.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

Domain = Literal["land", "ship", "aircraft"]
Outline = tuple[tuple[float, float], ...]
"""Corners as (degrees north, degrees east), joined by straight lines on the chart."""

TROPIC = 23.4366
"""Degrees north; the Tropic of Cancer as the Treaty's southern limit at sea."""

SOVEREIGN = {
    "AX": "FI", "FO": "DK", "GL": "DK", "SJ": "NO", "BM": "GB", "FK": "GB", "GG": "GB", "GI": "GB",
    "IM": "GB", "JE": "GB", "KY": "GB", "TC": "GB", "GF": "FR", "GP": "FR", "MQ": "FR", "NC": "FR",
    "PF": "FR", "PM": "FR", "RE": "FR", "YT": "FR", "AS": "US", "GU": "US", "MP": "US", "PR": "US",
    "VI": "US", "AW": "NL", "BQ": "NL", "CW": "NL", "SX": "NL",
}  # fmt: skip
"""Codes of territories and the Party that answers for them."""

MEDITERRANEAN: Outline = (
    (35.9, -5.6), (36.9, -4.5), (37.0, -2), (39.5, -0.7), (41.2, 0.6), (43.5, 3), (43.7, 6.5), (44.7, 8.8),
    (44.2, 10.4), (42.2, 12.6), (40.8, 15.2), (38.6, 16.4), (39.6, 16.6), (40.6, 16.8), (41.2, 15.7),
    (43, 13.5), (44.5, 11.9), (45.9, 12.3), (45.9, 14), (44.3, 15.7), (41.8, 20), (38.8, 21.5), (38, 24),
    (39.5, 22.4), (41.1, 22.8), (41.1, 26.2), (40.0, 26.1), (37, 28.4),
    (36.9, 31), (37.1, 36.3), (31.2, 34.8), (30.7, 32), (31, 29), (30, 19), (33.5, 9.8), (36.8, 10),
    (36.5, 3), (35, -2),
)  # fmt: skip
"""From Gibraltar along the northern shores and the Adriatic, to the Dardanelles, the Levant and Africa."""
BLACK_SEA: Outline = (
    (41.2, 29.1), (41.6, 27.8), (43.4, 27.4), (46.9, 30.5), (46.3, 33.4), (45.2, 34.2), (46.4, 34.8),
    (47.4, 38.8), (46.4, 39.6), (45.0, 37.4), (43.3, 41.6), (41.1, 41.8), (40.8, 38.5), (41.2, 36.2),
    (41.9, 34.8), (40.9, 30.8),
)  # fmt: skip
"""From the Bosphorus round the northern shore with the Sea of Azov."""
BALTIC: Outline = (
    (54, 9.5), (57.7, 10.5), (59, 17), (63, 17), (65.9, 22), (65, 25.5), (60.7, 21.5), (60.2, 30.4),
    (57, 24.6), (55.6, 21.6), (54.8, 21.4), (54.2, 19.9),
)  # fmt: skip
"""From the Belts to the gulfs of Bothnia, Finland and Riga."""
NORTH_ATLANTIC: Outline = (
    (TROPIC, -98.2), (30.5, -98), (30.5, -81), (45, -70), (60, -79), (78, -75), (82, -60), (82, 30), (70, 32),
    (62, 6), (54, 9.6), (48.6, 2), (43.3, -1.2), (36, -5.6), (35.9, -5.95), (34, -6.75), (33.4, -8.2),
    (32.6, -9.2), (31.5, -9.8), (30.2, -9.7), (28.2, -11.6), (27.8, -13), (26, -14.6), (TROPIC, -16),
)  # fmt: skip
"""From the Gulf of Mexico along America to the Arctic, the Barents and North Seas, Biscay and Africa."""

EUROPE: Outline = (
    (35.95, -5.6), (36.05, -2.5), (37.7, 0.5), (38.3, 4), (38, 9), (37.4, 10.9), (36.9, 11.5), (35, 12),
    (33.8, 14), (33.6, 28), (35.9, 28.3), (36.4, 27.9), (37.8, 27), (39.3, 26.2), (40.0, 26.1), (40.9, 29),
    (41.4, 29.2), (43, 34), (43.4, 40), (42, 48), (51, 52), (60, 60), (70, 67), (82, 67), (82, -12),
    (66.6, -28), (60, -28), (35.95, -12),
)  # fmt: skip
"""From Gibraltar south of Sicily and Crete, up the Aegean and the straits, the Caucasus and the Urals."""
TURKIYE: Outline = (
    (42.1, 27), (41.5, 31), (42.2, 35), (41.6, 41.6), (41.3, 43.4), (40.1, 44.2), (39.5, 44.9), (37.1, 44.9),
    (37.2, 42.3), (37.1, 41), (36.6, 38), (36.7, 36.7), (35.8, 36), (36, 32.6), (36, 29.5), (36.6, 27.3),
    (38.1, 26.2), (40, 25.6), (40.6, 26), (41.7, 26.3),
)  # fmt: skip
NORTH_AMERICA: Outline = (
    (32.5, -117.2), (31.3, -111), (31.7, -106.5), (29.4, -104.5), (28.8, -103), (29.7, -102),
    (25.8, -99), (25.8, -97), (24.3, -91), (24.3, -79), (40, -66), (43, -52), (60, -52), (59, -42), (70, -18),
    (84, -10), (84, -141), (72, -170), (65.5, -169), (63.3, -173), (50.5, -180), (50.5, -150), (54, -134),
    (48, -126), (40.4, -125), (34.4, -121.5), (32.5, -119.5),
)  # fmt: skip
"""From the border with Mexico round Florida and Newfoundland to Greenland and the Aleutians."""
AFRICAN_SHORE: Outline = ((35.1, -5.45), (35.93, -5.45), (36, -2.3), (35.1, -2.3))
"""Ceuta, Melilla and the rocks between them."""
BASES_ON_CYPRUS: Outline = ((34.5, 32.6), (35.1, 32.6), (35.1, 34.1), (34.5, 34.1))


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether something lies inside the area, whether lawyers debate it, and by which words."""

    inside: bool
    debated: bool
    why: str


def article_6(
    lat: float,
    lon: float,
    *,
    country: str | None = None,
    domain: Domain = "land",
    parties: Container[str] | None = None,
) -> Ruling:
    """Whether an armed attack there is one in the sense of Article 6.

    `country` owns the place, or flies its flag on the ship or aircraft; not told, a Party is taken for
    granted. `parties` are the members at the time; not told, every country counts as one.
    """
    owner = SOVEREIGN.get(country, country) if country else None
    if owner and parties is not None and owner not in parties:
        return Ruling(False, False, f"'{country}' is no Party to the Treaty")
    if domain == "land":
        return _land(lat, lon, owner)
    return _afloat(lat, lon) or _over(lat, lon, owner)


def _land(lat: float, lon: float, owner: str | None) -> Ruling:
    if within(AFRICAN_SHORE, lat, lon) and owner in (None, "ES"):
        return Ruling(False, True, "a Spanish town or rock on the African shore, no island of the Atlantic")
    if within(BASES_ON_CYPRUS, lat, lon) and owner == "GB":
        return Ruling(False, True, "a sovereign base on Cyprus, of which it is debated whether it is Europe")
    why = ""
    if owner == "TR" or (owner is None and within(TURKIYE, lat, lon)):
        why = "the territory of Türkiye"
    elif within(EUROPE, lat, lon):
        why = "territory in Europe"
    elif within(NORTH_AMERICA, lat, lon):
        why = "territory in North America"
    elif lat > TROPIC and within(NORTH_ATLANTIC, lat, lon):
        why = "an island in the North Atlantic area north of the Tropic of Cancer"
    return Ruling(bool(why), False, why or _why_not(lat, lon))


def _why_not(lat: float, lon: float) -> str:
    if lat <= TROPIC and -98 < lon < -15:
        return "south of the Tropic of Cancer"
    if -19 < lon < 12 and 19 < lat < 37.5:
        return "in Africa; the Algerian departments left the area in 1963"
    return "neither in Europe or North America nor an island of the North Atlantic area"


def _afloat(lat: float, lon: float) -> Ruling | None:
    """The reading of a sea; nothing where the position is none of the seas that we know."""
    if within(BLACK_SEA, lat, lon):
        return Ruling(False, True, "the Black Sea, which the Treaty does not name")
    if within(MEDITERRANEAN, lat, lon):
        return Ruling(True, False, "the Mediterranean Sea")
    if within(BALTIC, lat, lon):
        return Ruling(True, True, "the Baltic Sea, read as part of the North Atlantic area")
    if lat > TROPIC and within(NORTH_ATLANTIC, lat, lon):
        return Ruling(True, False, "the North Atlantic area north of the Tropic of Cancer")
    return None


def _over(lat: float, lon: float, flag: str | None) -> Ruling:
    """A ship or aircraft outside the seas, in or over land that may be a Party's."""
    for outline, where in ((EUROPE, "Europe"), (TURKIYE, "Türkiye"), (NORTH_AMERICA, "North America")):
        if within(outline, lat, lon):
            return Ruling(True, False, f"in or over territory in {where}")
    whose = f" of '{flag}'" if flag else ""
    return Ruling(False, False, f"a ship or aircraft{whose} beyond the seas and lands that Article 6 names")


def within(outline: Outline, lat: float, lon: float) -> bool:
    """Whether a position lies inside an outline; one on its edge may fall either way."""
    inside = False
    before = outline[-1]
    for corner in outline:
        (south, west), (north, east) = before, corner
        if (south > lat) != (north > lat) and lon < west + (lat - south) / (north - south) * (east - west):
            inside = not inside
        before = corner
    return inside
