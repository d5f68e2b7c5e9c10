"""Files of other programs, as a user has them: imported, run, shown and taken elsewhere again."""

import json

import networkx as nx
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.report.orders_of_battle import as_orbat_mapper
from posture.scenario.importing.streets import from_osmnx

GENERAL = """
name: {name}
start: 2023-07-03
horizon: 60 d
tables: [movement, homes]
network: {network}
decision: {{orders: {{go: {{kind: deploy, indication: 0 d, decided: 0 d}}}}}}
movement: {{clearances: {{regime: crisis}}}}
units: {{{unit}: {{{more}wheeled: 20, people: 0}}}}
reinforcement:
  brigades:
    b: {{at: {end}, order: go, parts: {{p: {{unit: {unit}, arrangement: moved, lines: {{all: {{cargo: wheeled, modes: [{mode}]}}}}}}}}}}
"""


def done(*words):
    out = CliRunner().invoke(main, list(map(str, words)))
    assert out.exit_code == 0, out.output
    return out.stdout


def shown(folder, case):
    """Run the case; what its legs pass, from the file that QGIS reads; its map and its page are written."""
    done("run", folder / f"{case}.yaml", "--replications", 1, "--jobs", 1, "--quiet", "--out", folder / case)
    done("export", folder / case, "--to", "geojson", "--out", folder / f"{case}.geojson")
    done("export", folder / case, "--to", "graphml", "--out", folder / f"{case}.graphml")
    done("map", folder / case)
    done("report", folder / case)
    assert nx.read_graphml(folder / f"{case}.graphml").number_of_nodes() > 1
    told = json.loads((folder / f"{case}.geojson").read_text(encoding="utf-8"))
    [leg] = [one for one in told["features"] if one["properties"]["what"] == "serial"]
    assert leg["properties"]["arrived"]
    return leg


def town(osmnx):
    """Streets of a small town as OSMnx builds them: both directions, a one-way street, a longer one beside another."""
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for key, (x, y) in {
        1: (24.10, 56.95),
        2: (24.12, 56.95),
        3: (24.14, 56.95),
        4: (24.12, 56.97),
        5: (24.16, 56.97),
    }.items():
        graph.add_node(key, x=x, y=y, street_count=3)
    for start, end, osmid, more in (
        (1, 2, 11, {"maxspeed": "50"}),
        (2, 3, 12, {"maxspeed": "70"}),
        (2, 4, 13, {"name": "Brīvības iela"}),
        (3, 5, [15, 16], {"maxspeed": ["50", "70"]}),
    ):
        graph.add_edge(start, end, osmid=osmid, highway="primary", oneway=False, reversed=False, **more)
        graph.add_edge(end, start, osmid=osmid, highway="primary", oneway=False, reversed=True, **more)
    graph.add_edge(4, 5, osmid=14, highway="primary", oneway=True, reversed=False)
    graph = osmnx.distance.add_edge_lengths(graph)
    graph.add_edge(1, 2, osmid=17, highway="residential", oneway=False, reversed=False, length=2500.0)
    return graph


@pytest.mark.filterwarnings("ignore")  # of the libraries under OSMnx
def test_an_extract_by_osmnxs_own_writer_is_run_and_shown(tmp_path):
    osmnx = pytest.importorskip("osmnx", reason="OSMnx writes the file: pip install osmnx")
    graph = town(osmnx)
    osmnx.save_graphml(graph, tmp_path / "riga.graphml")
    said = done("import", tmp_path / "riga.graphml", "--from", "osmnx", "--out", tmp_path / "net")
    assert "taken: 5 places, 5 ways" in said
    assert "1 longer streets" in said
    assert "1 one-way streets" in said
    found = from_osmnx((tmp_path / "riga.graphml").read_bytes(), "road", "")
    lengths = {(row["from"], row["to"]): float(row["length_km"]) for row in found.links}
    for start, end in ((1, 2), (2, 3), (2, 4), (3, 5), (4, 5)):
        metres = min(one["length"] for one in graph.get_edge_data(start, end).values())
        assert lengths[f"N{start}", f"N{end}"] == pytest.approx(metres / 1000, abs=0.001)
    case = GENERAL.format(
        name="streets", network="net", unit="u", more="nation: LV, home: N1, ", end="N5", mode="road"
    )
    (tmp_path / "streets.yaml").write_text(case.replace(", homes", ""), encoding="utf-8")
    leg = shown(tmp_path, "streets")
    assert leg["geometry"]["coordinates"][:4] == [
        [24.1, 56.95],
        [24.12, 56.95],
        [24.14, 56.95],
        [24.16, 56.97],
    ]


def test_a_list_of_ports_with_names_of_countries_is_sailed_between_and_shown(tmp_path):
    (tmp_path / "ports.csv").write_text(
        "Main Port Name;Country Name;Latitude;Longitude\n"
        "Esbjerg;Denmark;55,47;8,45\nLiepāja;Latvia;56,52;20,99\nGdynia;Poland;54,53;18,55\nNowhere;Atlantis;10;-40\n",
        encoding="utf-8",
    )
    said = done(
        "import", tmp_path / "ports.csv", "--from", "places", "--kind", "port", "--out", tmp_path / "net"
    )
    assert "taken: 3 places" in said
    assert "rows whose country neither its name nor its position tells" in said
    case = GENERAL.format(
        name="over",
        network="net",
        unit="u",
        more="nation: DK, home: PORT_DK_ESBJERG, ",
        end="PORT_PL_GDYNIA",
        mode="sea",
    )
    case = (
        case.replace(", homes", "")
        + "links: {over: {start: PORT_DK_ESBJERG, end: PORT_PL_GDYNIA, mode: sea, length: 900 km, country: ''}}\n"
    )
    (tmp_path / "over.yaml").write_text(case, encoding="utf-8")
    leg = shown(tmp_path, "over")
    assert [leg["geometry"]["coordinates"][at] for at in (0, -1)] == [[8.45, 55.47], [18.55, 54.53]]


def test_a_file_of_orbat_mapper_is_run_shown_and_written_as_one_again(played, tmp_path):
    """Ours, with units of two brigades' kinds: what lives where is what is written again."""
    (tmp_path / "mine.json").write_bytes(as_orbat_mapper(played))
    words = ("--from", "orbat-mapper", "--nation", "DE", "--scenario", "lithuania-brigade")
    said = done("import", tmp_path / "mine.json", *words, "--out", tmp_path / "units.yaml")
    assert f"taken: {len(played.stays)} units" in said
    case = GENERAL.format(
        name="again", network="corridors", unit="artillery", more="", end="BASE_RUKLA", mode="road"
    )
    (tmp_path / "again.yaml").write_text(f"include: units.yaml\n{case}", encoding="utf-8")
    leg = shown(tmp_path, "again")
    assert (leg["properties"]["from"], leg["properties"]["to"]) == ("HOME_MUNSTER", "BASE_RUKLA")
    done("export", tmp_path / "again", "--to", "orbat-mapper", "--out", tmp_path / "back.json")
    back = json.loads((tmp_path / "back.json").read_text(encoding="utf-8"))
    [unit] = back["sides"][0]["groups"][0]["subUnits"]
    [first] = [
        one
        for one in json.loads(as_orbat_mapper(played))["sides"][0]["groups"][0]["subUnits"]
        if one["name"] == "artillery"
    ]
    assert (unit["location"], unit["sidc"], unit["description"]) == (
        first["location"],
        first["sidc"],
        first["description"],
    )
