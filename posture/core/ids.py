"""Ids: names of parts within wholes, such as `brigade/part/line`, put together and taken apart here alone.

Names that users write hold no slash, so that the first name of an id is always its outermost whole.
"""

import re
from typing import NamedTuple

SLASH = "/"
DRAWN = " drawn"
SUPPLY = "supply of "
STAGED, EMBARKED, HOME = " staged", " embarked", " home"
"""How pieces of a line go that do not go from home to where they are wanted: after the name of the line."""
HOW = re.compile(f"(?:{STAGED}|{EMBARKED} \\d+|{HOME} \\d+)$")


class Member(NamedTuple):
    """The last name of an id, and the whole that it belongs to; of a bare name the whole is empty."""

    whole: str
    name: str


def id_of(whole: str, name: object) -> str:
    """The id of something by its name, or number, within a whole: a part, a cause, a rank."""
    return f"{whole}{SLASH}{name}"


def line_id(brigade: str, part: str, line: str) -> str:
    """The id of a line of a part of a brigade."""
    return SLASH.join((brigade, part, line))


def supply_line(brigade: str, kind: str, number: int) -> str:
    """The id of so many-th line that brings a brigade supply of a class."""
    return line_id(SUPPLY + brigade, kind, str(number))


def is_supply(one: str) -> bool:
    """Whether an id is that of a line, or of a serial of one, that brings supply."""
    return one.startswith(SUPPLY)


def supplied(one: str) -> str:
    """The `brigade/class` to which a line of supply, or a serial of it, brings some."""
    return part_of(one).removeprefix(SUPPLY)


def drawn_line(line: str) -> str:
    """The name of a line's pieces that are drawn from a site: a line of their own."""
    return line + DRAWN


def written_line(line: str) -> str:
    """The name under which a line is written, drawn or not."""
    return line.removesuffix(DRAWN)


def apart(one: str) -> Member:
    """An id as its whole and its last name."""
    whole, _, name = one.rpartition(SLASH)
    return Member(whole, name)


def is_whole(one: str) -> bool:
    """Whether an id is a bare name, such as a brigade's: no part of anything."""
    return SLASH not in one


def is_part(one: str) -> bool:
    """Whether an id is that of a part of a brigade, and not of the brigade or of a line."""
    return depth(one) == 1


def depth(one: str) -> int:
    """How many wholes an id stands within."""
    return one.count(SLASH)


def whole_of(one: str) -> str:
    """The outermost whole of an id: the brigade of a part, line or serial; a bare name is its own."""
    return one.partition(SLASH)[0]


def part_of(one: str) -> str:
    """The part of a line or serial, and of a part itself."""
    return SLASH.join(one.split(SLASH, maxsplit=2)[:2])


def line_of(one: str) -> str:
    """The line of a serial, and of a line itself."""
    return SLASH.join(one.split(SLASH, maxsplit=3)[:3])


def leg_of(serial: str) -> int:
    """The number of the leg that a serial goes, as its name tells; 0 where it tells none."""
    number = apart(serial).name.split(" ")[0]
    return int(number) if number.isdigit() else 0


def mode_of(serial: str) -> str:
    """The mode by which a serial goes, as its name tells; empty where it tells none."""
    words = apart(serial).name.split(" ")
    return words[1] if len(words) > 2 else ""


def announced_line_of(one: str) -> str:
    """The line of a serial as it was announced, though it be staged, goes on from there, or comes home."""
    return HOW.sub("", line_of(one))


def is_homeward(one: str) -> bool:
    """Whether a serial brings pieces home after the end."""
    return HOME in line_of(one) and announced_line_of(one) != line_of(one)


def within(whole: str, one: str) -> str | None:
    """What an id is called within a whole; None where it is no part of it."""
    return one[len(whole) + 1 :] if one.startswith(f"{whole}{SLASH}") else None


def part_and_line(one: str) -> tuple[str, str]:
    """Part and line of an id within a brigade; each is empty where the id does not go so deep."""
    _, part, line = (*one.split(SLASH, maxsplit=3)[:3], "", "", "")[:3]
    return part, line
