"""Tracks that surveillance must see first: the alert pair has what time is left, and nobody goes to what is not seen."""

import pytest

from posture.core.clock import minutes
from posture.core.errors import PostureError
from posture.operations.air_policing.measures import answered_share, met_in_time_share, too_late_share, tracks
from posture.operations.surveillance.measures import passers, passers_seen_share, unseen_hours
from posture.runs.simulate import prepare, simulate

AIR = """
horizon: 300 d
places:
  WEST: {name: West, kind: airbase, country: XX, lat: 56, lon: 22, modes: []}
air_policing:
  bases: {west: {at: WEST, runway: 3000 m, pairs: 20}}
  detachments: {own: {base: west, nation: XX, stays: always, aircraft: 40, pairs: 20}}
  flying: {speed: 480 kn, speed_home: 480 kn, decision: 2 min, reaction: 6 min}
  areas:
    sea:
      route: [{lat: 57, lon: 20}, {lat: 57, lon: 25}]
      tracks: 2000 per year
      speed: 350 kn
      timely: 20 min
      seen_in: air
surveillance:
  areas: {air: {size: 100000 km2}}
  kinds: {radar: {searches: 600000 km2 per h, detects: 1.0}}
  collectors: {post: {kind: radar, area: air, platforms: 2}}
"""
AT_ONCE = "air_policing.areas.sea.seen_in=null"


@pytest.fixture
def ran(load_text):
    def run(*words, seed=1):
        return simulate(prepare(load_text(AIR, words)), seed, 0, check=True)

    return run


def met(log):
    return {row.who: row.amount for row in log.of("meets")}


def test_a_track_is_answered_from_when_it_is_seen(ran):
    """Twelve finds an hour; a track is over the area for 28 min; a pair takes off 8 min after it is seen."""
    log = ran()
    seen = {row.who: row.time for row in log.of("seen")}
    sent = {row.who: row.time for row in log.of("scrambled")}
    assert sent.keys() <= seen.keys()
    assert all(seen[track] == when for track, when in sent.items())
    flown = {row.who: row.amount / 60 for row in log.of("track")}
    share = passers_seen_share(log)["air"]
    assert passers(log)["air"] == tracks(log)["sea"]
    assert share == pytest.approx(1 - 2.718281828 ** (-12 / 60 * max(flown.values())), abs=0.01)
    assert 60 * unseen_hours(log)["air"] == pytest.approx(5, rel=0.06)
    told = met(log).keys() | {row.who for row in log.of("too late", "no pair")}
    assert told == seen.keys()


def test_seen_late_is_met_later_by_no_more_than_that_or_not_at_all(ran):
    """With pairs enough, track by track: who is seen `d` later is met at most as much later as a pair flies."""
    early, late = met(ran(AT_ONCE)), met(ran())
    assert late.keys() < early.keys()
    assert all(late[track] >= early[track] for track in late)
    assert answered_share(ran())["sea"] < answered_share(ran(AT_ONCE))["sea"]
    assert met_in_time_share(ran())["sea"] < met_in_time_share(ran(AT_ONCE))["sea"]
    assert too_late_share(ran())["sea"] > too_late_share(ran(AT_ONCE))["sea"]


@pytest.mark.parametrize("seed", range(4))
def test_twice_the_coverage_meets_each_track_no_later(ran, seed):
    once, twice = ran(seed=seed), ran("surveillance.collectors.post.platforms=4", seed=seed)
    assert list(once.of("track")) == list(twice.of("track"))
    assert met(once).keys() <= met(twice).keys()
    assert all(met(twice)[track] <= when for track, when in met(once).items())
    assert met(once) != met(twice)


def test_a_watch_that_sees_at_once_answers_as_if_tracks_were_known(ran):
    quick, known = met(ran("surveillance.collectors.post.platforms=1000")), met(ran(AT_ONCE))
    assert quick.keys() == known.keys()
    assert all(0 <= quick[track] - when <= minutes(1) for track, when in known.items())


def test_nobody_watches_and_nobody_is_sent(ran):
    log = ran("surveillance.collectors=null")
    assert passers_seen_share(log) == {"air": 0}
    assert answered_share(log) == {"sea": 0}
    assert not list(log.of("scrambled"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("air_policing.areas.sea.seen_in=aer", "did you mean 'air'"),
        ("shipping.waters.lane={ships: 1, contacts: 2 per day, seen_in: aer}", "did you mean 'air'"),
        ("surveillance.areas.air.signs=2 d", "belong together"),
    ],
)
def test_what_nobody_surveys_is_named(load_text, words, said):
    with pytest.raises(PostureError, match=said):
        load_text(AIR, [words])


def test_a_crisis_shows_where_signs_do(load_text):
    crisis = (
        "tables=[movement, decision, allies]",
        "decision.crises.it={kind: threat, country: LT, position: {lat: 54.4, lon: 23.4}}",
        "decision.crises.it.detection=9 d",
        "decision.crises.it.requested_by=[LT]",
        "decision.crises.it.shows_in=air",
    )
    with pytest.raises(PostureError, match="no sign shows in 'air'; write its 'signs' and 'lasts'"):
        load_text(AIR, crisis)
