"""Files of other programs come in as a user would have them, and what does not is told of."""

import csv
import io
import json

import networkx as nx
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.operations.reinforcement.schema import Line
from posture.report.movement_table import COLUMNS, as_movement_table
from posture.report.orders_of_battle import as_orbat_mapper
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.importing import forces
from posture.scenario.importing.forces import from_movement_table, from_orbat_mapper
from posture.scenario.importing.lists import from_list
from posture.scenario.importing.streets import from_geojson, from_osmnx
from posture.scenario.networks import shipped_places

MESSY = "=1+1 </script>\"'🚂 שלום"


def streets():
    """Four corners in Latvia as OSMnx has them after download: all attributes are text, streets by direction."""
    graph = nx.MultiDiGraph(crs="epsg:4326", simplified="True")
    for key, lon, lat in ((101, 24.10, 56.95), (102, 24.12, 56.95), (103, 24.12, 56.97), (104, 24.30, 57.0)):
        graph.add_node(key, x=str(lon), y=str(lat), street_count="3")
    graph.add_node(105, street_count="1")
    for start, end, metres, more in (
        (101, 102, 1250.5, {"maxspeed": "50", "oneway": "False"}),
        (102, 101, 1250.5, {"maxspeed": "50", "oneway": "False"}),
        (101, 102, 1900.0, {"oneway": "False"}),
        (102, 103, 2300.0, {"oneway": "True", "maxspeed": "['50', '70']"}),
        (103, 103, 300.0, {}),
        (103, 105, 100.0, {}),
        (103, 101, 0.0, {}),
    ):
        graph.add_edge(start, end, length=str(metres), osmid="[1, 2]", name=MESSY, **more)
    return graph


def graphml(graph):
    buffer = io.BytesIO()
    nx.write_graphml(graph, buffer)
    return buffer.getvalue()


def test_both_directions_of_a_street_are_one_way_and_the_shortest_of_several_is_taken():
    found = from_osmnx(graphml(streets()), "road", "")
    assert [(row["from"], row["to"], row["length_km"]) for row in found.links] == [
        ("N101", "N102", "1.250"),
        ("N102", "N103", "2.300"),
    ]
    assert found.links[0]["speed_kmh"] == "50"
    assert found.links[1]["speed_kmh"] == ""
    assert {row["country"] for row in found.places} == {"LV"}
    assert dict(found.left) == {
        "corners without 'x' and 'y' in degrees": 1,
        "streets that end where they begin": 1,
        "streets to a corner that was not taken": 1,
        "streets without a 'length' in metres": 1,
    }
    assert found.remarks == [
        "1 longer streets between two corners are left to the shortest",
        "1 one-way streets are taken as open in both directions",
        "1 places are not joined to the largest connected part",
    ]


def test_lines_of_geojson_meet_where_their_ends_do_and_are_as_long_as_their_bends():
    line = [[24.0, 57.0], [24.0, 57.5], [24.0, 57.0001 + 0.9999]]
    told = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}},
            {
                "type": "Feature",
                "properties": {"gauge": 1520},
                "geometry": {"type": "MultiLineString", "coordinates": [[[24.00001, 58.0], [25.0, 58.0]]]},
            },
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
            {"type": "Feature", "properties": {}, "geometry": None},
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "LineString", "coordinates": [[1, 2], ["x"]]},
            },
        ],
    }
    found = from_geojson(json.dumps(told).encode(), "rail", "")
    assert len(found.places) == 3
    lengths = {(row["from"], row["to"]): float(row["length_km"]) for row in found.links}
    assert lengths["P1", "P2"] == pytest.approx(111.2, abs=0.1)  # a degree of latitude
    assert [row["gauge_mm"] for row in found.links] == ["1435", "1520"]
    assert sum(found.left.values()) == 3


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_list_of_ports_has_its_own_names_of_columns_countries_and_separator(sign):
    rows = [
        ["Main Port Name", "COUNTRY", "Latitude", "Longitude"],
        ["Esbjerg", "Denmark", "55.47", "8.45"],
        ["Århus", "denmark", "56.15", "10.22"],
        ["Esbjerg", "DK", "55.48", "8.46"],
        ["Nowhere", "Atlantis", "10.0", "-40.0"],
        ["Gdynia", "Atlantis", "54.53", "18.5"],
        ["Blank", "Poland", "", ""],
    ]
    if sign == ";":
        rows[1][2] = "55,47"
    text = "\n".join(sign.join(row) for row in rows)
    found = from_list(text, "port", {})
    assert [(row["id"], row["country"]) for row in found.places] == [
        ("PORT_DK_ESBJERG", "DK"),
        ("PORT_DK_ÅRHUS", "DK"),
        ("PORT_DK_ESBJERG_2", "DK"),
        ("PORT_PL_GDYNIA", "PL"),
    ]
    assert float(found.places[0]["lat"]) == 55.47
    assert sum(found.left.values()) == 2


def test_columns_that_no_name_tells_are_told(tmp_path):
    (tmp_path / "list.csv").write_text("Wo;Hoch;Quer\nBremen;53,1;8,8\n", encoding="utf-8")
    words = ["import", str(tmp_path / "list.csv"), "--from", "places", "--out", str(tmp_path / "net")]
    refused = CliRunner().invoke(main, words)
    assert (refused.exit_code, "--column lat=" in refused.stderr) == (2, True)
    more = ["--column", "lat=Hoch", "--column", "lon=Quer", "--column", "name=Wo"]
    taken = CliRunner().invoke(main, [*words, *more])
    assert taken.exit_code == 0, taken.output
    assert "taken: 1 places" in taken.stdout
    assert CliRunner().invoke(main, [*words, *more]).exit_code == 6
    wrong = CliRunner().invoke(main, [*words, "--column", "lat=Hohc"])
    assert (wrong.exit_code, "did you mean 'Hoch'" in wrong.stderr) == (2, True)


def test_an_extract_of_streets_is_imported_run_and_guarded(tmp_path):
    (tmp_path / "riga.graphml").write_bytes(graphml(streets()))
    words = ["import", str(tmp_path / "riga.graphml"), "--from", "osmnx", "--out", str(tmp_path / "net")]
    taken = CliRunner().invoke(main, words)
    assert taken.exit_code == 0, taken.output
    assert "taken: 4 places, 2 ways" in taken.stdout
    assert "one-way streets" in taken.stdout
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    found = load(str(tmp_path / "case.yaml")).scenario
    assert set(found.places) == {"N101", "N102", "N103", "N104"}
    log = simulate(prepare(found), 1, 0, check=True)
    [closed] = [row for row in log.of("closed") if row.who == "b"]
    assert closed.time > 0


CASE = """
name: streets
start: 2023-07-03
horizon: 30 d
network: net
tables: [movement]
decision: {orders: {go: {kind: deploy, indication: 0 d, decided: 0 d}}}
movement: {clearances: {regime: crisis}}
units: {u: {nation: LV, home: N101, wheeled: 20, people: 0}}
reinforcement:
  brigades:
    b: {at: N103, order: go, parts: {p: {unit: u, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}}
"""


def test_units_of_an_orbat_mapper_file_live_where_they_lived_and_serials_are_no_units(lithuania, played):
    told = as_orbat_mapper(played)
    places = {**shipped_places(), **lithuania.places}
    found = from_orbat_mapper(told, "DE", places)
    homes = {stay.part.removeprefix("lithuania/"): (stay.home, stay.kind) for stay in played.stays}
    assert {name: (unit["home"], unit["kind"]) for name, unit in found.extract["units"].items()} == homes
    assert {unit["nation"] for unit in found.extract["units"].values()} == {"DE"}
    assert found.remarks
    [(why, count)] = found.left.items()
    assert ("on their way" in why, count) == (True, len(played.tracks))
    nobody = from_orbat_mapper(told, "", places)
    assert not nobody.extract["units"]
    assert any("give --nation" in why for why in nobody.left)


def required(table):
    """What a table asks for, row by row, without what came of it."""
    return [{head: row[head] for head in COLUMNS} for row in csv.DictReader(io.StringIO(table.decode()))]


def test_a_table_of_movements_goes_out_and_comes_in_equal(played, tmp_path):
    """Into a file that a scenario includes, and out of that scenario again: every cell that is required."""
    dated = (
        "reinforcement.brigades.lithuania.required=10 d",
        "reinforcement.brigades.lithuania.precedence=3",
    )
    first = load("lithuania-brigade", dated).scenario
    written = as_movement_table(played, first, {})
    (tmp_path / "plan.csv").write_bytes(written)
    words = ["import", str(tmp_path / "plan.csv"), "--from", "tpfdd", "--scenario", "lithuania-brigade"]
    taken = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "plan.yaml")])
    assert (taken.exit_code, "not taken" in taken.stdout) == (0, False), taken.output
    (tmp_path / "again.yaml").write_text(AGAIN, encoding="utf-8")
    again = load(str(tmp_path / "again.yaml"), (), has_run=True).scenario
    rows = required(written)
    assert {(row["RDD"], row["PRIORITY"]) for row in rows} == {("10", "3")}
    assert sorted(required(as_movement_table(played, again, {})), key=lambda row: row["ULN"]) == sorted(
        rows, key=lambda row: row["ULN"]
    )


AGAIN = """
name: lithuania-brigade
include: plan.yaml
start: 2023-07-03
horizon: 90 d
network: corridors
tables: [movement, preparations, ferries, corridor-ways, homes]
movement: {clearances: {regime: crisis}, overflight: {regime: crisis}}
"""


def test_rows_of_movements_that_cannot_be_are_left_out_each_for_its_reason(lithuania):
    head = "ULN,PARENT_ULN,NATION,CARGO,ORIGIN,DEST,MODES,PIECES,STONS,EAD,LAD,RDD\n"
    sound = "b/p/t,b/p,DE,tracked,HOME_MUNSTER,BASE_RUKLA,rail,10,5,1,2,3\n"
    rows = [
        sound,
        sound,
        sound.replace("b/p/t", "b/p/u").replace("1,2,3", "3,2,1"),
        sound.replace("b/p/t", "b/p/v").replace("HOME_MUNSTER", "NOWHERE"),
        sound.replace("b/p/t", "b/p/w").replace(",10,5", ",10,-5"),
        sound.replace("b/p/t", "b/p/x").replace(",10,5", ",0,5"),
        sound.replace("b/p/t", "b/p/y").replace("tracked", "tanks"),
        sound.replace("b/p/t", "b/p/z").replace("DE", "Atlantis"),
    ]
    found = from_movement_table(head + "".join(rows), lithuania.places)
    [line] = found.extract["reinforcement"]["brigades"]["b"]["parts"]["p"]["lines"].values()
    assert (line["earliest"], line["latest"], line["required"]) == ("1 d", "2 d", "3 d")
    assert sum(found.left.values()) == len(found.left) == 7


def test_people_who_ride_ride_again_when_their_table_comes_back():
    line = forces._line({"CARGO": "people", "MODES": "with wheeled", "RDD": "9", "PRIORITY": "5"}, 40)
    assert line == {"cargo": "people", "pieces": 40, "rides": "wheeled", "required": "9 d"}
    assert Line.model_validate(line).rides == "wheeled"
