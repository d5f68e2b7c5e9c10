"""Prepositioned equipment: people come, draw at a rate, what is unserviceable later, and go on together."""

import re

import pytest

from posture.core.clock import DAY
from posture.core.errors import PostureError
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import accounts, delay_days

DRAW = """
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  S: {name: Store, kind: prepo, country: XX, lat: 51.0, lon: 10.0, modes: [road]}
  G: {name: Goal, kind: base, country: XX, lat: 52.0, lon: 10.0, modes: [road]}
links:
  hs: {start: H, end: S, mode: road, length: 100 km, headway: 0 s}
  sg: {start: S, end: G, mode: road, length: 50 km, headway: 0 s}
units: {battalion: {nation: XX, home: H, people: 45, wheeled: 100}}
movement: {march: {vehicles: 1000}}
reinforcement:
  issue: {rate: 100 per day, serviceable: 1.0, repair: 2 d}
  sites: {store: {at: S, stock: {wheeled: 100}}}
  brigades:
    brigade:
      at: G
      order: go
      reception: XX
      parts:
        part:
          unit: battalion
          arrangement: prepositioned
          site: store
          lines:
            people: {cargo: people, modes: [road]}
            wheeled: {cargo: wheeled, modes: [road]}
"""
PART = "reinforcement.brigades.brigade.parts.part"


def hours(log):
    accounts(log)
    return closure_days(log)["brigade"] * 24


def test_people_come_then_all_is_drawn_then_both_go_on(run_text):
    """10 h to the store, a day of drawing, 5 h on."""
    log = run_text(DRAW)
    assert hours(log) == pytest.approx(10 + 24 + 5)
    assert delay_days(log)["brigade/draw"] * 24 + delay_days(log)["brigade/marry-up"] * 24 == pytest.approx(
        24
    )


def test_a_store_at_the_goal_saves_the_road_but_not_the_drawing(run_text):
    log = run_text(DRAW, ["reinforcement.sites.store.at=G"])
    assert hours(log) == pytest.approx(15 + 24)


def test_what_is_unserviceable_comes_after_its_repair(run_text):
    log = run_text(DRAW, ["reinforcement.issue.serviceable=0.5"])
    assert hours(log) == pytest.approx(10 + 24 + 48 + 5)


def test_half_in_store_halves_the_drawing_and_the_rest_comes_from_home(run_text):
    """Half drawn: 10 + 12 + 5 h. The other half marches 15 h and is there before."""
    log = run_text(DRAW, [f"{PART}.prepositioned=0.5"])
    assert hours(log) == pytest.approx(10 + 12 + 5)
    assert sum(row.amount for row in log.of("received") if "wheeled" in row.who) == 100


def test_nothing_in_store_is_as_if_all_were_moved(run_text):
    moved = run_text(DRAW, [f"{PART}.arrangement=moved", f"{PART}.site=null"])
    none = run_text(DRAW, [f"{PART}.prepositioned=0.0"])
    assert hours(none) == hours(moved) == pytest.approx(15)


def test_two_parts_draw_one_after_the_other_at_one_store(run_text):
    twin = (
        "reinforcement.brigades.brigade.parts.twin={unit: twin, arrangement: prepositioned, site: store, "
        "lines: {people: {cargo: people, modes: [road]}, wheeled: {cargo: wheeled, modes: [road]}}}"
    )
    more = [
        "units.twin={nation: XX, home: H, people: 45, wheeled: 100}",
        twin,
        "reinforcement.sites.store.stock.wheeled=200",
    ]
    assert hours(run_text(DRAW, more)) == pytest.approx(10 + 48 + 5)


OTHER = (
    "{unit: other, arrangement: prepositioned, site: store, "
    "lines: {people: {cargo: people, modes: [road]}, wheeled: {cargo: wheeled, modes: [road]}}}"
)
ONE_TASK = """
decision:
  chain: {request: 0 s, session: 0 s, agreed: 0 s, order: 0 s, termination: 8 d, ending: 0 s, release: 0 s, parliament: 0 s}
  crises:
    it: {kind: threat, country: LT, position: {lat: 54.4, lon: 23.4}, orders: {task: {}}}
"""


def two_brigades(*more):
    """One brigade on the order of a crisis that ends on day 8, another on day 10 that wants the same set."""
    return [
        "reinforcement.brigades.brigade.order=task",
        f"{PART}.release=0 s",
        "units.other={nation: XX, home: H, people: 45, wheeled: 100}",
        f"reinforcement.brigades.second={{at: G, order: later, reception: XX, parts: {{part: {OTHER}}}}}",
        "decision.orders.later={decided: 10 d}",
        *more,
    ]


def test_a_set_is_turned_in_refitted_and_drawn_again(run_text):
    """Turned in on day 8 + 5: three days after the people of the second brigade have come to draw it."""
    log = run_text(
        "tables: [movement, allies]\n" + DRAW + ONE_TASK,
        two_brigades("reinforcement.sites.store.turn_in=5 d"),
    )
    accounts(log)
    assert [row.time / DAY for row in log.of("turned in")] == [13]
    assert closure_days(log)["second"] * 24 == pytest.approx(3 * 24 + 24 + 5)
    stock = 100
    for row in log.of("drawn", "turned in"):
        stock += row.amount if row.kind == "turned in" else -row.amount
        assert 0 <= stock <= 100


def test_a_set_that_is_never_turned_in_cannot_be_promised_twice(load_text):
    with pytest.raises(PostureError, match="'store' has 100 wheeled in stock, 200 are to be drawn"):
        load_text("tables: [movement, allies]\n" + DRAW + ONE_TASK, two_brigades())


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            "reinforcement.sites.store.stock.wheeled=99",
            "'store' has 99 wheeled in stock, 100 are to be drawn",
        ),
        (f"{PART}.site=stor", "there is no site 'stor'; did you mean 'store'?"),
        (f"{PART}.lines.people=null", "is drawn by people who come; add a line of people"),
        (f"{PART}.arrangement=moved", "a prepositioned part names its site, and no other part does"),
        ("reinforcement.issue.rate=0 per day", "reinforcement.issue.rate"),
    ],
)
def test_bad_words_are_told(load_text, override, said):
    with pytest.raises(PostureError, match=re.escape(said)):
        load_text(DRAW, [override])
