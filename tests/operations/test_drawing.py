"""One pool: a crisis takes units from the tasks that hold them; who, how soon and at what cost, from paper."""

import pytest

from posture.core.clock import days
from posture.core.errors import PostureError
from posture.outcomes import MEASURES
from posture.outcomes.ledger import accounts
from posture.runs.simulate import prepare, simulate

WORLD = """
tables: [movement, allies]
horizon: 300 d
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  G: {name: Goal, kind: base, country: XX, lat: 52.0, lon: 10.0, modes: [road]}
links:
  hg: {start: H, end: G, mode: road, length: 240 km, headway: 0 s}
units:
  alpha: {nation: DE, home: H, kind: infantry, people: 1, wheeled: 100, notice: 5 d}
  bravo: {nation: DE, home: H, kind: infantry, people: 1, notice: 40 d}
  other: {nation: FR, home: H, kind: infantry, people: 1}
movement: {march: {vehicles: 1000}}
rotations:
  begin: rested
  policies: {usual: {dwell: 60 d, recovery: 20 d}}
  pools: {all: {policy: usual, kinds: [infantry]}}
  bump_time: 4 d
  commitments: {}
reinforcement:
  brigades:
    brigade:
      at: G
      order: go
      priority: 20
      reception: XX
      parts:
        part: {unit: alpha, draws: true, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
decision: {orders: {go: {decided: 30 d}}}
"""
"""Ordered on day 30; five days of notice and a day of road."""
TASK = "rotations.commitments.task="
FIRST = "{slots: 1, length: 100 d, deploys: false, nations: [DE], units: [alpha], priority: 30}"


def of(name, log):
    return MEASURES[name].of(log)


def closes(log):
    accounts(log)
    return [row.time / days(1) for row in log.of("closed") if row.who == "brigade"]


def taken(log):
    return [(row.time / days(1), row.who) for row in log.of("claimed") if row.where == "brigade"]


def test_who_is_at_home_comes_at_its_notice(run_text):
    log = run_text(WORLD)
    assert closes(log) == [30 + 5 + 1]
    assert taken(log) == [(30, "alpha")]
    assert of("dwell_broken_days", log) == {}


def test_a_task_at_home_gives_its_unit_up_at_once_and_feels_it(run_text):
    log = run_text(WORLD, [f"{TASK}{FIRST}"])
    assert closes(log) == [30 + 5 + 1]
    assert of("bumps", log)["task"] == 1
    assert of("fill_share", log)["task"] == pytest.approx(30 / 300)
    calm = run_text(WORLD, [f"{TASK}{FIRST}", "reinforcement.brigades.brigade=null"])
    assert (of("bumps", calm)["task"], of("fill_share", calm)["task"]) == (0, 1)
    assert of("home_ready_share", log)["DE"] < of("home_ready_share", calm)["DE"]


def test_another_of_its_nation_and_kind_comes_where_its_own_unit_is_on_a_more_urgent_task(run_text):
    log = run_text(WORLD, [f"{TASK}{FIRST.replace('priority: 30', 'priority: 10')}"])
    assert taken(log) == [(30, "bravo")]
    assert closes(log) == [30 + 5 + 1]
    assert of("bumps", log)["task"] == 0


AWAY = "{slots: 1, length: 100 d, units: [alpha], priority: 30}"
ALONE = "units.bravo.nation=FR"


def test_who_is_away_on_a_lesser_task_is_called_back_first(run_text):
    log = run_text(WORLD, [f"{TASK}{AWAY}", ALONE])
    assert taken(log) == [(30, "alpha")]
    assert closes(log) == [30 + 4 + 5 + 1]
    assert of("bumps", log)["task"] == 1


def test_nobody_is_taken_from_a_task_more_urgent_or_that_yields_none_and_the_gap_is_told(run_text):
    for words in (
        AWAY.replace("priority: 30", "priority: 20"),
        AWAY.replace("priority: 30", "priority: 30, yields: false"),
    ):
        log = run_text(WORLD, [f"{TASK}{words}", ALONE, "rotations.policies.usual.recovery=0 d"])
        assert taken(log) == [(100, "alpha")]
        assert closes(log) == [100 + 5 + 1]
        short = run_text(WORLD, [f"{TASK}{words}", ALONE, "horizon=50 d"])
        assert [(row.who, row.where) for row in short.of("waited for") if row.who == "brigade/part"] == [
            ("brigade/part", "a unit like alpha")
        ]


def test_who_recovers_may_be_called_when_that_is_over_and_its_dwell_is_broken(run_text):
    """Home on day 25, it recovers until day 45; its dwell would have lasted until day 85."""
    away = AWAY.replace("100 d", "25 d").replace("priority: 30", "priority: 10, ends: 2023-07-28")
    log = run_text(WORLD, [f"{TASK}{away}", ALONE])
    assert taken(log) == [(30, "alpha")]
    assert closes(log) == [45 + 5 + 1]
    assert of("dwell_broken_days", log) == {"DE": 85 - 30}


def test_the_least_of_all_is_taken_only_where_nobody_is_ready(run_text):
    """Both hold tasks at home: its own unit comes; where that is away, the more urgent task gives its own."""
    more = (
        "rotations.commitments.more={slots: 1, length: 100 d, deploys: false, units: [bravo], priority: 40}"
    )
    assert taken(run_text(WORLD, [f"{TASK}{FIRST}", more])) == [(30, "alpha")]
    three = ["units.carol={nation: DE, home: H, kind: infantry, people: 1}", f"{TASK}{AWAY}", more]
    third = (
        "rotations.commitments.third={slots: 1, length: 100 d, deploys: false, units: [carol], priority: 25}"
    )
    assert taken(run_text(WORLD, [*three, third])) == [(30, "carol")]


def test_who_is_home_again_is_reconstituted_and_owes_its_dwell(run_text):
    """Ended on day 50, home on 51, given back on day 61; the task at home wants it then, one abroad on day 51 + 60."""
    words = [
        f"{TASK}{FIRST}",
        "decision.orders.go=null",
        "decision.crises.it.orders={go: {}}",
        (
            "decision.chain={request: 0 d, session: 0 d, agreed: 0 d, order: 0 d, release: 0 d, parliament: 0 d, "
            "termination: 20 d, ending: 0 d}"
        ),
        "decision.crises.it.kind=threat",
        "decision.crises.it.country=LT",
        "decision.crises.it.indication=30 d",
        "decision.crises.it.position={lat: 54.4, lon: 23.4}",
        "reinforcement.reconstitution=10 d",
    ]
    log = run_text(WORLD, words)
    released = [(row.time / days(1), row.who) for row in log.of("released") if row.where == "brigade"]
    assert released == [(61, "alpha")]
    back = [row.time / days(1) for row in log.of("claimed") if row.where == "task" and row.time > 0]
    assert back[0] == 51 + 60
    within = run_text(
        WORLD, [*words, f"{TASK}{FIRST.replace('priority: 30', 'priority: 30, within_dwell: true')}"]
    )
    back = [row.time / days(1) for row in within.of("claimed") if row.where == "task" and row.time > 0]
    assert back[0] == 51 + 20


def test_people_of_a_unit_that_was_drawn_are_away_once(run_text):
    """A hundred who came by a line are not counted again as a unit of the pool that is deployed."""
    line = "reinforcement.brigades.brigade.parts.part.lines.people={cargo: people, modes: [road]}"
    log = run_text(WORLD, [line, "units.alpha.people=100"])
    assert of("person_days_deployed", log) == {"reinforcement": 100 * 265, "rotations": 0, "all": 100 * 265}


def test_a_unit_that_is_based_forward_is_missing_from_the_pool(run_text):
    forward = ["reinforcement.brigades.brigade.parts.part.arrangement=in place"]
    forward += ["reinforcement.brigades.brigade.parts.part.lines=null"]
    log = run_text(WORLD, [f"{TASK}{FIRST}", *forward])
    assert taken(log) == [(0, "alpha")]
    assert of("fill_share", log)["task"] == 0
    assert closes(log) == [30]


def test_a_unit_kept_for_a_task_fills_it_first_and_no_other(run_text):
    tasks = [
        f"{TASK}{{slots: 1, length: 100 d, deploys: false, priority: 30, keeps: [bravo]}}",
        "rotations.commitments.tour={slots: 1, length: 50 d, nations: [DE], priority: 10}",
        "reinforcement.brigades.brigade=null",
    ]
    log = run_text(WORLD, tasks)
    assert {row.who for row in log.of("claimed") if row.where == "tour"} == {"alpha"}
    assert next(row.who for row in log.of("claimed") if row.where == "task") == "bravo"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["units.alpha.kind=tank"], "'alpha' is in no pool"),
        (
            ["reinforcement.brigades.brigade.parts.part.draws=false"],
            "leave it out of the pool, let the part draw",
        ),
        (["rotations.commitments.brigade={slots: 1, length: 10 d}"], "'brigade' is the name of a commitment"),
        ([f"{TASK}{{slots: 1, length: 9 d, keeps: [nobody]}}"], "'nobody' is in no pool"),
        (
            [
                f"{TASK}{{slots: 1, length: 9 d, keeps: [alpha]}}",
                "rotations.commitments.b={slots: 1, length: 9 d, keeps: [alpha]}",
            ],
            "'alpha' is kept for 'b' already",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(load_text, words, said):
    with pytest.raises(PostureError, match=said):
        load_text(WORLD, words)


@pytest.mark.parametrize("priority", [5, 20, 35])
def test_no_unit_is_ever_in_two_places_and_an_order_never_makes_tasks_fuller(load_text, priority):
    """Two brigades draw from a pool of three that holds two tasks, with chance in all of it."""
    second = "reinforcement.brigades.second={at: G, order: go, reception: XX, parts: {part: {unit: bravo, draws: true, "
    second += "arrangement: moved, lines: {people: {cargo: people, modes: [road]}}}}}"
    words = [
        f"{TASK}{{slots: 1, length: 40 d, nations: [DE], priority: 10, overlap: 2 d, travel: {{uniform: [1 d, 5 d]}}}}",
        "rotations.commitments.home={slots: 2, length: 30 d, deploys: false, bumps: true, within_dwell: true, priority: 30}",
        "rotations.begin=random",
        "rotations.policies.usual={dwell: 30 d, recovery: 10 d, cycle: 120 d}",
        "units.carol={nation: DE, home: H, kind: infantry, people: 1}",
        second,
        f"reinforcement.brigades.brigade.priority={priority}",
    ]
    ordered = prepare(load_text(WORLD, words))
    calm = prepare(load_text(WORLD, [*words, "decision.orders.go.decided=299 d"]))
    lost = 0.0
    for number in range(15):
        log = simulate(ordered, 1, number, check=True)
        quiet = simulate(calm, 1, number, check=True)
        assert len({row.who for row in log.of("claimed") if row.where in {"brigade", "second"}}) <= 2
        lost += sum(of("fill_share", quiet).values()) - sum(of("fill_share", log).values())
    assert lost > 0
