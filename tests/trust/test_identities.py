"""Promises 7 to 12 and 36 as identities in whole seconds and pieces, looked at from inside while a run runs."""

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from simpy import Environment

from posture.core.clock import Clock, days, utc
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.operations.movement.lift_pool import LiftPool
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load
from posture.stats.estimates import Answer, summarise
from posture.theatre import Theatre
from posture.theatre.forces import IN_TRANSIT, Forces, Unit
from posture.theatre.queues import Queue

sys.path.insert(0, str(Path(__file__).parent))
from worlds import BEFORE, MINE, WORLDS, written

WRITTEN = {"wheeled": 7, "people": 20, "containers": 3}
PLACES = ("home", "camp", "in transit")


class Holdings(RuleBasedStateMachine):
    """Any moves at all: those that can be are made, the others refused, and nothing is made or lost."""

    def __init__(self) -> None:
        super().__init__()
        self.forces = Forces()
        self.forces.station("unit", Unit(nation="XX", home="home", **WRITTEN), "home")
        self.mine = {cargo: Counter({"home": count}) for cargo, count in WRITTEN.items()}

    @rule(
        cargo=st.sampled_from(sorted(WRITTEN)),
        start=st.sampled_from(PLACES),
        end=st.sampled_from(PLACES),
        count=st.integers(-3, 25),
    )
    def move(self, cargo, start, end, count):
        if not 0 <= count <= self.mine[cargo][start]:
            with pytest.raises(ModelFault, match="were to leave"):
                self.forces.move("unit", cargo, start, end, count)
            return
        self.forces.move("unit", cargo, start, end, count)
        self.mine[cargo][start] -= count
        self.mine[cargo][end] += count

    @invariant()
    def promise_07_nothing_is_made_or_lost(self):
        self.forces.check()
        for cargo, count in WRITTEN.items():
            here = {place: self.forces.holding("unit", cargo, place) for place in PLACES}
            assert sum(here.values()) == count
            assert here == {place: self.mine[cargo][place] for place in PLACES}


TestPromise07Holdings = Holdings.TestCase
TestPromise07Holdings.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("operation", ["movement", "sustainment", "cyber"])
def test_promise_07_holdings_add_up_after_every_single_move_of_a_run(operation, tmp_path, monkeypatch):
    case = Prepared(load(str(written(tmp_path, operation, BEFORE, MINE))).scenario, {})
    moves, move = [], Forces.move

    def checked(self, *words):
        move(self, *words)
        self.check()
        moves.append(words)

    monkeypatch.setattr(Forces, "move", checked)
    for replication in range(3):
        simulate(case, 2, replication)
    assert len(moves) >= 24


def a_queue_in_use(jobs, servers, horizon):
    """Jobs at a queue, who each keep their own account; and its state, looked at after every event."""
    env, chance = Environment(), random.Random("jobs")
    queue = Queue(env, "gate", servers)
    stays, waits, present = [], [], []

    def job(name, comes, takes):
        yield env.timeout(comes)
        asked = env.now
        grant = queue.acquire(name, chance.randint(0, 2))
        present.append((asked, 1))
        yield grant.granted
        waits.append(env.now - asked)
        yield env.timeout(takes)
        queue.release(name)
        stays.append(env.now - asked)
        present.append((env.now, -1))

    for number in range(jobs):
        env.process(job(f"j{number}", chance.randint(0, 3000), chance.randint(1, 400)))
    seen = []
    while env.peek() < horizon:
        env.step()
        seen.append((env.now, queue.holders, queue.unserved))
    return queue, stays, waits, present, seen


@pytest.mark.parametrize("servers", [1, 3])
@pytest.mark.parametrize("horizon", [1500, 100_000])
def test_promise_10_littles_law_holds_to_the_second_in_a_queue_open_stays_closed_at_the_horizon(
    servers, horizon
):
    queue, stays, _, present, seen = a_queue_in_use(60, servers, horizon)
    held, last = 0, (0, 0, 0)
    for now, holders, waiting in [*seen, (horizon, 0, 0)]:
        held += (now - last[0]) * (last[1] + last[2])
        last = (now, holders, waiting)
    still = [begun for begun, step in present if step == 1]
    ended = Counter(now for now, step in present if step == -1)
    open_stays = sum(horizon - begun for begun in still) - sum(
        (horizon - now) * n for now, n in ended.items()
    )
    closed_part = sum(stays)
    left = len(still) - sum(ended.values())
    assert held == open_stays
    assert (horizon == 100_000) == (left == 0)
    if left == 0:
        assert held == closed_part
        assert len(stays) == queue.jobs == 60


def test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back():
    queue, _, waits, _, seen = a_queue_in_use(80, 3, 100_000)
    assert max(holders for _, holders, _ in seen) == 3
    assert (queue.holders, queue.unserved) == (0, 0)
    assert queue.longest_wait == max(waits) > 0
    with pytest.raises(ModelFault, match="does not hold"):
        queue.release("j1")


def test_promise_10_littles_law_holds_for_lift_taken_and_lift_asked_for():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(30))
    chance, pool = random.Random("lift"), LiftPool(theatre, "pool", 3, lambda a, b: 700)
    asked, taken = [], []

    def job(comes, takes, count, place):
        yield theatre.wait(comes)
        begun = theatre.now
        yield pool.take(place, count)
        asked.append(count * (theatre.now - begun))
        yield theatre.wait(takes)
        taken.append(count * takes)
        pool.give(count, place)

    for _ in range(40):
        theatre.start(
            job(
                chance.randint(0, days(8)), chance.randint(1, 9000), chance.randint(1, 3), chance.choice("AB")
            )
        )
    theatre.run()
    assert len(taken) == 40
    for kind, own in (("lift asked for", asked), ("lift in use", taken)):
        level, since, area = 0, 0, 0
        for row in theatre.log.of(kind):
            area += level * (row.time - since)
            level, since = row.amount, row.time
            assert 0 <= level <= (3 if kind == "lift in use" else 200)
        assert level == 0, "all is given back"
        assert area == sum(own)


def test_promise_10_and_11_days_present_of_units_are_their_claims_to_their_releases(tmp_path):
    case = Prepared(load(str(written(tmp_path, "rotations", MINE))).scenario, {})
    log = simulate(case, 2, 0)
    horizon = next(row.amount for row in log.of("horizon"))
    stays, begun, present, since, area = 0, {}, 0, 0, 0
    for row in log.of("claimed", "released", "bumped"):
        area += present * (row.time - since)
        since = row.time
        if row.kind == "claimed":
            begun[row.who] = row.time
            present += 1
        else:
            stays += row.time - begun.pop(row.who)
            present -= 1
        assert present == len(begun)
    area += present * (horizon - since)
    assert area == stays + sum(horizon - one for one in begun.values()) > 0


def present_by_forces(case, horizon, monkeypatch):
    """The log of a run, and piece-seconds present at each place, by what `Forces` holds after each move."""
    areas, theatres = Counter(), []
    move, begin = Forces.move, Theatre.__init__

    def beginning(self, *words, **more):
        theatres.append(self)
        begin(self, *words, **more)

    def moved(self, unit, cargo, start, end, count):
        move(self, unit, cargo, start, end, count)
        left = horizon - theatres[-1].now
        areas[start] -= count * left
        areas[end] += count * left

    monkeypatch.setattr(Theatre, "__init__", beginning)
    monkeypatch.setattr(Forces, "move", moved)
    log = simulate(case, 4, 1)
    for row in log.of("line"):
        areas[row.where] += row.amount * horizon
    return log, areas


@pytest.mark.parametrize("operation", ["movement", "reinforcement", "cyber"])
@pytest.mark.parametrize("cut", [True, False], ids=["cut while some are on the way", "to its end"])
def test_promise_10_littles_law_holds_at_every_place_and_on_the_way_between(
    operation, cut, tmp_path, monkeypatch
):
    """Stays are told by rows of departures and arrivals, first in first out; those that are open, to the end."""
    path, end = str(written(tmp_path, operation, MINE)), days(60)
    if cut:
        end = 1 + next(row.time for row in simulate(Prepared(load(path).scenario, {}), 4, 1).of("departed"))
    case = Prepared(load(path, [f"horizon={end} s"]).scenario, {})
    log, areas = present_by_forces(case, end, monkeypatch)
    here, stays = defaultdict(list), Counter()
    for row in log.of("line"):
        here[row.where] += [0] * row.amount
    for row in log.of("departed", "arrived"):
        start, goal = (row.where, IN_TRANSIT) if row.kind == "departed" else (IN_TRANSIT, row.where)
        for _ in range(row.amount):
            stays[start] += row.time - here[start].pop(0)
            here[goal].append(row.time)
    for place, since in here.items():
        stays[place] += sum(end - one for one in since)
    assert {place: area for place, area in areas.items() if area} == {
        place: n for place, n in stays.items() if n
    }
    assert areas[IN_TRANSIT] > 0
    assert bool(here[IN_TRANSIT]) == cut, "open on the way, or all there"


@pytest.mark.parametrize("operation", ["movement", "reinforcement", "cyber", "sustainment"])
@pytest.mark.parametrize("horizon", ["3 d", "60 d"])
def test_promise_11_each_departure_has_one_arrival_or_is_open_at_the_horizon(operation, horizon, tmp_path):
    path = str(written(tmp_path, operation, MINE))
    case, arrivals, still = Prepared(load(path, [f"horizon={horizon}"]).scenario, {}), 0, 0
    for replication in range(4):
        open_now = {}
        for row in simulate(case, 4, replication).of("departed", "arrived"):
            if row.kind == "departed":
                assert row.who not in open_now
                open_now[row.who] = row.amount
            else:
                assert open_now.pop(row.who) == row.amount
                arrivals += 1
        still += len(open_now)
    assert horizon != "60 d" or arrivals > 0


@pytest.mark.parametrize("operation", WORLDS)
def test_promise_09_time_never_falls_in_any_operation(operation, tmp_path):
    case = Prepared(load(str(written(tmp_path, operation, MINE))).scenario, {})
    times = [row.time for row in simulate(case, 6, 0)]
    assert times == sorted(times)
    assert all(one.__class__ is int for one in times)


@pytest.mark.parametrize("wrong", [-1, 0.5, float("nan"), float("inf"), True, None])
def test_promise_09_no_wait_is_anything_but_whole_seconds_from_nought_on(wrong):
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), 100)
    for ask in (theatre.wait, lambda seconds: theatre.after(seconds, lambda: None)):
        with pytest.raises((ModelFault, TypeError)):
            ask(wrong)


def test_promise_36_no_answer_depends_on_the_order_in_which_replications_came():
    chance = random.Random("order")
    values = [chance.choice([1e16, 1.0, -1e16, 0.1, 3.3e-9]) * chance.random() for _ in range(200)]
    answers = [Answer(k, "m", "s", value, "d") for k, value in enumerate(values)]
    told = summarise(answers)
    for _ in range(30):
        chance.shuffle(answers)
        assert summarise(answers) == told
    naive = {sum(chance.sample(values, len(values))) for _ in range(30)}
    assert len(naive) > 1, "these are figures of which a plain sum does depend on order"


def test_promise_13_two_who_hold_what_the_other_wants_are_told_by_name_at_the_end():
    """A planted deadlock over two locks: the run ends, and says who waits for what, where, since when."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(9))
    locks = {name: Queue(theatre.env, name, 1) for name in ("north", "south")}

    def train(who, first, then):
        yield locks[first].acquire(who, 0).granted
        yield theatre.wait(60)
        theatre.waits.begin(who, "a set", then, theatre.now, 5)
        yield locks[then].acquire(who, 0).granted
        theatre.waits.end(who)

    theatre.start(train("east", "north", "south"))
    theatre.start(train("west", "south", "north"))
    theatre.run()
    told = [(row.kind, row.who, row.where, row.amount) for row in theatre.log.of("waiting", "waited for")]
    assert told == [
        ("waiting", "east", "south", days(9) - 60),
        ("waited for", "east", "a set", 5),
        ("waiting", "west", "north", days(9) - 60),
        ("waited for", "west", "a set", 5),
    ]
    assert {name: lock.unserved for name, lock in locks.items()} == {"north": 1, "south": 1}


def test_promise_14_the_big_behind_the_small_waits_as_long_as_is_told():
    env = Environment()
    queue = Queue(env, "crane", 1)
    order = []

    def job(name, priority, comes):
        yield env.timeout(comes)
        yield queue.acquire(name, priority).granted
        order.append(name)
        yield env.timeout(100)
        queue.release(name)

    env.process(job("big", 1, 1))
    for number in range(20):
        env.process(job(f"small{number}", 0, 100 * number))
    env.run(until=1500)
    assert "big" not in order
    assert queue.unserved >= 1
    env.run()
    assert order[-1] == "big"
    assert queue.longest_wait == 2000 - 1


def test_promise_15_an_endless_instant_ends_by_the_name_of_who_makes_it():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(9))

    def restless():
        yield theatre.wait(7)
        for _ in range(300_000):
            yield theatre.wait(0)

    theatre.start(restless())
    with pytest.raises(
        ModelFault, match=r"runaway: \d+ waits of nothing at second 7, the last by 'restless'"
    ):
        theatre.run()


def test_promise_09_a_row_of_the_past_is_refused():
    log, counts = Log(), defaultdict(int)
    log.note(5, "order", "x")
    with pytest.raises(ModelFault):
        log.note(4, "order", "x")
    counts["rows"] = len(log)
    assert counts["rows"] == 1
