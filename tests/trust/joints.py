"""What joins the parts: words that once moved nothing, and what they move now, in pairs of runs of what ships."""

from collections.abc import Iterator, Sequence
from math import inf, isnan
from typing import NamedTuple

from posture.core.event_log import Log
from posture.outcomes import MEASURES
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

FLANK, SHIPS = "eastern-flank-2023", "standing-naval-groups"
LATER, HOMES = "eastern-flank-later", "other-air-policing"
NORTH_EAST = "decision.crises.north-east"
UNSEEN = (
    "decision.crises.north-east.shows_in=null",
    "decision.crises.south-east.shows_in=null",
    "space.users.orbit-*=null",
    "air_policing.areas.*.seen_in=null",
    "shipping.waters.*.seen_in=null",
)
"""What surveillance tells others, told to nobody."""
QUIET = ("decision.crises.north-east.active=false", "decision.crises.south-east.active=false")


class Joint(NamedTuple):
    """One row: what is written on top of what, and what it moves: up (+), down (-), or not up (<=)."""

    what: str
    change: Sequence[str]
    asked: str
    sign: str
    scenario: str = FLANK
    given: Sequence[str] = ()


class Pair(NamedTuple):
    """A measure in one history and in the same with the change; infinite where it never comes."""

    before: float
    after: float


JOINTS = (
    Joint(
        "Germany gives a tenth of its offer",
        (f"{NORTH_EAST}.allies.DE.share=0.1",),
        "closure_days lithuania",
        "+",
    ),
    Joint(
        "Germany's forces may not be used in Lithuania",
        (f"{NORTH_EAST}.allies.DE.not_in=[LT]",),
        "closure_days lithuania",
        "+",
    ),
    Joint(
        "the transfer of authority takes 20 d",
        (f"{NORTH_EAST}.chain.transfer=20 d",),
        "closure_days lithuania",
        "+",
    ),
    Joint(
        "the report to the Security Council takes 9 d",
        (f"{NORTH_EAST}.chain.report=9 d",),
        "report_days north-east/conditional",
        "+",
        given=(f"{NORTH_EAST}.kind=attack",),
    ),
    Joint(
        "both crises end 10 d after the order",
        (f"{NORTH_EAST}.chain.termination=10 d", "decision.crises.south-east.chain.termination=10 d"),
        "person_days_deployed reinforcement",
        "-",
    ),
    Joint(
        "an open invasion instead of a threat",
        (f"{NORTH_EAST}.kind=attack",),
        "decision_days north-east/order",
        "-",
    ),
    Joint("no crisis: a pair on alert at Monte Real", QUIET, "kept_share monte-real", "+"),
    Joint("no crisis: Slovak battalions at home and ready", QUIET, "home_ready_share SK", "+"),
    Joint("no crisis: third tier of the New Force Model filled", QUIET, "fill_share nfm-tier-3", "+"),
    Joint("no crisis: early warning over Poland kept", QUIET, "station_coverage_share poland", "+"),
    Joint(
        "overflight is asked for case by case",
        ("movement.overflight.regime=diplomatic",),
        "closure_days spearhead",
        "+",
    ),
    Joint(
        "the same on the ground", ("movement.clearances.regime=diplomatic",), "closure_days spearhead", "+"
    ),
    Joint(
        "Austria permits as in peace, whatever the Allies have agreed",
        ("movement.clearances.outside=peacetime",),
        "closure_days romania",
        "+",
    ),
    Joint(
        "brigades are raised and staged before anybody decides",
        (f"{NORTH_EAST}.predelegated=[raise, stage]",),
        "closure_days latvia",
        "-",
    ),
    Joint(
        "a measure takes 10 d: the order is no later",
        (f"{NORTH_EAST}.chain.measures=10 d",),
        "decision_days north-east/order",
        "<=",
    ),
    Joint(
        "nobody sees the crises show: they are recognised later",
        ("surveillance=null", *UNSEEN),
        "recognition_days north-east",
        "+",
    ),
    Joint(
        "ammunition and what else belongs to no line stays at home",
        ("reinforcement.rest=null",),
        "closure_days estonia",
        "-",
    ),
    Joint(
        "lift comes to Latvia's brigade first",
        ("reinforcement.brigades.latvia.precedence=0",),
        "closure_days latvia",
        "-",
    ),
    Joint(
        "Rail Baltica opens to Muuga: loads of Lithuanian wagons",
        ("closures.rail-baltica.active=false",),
        "lift_trips 1520-LT",
        "-",
        LATER,
    ),
    Joint(
        "no tracks near Čáslav and Łask",
        ("air_policing.areas.slovak.tracks=0 per year",),
        "sorties caslav",
        "-",
        HOMES,
    ),
    Joint(
        "the straits are closed to belligerents alone",
        ("straits.wars.ukraine.closed_to=belligerents",),
        "first_ship_days black-sea",
        "<=",
        SHIPS,
    ),
)


def felt(log: Log, asked: str) -> float:
    """What a measure says of a subject; infinite if it never comes."""
    name, _, subject = asked.partition(" ")
    found = MEASURES[name].of(log).get(subject)
    return inf if found is None or isnan(found) else found


def pairs(joints: Sequence[Joint], seeds: Sequence[int]) -> dict[Joint, list[Pair]]:
    """Each row's pairs of histories, seed by seed; what several rows ask of is run once for all of them."""
    wanted: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for joint in joints:
        for words in _both(joint):
            wanted.setdefault((joint.scenario, words), set()).add(joint.asked)
    told = {
        key: [{name: felt(log, name) for name in asked} for log in _logs(*key, seeds)]
        for key, asked in wanted.items()
    }
    return {
        joint: [
            Pair(one[joint.asked], other[joint.asked])
            for one, other in zip(*(told[joint.scenario, words] for words in _both(joint)), strict=True)
        ]
        for joint in joints
    }


def _both(joint: Joint) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is written before the change, and with it."""
    return tuple(joint.given), (*joint.given, *joint.change)


def _logs(scenario: str, words: Sequence[str], seeds: Sequence[int]) -> Iterator[Log]:
    case = Prepared(load(scenario, words).scenario, {})
    return (simulate(case, seed, 0) for seed in seeds)
