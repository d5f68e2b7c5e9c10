"""Cards as PDF: Typst lays them out on A4 with letters of its own, so that they print alike everywhere."""

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from unicodedata import category, name

from posture.core.errors import PostureError
from posture.report.tables import Table

LAYOUT = "cards.typ"
LONGEST = 24
"""Letters of a word that stand unbroken; a longer one goes on in the next line."""
LONG_WORD = re.compile(rf"\S{{{LONGEST}}}(?=\S)")
BREAK = "\N{ZERO WIDTH SPACE}"
PICTURES = 0x1F000
"""From here on Unicode has pictures, which a printer's letters lack."""
MODIFIES = frozenset(map(chr, (0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400))))
"""What joins pictures or changes how one looks."""


def pdf(title: str, foot: str, cards: Sequence[Table]) -> bytes:
    """A page or more for each card, with its heads on every page; the same cards give the same bytes.

    Needs the extra `print`. Text is shown as it is, from right to left where it is so written; a picture
    (emoji) is told by its name in Unicode, and a word too long for its column is broken.
    """
    try:
        import typst
    except ImportError as lack:
        raise PostureError("cards as PDF need Typst; install it with: pip install 'posture[print]'") from lack
    told = {
        "name": printable(title),
        "foot": printable(foot),
        "cards": [
            {
                "title": printable(one.title),
                "heads": [printable(head) for head in one.heads],
                "rows": [[printable(cell) for cell in row] for row in one.rows],
                "figures": list(one.figures),
            }
            for one in cards
        ],
    }
    layout = files("posture.report").joinpath(LAYOUT).read_bytes()
    made: bytes = typst.compile(layout, sys_inputs={"cards": json.dumps(told)})
    return made


def printable(text: str) -> str:
    """The text in letters that print: pictures by name in brackets, long words with places to break."""
    plain = "".join(_letter(one) for one in text if one not in MODIFIES)
    return LONG_WORD.sub(lambda found: found[0] + BREAK, plain)


def _letter(one: str) -> str:
    if ord(one) >= PICTURES and category(one) in {"So", "Sk", "Cn"}:
        return f"[{name(one, hex(ord(one))).lower()}]"
    return " " if category(one) in {"Cc", "Cs"} else one
