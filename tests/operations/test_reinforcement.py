"""How a brigade grows: releases of Allies, notice, reception, command, room to integrate; times from paper."""

import re

import pytest

from posture.core.clock import days
from posture.core.errors import PostureError
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import accounts, delay_days
from posture.runs.simulate import prepare

WORLD = """
tables: [movement, allies]
places:
  H: {name: Home, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  G: {name: Goal, kind: base, country: XX, lat: 52.0, lon: 10.0, modes: [road]}
links:
  hg: {start: H, end: G, mode: road, length: 240 km, headway: 0 s}
units:
  first: {nation: DE, home: H, wheeled: 100, notice: 5 d}
  second: {nation: FR, home: H, wheeled: 100, notice: 5 d}
  guard: {nation: LT, home: H, people: 10}
movement: {march: {vehicles: 1000}}
reinforcement:
  brigades:
    brigade:
      at: G
      order: go
      reception: XX
      parts:
        first: {unit: first, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
        second: {unit: second, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
"""
CRISIS = """
decision:
  chain: {request: 1 d, session: 0 d, agreed: 1 d, invocation: 1 d, order: 0 d, release: 2 d, parliament: 10 d}
  crises:
    threat:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      orders: {brigade: {}}
"""
BRIGADE = "reinforcement.brigades.brigade"
ON_CRISIS = f"{BRIGADE}.order=brigade"
SLOW = "reinforcement.reception.XX.pieces=100 per day"


def parts(log):
    """Day after the start on which each part closed; the books balance."""
    accounts(log)
    return {row.who.split("/")[1]: row.time / days(1) for row in log.of("closed") if "/" in row.who}


def test_each_nation_lets_its_own_part_go_and_its_parliament_with_it(run_text):
    """Order on day 2; France after 2 d, Germany's parliament after 10 d; 5 d of notice and a day of road.

    A nation warns its unit at the order, so that the notice runs beside the release.
    """
    log = run_text(WORLD + CRISIS, [ON_CRISIS])
    assert parts(log) == {"second": 2 + 5 + 1, "first": 2 + 10 + 1}
    assert delay_days(log)["brigade/release"] == 10
    assert closure_days(log)["brigade"] == 11


def test_a_nation_may_let_the_notice_begin_with_the_release_for_all_or_for_one_part(run_text):
    late = "notice_from=release"
    log = run_text(WORLD + CRISIS, [ON_CRISIS, f"reinforcement.{late}"])
    assert parts(log) == {"second": 2 + 2 + 5 + 1, "first": 2 + 10 + 5 + 1}
    log = run_text(WORLD + CRISIS, [ON_CRISIS, f"{BRIGADE}.parts.first.{late}"])
    assert parts(log) == {"second": 2 + 5 + 1, "first": 2 + 10 + 5 + 1}


def test_a_government_lets_each_of_its_forces_go_by_itself_and_consents_with_the_first(run_text):
    """Two parts of one nation: each has a draw of its own, and neither is the slower one's hostage.

    The mean over runs of the gap between two uniform draws on 0 to 9 days is a third of the range, 3 d;
    the standard error of 200 such gaps is 9 / sqrt(18 * 200) = 0.15 d.
    """
    words = (WORLD + CRISIS).replace("nation: DE", "nation: FR").replace("notice: 5 d", "notice: 0 s")
    gaps = []
    for seed in range(200):
        log = run_text(words, [ON_CRISIS, "decision.chain.release={uniform: [0 d, 9 d]}"], seed=seed)
        first, second = parts(log)["first"], parts(log)["second"]
        consent = next(row.time for row in log.of("consent") if row.who == "FR") / days(1)
        assert consent + 1 <= min(first, second) + 1e-9
        gaps.append(abs(first - second))
    assert abs(sum(gaps) / len(gaps) - 3) < 4 * 0.15


def test_a_parliament_agrees_once_for_all_forces_of_its_nation(run_text):
    words = (WORLD + CRISIS).replace("nation: FR", "nation: DE").replace("notice: 5 d", "notice: 0 s")
    log = run_text(words, [ON_CRISIS, "decision.chain.parliament={uniform: [3 d, 40 d]}"])
    assert len(set(parts(log).values())) == 1


def test_an_ally_that_abstains_leaves_the_brigade_open(run_text):
    log = run_text(WORLD + CRISIS, [ON_CRISIS, "decision.crises.threat.allies.DE.abstains=1.0"])
    assert parts(log) == {"second": 8}
    assert closure_days(log)["brigade"] == float("inf")


ALLY = "decision.crises.threat.allies.FR"


@pytest.mark.parametrize(
    ("caveat", "comes"),
    [
        ("not_in=[XX]", False),
        ("not_in=[XY]", True),
        ("not_for=[brigade]", False),
        ("not_for=[elsewhere]", True),
        ("caveat=no night", True),
    ],
)
def test_a_caveat_keeps_forces_from_where_and_for_what_they_may_not_be_used(run_text, caveat, comes):
    """France lets its unit go on day 4; where its caveat bars that, it is told that the brigade stays open."""
    log = run_text(
        WORLD + CRISIS, [ON_CRISIS, f"{ALLY}.{caveat}", "decision.crises.threat.orders.elsewhere={}"]
    )
    assert ("second" in parts(log)) == comes
    waits = {(row.who, row.where) for row in log.of("waited for")}
    assert (("brigade/second/wheeled", "forces that FR refuses") in waits) != comes
    assert [row.who for row in log.of("caveat")] == ["FR"]


def test_who_abstains_is_told_to_and_a_part_on_a_release_of_its_own_does_not_ask(run_text):
    log = run_text(WORLD + CRISIS, [ON_CRISIS, f"{ALLY}.abstains=1"])
    assert "forces that FR refuses" in {row.where for row in log.of("waited for")}
    log = run_text(WORLD + CRISIS, [ON_CRISIS, f"{ALLY}.abstains=1", f"{BRIGADE}.parts.second.release=1 d"])
    assert parts(log)["second"] == 2 + 5 + 1


def test_a_caveat_about_an_order_that_is_not_given_is_refused(load_text):
    with pytest.raises(PostureError, match="there is no order to deploy 'brigad'"):
        load_text(WORLD + CRISIS, [ON_CRISIS, f"{ALLY}.not_for=[brigad]"])


def test_a_release_written_for_a_part_takes_the_place_of_the_nations(run_text):
    log = run_text(WORLD + CRISIS, [ON_CRISIS, f"{BRIGADE}.parts.first.release=1 d"])
    assert parts(log)["first"] == 2 + 5 + 1


TIER = """
readiness:
  tiers:
    ready: {force: nrf, rank: 1, notice_to: move, notice: 7 d, takes: 1.0, meets: 1.0, delay: 1 d, units: [first]}
"""


def test_the_notice_of_a_unit_that_stands_by_runs_while_its_parliament_sits(run_text):
    """Seven days of notice are over before the ten of the parliament; then it goes at once, and is in place."""
    log = run_text(WORLD + CRISIS + TIER, [ON_CRISIS])
    assert parts(log)["first"] == 2 + 10 + 1
    states = [(row.time / days(1), row.where) for row in log.of("state") if row.who == "first"]
    assert states[1:] == [(2, "alerted"), (9, "ready to move"), (12, "moving"), (13, "in place")]


def test_who_is_released_first_waits_for_the_rest_of_its_notice(run_text):
    log = run_text(WORLD + CRISIS + TIER, [ON_CRISIS, "decision.crises.threat.allies.DE.parliament=false"])
    assert parts(log)["first"] == 2 + 7 + 1


def test_a_crisis_that_does_not_come_calls_nobody_and_changes_nothing_else(run_text, load_text):
    world = WORLD + CRISIS + "  orders: {go: {decided: 0 s}}\n"
    other = (
        "reinforcement.brigades.other={at: G, order: brigade, reception: XX, "
        "parts: {guard: {unit: guard, arrangement: in place}}}"
    )
    off = "decision.crises.threat.active=false"
    called, spared = run_text(world, [other]), run_text(world, [other, off])
    assert closure_days(called).keys() == {"brigade", "other"}
    assert closure_days(spared).keys() == {"brigade"}
    ours = [row for row in called if row.who.startswith("brigade/")]
    assert [row for row in spared if row.who.startswith("brigade/")] == ours
    assert prepare(load_text(world, [other, off])).bounds.keys() == {"brigade"}


def test_reception_is_as_fast_as_its_weakest_step_and_slower_without_an_integration_unit(run_text):
    """200 pieces at 100 a day after 6 days: two days; at 50 a day onward, four; half as long again, six."""
    assert max(parts(run_text(WORLD, [SLOW])).values()) == 6 + 2
    onward = "reinforcement.reception.XX.onward=50 per day"
    assert max(parts(run_text(WORLD, [SLOW, onward])).values()) == 6 + 4
    alone = ["reinforcement.reception.XX.integration_unit=false", "reinforcement.uncoordinated=1.5"]
    assert max(parts(run_text(WORLD, [SLOW, onward, *alone])).values()) == 6 + 6


COMMAND = [
    f"{BRIGADE}.integration=9 d",
    f"{BRIGADE}.command=second",
    "reinforcement.uncoordinated=1.5",
    "units.second.notice=0 s",
]


@pytest.mark.parametrize(
    ("notice", "closes"),
    [
        ("0 d", 10 + 9 - 9 / 1.5),
        ("3 d", 10 + 9 - 6 / 1.5),
        ("9 d", 10 + 9),
        ("11 d", 12 + 9),
    ],
)
def test_integration_is_slower_until_the_command_has_closed(run_text, notice, closes):
    """The command comes on day 1 and closes on day 10; what others did until then counts two thirds."""
    log = run_text(WORLD, [*COMMAND, f"units.first.notice={notice}"])
    assert parts(log) == {"second": 10, "first": pytest.approx(closes)}


def test_a_command_that_comes_too_late_helps_nobody(run_text):
    log = run_text(WORLD, [*COMMAND, "units.second.notice=50 d", "units.first.notice=0 s"])
    assert parts(log)["first"] == pytest.approx(1 + 1.5 * 9)


def test_room_for_one_part_lets_the_second_be_integrated_after_the_first(run_text):
    """Both come on day 6 and need four days each."""
    four = f"{BRIGADE}.integration=4 d"
    assert parts(run_text(WORLD, [four])) == {"first": 10, "second": 10}
    one = parts(run_text(WORLD, [four, "reinforcement.reception.XX.integrating=1"]))
    assert sorted(one.values()) == [10, 14]


def test_a_part_that_waits_for_its_last_pieces_holds_no_room(run_text):
    """The first part's second line comes twenty days after its first; the other needs the one room meanwhile."""
    late = f"{BRIGADE}.parts.first.lines.late={{cargo: wheeled, pieces: 1, modes: [road], ready: 20 d}}"
    few = f"{BRIGADE}.parts.first.lines.wheeled.pieces=99"
    room = ["reinforcement.reception.XX.integrating=1", f"{BRIGADE}.integration=4 d"]
    assert parts(run_text(WORLD, [late, few, *room])) == {"second": 10, "first": 26}


TURNS = """
rotations:
  begin: rested
  policies: {turns: {dwell: 1 d}}
  pools: {all: {policy: turns, units: [guard]}}
  commitments:
    watch: {slots: 1, length: 300 d, vacant: true, travel: 10 d, nations: [LT]}
"""


def test_a_battlegroup_counts_once_its_slot_is_filled(run_text):
    """The task stands empty until its unit comes on day 10; the brigade's part in place waits for it, and books the wait."""
    group = f"{BRIGADE}.parts.group={{unit: second, arrangement: in place, commitments: [watch]}}"
    log = run_text(WORLD + TURNS, [group, f"{BRIGADE}.parts.first=null", f"{BRIGADE}.parts.second=null"])
    assert parts(log) == {"group": 10}
    assert delay_days(log)["brigade/readiness"] == 10


POOLED = """
rotations:
  begin: rested
  policies: {turns: {dwell: 1 d}}
  pools: {all: {policy: turns, nations: [DE, LT]}}
  commitments:
    standby:
      slots: 1
      length: 300 d
      priority: 1
      deploys: false
      schedule: [{unit: first, start: 2023-07-03, end: 2023-12-01}]
    watch: {slots: 2, length: 300 d, priority: 2}
"""


def test_a_unit_of_the_pool_that_is_kept_for_its_brigade_is_in_one_place(run_text):
    """It stands by at home for nobody else, moves on the order, and keeps its slot; the watch lacks one."""
    log = run_text(WORLD + POOLED)
    assert parts(log)["first"] == 6
    mine = [
        (row.time / days(1), row.kind, row.where) for row in log.of("claimed", "state") if row.who == "first"
    ]
    assert mine == [
        (0, "claimed", "standby"),
        (0, "state", "committed"),
        (5, "state", "moving"),
        (6, "state", "in place"),
    ]
    assert [row.who for row in log.of("claimed") if row.where == "watch"] == ["guard"]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            "rotations.commitments.standby.schedule=[]",
            "'first' is part of a brigade; leave it out of the pool",
        ),
        ("rotations.commitments.standby.priority=2", "keep it at home by a schedule over the whole run"),
        ("rotations.commitments.standby.deploys=true", "keep it at home by a schedule over the whole run"),
        (f"{BRIGADE}.command=third", "there is no part 'third'"),
        (f"{BRIGADE}.parts.first.commitments=[watch]", "only a part in place waits for 'commitments'"),
        (
            f"{BRIGADE}.parts.second={{unit: second, arrangement: in place, lines: null, commitments: [wach]}}",
            "there is no commitment 'wach'; did you mean 'watch'?",
        ),
        ("reinforcement.uncoordinated=0.5", "reinforcement.uncoordinated"),
        ("reinforcement.reception.XX.integrating=0", "reinforcement.reception.XX.integrating"),
    ],
)
def test_bad_words_are_told(load_text, override, said):
    with pytest.raises(PostureError, match=re.escape(said)):
        load_text(WORLD + POOLED, [override])


def test_a_nation_that_nobody_asks_is_told(load_text):
    with pytest.raises(
        PostureError, match="'AT' is no Ally when the crisis begins and is not asked to release"
    ):
        load_text(WORLD + CRISIS, [ON_CRISIS, "units.first.nation=AT"])


def test_a_brigade_anywhere_is_received_by_the_common_figures_each_by_itself(run_text):
    """A hundred vehicles at 50 a day take two days, whoever else comes to the same country elsewhere."""
    common = ["reinforcement.reception.any.pieces=50 per day"]
    words = WORLD.replace("      reception: XX\n", "")
    alone = parts(run_text(words, [*common, "reinforcement.brigades.brigade.parts.second=null"]))
    assert alone == {"first": 5 + 1 + 2}
    named = parts(run_text(WORLD.replace("reception: XX", "reception: PL"), common))
    assert max(named.values()) == 5 + 1 + 4


@pytest.mark.parametrize(("key", "said"), [("PLX", "'PLX' is no country"), ("LTU", "'LTU' is no country")])
def test_a_reception_that_names_no_country_is_named(load_text, key, said):
    with pytest.raises(PostureError, match=said):
        load_text(WORLD.replace("reception: XX", f"reception: {key}"))
