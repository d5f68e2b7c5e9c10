"""The map: positions are those of the log, borders those that Allies recognise, the page asks for nothing."""

import json
import re
from itertools import pairwise
from math import cos, radians, sin, sqrt

import pytest

from posture.core.clock import DAY
from posture.report.map_page import embedded, positions, still, watch_positions
from posture.report.playback import playback
from posture.report.projection import RADIUS, STEP, projected
from posture.report.symbols import PLACES, WORDS, catalogue, symbol_of
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.outlines import airspace
from posture.theatre.network import Position, great_circle


def test_every_second_of_a_serial_is_on_its_way(history, played):
    arrived = {row.who: row for row in history.of("arrived")}
    departed = {row.who: row for row in history.of("departed")}
    assert {one.serial for one in played.tracks} == set(departed)
    for track in played.tracks:
        first, last = track.stops[0], track.stops[-1]
        assert (first.time, first.place) == (departed[track.serial].time, departed[track.serial].where)
        assert (last.time, last.place) == (arrived[track.serial].time, arrived[track.serial].where)
        assert [stop.time for stop in track.stops] == sorted({stop.time for stop in track.stops})
        assert track.until >= track.arrived


def test_who_goes_in_anothers_train_is_where_that_train_is(history, played):
    tracks = {one.serial: one for one in played.tracks}
    aboard = list(history.of("aboard"))
    assert aboard
    for row in aboard:
        begin, end, share = tracks[row.who].at(row.time - row.amount // 3)
        lead_begin, lead_end, lead_share = tracks[row.where].at(row.time - row.amount // 3)
        assert (begin, end) == (lead_begin, lead_end)
        assert begin == end or share == lead_share  # each stands at a place since it came there itself


def test_a_unit_leaves_its_home_and_comes_whole(played):
    for stay in played.stays:
        assert stay.home == stay.end or (stay.left[-1][1], stay.came[-1][1]) == (1.0, 1.0)
        shares = [share for _, share in stay.came]
        assert shares == sorted(shares)
        assert stay.closed is not None
        assert not stay.came or stay.closed >= stay.came[0][0]


def test_queues_end_as_they_began(played):
    assert played.queues
    assert all(
        steps[-1][1] == 0 and min(waiting for _, waiting in steps) >= 0 for steps in played.queues.values()
    )


def test_the_projection_keeps_the_distance_from_its_centre_as_a_chord():
    """Of Lambert's azimuthal equal-area projection: the distance is the chord through the sphere."""
    for lat, lon in ((54.0, 20.0), (60.0, 20.0), (40.0, -3.0), (32.0, -80.0)):
        x, y = projected(lat, lon)
        angle = great_circle(Position(lat=54.0, lon=20.0), Position(lat=lat, lon=lon)) / RADIUS
        assert sqrt(x * x + y * y) * STEP == pytest.approx(2 * RADIUS * sin(angle / 2), abs=RADIUS * 0.002)
    assert projected(60.0, 20.0)[0] == 0
    assert projected(60.0, 20.0)[1] < 0 < projected(54.0, 30.0)[0] * cos(radians(54))


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Simferopol", 44.95, 34.10, "UA"),
        ("Sevastopol", 44.60, 33.53, "UA"),
        ("Donetsk", 48.00, 37.80, "UA"),
        ("Kaliningrad", 54.71, 20.51, "RU"),
        ("Pristina", 42.66, 21.16, "XK"),
    ],
)
def test_borders_are_those_that_allies_recognise(place, lat, lon, code):
    where = Position(lat=lat, lon=lon)
    assert airspace().over(where, where) == (code,), place


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("multinational battlegroup", "bg_mn"),
        ("brigade headquarters and signals", "hq_brigade"),
        ("self-propelled artillery battalion", "bn_fa_sp"),
        ("armoured infantry battalion", "bn_ifv"),
        ("two Patriot batteries", "ad_bty"),
        ("logistics battalion", "bn_css"),
        ("", "bn_css"),
    ],
)
def test_a_unit_is_shown_by_what_it_does(kind, role):
    assert symbol_of(kind).role == role


def test_every_role_that_words_and_places_lead_to_is_in_the_catalogue_with_a_code_of_twenty_digits():
    assert {role for _, role in WORDS} | set(PLACES.values()) <= set(catalogue())
    assert all(re.fullmatch(r"\d{20}", one.sidc) for one in catalogue().values())


def test_every_symbol_of_the_catalogue_can_be_drawn():
    pytest.importorskip("milsymbol", reason="symbols are drawn by milsymbol")
    from posture.report.symbols import drawn

    for one in catalogue().values():
        made = drawn(one.sidc, 22)
        assert made.svg.startswith("<svg")
        assert 0 < made.x < made.width


def test_names_that_are_code_elsewhere_stay_text_in_the_data():
    name = "</script><!-- \u2028 & 'so' \"quoted\" 🚂 שלום " + "w" * 200
    text = embedded({"name": name})
    assert "<" not in text
    assert json.loads(text)["name"] == name


def test_a_still_shows_every_serial_that_is_under_way(played):
    assert still(played, 10 * DAY).count("<circle") == len(positions(played, 10 * DAY)) > 0


def test_the_page_names_nothing_outside_itself(brigade_run):
    text = (brigade_run / "map.html").read_text(encoding="utf-8")
    assert len(text) < 1_000_000
    loaded = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"' )>]+)", text)
    assert all(not one.startswith(("http", "//")) for one in loaded)
    assert set(re.findall(r"https?://[^\"'<> )]+", text)) <= {"http://www.w3.org/2000/svg"}


def test_the_watch_is_where_its_rows_say(flank):
    groups = [one for one in flank.watches if one.role == "sea_tg"]
    assert {one.name for one in groups} == {"snmg1", "snmg2", "snmcmg1", "snmcmg2"}
    assert sum(len(one.stops) for one in groups) > 20
    for one in groups:
        for stop, after in pairwise(one.stops):
            assert stop.time <= after.time
            if stop.there:
                assert one.at(stop.time) == (stop.point, stop.point, 0.0) or after.time == stop.time
            elif after.there and after.point == stop.point and after.time > stop.time:
                left, bound, share = one.at((stop.time + after.time) // 2)
                assert (bound, share) == (stop.point, pytest.approx(0.5, abs=0.01))
                assert left != bound
        assert max(number for _, number in one.counted) >= 3
    alert = {one.name: one for one in flank.watches if one.role == "air_qra"}
    assert {"siauliai", "amari"} <= set(alert)
    assert {number for _, number in alert["siauliai"].counted} >= {1}
    assert any(number == 0 for one in alert.values() for _, number in one.counted)


def test_an_aircraft_on_station_is_shown_where_the_station_is():
    scenario = load("baltic-warning", ()).scenario
    history = simulate(prepare(scenario), 1, 0)
    told = playback(history, scenario)
    stations = [one for one in told.watches if one.role == "air_awacs"]
    assert stations
    for one in stations:
        middle = scenario.early_warning.stations[one.name].middle
        assert watch_positions(told, 0)[one.name] == projected(middle.lat, middle.lon)
        assert {number for _, number in one.counted} == {0, 1}
