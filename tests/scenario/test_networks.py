import shutil
from pathlib import Path

import networkx as nx
import pytest

from posture.scenario import load
from posture.scenario.loading import Faults

PACK = Path(__file__).parents[3] / "shared" / "data" / "network"
ROOT = Path(__file__).parents[2]

PLACES = """id,name,kind,country,lat,lon,modes,neutral,attributes
HOME,Home,base,LT,54.0,24.0,road;rail,0,role=camp
BREAK,Break,rail_transload,LT,54.4,24.2,rail,0,gauges=1435/1520
RANGE,Range,base,LT,54.8,24.4,road;rail,,
"""
LINKS = """from,to,mode,length_km,gauge_mm,countries,neutral_transit
HOME,RANGE,road,110.5,,LT,0
HOME,BREAK,rail,60,1435,LT,0
BREAK,RANGE,rail,50,1520,LT,0
"""
SCENARIO = """
name: mine
start: 2023-07-03
horizon: 10 d
network: {network}
tables: [movement]
units:
  company: {{nation: LT, home: HOME, wheeled: 30}}
decision: {{orders: {{go: {{decided: 6 h}}}}}}
reinforcement:
  brigades:
    camp:
      at: RANGE
      order: go
      reception: LT
      parts:
        company:
          unit: company
          arrangement: moved
          lines: {{vehicles: {{cargo: wheeled, modes: [road]}}}}
"""


@pytest.fixture
def mine(tmp_path):
    """Load a scenario over a network of the user's own, whose tables can be changed first."""

    def loaded(network="net", overrides=(), places=PLACES, links=LINKS, **files):
        folder = tmp_path / "net"
        folder.mkdir(exist_ok=True)
        (folder / "places.csv").write_text(places, encoding="utf-8")
        (folder / "links.csv").write_text(links, encoding="utf-8")
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_text(content, encoding="utf-8")
        (tmp_path / "case.yaml").write_text(SCENARIO.format(network=network), encoding="utf-8")
        return load(str(tmp_path / "case.yaml"), overrides)

    return loaded


def faults(mine, *words, **more):
    with pytest.raises(Faults) as caught:
        mine(*words, **more)
    return str(caught.value)


@pytest.mark.parametrize("network", ["net", "./net", "net/"])
def test_a_folder_beside_the_scenario_is_a_network(mine, network):
    scenario = mine(network).scenario
    assert scenario.places["BREAK"].attributes == {"gauges": "1435/1520"}
    assert scenario.links["HOME-RANGE-road"].length == 110_500
    assert scenario.links["BREAK-HOME-rail-1435"].gauge == 1435


def test_the_files_of_a_network_are_named_with_their_hashes(mine):
    assert {Path(source.file).name for source in mine().sources} >= {"places.csv", "links.csv", "case.yaml"}


def test_a_way_may_have_figures_of_its_own(mine):
    links = (
        "from,to,mode,length_km,trains_per_day,gauge_mm,max_mlc,capacity,speed_kmh,headway_s\n"
        "HOME,RANGE,road,110,,,70,2,36,5\nHOME,RANGE,rail,110,12,1435,,,,\n"
    )
    scenario = mine(links=links).scenario
    road, rail = scenario.links["HOME-RANGE-road"], scenario.links["HOME-RANGE-rail-1435"]
    assert (road.max_mlc, road.capacity, road.speed.middle, road.headway) == (70, 2, 10, 5)
    assert (rail.trains, rail.max_mlc) == (12, None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"places": PLACES.replace(",kind,", ",kin,")}, "net/places.csv:1:1: missing columns: kind"),
        (
            {"links": LINKS.replace("gauge_mm", "guage_mm")},
            "column 'guage_mm' is read by nobody; did you mean 'gauge_mm'?",
        ),
        ({"links": LINKS.replace("length_km", "length")}, "net/links.csv:1:1: missing columns: length_km"),
        (
            {"places": PLACES.replace("Home,base", "Home,bass")},
            "net/places.csv:2:1: places.HOME.kind: 'bass'",
        ),
        (
            {"links": LINKS.replace("RANGE,road", "RANGE,raod")},
            "net/links.csv:2:1: links.HOME-RANGE-raod.mode",
        ),
        ({"places": PLACES.replace("road;rail", "road;foot")}, "places.csv:2:1: places.HOME.modes.1: 'foot'"),
        (
            {"links": LINKS.replace("BREAK,RANGE", "BREAK,RANGF")},
            "links.csv:4:1: links.BREAK-RANGF-rail-1520.end: there is no place 'RANGF'; did you mean 'RANGE'?",
        ),
        (
            {"places": PLACES + "HOME,Again,base,LT,1,1,road,0,\n"},
            "net/places.csv:5:1: places.HOME: is written twice",
        ),
        (
            {"links": LINKS + "RANGE,HOME,road,9,,LT,0\n"},
            "links.csv:5:1: links.HOME-RANGE-road: is written twice",
        ),
        (
            {"links": LINKS.replace("110.5", "-3")},
            "links.csv:2:1: links.HOME-RANGE-road.length: '-3 km' is negative",
        ),
        ({"links": LINKS.replace("110.5", "")}, "links.csv:2:1: links.HOME-RANGE-road.length"),
        ({"places": PLACES.replace("54.0", "north")}, "places.csv:2:1: places.HOME.lat: a number is wanted"),
        ({"places": PLACES.replace("54.0", "95")}, "places.csv:2:1: places.HOME.lat: 95"),
        (
            {"places": PLACES.replace(",0,role", ",maybe,role")},
            "places.HOME.neutral: true or false is wanted",
        ),
        (
            {"places": PLACES.replace("role=camp", "camp")},
            "places.csv:2:1: places.HOME.attributes: 'camp' has no '='",
        ),
        ({"places": PLACES.replace("HOME,Home", ",Home")}, "places.csv:2:1: places: this place has no id"),
        ({"links": LINKS.replace("1520", "1500")}, "links.csv:4:1: links.BREAK-RANGE-rail-1500.gauge"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_file_line_and_cure(mine, change, told):
    assert told in faults(mine, **change)


@pytest.mark.parametrize(
    ("network", "told"),
    [
        ("corridor", "case.yaml:5:10: network: no network 'corridor' ships; did you mean 'corridors'?"),
        ("./nett", "network: there is no folder or file"),
        ("../net", "lies outside the scenario's folder; move it inside"),
        ("/etc", "name a network by its path from this file"),
        ("case.yaml", "is no network; name a folder with places.csv and links.csv"),
        ("absent.graphml", "there is no folder or file"),
        ("./", "holds neither places.csv and links.csv nor nodes.csv"),
    ],
)
def test_a_network_that_is_not_there_is_told_where_it_is_named(mine, network, told):
    assert told in faults(mine, network)


def test_a_link_in_the_file_system_does_not_lead_out_of_the_folder(mine, tmp_path, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "places.csv").write_text(PLACES)
    (elsewhere / "links.csv").write_text(LINKS)
    (tmp_path / "out").symlink_to(elsewhere)
    assert "lies outside the scenario's folder" in faults(mine, "out")
    mine()
    (tmp_path / "net" / "links.csv").unlink()
    (tmp_path / "net" / "links.csv").symlink_to(elsewhere / "links.csv")
    with pytest.raises(Faults, match=r"links\.csv: lies outside the scenario's folder"):
        load(str(tmp_path / "case.yaml"))


def test_an_override_can_name_another_network(mine):
    assert set(mine("corridors", ["network=net"]).scenario.places) == {"HOME", "BREAK", "RANGE"}


def graph(**more):
    found = nx.MultiGraph()
    found.add_node("HOME", name="Home", kind="base", country="LT", lat=54.0, lon=24.0, modes="road;rail")
    found.add_node(
        "BREAK", name="Break", kind="rail_transload", country="LT", lat=54.4, lon=24.2, modes="rail",
        gauges="1435/1520",
    )  # fmt: skip
    found.add_node("RANGE", name="Range", kind="base", country="LT", lat=54.8, lon=24.4, modes="road;rail")
    found.add_edge("HOME", "RANGE", mode="road", length_km=110.5, country="LT")
    found.add_edge("HOME", "BREAK", mode="rail", length_km=60.0, gauge_mm=1435, country="LT")
    found.add_edge("BREAK", "RANGE", mode="rail", length_km=50.0, gauge_mm=1520, country="LT")
    return "\n".join(nx.generate_graphml(found)) + "\n"


def test_graphml_gives_the_network_that_its_tables_give(mine):
    one = mine("mine.graphml", mine__graphml=graph()).scenario
    other = mine("net", places=PLACES.replace("role=camp", "")).scenario
    assert (one.places, one.links) == (other.places, other.links)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</graphml>", "", "this is no GraphML: "),
        ("<graphml", "<!DOCTYPE graphml [<!ENTITY a 'b'>]><graphml", "a document type is declared here"),
        ('node id="HOME"', 'node id="HOMF"', "there is no place 'HOME'; did you mean 'HOMF'?"),
        (">base<", ">bass<", "places.HOME.kind: 'bass'"),
        (">110.5<", ">-3<", "links.HOME-RANGE-road.length: '-3 km' is negative"),
        (">110.5<", ">far<", "networkx cannot read this as GraphML"),
        ('target="RANGE"', 'target="RANGF"', "there is no place 'RANGF'; did you mean 'RANGE'?"),
        ('id="BREAK"', 'id="HOME"', "places.HOME: is written twice"),
    ],
)
def test_what_is_wrong_in_graphml_is_told(mine, old, new, told):
    text = graph()
    assert old in text
    assert told in faults(mine, "mine.graphml", mine__graphml=text.replace(old, new))


def test_a_fault_in_graphml_names_the_line_of_its_node_or_edge(mine):
    lines = graph().splitlines()
    at = next(number for number, line in enumerate(lines) if '"RANGE"' in line) + 1
    kind = next(number for number, line in enumerate(lines) if number > at and ">base<" in line)
    spoilt = "\n".join([*lines[:kind], lines[kind].replace("base", "bass"), *lines[kind + 1 :]])
    assert f"mine.graphml:{at}:1: places.RANGE.kind" in faults(mine, "mine.graphml", mine__graphml=spoilt)
    del lines[kind]
    told = faults(mine, "mine.graphml", mine__graphml="\n".join(lines))
    assert f"mine.graphml:{at}:1: this node lacks kind; give it these attributes" in told


def test_the_shipped_network_is_read_as_before():
    scenario = load("lithuania-brigade").scenario
    assert scenario.links["CITY_PL_SUWALKI-RB_LT_PL_01-rail-1435"].gauge == 1435
    assert scenario.places["HOME_TORGELOW"].modes == ("road", "rail")
    assert scenario.places["RT_MOCKAVA"].attributes["gauges"] == "1435/1520"


@pytest.mark.skipif(not (PACK / "nodes.csv").exists(), reason="the detailed pack is absent")
def test_the_detailed_pack_carries_a_brigade_over_the_real_roads(tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    for name in ("nodes.csv", "edges_road.csv", "edges_rail.csv", "edges_sea.csv"):
        shutil.copyfile(PACK / name, folder / name)
    text = SCENARIO.format(network="pack").replace("HOME", "PORT_BREMERHAVEN").replace("RANGE", "BASE_RUKLA")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    scenario = load(str(tmp_path / "case.yaml")).scenario
    assert (len(scenario.places), len(scenario.links)) == (7602, 5365 + 6505 + 1310)
    [shape] = scenario.plans._plans
    [plan] = scenario.plans.of(shape[0])
    road = sum(step.hop.metres for leg in plan.legs for step in leg.alternatives[0]) / 1000
    assert road == pytest.approx(1392, rel=0.05)
