"""Promises 13 to 15: deadlock, starvation and an endless instant end by name, planted and in scenarios."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from simpy import Event

from posture.cli import main
from posture.core.clock import Clock, days, utc
from posture.core.errors import ModelFault, PostureError
from posture.core.rng import Streams
from posture.operations.movement.gates import Gates
from posture.outcomes.waiting import (
    stalled_since_days,
    stuck_since_days,
    too_long_wait_days,
    waiting_pieces,
)
from posture.runs.simulate import Prepared, simulate
from posture.theatre import Theatre, bounded
from posture.theatre.queues import Queue
from posture.theatre.waits import Waits

sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))
from test_cases import GAUGE

NINE_DAYS = days(9)
NAMES, THINGS = st.sampled_from("abcdef"), st.sampled_from("PQRS")


def theatre(horizon=NINE_DAYS):
    return Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), horizon)


def two_trains(here):
    """Each takes one of two locks, and asks a minute later for the other."""
    locks = {name: Queue(here.env, name, 1) for name in ("north", "south")}

    def train(who, first, then):
        yield locks[first].acquire(who, 0).granted
        here.waits.hold(who, first)
        yield here.wait(60)
        here.waits.begin(who, then, then, here.now, 5)
        yield locks[then].acquire(who, 0).granted
        here.waits.end(who)

    for name in locks:
        here.waits.limit(name, 1)
    here.start(train("east", "north", "south"))
    here.start(train("west", "south", "north"))


def test_promise_13_a_deadlock_ends_as_stalled_and_its_cycle_is_named():
    here = theatre()
    two_trains(here)
    here.run()
    assert [(row.who, row.where, row.amount) for row in here.log.of("stuck")] == [
        ("east", "west", days(9) - 60),
        ("west", "east", days(9) - 60),
    ]
    assert [(row.time, row.who, row.amount) for row in here.log.of("stalled")] == [(days(9), "run", days(9))]
    assert stuck_since_days(here.log) == {
        "east/south held by west": pytest.approx(60 / 86400),
        "west/north held by east": pytest.approx(60 / 86400),
    }


def test_promise_13_a_deadlock_beside_what_goes_on_is_named_though_the_run_does_not_stall():
    here = theatre()
    two_trains(here)

    def clockwork():
        while True:
            yield here.wait(3600)

    here.start(clockwork())
    here.run()
    assert [row.who for row in here.log.of("stuck")] == ["east", "west"]
    assert not [*here.log.of("stalled")]


def test_promise_13_a_run_in_which_all_has_come_is_no_stall():
    here = theatre()

    def train():
        yield here.wait(60)

    here.start(train())
    here.run()
    assert not [*here.log.of("stalled", "stuck", "waiting")]


def reduced(sizes, held, wants):
    """Holt's reduction of the graph of who holds and who waits (1972): who is left when all who can are served."""
    free = {thing: size - sum(held.get((who, thing), 0) for who in "abcdef") for thing, size in sizes.items()}
    left = set("abcdef")
    while True:
        served = {who for who in left if who not in wants or free[wants[who][0]] >= wants[who][1]}
        if not served:
            return left
        left -= served
        for who in served:
            for thing in sizes:
                free[thing] += held.get((who, thing), 0)


@given(
    sizes=st.fixed_dictionaries({thing: st.integers(1, 3) for thing in "PQRS"}),
    asked=st.lists(st.tuples(NAMES, THINGS, st.integers(1, 2)), max_size=14),
    wants=st.dictionaries(NAMES, st.tuples(THINGS, st.integers(1, 2)), max_size=6),
)
def test_promise_13_who_is_stuck_is_who_is_left_when_all_who_can_be_served_are(sizes, asked, wants):
    waits, held = Waits(), {}
    for thing, size in sizes.items():
        waits.limit(thing, size)
    for who, thing, count in asked:
        if sum(held.get((one, thing), 0) for one in "abcdef") + count <= sizes[thing]:
            held[who, thing] = held.get((who, thing), 0) + count
            waits.hold(who, thing, count)
    wants = {who: (thing, min(count, sizes[thing])) for who, (thing, count) in wants.items()}
    for who, (thing, count) in wants.items():
        waits.begin(who, thing, "there", 0, 1, count)
    stuck = waits.stuck()
    assert set(stuck) == reduced(sizes, held, wants)
    assert all(held.get((holder, wants[who][0]), 0) and holder in stuck for who, holder in stuck.items())


@pytest.fixture
def trains_that_never_unload(monkeypatch):
    """The rule by which a train gives up its set where it would wait for ever is taken away."""
    monkeypatch.setattr(Gates, "holding", lambda *_: nullcontext(False))


@pytest.fixture
def log_of(load_text):
    """Two flows through one change of gauge, with more written and set; its file is `case.yaml`."""

    def ran(*sets, more=""):
        scenario = load_text(GAUGE.replace("SETS", "2") + more, ["horizon=30 d", *sets])
        return simulate(Prepared(scenario, {}), 1, 0)

    return ran


def test_promise_13_two_flows_that_hold_each_other_up_are_told_by_run_and_explain(
    log_of, tmp_path, monkeypatch, trains_that_never_unload
):
    monkeypatch.chdir(tmp_path)
    log = log_of()
    assert set(stuck_since_days(log)) >= {
        "e/p/t/1520-YY held by w/p/t",
        "w/p/t/1435-XX held by e/p/t",
    }
    assert set(stalled_since_days(log)) == {"all"}
    words = ["run", "case.yaml", "--replications", "2", "--jobs", "1"]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    told = CliRunner().invoke(main, ["explain", "plain"]).stdout
    for text in (ran.stdout, told):
        assert "stalled: after day " in text
        assert "waits for ever for 1520-YY held by w/p/t" in text
        assert "(2 of 2 runs)" in text


def test_promise_13_what_waits_for_an_opening_or_an_order_is_not_stuck(log_of):
    shut = "closures: {x: {place: T, start: 1 h, end: 20 d}}\n"
    log = log_of("horizon=10 d", more=shut)
    assert waiting_pieces(log)
    assert not [*log.of("stuck")]


def test_promise_14_a_wait_beyond_the_stated_limit_is_told_and_nothing_else_changes(
    log_of, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    plain, limited = log_of(), log_of("longest_wait=5 h")
    assert [row for row in limited if row.kind != "longest wait"] == list(plain)
    assert too_long_wait_days(plain) == {}
    waits = {}
    for row in plain.of("lift wait", "gate queue", "clearance", "closure"):
        line = "/".join(row.who.split("/")[:3])
        if row.amount > 5 * 3600:
            waits[f"{line}/{row.kind} at {row.where}"] = max(
                row.amount / 86400, waits.get(f"{line}/{row.kind} at {row.where}", 0)
            )
    assert too_long_wait_days(limited) == pytest.approx(waits)
    assert waits
    words = ["run", "case.yaml", "--replications", "2", "--jobs", "1", "--set", "longest_wait=5 h"]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    assert "too long a wait: " in ran.stdout
    assert "too long a wait: " not in CliRunner().invoke(main, words[:6]).stdout


def test_promise_14_a_wait_of_just_the_limit_is_not_too_long(log_of):
    longest = max(too_long_wait_days(log_of("longest_wait=1 s")).values())
    seconds = round(longest * 86400)
    assert too_long_wait_days(log_of(f"longest_wait={seconds} s")) == {}
    assert set(too_long_wait_days(log_of(f"longest_wait={seconds - 1} s")).values()) == {longest}


def test_promise_14_a_wait_that_the_end_cuts_counts_as_long_as_it_lasted(log_of):
    shut = "closures: {x: {place: E, gate: ramp, start: 1 h}}\n"
    log = log_of("longest_wait=9 d", more=shut)
    found = {name: value for name, value in too_long_wait_days(log).items() if name in waiting_pieces(log)}
    assert found
    assert all(9 < value < 30 for value in found.values())


def test_promise_15_an_endless_instant_of_events_without_waits_ends_by_the_name_of_who_makes_it():
    here = theatre()

    def restless():
        yield here.wait(7)
        while True:
            event = Event(here.env)
            event.succeed()
            yield event

    here.start(restless())
    with pytest.raises(ModelFault, match=r"runaway: over 500000 events at second 7, the last by 'restless'"):
        here.run()


def test_promise_15_events_that_call_one_another_without_a_process_end_by_the_name_of_what_is_called():
    here = theatre()

    def again(_=None):
        event = Event(here.env)
        event.callbacks.append(again)
        event.succeed()

    here.after(7, again)
    with pytest.raises(ModelFault, match=r"events at second 7, the last by '.*again'"):
        here.run()


def test_promise_15_as_many_events_in_an_instant_as_may_be_and_no_more(monkeypatch):
    monkeypatch.setattr(bounded, "MOST_AT_ONE_INSTANT", 1000)
    for count, ends in ((900, True), (2100, False)):
        here = theatre()

        def busy(here=here, count=count):
            for _ in range(20):
                yield here.wait(1)
                for _ in range(count):
                    event = Event(here.env)
                    event.succeed()
                    yield event

        here.start(busy())
        if ends:
            here.run()
        else:
            with pytest.raises(ModelFault, match="runaway"):
                here.run()


def test_promise_15_a_run_without_end_of_events_ends_by_the_name_of_who_makes_them(monkeypatch):
    monkeypatch.setattr(bounded, "MOST_AT_ONE_INSTANT", 1000)
    monkeypatch.setattr(bounded, "MOST_EVENTS", 5000)
    here = theatre(horizon=10**9)

    def clockwork():
        while True:
            yield here.wait(1)

    here.start(clockwork())
    with pytest.raises(
        PostureError, match=r"a run of over 5000 events, by second \d+, the last by 'clockwork'"
    ):
        here.run()
