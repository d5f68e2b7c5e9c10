"""A law for the whole: what a user may write moves something, in a small world that should feel it.

`law.yaml` says for each field by which change which measure moves, and which way, in the world below; each table of
`laws` does the same in the world of its name in `worlds`. A field that has no entry fails.
"""

import os
from math import inf
from pathlib import Path
from typing import get_args

import pytest
from ruamel.yaml import YAML

from posture.core.event_log import Log
from posture.operations.reinforcement import movement_requirements
from posture.outcomes import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.scenario.consistency.decision import unheard
from posture.scenario.fields import fields
from posture.scenario.loading.faults import Faults
from posture.theatre.orders import OrderKind

LAW = YAML(typ="safe").load(Path(__file__).with_name("law.yaml"))
CRISIS, COMMON = "decision.crises.*.chain.", "decision.chain."
TWICE = {name.replace(CRISIS, COMMON) for name in LAW if name.startswith(CRISIS)}
"""Times that all crises share; they are tried where each crisis has its own, and all of them under trust."""
LAW |= {
    name.replace(CRISIS, COMMON): [row[0].replace("decision.crises.it.chain.", COMMON), *row[1:]]
    for name, row in LAW.items()
    if name.startswith(CRISIS)
}
HERE = Path(__file__).parent
WORLDS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "worlds").glob("*.yaml"))}
LAWS = {
    (world, field): row
    for world in WORLDS
    for field, row in YAML(typ="safe").load(HERE / "laws" / f"{world}.yaml").items()
}
"""By world and field; the sentences of each operation in a world of its own."""
FELT = {*LAW, *(field for _, field in LAWS)}
TRUST = os.environ.get("POSTURE_TRUST") == "1"
PATHS = {one.path for one in fields()}
WRITTEN = {path for path in PATHS if not any(other.startswith((f"{path}.", f"{path}[")) for other in PATHS)}
"""Fields that hold a value, and not fields of their own."""
ELSEWHERE = {
    "movement.warships.*.draught": "tests/operations/test_self_deploying.py: a port that is too shallow is told",
    "movement.warships.*.tons": "tests/operations/test_self_deploying.py: tons in the Black Sea, and its class",
    "movement.warships.*.strait_class": "tests/operations/test_self_deploying.py: who may not pass the straits",
    "decision.crises.*.place": "tests/operations/test_decision_faults.py: another way to write where",
    "decision.crises.*.domain": "tests/theatre/test_geography.py: what Article 6 covers on land, at sea, in the air",
    "decision.crises.*.shows_in": "tests/operations/test_surveillance.py: the chain begins when enough signs are known",
    "decision.crises.*.follows": "tests/operations/test_cyber.py: an incident that is referred opens a crisis",
    "surveillance.collectors.*.stations": "tests/operations/test_surveillance.py: stations watch as far as they are kept",
    "surveillance.collectors.*.ships": "tests/verification/test_surveillance_oracles.py: as many as ships are on task",
    "sustainment.depots.*.priority": "as a line has it: its lift is found by priority like any other",
    "sustainment.hosts.*.priority": "as a line has it: its lift is found by priority like any other",
    "decision.allies.*.name": "what people call it, printed",
    "decision.effects.security_of_facilities": "tests/operations/test_decision.py: failures that guards prevent",
    "maritime.kinds.*.rule": "tests/theatre/test_straits.py: a class of the Convention decides who may pass",
    "maritime.kinds.*.draught": "tests/hostile/spoilt/233: who is too deep for the way is refused when read",
    "maritime.tour": "tests/hostile/spoilt/226: a tour longer than this is refused when read",
    "places.*.name": "what people call it, printed",
    "movement.consolidation": "tests/operations/test_consolidation.py: loads wait for one another",
    "movement.flown_round": "tests/operations/test_overflight.py: no permission is asked of who is flown round",
    "movement.transloads.*.tracks": "tests/hostile/test_cases.py: trains wait for tracks, and two flows do not lock",
    "horizon": "until when a run lasts; every measure counts to it",
    "start": "tests/core: the date of second nought",
    "name": "under which results are kept",
    "title": "printed",
    "network": "tests/scenario: under everything that is written",
    "tables": "the same",
    "straits.aggregate": "tests/theatre/test_straits.py: Article 18",
    "straits.notice": "tests/theatre/test_straits.py: Article 13",
    "readiness.tiers.*.rank": "tests/operations/test_readiness_words.py: ranks out of order are refused when read",
    "readiness.turns.*.lead": "tests/operations/test_readiness_words.py: a nation without a unit there is refused",
    "rotations.commitments.*.kind": "in generic words, printed",
    "longest_wait": "tests/trust/test_liveness.py: what waits longer is told, and nothing else changes",
    "measures.*.take": "tests/scenario/test_own_measures.py: each by hand",
    "measures.*.kind": "tests/scenario/test_own_measures.py: the same",
    "measures.*.who": "tests/scenario/test_own_measures.py: the same",
    "measures.*.where": "tests/scenario/test_own_measures.py: the same",
    "reinforcement.rest.priority": "here, as a line has it: its lift is found by priority like any other",
    "decision.effects.backfill": "tests/operations/test_rotations.py: how soon a vacated slot is filled",
}
"""Fields that are felt in a world of their own, or that are words alone."""
ELSEWHERE |= {
    field.replace(".commitments.", ".rules."): "as a commitment has it: one model and one code reads both"
    for _, field in LAWS
    if field.startswith("rotations.commitments.") and field.replace(".commitments.", ".rules.") in PATHS
}
WORLD = """
tables: [movement, allies]
horizon: 120 d
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  P: {name: Port, kind: port, country: XX, lat: 52.0, lon: 10.0, modes: [road, sea]}
  Q: {name: Quay, kind: port, country: XX, lat: 54.0, lon: 20.0, modes: [road, sea]}
  G: {name: Goal, kind: base, country: XX, lat: 54.5, lon: 20.0, modes: [road]}
  S: {name: Store, kind: base, country: XX, lat: 53.0, lon: 15.0, modes: [road]}
links:
  hp: {start: H, end: P, mode: road, length: 240 km, headway: 0 s}
  pq: {start: P, end: Q, mode: sea, length: 240 km}
  qg: {start: Q, end: G, mode: road, length: 48 km, headway: 0 s}
  hg: {start: H, end: G, mode: road, length: 1920 km, headway: 0 s}
  hs: {start: H, end: S, mode: road, length: 480 km, headway: 0 s}
  sg: {start: S, end: G, mode: road, length: 2400 km, headway: 0 s}
units:
  first: {nation: DE, home: H, wheeled: 100, notice: 5 d}
  ship: {nation: XX, home: P, wheeled: 300, notice: 2 d}
  party: {nation: XX, home: H, people: 50, wheeled: 100}
  battery: {nation: DE, home: H, wheeled: 10, notice: 1 d}
  jets-1: {nation: FR, home: H, kind: fighter detachment}
  jets-2: {nation: FR, home: H, kind: fighter detachment}
  rival: {nation: XX, home: P, wheeled: 300, notice: 2 d}
movement:
  march: {vehicles: 1000}
  ships:
    roro: {count: 1, pieces: 100, lane_metres: 100000, speed: 10 km/h, load: 0 s, discharge: 0 s, activation: 1 d}
    slow: {count: 1, pieces: 100, lane_metres: 100000, speed: 1 km/h, load: 0 s, discharge: 0 s, activation: 1 d}
  ports: {P: {berths: 3, clearance: 1000000 per day}, Q: {berths: 3, clearance: 1000000 per day}}
rotations:
  policies: {jets: {dwell: 90 d, recovery: 10 d}}
  pools: {jets: {policy: jets, kinds: [fighter detachment], by_kind: true}}
  begin: rested
  rules:
    alert: {length: 360 d, deploys: false, nations: [FR], kinds: [fighter detachment], within_dwell: true}
air_policing:
  bases:
    camp: {at: Q, runway: 3000 m}
    alert: {at: S, runway: 3000 m, priority: 4}
  detachments:
    guests: {base: camp, nation: IT, stays: always, people: 50}
    more: {base: camp, nation: FR, stays: by order, after: jets, draws: jets-1, people: 70}
  areas:
    bay: {route: [{lat: 54.0, lon: 14.0}, {lat: 54.0, lon: 24.0}], tracks: 2000 per year, speed: 700 km/h,
          bases: [camp]}
  flying: {speed: 900 km/h, speed_home: 900 km/h, identification: 5 min, turn_round: 3 h}
early_warning:
  bases: {main: {at: H}, forward: {at: Q}}
  contingents:
    owner: {base: main, stays: always, aircraft: 3, crews: 4, people: 30}
    sent: {base: forward, stays: by order, after: jets, of: owner, home: H, aircraft: 2, crews: 3, people: 20}
  stations:
    near: {base: main, over: [{lat: 50.5, lon: 12.0}]}
    far: {base: forward, over: [{lat: 55.0, lon: 20.0}], after: jets}
  flying: {endurance: 10 h, prepare: 1 h, turn_round: 6 h}
missile_defence:
  layers: {lower: {}}
  systems: {short: {layer: lower, farthest: 30 km, set_up: 2 d, pack_up: 1 d}}
  sites: {home: {at: H}, goal: {at: G}}
  nodes:
    here: {system: short, at: H, nation: DE, stays: always, people: 90}
    there: {system: short, at: G, nation: DE, stays: by order, order: battery, unit: battery, of: here}
reinforcement:
  reception: {XX: {pieces: 10000 per day}, XS: {pieces: 10 per day}}
  issue: {rate: 100 per day, serviceable: 1.0, repair: 1 d}
  sites: {store: {at: S, stock: {wheeled: 100}}, far: {at: H, stock: {wheeled: 100}}}
  uncoordinated: 1.5
  brigades:
    first:
      at: G
      order: first
      reception: XX
      parts: {part: {unit: first, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}}
    battery:
      at: G
      order: battery
      reception: XX
      integration: 0 s
      parts: {part: {unit: battery, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}}
    second:
      at: G
      order: dated
      reception: XX
      parts:
        ship:
          unit: ship
          arrangement: moved
          lines: {wheeled: {cargo: wheeled, modes: [sea, road], lift: roro}}
        store:
          unit: party
          arrangement: prepositioned
          site: store
          lines: {people: {cargo: people, modes: [road]}, wheeled: {cargo: wheeled, modes: [road]}}
decision:
  orders:
    dated: {indication: 1 d, decided: 1 d}
    jets: {kind: retask, decided: 10 d}
    battery: {decided: 10 d}
  chain:
    {request: 1 d, session: 1 d, agreed: 1 d, resumed: 1 d, invocation: 1 d, determination: 20 d, attributed: 3 d,
    measures: 2 d, order: 2 d, release: 2 d, parliament: 10 d, acceptance: 1 d, transfer: 1 d, report: 12 h,
    predelegated: 0 d, assistance: 5 d, ending: 1 d}
  effects:
    {intelligence_sharing: 0.1, assistance: 0.1, security_of_facilities: 0.4, backfill: 0.3, ports_and_airfields: 0}
  crises:
    it:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      hosts: {LT: {acceptance: 1 d, access: 8 d}}
      orders: {first: {host: LT}}
"""


EVERY = 2
"""Of the laws of single operations every so-manieth is tried with each commit, and all of them under trust."""
HISTORIES: dict[tuple[str, ...], Log] = {}
"""By world and words on top of it; many rows share one that is as the world stands."""


def history(load_text, words, world=""):
    """The log of a world with some words."""
    key = world, *words
    if key not in HISTORIES:
        HISTORIES[key] = simulate(prepare(load_text(WORLDS.get(world, WORLD), words)), 1, 0, check=True)
    return HISTORIES[key]


def felt(log, asked):
    """A number that a measure gives for a subject; of the log, all rows of a kind."""
    name, _, subject = asked.partition(" ")
    return tuple(log.of(subject)) if name == "log" else MEASURES[name].of(log).get(subject)


def moves(load_text, row, world=""):
    """The law holds: the change moves what it names, the way that it says; what never comes is latest.

    Of a field that can only be impossible, it is refused in the words that stand in place of the sign.
    """
    change, asked, sign, *given = row
    if asked == "refused":
        history(load_text, given, world)
        with pytest.raises(Faults, match=sign):
            history(load_text, [*given, change], world)
        return
    before, after = (felt(history(load_text, [*given, *more], world), asked) for more in ([], [change]))
    assert before != after
    if sign in "+-":
        low, high = (before, after) if sign == "+" else (after, before)
        assert (inf if low is None else low) < (inf if high is None else high)


@pytest.mark.parametrize("field", sorted(LAW if TRUST else LAW.keys() - TWICE))
def test_what_is_written_is_felt(load_text, field):
    moves(load_text, LAW[field])


@pytest.mark.parametrize(("world", "field"), sorted(LAWS) if TRUST else sorted(LAWS)[::EVERY])
def test_what_is_written_of_one_operation_is_felt(load_text, world, field):
    moves(load_text, LAWS[world, field], world)


def test_every_field_has_its_law_or_is_felt_elsewhere():
    named = {*FELT, *ELSEWHERE}
    assert named <= PATHS
    assert not WRITTEN - named


def test_what_follows_a_unit_goes_at_the_priority_of_the_rest(load_text):
    words = ["units.ship.containers=9", "reinforcement.rest={modes: [sea, road], priority: 4}"]
    written = load_text(WORLD, words)
    lines = movement_requirements(written.reinforcement, written.units)
    assert [line.written.priority for line in lines if line.load.cargo == "containers"] == [4]


@pytest.mark.parametrize("kind", get_args(OrderKind))
def test_somebody_obeys_every_kind_of_order(load_text, kind):
    """What is given of a kind that nobody hears would be told by `posture check`."""
    told = [*unheard(load_text(WORLD, [f"decision.orders.nobody={{kind: {kind}, decided: 1 d}}"]))]
    assert f"nobody obeys the order to {kind} 'nobody'" in told
    if kind in {"raise", "stage", "end"}:
        words = [f"decision.orders.first={{kind: {kind}, decided: 1 d}}"]
        assert not [one for one in unheard(load_text(WORLD, words)) if "first" in one]
