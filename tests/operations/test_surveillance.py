"""What surveillance does to others: a crisis is recognised sooner, and nothing else of the run moves."""

import pytest

from posture.core.clock import days
from posture.operations.decision.measures import recognition_days, warning_gained_days
from posture.operations.surveillance.measures import (
    area_watched_share,
    finds_a_day,
    on_watch_share,
    sign_hours,
    signs_found_share,
)
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

CRISIS = """
horizon: 60 d
tables: [movement, decision, allies]
decision:
  crises:
    threat:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      indication: 2 d
      detection: 20 d
      shows_in: border
      requested_by: [LT, LV]
surveillance:
  areas: {border: {size: 24000 km2, signs: 5 d, lasts: 4 d, assessed: 6 h, needed: 1}}
  kinds: {radar: {searches: 24000 km2 per h}}
  collectors: {post: {kind: radar, area: border, nation: LV}}
"""
RECOGNISED = 5 + 0.6931 / 24 + 0.25
"""Without chance: the first sign after 5 d, found after the median of an hour, ln 2, told 6 h later."""


def steps(log, crisis="threat"):
    return {row.where: row.time for row in log.of("step") if row.who == crisis}


def run(load_text, *words, deterministic=True, seed=1):
    return simulate(prepare(load_text(CRISIS, words)), seed, 0, deterministic=deterministic, check=True)


def test_the_chain_begins_when_enough_signs_are_known(load_text):
    log = run(load_text)
    assert steps(log)["indication"] == pytest.approx(days(2 + RECOGNISED), abs=10)
    assert recognition_days(log)["threat"] == pytest.approx(RECOGNISED, abs=1e-3)
    assert warning_gained_days(log)["threat"] == pytest.approx(20 - RECOGNISED, abs=1e-3)
    assert signs_found_share(log) == {"threat": 1}
    assert sign_hours(log)["threat"] == pytest.approx(0.6931, abs=1e-3)
    assert [row.time for row in log.of("sign")] == [days(2 + 5)], "no sign shows after it is recognised"


@pytest.mark.parametrize(
    "blind",
    [
        "surveillance.collectors.post.active=false",
        "surveillance.collectors.post.nation=PL",
        "surveillance.areas.border.needed=4",
        "surveillance.areas.border.signs=30 d",
    ],
)
def test_what_nobody_sees_or_tells_is_recognised_when_it_would_be_anyway(load_text, blind):
    log = run(load_text, blind)
    assert steps(log)["indication"] == days(2 + 20)
    assert warning_gained_days(log) == {"threat": 0}


def test_intelligence_sharing_pools_what_another_ally_found(load_text):
    own = run(load_text, "surveillance.collectors.post.nation=PL", "surveillance.shared=1.0")
    assert steps(own) == steps(run(load_text))


def test_measure_1_of_one_crisis_has_the_next_recognised_by_what_another_ally_saw(load_text):
    """The measure comes 2 + 20 + 2 + 0.5 + 1 + 2 d after the start; the second crisis shows on day 30."""
    second = (
        "decision.crises.next={kind: threat, country: LT, position: {lat: 54.4, lon: 23.4}, indication: 30 d,"
        " detection: 20 d, shows_in: border, requested_by: [LT]}"
    )
    other = ("surveillance.collectors.post.nation=PL", second)
    measure = "decision.crises.threat.measures={intelligence-sharing: {after: measures}}"
    alone, shared = (
        run(load_text, *other),
        run(load_text, *other, measure, "decision.effects.intelligence_sharing=0.0"),
    )
    assert recognition_days(alone)["next"] == 20
    assert recognition_days(shared)["next"] == 0, (
        "what stays of the time is nothing: the measure's own effect"
    )
    half = run(load_text, *other, measure, "decision.effects.intelligence_sharing=0.4")
    assert recognition_days(half)["next"] == pytest.approx(RECOGNISED, abs=1e-3), (
        "0.6 are told, and 0.5 < 0.6"
    )
    assert warning_gained_days(half)["next"] == pytest.approx(0.4 * 20 - RECOGNISED, abs=1e-3)


def test_a_shut_base_sends_nobody(load_text):
    words = (
        "places.FIELD={name: Field, kind: airbase, country: LV, lat: 56, lon: 24, modes: []}",
        "surveillance.kinds.radar={searches: 24000 km2 per h, stays: 6 h, away: 6 h}",
        "surveillance.collectors.post.base=FIELD",
        "closures.shut={place: FIELD, start: 1 d, end: 31 d}",
    )
    shut, never = run(load_text, *words), run(load_text, *words, "closures.shut.active=false")
    watched = [row.time for row in shut.of("watches") if row.amount]
    assert not [moment for moment in watched if days(1) < moment < days(31)]
    assert watched[-1] > days(31)
    assert on_watch_share(never)["post"] == pytest.approx(0.5, abs=0.02)
    assert on_watch_share(shut)["post"] == pytest.approx(0.25, abs=0.02)
    assert steps(shut)["indication"] == days(22) > steps(never)["indication"]


def test_only_the_rows_of_the_decision_follow_and_all_others_stay(load_text):
    """A second brigade on an order of a stated date moves as it did, row by row."""
    other = """
places:
  HOME: {name: Home, kind: base, country: LV, lat: 56, lon: 24, modes: [road]}
  CAMP: {name: Camp, kind: base, country: LV, lat: 56.5, lon: 24, modes: [road]}
links: {way: {start: HOME, end: CAMP, mode: road, length: 60 km, country: LV}}
units: {column: {nation: LV, home: HOME, wheeled: 20}}
reinforcement:
  reception: {LV: {pieces: 100 per day}}
  brigades:
    brigade:
      {at: CAMP, order: go, reception: LV, parts: {all: {unit: column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}}
"""

    def rows(*words):
        log = simulate(prepare(load_text(CRISIS + other, words)), 3, 0, check=True)
        ours = {"watches", "coverage", "sign", "found"}
        return [row for row in log if row.kind not in ours and "threat" not in (row.who, row.where)]

    assert rows() == rows("surveillance.collectors.post.active=false")
    assert rows() == rows("surveillance=null", "decision.crises.threat.shows_in=null")


def test_stations_of_early_warning_watch_as_far_as_they_are_kept(load_text):
    text = (
        CRISIS.replace("decision, allies]", "decision, allies, early-warning, early-warning-orbits]")
        + """
places: {FIELD: {name: Field, kind: airbase, country: PL, lat: 54, lon: 20, modes: [], attributes: {runway_m: '3000'}}}
early_warning:
  bases: {field: {at: FIELD}}
  contingents: {component: {base: field, stays: always}}
  stations: {baltic: {base: field, over: [{lat: 54, lon: 21}], watches: north}, poland: null, romania: null}
"""
    )
    words = ("surveillance.collectors.post={kind: radar, area: border, stations: north, nation: null}",)
    log = simulate(prepare(load_text(text, words)), 1, 0, check=True)
    kept = [(row.time, row.amount) for row in log.of("level") if row.who == "surveillance north"]
    watched = [(row.time, row.amount) for row in log.of("watches")]
    assert len(watched) > 50
    assert set(watched) <= set(kept), "to the second as stations are manned and left"
    assert 0.3 < on_watch_share(log)["post"] < 0.5, "twelve hours a day, less what fails"
    assert area_watched_share(log)["border"] == pytest.approx(on_watch_share(log)["post"])
    assert finds_a_day(log)["border"] == pytest.approx(24 * on_watch_share(log)["post"])


@pytest.fixture(scope="module")
def baltic():
    words = {
        "as it is": (),
        "two orbits": ("surveillance.collectors.ags.platforms=2",),
        "nobody": ("surveillance.collectors=null", "decision.crises.build-up.shows_in=null"),
    }
    lean = ("reinforcement.brigades=null", "decision.crises.build-up.orders=null", "horizon=60 d")
    cases = {name: prepare(load("baltic-warning", [*lean, *said]).scenario) for name, said in words.items()}
    return {name: [simulate(case, seed, 0) for seed in range(1, 9)] for name, case in cases.items()}


def test_in_what_ships_coverage_buys_days_that_the_whole_chain_gains(baltic):
    when = {name: [recognition_days(log)["build-up"] for log in logs] for name, logs in baltic.items()}
    for more, less, none in zip(when["two orbits"], when["as it is"], when["nobody"], strict=True):
        assert more <= less <= none
    assert sum(when["as it is"]) < sum(when["nobody"])
    for seen, blind in zip(baltic["as it is"], baltic["nobody"], strict=True):
        gained = warning_gained_days(seen)["build-up"]
        late, soon = steps(blind, "build-up"), steps(seen, "build-up")
        for step in ("indication", "request", "session", "agreed", "order"):
            assert late[step] - soon[step] == pytest.approx(days(gained), abs=1)
