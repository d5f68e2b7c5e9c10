"""Countries and nations: codes of ISO 3166-1, and what people write in their place.

Codes that the standard leaves to its users (AA, QM to QZ, XA to XZ, ZZ) stand for countries that are made up.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

import pycountry

SPOKEN = {
    "UK": "GB", "EL": "GR", "GREAT BRITAIN": "GB", "BRITAIN": "GB", "ENGLAND": "GB", "TURKEY": "TR",
    "TURKIYE": "TR", "CZECH REPUBLIC": "CZ", "USA": "US", "UNITED STATES OF AMERICA": "US", "AMERICA": "US",
    "HOLLAND": "NL", "THE NETHERLANDS": "NL", "RUSSIAN FEDERATION": "RU", "SLOVAK REPUBLIC": "SK",
    "MACEDONIA": "MK", "DEUTSCHLAND": "DE", "ROM": "RO",
}  # fmt: skip
"""Other words for a country, in capitals."""
OWN = re.compile(r"AA|Q[M-Z]|X[A-Z]|YY|ZZ")
"""Codes that ISO keeps for users, and YY, which it has given to nobody: for invented countries."""
ANY = "any"
LONGEST = 60
"""Characters of a word that are compared."""


CODES = frozenset(one.alpha_2 for one in pycountry.countries)


@cache
def meant() -> Mapping[str, str]:
    """The code that a word in capitals stands for: names, codes of three letters, other words."""
    names: dict[str, str] = {}
    for one in pycountry.countries:
        words = (one.name, one.alpha_3, getattr(one, "common_name", ""), getattr(one, "official_name", ""))
        names |= {word.upper(): one.alpha_2 for word in words if word}
    return names | SPOKEN


def country(text: str) -> str:
    """The code of one country; a name or another code is refused with the one that is meant."""
    if text in CODES or OWN.fullmatch(text):
        return text
    raise ValueError(f"'{text[:40]}' is no country's code of two letters (ISO 3166){_cure(text)}")


def is_invented(code: str) -> bool:
    """Whether a code is one that ISO keeps for users; XK is Kosovo's by general use."""
    return bool(OWN.fullmatch(code)) and code != "XK"


def country_or_none(text: str) -> str:
    """The code of one country, or nothing for none."""
    return text and country(text)


def countries(text: str) -> str:
    """Codes of the countries that meet at a place, joined by `+`, or nothing at sea."""
    for one in text.split("+") if text else ():
        country(one)
    return text


def country_or_any(text: str) -> str:
    """The code of one country, or the word for all others."""
    return text if text == ANY else country(text)


def _cure(text: str) -> str:
    word = text.strip().upper()
    one = meant().get(word, word if word in CODES else "")
    if one:
        return f"; did you mean '{one}'?"
    near = get_close_matches(word[:LONGEST], meant(), n=1, cutoff=0.75)
    return f"; did you mean '{meant()[near[0]]}'?" if near else "; write it like 'DE'"
