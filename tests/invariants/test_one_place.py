"""A unit is in one place and one state, holds one slot, and no slot is held twice but in a handover."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from simpy import Environment

from posture.core.clock import Clock, days, utc
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.operations import rotations
from posture.operations.rotations import Rotations
from posture.outcomes import MEASURES
from posture.theatre import Theatre
from posture.theatre.commitments import Commitments
from posture.theatre.forces import Unit
from posture.theatre.status import NEXT

UNITS = ("a", "b", "c")
TASKS = ("watch", "guard")
EARLY = days(2)
"""By how much a quick journey may beat the planned one, with which dwell is reckoned."""


class Slots(RuleBasedStateMachine):
    """Any claims at all: what can be is done, what cannot is refused, and nobody is in two tasks."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.commitments = Commitments(Environment(), self.log)
        for task in TASKS:
            self.commitments.declare(task, 1, 0)
        self.held: dict[str, str] = {}
        self.served: set[str] = set()

    @rule(unit=st.sampled_from(UNITS), task=st.sampled_from(TASKS))
    def claim(self, unit, task):
        if unit in self.held:
            with pytest.raises(ModelFault, match=f"'{unit}' holds '{self.held[unit]}'"):
                self.commitments.claim(unit, task)
        else:
            self.commitments.claim(unit, task)
            self.held[unit] = task

    @rule(unit=st.sampled_from(UNITS))
    def take_authority(self, unit):
        if unit in self.held and unit not in self.served:
            self.commitments.take_authority(unit)
            self.served.add(unit)
        else:
            with pytest.raises(ModelFault):
                self.commitments.take_authority(unit)

    @rule(unit=st.sampled_from(UNITS), bumped=st.booleans())
    def leave(self, unit, bumped):
        leave = self.commitments.bump if bumped else self.commitments.release
        if unit in self.held:
            assert leave(unit) == self.held.pop(unit)
            self.served.discard(unit)
        else:
            with pytest.raises(ModelFault, match="holds no slot"):
                leave(unit)

    @invariant()
    def everybody_is_where_they_were_put(self):
        holders = [unit for task in TASKS for unit in self.commitments.holders(task)]
        assert sorted(holders) == sorted(self.held)
        assert all(self.commitments.held(unit) == self.held.get(unit) for unit in UNITS)
        assert {unit for task in TASKS for unit in self.commitments.on_task(task)} == self.served


TestSlots = Slots.TestCase
TestSlots.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

lengths = st.integers(5, 90).map(lambda count: f"{count} d")
short = st.integers(0, 4).map(lambda count: f"{count} d")
timings = st.one_of(
    short, st.just({"triangular": ["0 d", "1 d", "4 d"]}), st.just({"uniform": ["0 d", "3 d"]})
)


@st.composite
def rules(draw):
    """Any way of filling a commitment that may be written."""
    rule = {
        "length": draw(st.one_of(lengths, st.sampled_from(["1 month", "3 months"]))),
        "overlap": draw(timings),
        "travel": draw(timings),
        "work_up": draw(st.sampled_from(["0 d", "10 d", "2 months"])),
        "deploys": draw(st.booleans()),
        "within_dwell": draw(st.booleans()),
        "bumps": draw(st.booleans()),
        "yields": draw(st.booleans()),
        "slots": draw(st.integers(1, 3)),
        "priority": draw(st.integers(0, 3)),
        "vacant": draw(st.booleans()),
        "kinds": draw(st.sampled_from([[], ["heavy"], ["light"], ["heavy", "light"]])),
        "nations": draw(st.sampled_from([[], [], ["AA"], ["AA", "BB"]])),
    }
    if draw(st.booleans()):
        rule["hold_over"] = draw(lengths)
    if draw(st.booleans()):
        rule["dwell"] = draw(lengths)
    if draw(st.integers(0, 3)) == 0:
        rule["begins"] = draw(st.sampled_from(["2023-08-01", "2023-11-15"]))
    if draw(st.integers(0, 3)) == 0:
        rule["ends"] = draw(st.sampled_from(["2023-12-01", "2024-03-01"]))
    if draw(st.integers(0, 3)) == 0:
        rule["schedule"] = [{"nation": "AA", "start": "2023-07-03", "end": "2023-10-01"}]
        rule["schedule"] += [{"nation": "BB", "start": "2023-10-01", "end": "2023-12-01"}]
        rule["then"] = draw(st.sampled_from(["nobody", "pool"]))
    return rule


@st.composite
def worlds(draw):
    """Units of two nations and kinds, and up to four commitments that want more than there is."""
    units = {
        f"{nation.lower()}-{kind}-{number}": Unit(nation=nation, home="HOME", kind=kind)
        for nation in ("AA", "BB")
        for kind in ("heavy", "light")
        for number in range(draw(st.integers(0, 3)))
    }
    policy = {"dwell": draw(lengths), "recovery": "3 d"}
    if draw(st.booleans()):
        policy |= {"cycle": "200 d", "deployed": draw(st.sampled_from(["90 d", "120 d"]))}
    if draw(st.booleans()):
        policy["surge"] = [{"start": "2023-10-01", "end": "2024-01-01", "dwell": "4 d", "length": "20 d"}]
    written = {
        "begin": draw(st.sampled_from(["random", "rested"])),
        "policies": {"turns": policy},
        "pools": {"all": {"policy": "turns", "nations": ["AA", "BB"]}},
        "substitutes": draw(st.sampled_from([{}, {"heavy": {"light": "15 d"}}])),
        "caveats": draw(st.sampled_from([{}, {"BB": ["task-0"]}])),
        "bump_time": draw(timings),
        "bump_penalty": draw(short),
        "commitments": {f"task-{n}": draw(rules()) for n in range(draw(st.integers(1, 4)))},
    }
    return Rotations.model_validate_json(json.dumps(written)), units, draw(st.integers(0, 99))


def history(written, units, seed):
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(400))
    rotations.start(theatre, written, units)
    theatre.run()
    return theatre.log


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_one_unit_is_never_in_two_commitments_states_or_places(world):
    log = history(*world)
    held: dict[str, str] = {}
    states: dict[str, str] = {}
    for row in log:
        if row.kind == "claimed":
            assert row.who not in held
            held[row.who] = row.where
        elif row.kind in {"released", "bumped"}:
            assert held.pop(row.who) == row.where
        elif row.kind == "authority":
            assert held[row.who] == row.where
        elif row.kind == "state":
            assert row.who not in states or row.where in NEXT[states[row.who]]
            states[row.who] = row.where
    deploys = {name: rule.deploys for name, rule in world[0].commitments.items()}
    for unit, name in held.items():
        assert states[unit] == ("in place" if deploys[name] else "committed")
    for unit, state in states.items():
        assert (state in {"in place", "committed"}) == (unit in held)


@given(worlds())
@settings(max_examples=20, deadline=None)
def test_no_more_hold_slots_than_there_are_but_during_a_handover(world):
    log = history(*world)
    slots = {name: rule.slots for name, rule in world[0].commitments.items()}
    scheduled = {name for name, rule in world[0].commitments.items() if rule.schedule}
    held, served = {}, {}
    for row, after in pairwise([*log, None]):
        if row.kind == "claimed":
            held[row.who] = row.where
        elif row.kind == "authority":
            served[row.who] = row.where
        elif row.kind in {"released", "bumped"}:
            held.pop(row.who)
            served.pop(row.who, None)
        if after is None or after.time > row.time:
            on_task = Counter(served.values())
            coming = Counter(where for unit, where in held.items() if unit not in served)
            for name in slots.keys() - scheduled:
                assert on_task[name] <= slots[name]
                assert sum(where == name for where in held.values()) <= slots[name] + coming[name]


@given(worlds())
@settings(max_examples=20, deadline=None)
def test_every_measure_answers_and_the_same_seed_gives_the_same_history(world):
    log = history(*world)
    assert log.fingerprint() == history(*world).fingerprint()
    for measure in MEASURES.values():
        for value in measure.of(log).values():
            assert value >= 0
            if measure.unit == "share":
                assert value <= 1 + 1e-12


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_nobody_is_deployed_before_its_dwell_is_over_unless_a_schedule_says_so(world):
    written, _, _ = world
    if written.policies["turns"].surge or any(
        rule.dwell or rule.within_dwell for rule in written.commitments.values()
    ):
        return
    log = history(*world)
    scheduled = {name for name, rule in written.commitments.items() if rule.schedule}
    dwell = written.policies["turns"].dwell.seconds
    left: dict[str, int] = {}
    deployed: set[str] = set()
    for row in log.of("deployed", "released", "bumped"):
        if row.kind == "deployed":
            if row.where not in scheduled and row.who in left:
                assert row.time >= left[row.who] + dwell - EARLY
            deployed.add(row.who)
        elif row.who in deployed:
            deployed.discard(row.who)
            if row.kind == "released":
                left[row.who] = row.time
            else:
                left.pop(row.who, None)
