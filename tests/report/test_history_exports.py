"""Files for other programs: each is held to its schema or its reader, and tells where things are when."""

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.clock import DAY
from posture.operations.reinforcement.requirements import movement_requirements
from posture.report.exports import as_graphml
from posture.report.history_exports import as_czml, as_geojson, as_kmz
from posture.report.movement_table import COLUMNS, as_movement_table
from posture.report.orders_of_battle import LETTERS, MSDL, as_msdl, as_orbat_mapper
from posture.report.playback import PlaybackEvent
from posture.report.symbols import symbol_of
from posture.scenario import load

ROUGH = "</script>\"'&<🚂 שלום" + "w" * 200
ROOT = Path(__file__).parents[2]
GEOJSON = Path(__file__).with_name("geojson.schema.json")
SUBSET = Path(__file__).with_name("orbat_subset.schema.json")


@pytest.fixture(scope="module")
def rough(played):
    """The same with a name that is code elsewhere."""
    return replace(played, name=ROUGH, events=(PlaybackEvent(0, ROUGH),))


def seconds(played, text):
    return (datetime.fromisoformat(text) - played.start) // timedelta(seconds=1)


def test_geojson_keeps_to_its_schema_and_has_a_moment_for_each_vertex(rough, played):
    jsonschema = pytest.importorskip("jsonschema")
    told = json.loads(as_geojson(rough))
    schema = jsonschema.Draft202012Validator(json.loads(GEOJSON.read_text(encoding="utf-8")))
    assert list(schema.iter_errors(told)) == []
    assert told["name"] == ROUGH
    serials = [one for one in told["features"] if one["properties"]["what"] == "serial"]
    assert len(serials) == len(played.tracks)
    assert len(told["features"]) == len(played.tracks) + len(played.stays)
    tracks = {one.serial: one for one in played.tracks}
    for one in serials:
        facts, track, shape = one["properties"], tracks[one["id"]], one["geometry"]
        times = [seconds(played, text) for text in facts["coordTimes"]]
        assert times == [stop.time for stop in track.stops]
        assert (seconds(played, facts["start"]), seconds(played, facts["end"])) == (times[0], times[-1])
        points = shape["coordinates"] if shape["type"] == "LineString" else [shape["coordinates"]]
        assert points == degrees(played, track)[: len(points)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.update(type="Feature"),
        lambda one: one["features"][0]["geometry"].update(coordinates=[[0, 0]]),
        lambda one: one["features"][0]["geometry"].update(coordinates=[[0, 95], [0, 0]]),
        lambda one: one["features"][0]["properties"].update(start="3 July"),
        lambda one: one["features"][0].pop("properties"),
    ],
)
def test_the_schema_of_geojson_refuses_what_is_none(played, spoil):
    jsonschema = pytest.importorskip("jsonschema")
    told = json.loads(as_geojson(played))
    spoil(told)
    schema = jsonschema.Draft202012Validator(json.loads(GEOJSON.read_text(encoding="utf-8")))
    assert not schema.is_valid(told)


def degrees(played, track):
    """Longitude and latitude of each stop."""
    return [[played.places[stop.place].lon, played.places[stop.place].lat] for stop in track.stops]


def test_czml_has_seconds_from_its_epoch_and_degrees_at_each_stop(rough, played):
    document, *packets = json.loads(as_czml(rough))
    assert document["id"] == "document"
    assert len({one["id"] for one in packets}) == len(packets) == len(played.tracks)
    tracks = {one.serial: one for one in played.tracks}
    for one in packets:
        samples = one["position"]["cartographicDegrees"]
        assert samples[::4] == [stop.time for stop in tracks[one["id"]].stops]
        assert [samples[at + 1 : at + 3] for at in range(0, len(samples), 4)] == degrees(
            played, tracks[one["id"]]
        )
        assert seconds(played, one["position"]["epoch"]) == 0
        begin, end = one["availability"].split("/")
        assert seconds(played, begin) == samples[0]
        assert seconds(played, end) == tracks[one["id"]].until >= samples[-4]
    begin, end = document["clock"]["interval"].split("/")
    assert (seconds(played, begin), seconds(played, end)) == (0, played.last)


def test_a_kmz_holds_a_track_for_each_serial_and_the_pictures_that_it_names(rough, played):
    pytest.importorskip("milsymbol", reason="symbols are drawn by milsymbol")
    content = as_kmz(rough)
    assert content == as_kmz(rough)
    archive = ZipFile(io.BytesIO(content))
    tree = ET.fromstring(archive.read("doc.kml"))
    kml, gx = "{http://www.opengis.net/kml/2.2}", "{http://www.google.com/kml/ext/2.2}"
    assert tree.find(f"{kml}Document/{kml}name").text == ROUGH
    assert {one.text for one in tree.iter(f"{kml}href")} == set(archive.namelist()) - {"doc.kml"}
    assert all(
        archive.read(name).startswith(b"\x89PNG") for name in archive.namelist() if name.endswith("png")
    )
    tracks = {one.serial: one for one in played.tracks}
    marks = list(tree.iter(f"{kml}Placemark"))
    assert {one.find(f"{kml}name").text for one in marks} == set(tracks)
    for one in marks:
        whens = [seconds(played, when.text) for when in one.iter(f"{kml}when")]
        assert whens == [stop.time for stop in tracks[one.find(f"{kml}name").text].stops]
        coords = [list(map(float, coord.text.split())) for coord in one.iter(f"{gx}coord")]
        assert [[lon, lat] for lon, lat, _ in coords] == degrees(played, tracks[one.find(f"{kml}name").text])


def units(told):
    for side in told["sides"]:
        for group in side["groups"]:
            queue = list(group["subUnits"])
            while queue:
                one = queue.pop()
                yield one
                queue += one.get("subUnits", [])


def test_an_orbat_mapper_file_keeps_to_its_schema_sorts_states_and_uses_no_id_twice(rough, played):
    jsonschema = pytest.importorskip("jsonschema")
    told = json.loads(as_orbat_mapper(rough))
    schema = json.loads(SUBSET.read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(told)) == []
    some = list(units(told))
    assert len(some) == len(played.tracks) + len(played.stays)
    ids = [one["id"] for one in some] + [state["id"] for one in some for state in one.get("state", [])]
    assert len(ids) == len(set(ids))
    for one in some:
        times = [state["t"] for state in one.get("state", [])]
        assert times == sorted(times)


def where(states, time):
    """As ORBAT Mapper moves a unit: straight from `viaStartTime`, or the state before, to `t`; in degrees."""
    before = None
    for state in states:
        if state["at"] > time:
            if before is None or before["location"] is None:
                return None
            begin = state.get("begin")
            if begin is None or time <= begin:
                return before["location"]
            share = (time - begin) / (state["at"] - begin)
            return [a + share * (b - a) for a, b in zip(before["location"], state["location"], strict=True)]
        before = state
    return before["location"] if before else None


def test_a_unit_of_an_orbat_mapper_file_is_where_the_serial_is(played):
    told = {one["name"]: one for one in units(json.loads(as_orbat_mapper(played)))}
    for track in played.tracks:
        states = [
            {
                "at": seconds(played, state["t"]),
                "location": state["location"],
                **({"begin": seconds(played, state["viaStartTime"])} if "viaStartTime" in state else {}),
            }
            for state in told[track.serial]["state"]
        ]
        for before, after in pairwise(track.stops):
            time = (before.time + after.time) // 2
            start, end, share = track.at(time)
            ends = [(played.places[one].lon, played.places[one].lat) for one in (start, end)]
            expected = [a + share * (b - a) for a, b in zip(*ends, strict=True)]
            assert where(states, time) == pytest.approx(expected, abs=1e-6)


def test_msdl_has_every_unit_where_it_lives(rough, played):
    tree = ET.fromstring(as_msdl(rough))
    name = f"{{{MSDL}}}"
    found = list(tree.iter(f"{name}Unit"))
    assert len(found) == len(played.stays) + 1
    first = next(one for one in found if one.find(f"{name}Name").text == "artillery")
    assert float(first.find(f".//{name}Latitude").text) == played.places["HOME_MUNSTER"].lat
    assert all(len(one.find(f"{name}SymbolIdentifier").text) == 15 for one in found)


MSDL_READER = """
import fs from 'node:fs';
import { JSDOM } from 'jsdom';
const { window } = new JSDOM('');
Object.assign(globalThis, { DOMParser: window.DOMParser, Element: window.Element, document: window.document });
const { MilitaryScenario } = await import('@orbat-mapper/msdllib');
const found = MilitaryScenario.createFromString(fs.readFileSync(process.argv[2], 'utf8'));
const [root] = found.forceSides[0].rootUnits;
console.log(JSON.stringify([found.unitCount, found.forceSides[0].name, root.name, root.location,
  root.subordinates.map((one) => [one.name, one.location, one.symbolIdentifier])]));
"""
PACKAGES = ("@orbat-mapper/msdllib@0.4.0", "jsdom@26")


@pytest.fixture(scope="module")
def msdllib(request, tmp_path_factory):
    """A folder in which npm has put what reads MSDL, kept in the cache of the tests; none of it is ours to keep."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("MSDL is read by @orbat-mapper/msdllib, which needs Node and npm")
    cache = getattr(request.config, "cache", None)
    folder = cache.mkdir("msdllib") if cache else tmp_path_factory.mktemp("msdllib")
    words = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--fetch-retries=0"]
    if not (folder / "installed").is_file():
        try:
            subprocess.run(
                [*words, "--prefix", str(folder), *PACKAGES], capture_output=True, check=True, timeout=120
            )
        except (subprocess.SubprocessError, OSError) as fault:
            pytest.skip(f"npm cannot install {' and '.join(PACKAGES)}: {fault}")
        (folder / "installed").touch()
    return folder


def test_msdl_is_read_by_msdllib_unit_by_unit_where_each_lives(msdllib, rough, tmp_path):
    (msdllib / "read_msdl.mjs").write_text(MSDL_READER, encoding="utf-8")
    (tmp_path / "x.xml").write_bytes(as_msdl(rough))
    words = ["node", str(msdllib / "read_msdl.mjs"), str(tmp_path / "x.xml")]
    ended = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    count, side, root, at, below = json.loads(ended.stdout)
    assert (count, side, root) == (len(rough.stays) + 1, "NATO", "lithuania")
    ruk = rough.places["BASE_RUKLA"]
    assert at[:2] == [ruk.lon, ruk.lat]
    stays = {stay.part: stay for stay in rough.stays}
    assert {f"lithuania/{name}" for name, *_ in below} == set(stays)
    for name, (lon, lat, *_), letters in below:
        home = rough.places[stays[f"lithuania/{name}"].home]
        assert (lon, lat) == (home.lon, home.lat)
        assert letters == symbol_of(stays[f"lithuania/{name}"].kind).letters or LETTERS


def test_the_table_of_movements_has_a_row_a_line_and_counts_days_from_the_order(played, lithuania):
    rows = list(csv.DictReader(io.StringIO(as_movement_table(played, lithuania, {}).decode())))
    lines = list(movement_requirements(lithuania.reinforcement, lithuania.units))
    assert [row["ULN"] for row in rows] == [line.name for line in lines]
    assert set(COLUMNS) <= set(rows[0])
    order = played.orders["lithuania"]
    tracks = [one for one in played.tracks if one.serial.startswith("lithuania/artillery/tracked/")]
    [row] = [row for row in rows if row["ULN"] == "lithuania/artillery/tracked"]
    assert float(row["SIM_ARR_DEST"]) == pytest.approx((max(one.arrived for one in tracks) - order) / DAY)
    assert float(row["SIM_DEP_ORIGIN"]) == pytest.approx(
        (min(one.stops[0].time for one in tracks) - order) / DAY
    )
    assert float(row["TONNES"]) == pytest.approx(float(row["STONS"]) * 0.90718474)


def test_a_network_written_as_graphml_is_read_back_equal(lithuania, tmp_path):
    (tmp_path / "net.graphml").write_bytes(as_graphml(lithuania))
    text = (ROOT / "configs" / "lithuania-brigade.yaml").read_text(encoding="utf-8")
    (tmp_path / "case.yaml").write_text(text.replace("network: corridors", "network: net.graphml"))
    found = load(str(tmp_path / "case.yaml")).scenario
    assert found.places == lithuania.places
    alike = {key: link for key, link in lithuania.links.items() if key in found.links}
    assert found.links == alike
    assert len(alike) == len(lithuania.links)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("geojson", b'{"type"'),
        ("czml", b"[{"),
        ("orbat-mapper", b'{"type": "ORBAT'),
        ("tpfdd", b"PLAN_ID"),
        ("msdl", b"<?xml"),
    ],
)
def test_the_command_writes_one_replication_and_never_over_a_file(tmp_path, form, begins):
    folder = tmp_path / "mine"
    words = ["run", "first", "--replications", "2", "--jobs", "1", "--quiet", "--out", str(folder)]
    assert CliRunner().invoke(main, words).exit_code == 0
    file = tmp_path / "x"
    words = ["export", str(folder), "--to", form, "--replication", "1", "--out", str(file)]
    out = CliRunner().invoke(main, words)
    assert out.exit_code == 0, out.output
    assert file.read_bytes().startswith(begins)
    assert CliRunner().invoke(main, words).exit_code == 6
    refused = CliRunner().invoke(main, [*words[:-1], str(tmp_path / "y"), "--measure", "closure_days"])
    assert refused.exit_code == 2
