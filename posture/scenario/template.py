"""The text of a new scenario: one brigade of the user's own places and units, or a change of another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from posture.scenario.loading.yaml_text import scalar
from posture.theatre.network import Place

TABLES_OF_CORRIDORS = "movement, preparations, ferries, corridor-ways, homes, american-interior"
WHEELED = "people: 600, wheeled: 90, tonnes: 1500 t, lane_metres: 1000"
MECHANISED = "people: 600, wheeled: 90, tracked: 44, tonnes: 3000 t, lane_metres: 1600"
NOTICE = "notice: {triangular: [3 d, 5 d, 8 d]}"
SELF_DEPLOYING = (
    "# What flies or sails by itself has a line of its own, and its kind is in the table 'self-deploying':",
    "#   units: {my-fighters: {aircraft: 6}} and 'all: {cargo: aircraft, modes: [air], lift: fighter}',",
    "#   units: {my-frigate: {warships: 1}} and 'all: {cargo: warships, modes: [sea], lift: frigate}'.",
    "",
)


class Outline(NamedTuple):
    """What is known of a new scenario: the key of where the brigade assembles and of its units' home."""

    name: str
    network: str
    at: str
    place: Place
    home: str
    nation: str
    units: Sequence[str]
    received: bool
    """Whether a table says what the host receives a day."""
    tracked: bool
    """Whether tracked vehicles can set out and arrive: by rail."""


def change_of(name: str, base: str) -> str:
    """A file that changes another scenario."""
    return f"""\
# {name}: {base}, changed. 'posture check {name}.yaml' names every fault, 'posture run {name}.yaml' runs it.
# What may be changed, with how it is written and its default: posture list fields. Where a scenario stands
# on figures that are assumed, with their sources: posture figures --scenario {base}.

base: {scalar(base)}
name: {scalar(name)}

# A line begins to count when its '#' is taken away. Mappings are merged entry by entry; null takes one away.
#
# units:
#   my-battalion: {{notice: 5 d}}
# closures:
#   my-closure: {{place: PORT_KLAIPEDA, gate: berth, order: my-order, start: D+5, end: D+15}}
# movement:
#   clearances: {{regime: peacetime}}
"""


def brigade(outline: Outline) -> str:
    """A scenario of one brigade that comes from one home."""
    return "\n".join(_brigade(outline)) + "\n"


def _brigade(one: Outline) -> Iterator[str]:
    yield f"# A brigade assembles at {one.place.name}. Numbers marked 'yours' are for you to replace."
    yield f"# 'posture check {one.name}.yaml' names every fault, 'posture run {one.name}.yaml' runs it,"
    yield "# 'posture places TEXT' finds places, 'posture list fields' has every word that a file may hold."
    yield ""
    yield f"name: {scalar(one.name)}"
    yield f"title: {scalar(f'A brigade assembles at {one.place.name}')}"
    yield "start: 2026-07-01"
    yield "horizon: 90 d"
    yield f"network: {scalar(one.network)}"
    tables = TABLES_OF_CORRIDORS if one.network == "corridors" else "movement"
    yield f"tables: [{tables}] # add your own beside this file, as my-units.csv"
    yield ""
    yield "decision:"
    yield "  orders:"
    yield f"    {scalar(one.name)}: {{decided: 1 d}} # yours: from the first sign to the order (D)"
    yield ""
    yield "movement:"
    yield "  clearances: {regime: crisis} # peacetime, diplomatic, three-days, six-hours, crisis or blanket"
    yield "  overflight: {regime: crisis}"
    yield ""
    yield "units: # yours: people and pieces by class, and how soon each can load after the order"
    size = MECHANISED if one.tracked else WHEELED
    for unit in one.units:
        yield f"  {scalar(unit)}:"
        yield f"    {{nation: {scalar(one.nation)}, home: {scalar(one.home)}, {size},"
        yield f"     {NOTICE}}}"
    yield ""
    yield from SELF_DEPLOYING
    yield "# closures:"
    yield f"#   my-closure: {{place: {scalar(one.at)}, order: {scalar(one.name)}, start: D+5, end: D+15}}"
    yield ""
    yield "reinforcement:"
    host = one.place.country.partition("+")[0]
    if not one.received:
        yield f"  reception: {{{host}: {{pieces: 200 per day}}}} # yours: what the host receives in a day"
    yield "  brigades:"
    yield f"    {scalar(one.name)}:"
    yield f"      at: {scalar(one.at)}"
    yield f"      order: {scalar(one.name)}"
    yield f"      reception: {host}"
    yield "      integration: {triangular: [6 h, 12 h, 24 h]} # yours"
    yield "      parts:"
    for unit in one.units:
        yield f"        {scalar(unit)}:"
        yield f"          unit: {scalar(unit)}"
        yield "          arrangement: moved # in place, moved or prepositioned"
        yield "          lines: # the way that arrives first is taken; may have 'required: D+10'"
        yield "            people: {cargo: people, rides: wheeled} # or by themselves: modes: [road, air]"
        yield "            wheeled: {cargo: wheeled, modes: [road, rail, sea]}"
        if one.tracked:
            yield "            tracked: {cargo: tracked, modes: [rail, road, sea]}"
