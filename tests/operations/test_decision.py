"""The decision chain, step by step, over times that paper can follow."""

from statistics import quantiles

import pytest

from posture.core.clock import days, hours
from posture.core.distributions import Triangular
from posture.core.errors import PostureError
from posture.core.rng import Streams
from posture.operations.decision.consensus import own
from posture.outcomes import MEASURES
from posture.theatre.levels import MEASURES as THE_EIGHT

CRISIS = """
tables: [movement, allies]
decision:
  chain:
    {request: 1 d, session: 2 d, agreed: 4 d, resumed: 3 d, invocation: 1 d, determination: 20 d,
    measures: 2 d, order: 1 d, release: 2 d, parliament: 10 d, acceptance: 5 d, transfer: 1 d, report: 12 h,
    predelegated: 0 d, assistance: 30 d, ending: 16 d}
  effects:
    {intelligence_sharing: 0.5, assistance: 0.5, security_of_facilities: 0.4, backfill: 0.3,
    ports_and_airfields: 0}
  crises:
    it:
      kind: threat
      country: TR
      position: {lat: 38.4, lon: 27.1}
"""
GO = "go"
"""The dated order of the plain world, which takes no part here."""
ATTACK = ("decision.crises.it.kind=attack",)


def steps(log, crisis="it"):
    return {row.where: row.time // days(1) for row in log.of("step") if row.who == crisis}


def rows(log, kind):
    return [(row.time / days(1), row.who, row.where, row.amount) for row in log.of(kind) if row.who != GO]


def of(name, log):
    return MEASURES[name].of(log)


def test_a_dated_order_is_given_as_long_after_the_sign_as_is_written(run_text):
    log = run_text("decision: {orders: {exercise: {indication: 2 d, decided: 3 d}}}")
    assert rows(log, "indication") == [(2, "exercise", "", 0)]
    assert rows(log, "order") == [(5, "exercise", "deploy", 0)]


def test_a_threat_goes_through_consultations_to_an_order(run_text):
    log = run_text(CRISIS)
    assert steps(log) == {"indication": 0, "request": 1, "session": 3, "agreed": 7, "order": 8}
    assert rows(log, "consults") == [(1, "TR", "it", 0)]
    assert rows(log, "ruling") == [(0, "it", "inside", 4)]


def test_an_attack_is_invoked_on_a_condition_then_determined_then_answered_by_measures(run_text):
    log = run_text(CRISIS, ATTACK)
    assert steps(log) == {
        "indication": 0, "request": 1, "session": 3, "agreed": 4, "conditional": 4, "determined": 24,
        "measures": 26, "order": 25,
    }  # fmt: skip
    assert rows(log, "reported") == [(4.5, "it", "conditional", 0), (26.5, "it", "measures", 0)]


def test_the_security_council_is_told_as_long_after_as_is_written(run_text):
    assert of("reported_days", run_text(CRISIS, ATTACK)) == {"it/conditional": 0.5, "it/measures": 0.5}
    late = run_text(CRISIS, [*ATTACK, "decision.chain.report=40 d"])
    assert of("reported_days", late) == {"it/conditional": 40, "it/measures": float("inf")}
    assert of("reported_days", run_text(CRISIS)) == {}


@pytest.mark.parametrize(("attack", "determined"), [("open", 4.25), ("ambiguous", 24), ("terrorist", 24)])
def test_an_open_attack_is_attributed_in_hours_and_others_are_investigated(run_text, attack, determined):
    log = run_text(CRISIS, [*ATTACK, f"decision.crises.it.attack={attack}", "decision.chain.attributed=6 h"])
    found = of("decision_days", log)
    assert (found["it/determined"], found["it/order"]) == (determined, determined + 1)


def test_a_threat_is_not_attributed(load_text):
    with pytest.raises(PostureError, match="a threat is no terrorist attack"):
        load_text(CRISIS, ["decision.crises.it.attack=terrorist"])


@pytest.mark.parametrize("kind", [(), ATTACK])
def test_measures_run_beside_the_order_and_never_delay_it(run_text, kind):
    measures = [f"decision.crises.it.measures.{name}.after=measures" for name in THE_EIGHT]
    alone, both = run_text(CRISIS, [*kind]), run_text(CRISIS, [*kind, *measures])
    slow = run_text(CRISIS, [*kind, *measures, "decision.chain.measures=9 d"])
    assert of("decision_days", alone)["it/order"] == of("decision_days", both)["it/order"]
    assert of("decision_days", slow)["it/order"] == of("decision_days", both)["it/order"]
    assert of("decision_days", slow)["it/measures"] - of("decision_days", both)["it/measures"] == 7


@pytest.mark.parametrize(
    ("country", "lat", "lon", "ruling"),
    [("US", 21.3, -157.9, "outside"), ("FR", 14.6, -61.1, "outside"), ("ES", 35.29, -2.94, "debated")],
)
def test_an_attack_outside_article_6_leads_to_consultations_alone(run_text, country, lat, lon, ruling):
    place = [f"decision.crises.it.position.lat={lat}", f"decision.crises.it.position.lon={lon}"]
    log = run_text(CRISIS, [*ATTACK, f"decision.crises.it.country={country}", *place])
    assert rows(log, "ruling") == [(0, "it", ruling, 4)]
    assert set(steps(log)) == {"indication", "request", "session", "agreed", "order"}
    assert not rows(log, "reported")


def test_an_attack_on_who_is_no_ally_yet_leads_to_consultations_alone(run_text):
    words = [*ATTACK, "decision.crises.it.country=SE", "decision.crises.it.position.lat=59.3"]
    assert rows(run_text(CRISIS, [*words, "start=2024-03-06"]), "ruling")[0][3] == 4
    assert rows(run_text(CRISIS, [*words, "start=2024-03-08"]), "ruling")[0][3] == 5


def test_article_5_is_not_invoked_where_the_scenario_says_no(run_text):
    assert "conditional" not in steps(run_text(CRISIS, [*ATTACK, "decision.crises.it.article_5=false"]))


def test_where_the_reading_is_debated_the_scenario_may_take_the_other(run_text):
    ceuta = ["decision.crises.it.country=ES", "decision.crises.it.position.lat=35.89"]
    ceuta += ["decision.crises.it.position.lon=-5.31", "decision.crises.it.article_5=true"]
    assert "determined" in steps(run_text(CRISIS, [*ATTACK, *ceuta]))


def test_who_is_an_ally_depends_on_the_day(run_text):
    def asked(start):
        log = run_text(CRISIS, [f"start={start}", "decision.crises.it.chain.order=1 d"])
        return next(row.amount for row in log.of("step") if row.where == "order")

    assert [asked(day) for day in ("1990-12-17", "2001-09-11", "2023-04-03", "2023-04-05", "2024-03-08")] == [
        16, 19, 30, 31, 32,
    ]  # fmt: skip


def test_a_hold_out_stops_the_council_until_the_matter_moves_and_is_taken_up_again(run_text):
    blocked = "decision.crises.it.objections.FR"
    log = run_text(CRISIS, [f"{blocked}.delay=9 d", f"{blocked}.resolution=another committee"])
    assert rows(log, "objects") == [(3, "FR", "it", 0)]
    assert rows(log, "yields") == [(10, "FR", "another committee", 0)]
    assert steps(log)["agreed"] == 13


def test_a_hold_out_that_ends_before_the_others_agree_costs_nothing(run_text):
    assert steps(run_text(CRISIS, ["decision.crises.it.objections.FR.delay=1 d"]))["agreed"] == 7


def test_a_hold_out_comes_as_often_as_its_chance(run_text):
    words = ["decision.crises.it.objections.FR.delay=9 d", "decision.crises.it.objections.FR.chance=0.25"]
    blocked = sum(steps(run_text(CRISIS, words, seed=seed))["agreed"] > 7 for seed in range(80))
    assert 10 <= blocked <= 30


def test_the_slowest_of_n_roots_has_the_law_of_the_council():
    law = Triangular(0, days(1), days(14))
    nations = [f"{number:02}" for number in range(31)]

    class Stage:
        pass

    slowest = []
    for replication in range(4_000):
        stage = Stage()
        stage.chance = Streams(1, replication)
        slowest.append(max(seconds for _, seconds in own(stage, "it", law, nations)))
    for share, found in zip(range(1, 20), quantiles(slowest, n=20), strict=True):
        assert found == pytest.approx(law.quantile(share / 20), abs=hours(8))


def test_each_ally_agrees_by_itself_and_the_council_with_the_last(run_text):
    words = ["decision.consensus=each", "decision.chain.agreed.uniform=[1 d, 9 d]"]
    log = run_text(CRISIS.replace("agreed: 4 d, ", ""), words)
    agreed = rows(log, "agrees")
    assert len(agreed) == 31
    assert max(agreed)[0] == next(row.time for row in log.of("step") if row.where == "agreed") / days(1)


def test_saceur_raises_and_stages_before_the_council_decides(run_text):
    words = ["decision.crises.it.predelegated=[raise, stage]", "decision.crises.it.orders.help.kind=deploy"]
    log = run_text(CRISIS, words)
    assert rows(log, "order")[:3] == [
        (3, "help", "raise", 0),
        (3, "help", "stage", 0),
        (8, "help", "deploy", 0),
    ]
    early = run_text(CRISIS, [*words, "decision.crises.it.guidance=request"])
    assert rows(early, "order")[0] == (1, "help", "raise", 0)


def test_a_nation_orders_its_own_forces_before_any_council_and_its_host_accepts_them(run_text):
    words = ["decision.crises.it.national.help.nation=NL", "decision.crises.it.national.help.after=1 d"]
    log = run_text(CRISIS, words)
    assert rows(log, "alert") == [(1, "NL", "help", 0)]
    assert rows(log, "order") == [(1, "help", "deploy", 0)]
    log = run_text(CRISIS, [*words, "decision.crises.it.national.help.host=TR"])
    assert rows(log, "accepts") == [(6, "TR", "it", 0)]
    assert rows(log, "order")[0] == (6, "help", "deploy", 0)


def test_an_order_waits_for_its_nation_and_its_host_at_once(run_text):
    base = ["decision.crises.it.orders.help.host=TR"]
    assert rows(run_text(CRISIS, [*base, "decision.crises.it.orders.help.nation=FR"]), "order")[0][0] == 13
    assert rows(run_text(CRISIS, [*base, "decision.crises.it.orders.help.nation=DE"]), "order")[0][0] == 18


def test_a_government_releases_and_a_parliament_where_it_must(run_text):
    days_of = of("release_days", run_text(CRISIS))
    assert (days_of["it/FR"], days_of["it/DE"], len(days_of)) == (2, 10, 31)
    own = ["decision.crises.it.allies.DE.parliament=false", "decision.crises.it.allies.FR.release=7 d"]
    changed = of("release_days", run_text(CRISIS, own))
    assert (changed["it/FR"], changed["it/DE"]) == (7, 2)


def test_an_ally_gives_a_share_of_its_offer_with_a_limit_or_abstains(run_text):
    allies = "decision.crises.it.allies"
    log = run_text(
        CRISIS, [f"{allies}.FR.share=0.4", f"{allies}.FR.caveat=no night", f"{allies}.PL.abstains=1"]
    )
    assert (10, "FR", "it", 400) in rows(log, "consent")
    assert rows(log, "caveat") == [(10, "FR", "no night", 0)]
    assert rows(log, "abstained") == [(8, "PL", "it", 0)]
    assert of("release_days", log)["it/PL"] == float("inf")
    assert "PL" not in {who for _, who, _, _ in rows(log, "transferred")}


def test_the_share_of_allies_released_counts_those_asked(run_text):
    log = run_text(CRISIS)
    with_parliament = 8
    assert of("released_within_1_days", log) == {"it": 0}
    assert of("released_within_3_days", log) == {"it": pytest.approx(1 - with_parliament / 31)}
    assert of("released_within_10_days", log) == {"it": 1}


def test_authority_is_transferred_after_release(run_text):
    log = run_text(CRISIS)
    assert (11, "FR", "it", 0) in rows(log, "transferred")


def test_the_council_ends_what_it_began(run_text):
    words = ["decision.crises.it.chain.termination=5 d", "decision.crises.it.orders.help.kind=deploy"]
    log = run_text(CRISIS, words)
    assert (steps(log)["terminated"], steps(log)["ended"]) == (13, 29)
    assert rows(log, "order")[-1] == (29, "help", "end", 0)


def test_a_step_that_the_horizon_cuts_off_is_infinitely_late(run_text):
    log = run_text(CRISIS, [*ATTACK, "horizon=10 d"])
    found = of("decision_days", log)
    assert (found["it/conditional"], found["it/determined"], found["it/order"]) == (
        4,
        float("inf"),
        float("inf"),
    )
    assert "it/ended" not in found


def test_the_eight_measures_are_switches(run_text):
    words = [f"decision.crises.it.measures.{name}.after=agreed" for name in THE_EIGHT]
    log = run_text(CRISIS, words)
    levels = {row.who: row.amount for row in log.of("level")}
    assert levels == {
        "measure intelligence-sharing": 500,
        "measure assistance": 500,
        "measure security-of-facilities": 600,
        "measure backfill": 700,
        "measure blanket-overflight": 1000,
        "measure ports-and-airfields": 1000,
        "measure standing-naval-forces": 1000,
        "measure airborne-early-warning": 1000,
    }
    assert {row.time for row in log.of("level")} == {days(7)}
    assert rows(log, "order") == [
        (7, "airborne-early-warning", "retask", 0),
        (7, "standing-naval-forces", "retask", 0),
    ]


def test_measures_end_with_the_crisis(run_text):
    words = ["decision.crises.it.measures.backfill.after=agreed", "decision.crises.it.chain.termination=5 d"]
    log = run_text(CRISIS, words)
    assert [row.amount for row in log.of("level")] == [700, 0]


SECOND = """
    later: {kind: threat, country: TR, position: {lat: 38.4, lon: 27.1}, indication: 20 d, detection: 4 d}
"""


def sign(log):
    return next(row.time for row in log.of("step") if (row.who, row.where) == ("later", "indication")) / days(
        1
    )


def test_intelligence_sharing_shows_the_next_crisis_earlier(run_text):
    text = CRISIS.rstrip("\n") + SECOND
    assert sign(run_text(text)) == 24
    assert of("recognition_days", run_text(text)) == {"later": 4}
    assert sign(run_text(text, ["decision.crises.it.measures.intelligence-sharing.after=agreed"])) == 22


def test_intelligence_sharing_half_way_shortens_what_is_left(run_text):
    text = CRISIS.rstrip("\n") + SECOND
    half_way = ["decision.crises.it.measures.intelligence-sharing.after=agreed"]
    half_way += ["decision.crises.it.measures.intelligence-sharing.delay=15 d"]
    assert sign(run_text(text, half_way)) == 22 + (24 - 22) / 2


def test_assistance_answers_a_threatened_ally_sooner(run_text):
    plea = ["decision.crises.it.assistance.help.nation=TR", "decision.crises.it.assistance.help.after=10 d"]
    log = run_text(CRISIS, plea)
    assert (rows(log, "asks"), rows(log, "order")[0][0]) == ([(10, "TR", "help", 0)], 40)
    sooner = run_text(CRISIS, [*plea, "decision.crises.it.measures.assistance.after=agreed"])
    assert rows(sooner, "order")[0][0] == 25


def test_ports_and_airfields_open_without_a_request(run_text):
    host = ["decision.crises.it.orders.help.host=TR", "decision.crises.it.hosts.TR.access=5 d"]
    assert rows(run_text(CRISIS, host), "order")[0][0] == 18
    measure = ["decision.crises.it.measures.ports-and-airfields.after=agreed", "decision.chain.measures=0 d"]
    opened = run_text(CRISIS, [*host, *measure])
    assert rows(opened, "order")[0][0] == 13


ABROAD = """
places:
  A: {name: A, kind: base, country: PL, lat: 54.2, lon: 22.9, modes: [road]}
  B: {name: B, kind: base, country: LT, lat: 54.3, lon: 23.0, modes: [road]}
links: {way: {start: A, end: B, mode: road, length: 10 km, country: LT}}
units: {company: {nation: DE, home: A, wheeled: 1}}
movement: {clearances: {regime: slow, regimes: {slow: {time: 20 d}}}}
reinforcement:
  reception: {LT: {pieces: 1000000 per day}}
  brigades:
    camp:
      at: B
      order: help
      reception: LT
      parts: {company: {unit: company, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""


def test_blanket_overflight_leaves_borders_on_the_ground_as_they_are(run_text):
    order = ["decision.crises.it.orders.help.kind=deploy"]
    slow = of("closure_days", run_text(CRISIS + ABROAD, order))["camp"]
    measure = "decision.crises.it.measures.blanket-overflight.after=agreed"
    assert of("closure_days", run_text(CRISIS + ABROAD, [*order, measure]))["camp"] == slow


def test_the_regime_in_the_air_comes_back_with_the_end(load_text):
    from posture.core.clock import Clock
    from posture.operations import decision
    from posture.theatre import Theatre

    words = [
        "decision.crises.it.measures.blanket-overflight.after=agreed",
        "decision.crises.it.chain.termination=5 d",
    ]
    scenario = load_text(CRISIS, words)
    theatre = Theatre(
        Clock(scenario.start), Streams(1, 0), scenario.horizon, overflight=scenario.movement.overflight
    )
    decision.start(theatre, scenario.decision, scenario.places)
    seen = {}
    for day in (6, 8, 40):
        theatre.after(days(day), lambda day=day: seen.setdefault(day, theatre.overflight.regime))
    theatre.run()
    assert seen == {6: "peacetime", 8: "blanket", 40: "peacetime"}


def test_releases_are_kept_for_what_the_council_deploys_alone(run_text, load_text):
    from posture.core.clock import Clock
    from posture.operations import decision
    from posture.theatre import Theatre

    scenario = load_text(
        CRISIS, ["decision.crises.it.orders.help.kind=deploy", "decision.orders.dated.decided=3 d"]
    )
    theatre = Theatre(Clock(scenario.start), Streams(1, 0), scenario.horizon)
    decision.start(theatre, scenario.decision, scenario.places)
    came = {}
    for nation, subject in (("FR", "help"), ("DE", "help"), ("FR", "dated")):
        event = theatre.orders.released(nation, subject, "a force")
        event.callbacks.append(lambda _, key=(nation, subject): came.setdefault(key, theatre.now / days(1)))
    theatre.run()
    assert came == {("FR", "help"): 10, ("DE", "help"): 18, ("FR", "dated"): 3}


def test_a_stranger_among_crises_changes_nobodys_draws(run_text):
    spread = CRISIS.replace("agreed: 4 d", "agreed: {uniform: [1 d, 9 d]}")
    alone = of("decision_days", run_text(spread))
    both = of("decision_days", run_text(spread.rstrip("\n") + SECOND))
    assert {step: both[step] for step in alone} == alone


FORCES = ABROAD.replace(
    "clearances: {regime: slow, regimes: {slow: {time: 20 d}}}", "clearances: null"
).replace("wheeled: 1}", "wheeled: 100, critical_share: 0.8}")
HELP = "decision.crises.it.orders.help.kind=deploy"


def test_a_part_counts_only_when_authority_over_it_has_been_transferred(run_text):
    log = run_text(CRISIS + FORCES, [HELP])
    late = run_text(CRISIS + FORCES, [HELP, "decision.crises.it.chain.transfer=30 d"])
    assert of("transfer_days", late)["it/DE"] == 10 + 30, "parliament, then the transfer"
    assert of("closure_days", log)["camp"] < 12
    transferred = next(row.time for row in late.of("transferred") if row.who == "DE")
    assert next(row.time for row in late.of("closed") if row.who == "camp") == transferred
    assert of("delay_days", late)["camp/release"] > of("delay_days", log)["camp/release"] + 20


@pytest.mark.parametrize(("share", "come"), [(1, 100), (0.85, 85), (0.5, 50), (0, 0)])
def test_an_ally_that_gives_a_share_of_its_offer_sends_that_share(run_text, share, come):
    log = run_text(CRISIS + FORCES, [HELP, f"decision.crises.it.allies.DE.share={share}"])
    assert of("given_share", log)["it/DE"] == share
    assert sum(row.amount for row in log.of("received")) == come
    assert (of("closure_days", log)["camp"] < 30) == (share >= 0.8)


def test_the_security_council_is_told_so_long_after_each_step(run_text):
    assert of("report_days", run_text(CRISIS, ATTACK)) == {"it/conditional": 0.5, "it/measures": 0.5}
