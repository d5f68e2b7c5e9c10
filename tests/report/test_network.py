import csv
from io import StringIO

import pytest

from posture.operations.reinforcement import movement_requirements
from posture.report.exports import links_table, places_table
from posture.report.network import atlas, described
from posture.scenario import load


@pytest.fixture(scope="module")
def told(lithuania):
    return atlas(lithuania)


def test_places_and_ways_are_counted_by_kind(told, lithuania):
    assert sum(told.places.values()) == len(lithuania.places)
    assert sum(row.count for row in told.ways) == len(lithuania.links)
    assert {row.gauge for row in told.ways if row.mode == "rail"} == {1435, 1520, 1524, 1668}


def test_every_line_of_every_brigade_has_its_way_from_home_to_its_end(told, lithuania):
    wanted = movement_requirements(lithuania.reinforcement, lithuania.units)
    assert {way.line for way in told.lines} == {line.name for line in wanted}
    for way in told.lines:
        assert way.legs[0].start == way.start
        assert way.legs[-1].end == way.end
        for before, after in zip(way.legs, way.legs[1:], strict=False):
            assert before.end == after.start


def test_a_train_to_rukla_changes_gauge_at_one_of_three_places_with_wagons_of_both(told):
    way = next(way for way in told.lines if way.line == "lithuania/mechanised-1/tracked")
    [leg] = way.legs
    assert leg.countries == ("DE", "PL", "LT")
    assert set(leg.changes[0]) == {"Mockava", "Sestokai", "Kaunas intermodal terminal (Palemonas)"}
    assert set(leg.lift) == {"1435-DE", "1520-LT"}


def test_the_narrowest_gate_is_the_one_that_lets_through_least(lithuania):
    slow = [
        f"movement.transloads.{place}.{field}"
        for place in lithuania.movement.transloads
        for field in ("time=40 h", "tracks=1")
    ]
    way = next(
        way
        for way in atlas(load("lithuania-brigade", slow).scenario).lines
        if way.line == "lithuania/mechanised-1/tracked"
    )
    lot = lithuania.movement.wagons["1520-LT"].pieces
    assert way.legs[0].narrowest.what.startswith("transload at ")
    assert way.legs[0].narrowest.pieces_a_day <= lot * 24 / 40


def test_closures_are_named_whether_or_not_they_are_active(told):
    assert [(shut.name, shut.active) for shut in told.closures] == [("suwalki", False)]
    lines = list(described(told))
    assert any(str(line).startswith("  suwalki (not active): rail ") for line in lines)
    assert "nothing is closed" in list(described(atlas(load("first").scenario)))


@pytest.mark.parametrize("name", ["first", "lithuania-brigade"])
def test_a_network_written_as_tables_and_read_again_is_the_same(name, tmp_path):
    scenario = load(name).scenario
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "places.csv").write_text(places_table(scenario), encoding="utf-8")
    (tmp_path / "net" / "links.csv").write_text(links_table(scenario), encoding="utf-8")
    case = "name: again\nstart: 2023-07-03\nhorizon: 1 d\nnetwork: net\ntables: [movement]\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    again = load(str(tmp_path / "case.yaml")).scenario
    assert again.places == scenario.places
    assert sorted(again.links.values(), key=repr) == sorted(scenario.links.values(), key=repr)


def test_of_ways_alike_the_shortest_is_written():
    scenario = load(
        "first", ["links.detour={start: BRIDGE, end: BARRACKS, mode: road, length: 90 km, country: LT}"]
    ).scenario
    rows = list(csv.DictReader(StringIO(links_table(scenario))))
    assert [row["length_km"] for row in rows if "BARRACKS" in row.values()] == ["60"]
