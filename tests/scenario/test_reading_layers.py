"""Layers: what lies over what, includes that cannot leave the folder, overrides, and tables of figures."""

import hashlib
import os
from pathlib import Path
from typing import Any, Literal

import pytest

from posture.core.distributions import Constant, Triangular, TwoPiece
from posture.core.errors import PostureError
from posture.core.schema import Count, Duration, FrozenMap, Moment, Name, Schema, Share, Timing
from posture.scenario.loading import Faults, figures_layer, read, rows


class Leg(Schema):
    """One edge."""

    to: Name
    transit: Timing
    open_share: Share = 1.0
    gates: Count = 0


class Case(Schema):
    """A small scenario."""

    start: Moment
    mode: Literal["fast", "slow"] = "fast"
    units: FrozenMap[Name, Leg] = FrozenMap()
    legs: tuple[Leg, ...] = ()
    until: Duration | Literal["never"] = 3
    note: str | None = None


START = "start: 2023-07-03\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inside = tmp_path / "case"
    inside.mkdir()
    monkeypatch.chdir(inside)
    return inside


def write(text: str | bytes, name: str = "x.yaml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)


def case(text: str | bytes = START, **given: Any) -> Case:
    write(text)
    return read("x.yaml", Case, **given).value


def faults(text: str | bytes = START, **given: Any) -> list[str]:
    with pytest.raises(Faults) as caught:
        case(text, **given)
    return str(caught.value).splitlines()


def test_a_higher_layer_wins_deeply_and_null_takes_away():
    write(
        "units:\n  a: {to: A, transit: 1 h, gates: 2}\n  b: {to: B, transit: 1 h}\nmode: slow\n", "low.yaml"
    )
    found = case(START + "include: low.yaml\nunits: {a: {gates: 3}, b: null}\nmode: null\n")
    assert found.units == {"a": Leg(to="A", transit="1 h", gates=3)}
    assert found.mode == "fast"


def test_of_several_includes_the_last_wins_and_the_base_lies_below_them():
    write("note: base\nmode: slow\nuntil: 1 h\n", "base.yaml")
    write("note: first\nuntil: 2 h\n", "first.yaml")
    write("note: second\n", "second.yaml")
    found = case(START + "base: ./base.yaml\ninclude: [first.yaml, second.yaml]\n")
    assert (found.note, found.until, found.mode) == ("second", 7200, "slow")


def test_another_kind_of_distribution_replaces_the_one_below():
    write("units: {a: {to: A, transit: {triangular: [1 h, 2 h, 3 h]}}}\n", "low.yaml")
    found = case(START + "include: low.yaml\nunits: {a: {transit: {uniform: [1 h, 2 h]}}}\n")
    assert found.units["a"].transit.high == 7200


def test_a_misspelt_distribution_replaces_the_one_below_and_is_told_alone():
    write("units: {a: {to: A, transit: {triangular: [1 h, 2 h, 3 h]}}}\n", "low.yaml")
    assert faults(START + "include: low.yaml\nunits: {a: {transit: {unifrom: [1 h, 2 h]}}}\n") == [
        "x.yaml:3:22: units.a.transit: unknown distribution 'unifrom'; did you mean 'uniform'?"
    ]


def test_what_is_only_named_like_a_distribution_is_merged():
    write("units: {gamma: {to: A, transit: 1 h}}\n", "low.yaml")
    found = case(START + "include: low.yaml\nunits: {delta: {to: A, transit: 1 h}}\n")
    assert sorted(found.units) == ["delta", "gamma"]


@pytest.mark.parametrize("value", [".nan", "*home", "1e999", '"a\\x07"'])
def test_a_refused_value_over_one_below_is_told_once_and_takes_nothing_away(value):
    write("units: {a: {to: A, transit: 1 h}}\n", "low.yaml")
    told = faults(START + f"include: low.yaml\nunits:\n  a:\n    transit: {value}\n")
    assert [line.partition(": ")[0] for line in told] == ["x.yaml:5:14"]


def test_a_bare_base_is_one_that_ships(tmp_path):
    ships = tmp_path / "ships"
    ships.mkdir()
    (ships / "small.yaml").write_text("include: part.yaml\nmode: fats\n")
    (ships / "part.yaml").write_text("note: shipped\n")
    asked = []

    def shipped(kind: str, name: str) -> Path | None:
        asked.append((kind, name))
        return ships / "small.yaml" if name == "small" else None

    assert case(START + "base: small\nmode: slow\n", shipped=shipped).note == "shipped"
    assert asked == [("scenario", "small")]
    assert faults(START + "base: small\n", shipped=shipped) == [
        "shipped/small.yaml:2:7: mode: 'fats' is not one of 'fast' or 'slow'; did you mean 'fast'?"
    ]
    assert "no scenario 'smal' ships" in faults(START + "base: smal\n", shipped=shipped)[0]


def test_includes_that_go_round_are_refused_and_named():
    write("include: sub/b.yaml\n" + START, "a.yaml")
    write("include: ../a.yaml\n", "sub/b.yaml")
    with pytest.raises(Faults, match=r"sub/b.yaml:1:10: includes go round: a.yaml -> sub/b.yaml -> a.yaml"):
        read("a.yaml", Case)


def test_a_dozen_files_that_each_include_the_next_twice_are_too_many():
    for number in range(12):
        write(f"include: [{number + 1}.yaml, {number + 1}.yaml]\n", f"{number}.yaml")
    write(START, "12.yaml")
    with pytest.raises(Faults, match="over 100 files; include fewer"):
        read("0.yaml", Case)


@pytest.mark.parametrize("name", ["../out.yaml", "link.yaml", "linked/out.yaml", "sub/../../out.yaml"])
def test_an_include_cannot_leave_the_folder(folder, name):
    (folder.parent / "out.yaml").write_text("note: secret\n")
    (folder / "sub").mkdir()
    (folder / "link.yaml").symlink_to("../out.yaml")
    (folder / "linked").symlink_to("..")
    for key in ("include", "base"):
        path = name if "/" in name or key == "include" else f"./{name}"
        [line] = faults(START + f"{key}: {path}\n")
        assert "lies outside the scenario's folder" in line


def test_a_link_that_stays_inside_is_followed(folder):
    write("note: inside\n", "real.yaml")
    (folder / "link.yaml").symlink_to("real.yaml")
    assert case(START + "include: link.yaml\n").note == "inside"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "/dev/zero", "C:/x.yaml", "pipe", "sub", "loop", "nought.yaml", "''"]
)
def test_only_plain_files_named_from_here_are_included(folder, name):
    os.mkfifo(folder / "pipe")
    (folder / "sub").mkdir()
    (folder / "loop").symlink_to("loop")
    [line] = faults(START + f"include: {name}\n")
    assert line.startswith("x.yaml:2:10: ")


@pytest.mark.parametrize("name", ["sub", "pipe", "/dev/zero", "loop", "a\0b", "x" * 5000, "nought/x.yaml"])
def test_what_is_no_plain_file_is_refused(folder, name):
    os.mkfifo(folder / "pipe")
    (folder / "sub").mkdir()
    (folder / "loop").symlink_to("loop")
    with pytest.raises(PostureError) as caught:
        read(name, Case)
    assert len(str(caught.value)) < 300


def test_a_missing_file_brings_the_nearest_name():
    write(START, "lithuania.yaml")
    with pytest.raises(PostureError, match=r"no file 'lithuana.yaml'; did you mean 'lithuania.yaml'\?"):
        read("lithuana.yaml", Case)


def test_a_missing_include_brings_the_nearest_name_as_its_file_would_write_it(folder):
    (folder / "deep" / "parts").mkdir(parents=True)
    write("note: x\n", "deep/parts/low.yaml")
    write("include: parts/lwo.yaml\n", "deep/mid.yaml")
    assert faults(START + "include: deep/mid.yaml\n") == [
        "deep/mid.yaml:1:10: include: there is no file 'parts/lwo.yaml'; did you mean 'parts/low.yaml'?"
    ]


def test_overrides_change_one_value_each_and_the_last_wins():
    text = START + 'legs:\n- {to: A, transit: 1 h}\nunits: {"a.b": {to: A, transit: 1 h}}\n'
    found = case(
        text,
        overrides=[
            "legs.0.transit={triangular: [1 h, 2 h, 3 h]}",
            'units."a.b".gates=2',
            "units.new={to: B, transit: 2 h}",
            "mode=slow",
            "mode=fast",
            "note=a=b",
        ],
    )
    assert found.legs[0].transit == Triangular(3600, 7200, 10_800)
    assert found.units["a.b"].gates == 2
    assert found.units["new"].transit == Constant(7200)
    assert (found.mode, found.note) == ("fast", "a=b")


def test_an_override_with_null_takes_an_entry_away():
    text = START + "units: {a: {to: A, transit: 1 h}}\nmode: slow\n"
    assert case(text, overrides=["units.a=null", "mode=null"]) == case(START)


@pytest.mark.parametrize(
    ("override", "line"),
    [
        ("modee=slow", "--set modee=slow:1:1: modee: unknown; did you mean 'mode'?"),
        ("units.q=null", "--set units.q=null:1:9: units.q: a mapping is wanted, not nothing"),
        (
            "until=soon",
            "--set until=soon:1:7: until: 'soon' is no duration; a duration is written like '6 h'",
        ),
        ("mode", "--set mode:1:1: no '='; write it like units.first.people=700"),
        ("mode=", "--set mode=:1:6: no value; write null to take an entry away"),
        ("a..b=3", "--set a..b=3:1:1: 'a..b' is no path; write it like units.first.people"),
        ("=3", "--set =3:1:1: '' is no path; write it like units.first.people"),
        ("legs.7.to=B", "--set legs.7.to=B:1:1: legs: is a list; number its entries 0 to 0, not '7'"),
        ("note.deep=3", "--set note.deep=3:1:1: note: is 'x', with nothing below it to set"),
        ("note=&x 3", "--set note=&x 3:1:6: anchor '&x'; write the value out, or use include"),
        ("note=.nan", "--set note=.nan:1:6: '.nan' is no number to reckon with; write a finite one"),
    ],
)
def test_an_override_is_checked_like_the_rest(override, line):
    text = START + "legs: [{to: A, transit: 1 h}]\nnote: x\n"
    assert faults(text, overrides=[override]) == [line]


def test_faults_between_values_are_placed_where_they_are_written():
    text = START + "units:\n  a: {to: A, transit: 1 h}\n"

    def check(value: Case):
        yield ("units", "a", "to"), f"'{value.units['a'].to}' is no place"
        yield ("units", "a", "gates"), "at least one gate is wanted here"

    assert faults(text, check=check) == [
        "x.yaml:3:3: units.a.gates: at least one gate is wanted here",
        "x.yaml:3:11: units.a.to: 'A' is no place",
    ]
    assert len(faults(text + "noet: x\n", check=check)) == 1


HEADER = "path,low,typical,high,unit,use,basis,source,as_of,confidence\n"
FIGURES = HEADER + (
    "units.a.transit; units.b.transit,1,2,3,h,each,timed,a book,2023,seen\n"
    "units.a.to,,Zed,,,constant,seen,a map,2023,general\n"
    "units.b.to,,Zed,,,constant,seen,a map,2023,general\n"
    "units.a.gates,,2,,count,constant,guess,us,2023,assumed\n"
    "units.a.open_share,,1,,share,constant,guess,us,2023,assumed\n"
)


def test_figures_lie_under_the_scenario_and_only_those_in_force_are_named():
    write(FIGURES, "figures.csv")
    layer = figures_layer(Path("figures.csv"))
    write(START + "units: {b: {to: B}}\n")
    found = read("x.yaml", Case, layers=[layer], overrides=["units.b.transit.median.2=5 h"])
    assert found.value.units["a"] == Leg(
        to="Zed", transit={"median": ["1 h", "2 h", "3 h"]}, gates=2, open_share=1.0
    )
    assert found.value.units["b"].transit == TwoPiece(3600, 7200, 18_000)
    in_force = [figure.path for figure in found.figures]
    assert in_force == [f"units.a.{key}" for key in ("transit", "to", "gates", "open_share")]
    assert found.figures[0].mark == found.mark("units", "a", "transit")
    assert [source.file for source in found.sources] == ["figures.csv", "x.yaml"]
    assert found.sources[1].sha256 == hashlib.sha256(Path("x.yaml").read_bytes()).hexdigest()


def test_a_fault_in_a_figure_is_placed_at_its_row():
    write(FIGURES.replace(",h,each", ",km,each"), "figures.csv")
    line = faults(layers=[figures_layer(Path("figures.csv"))])[0]
    assert line.startswith("figures.csv:2:1: units.a.transit: in median: '1 km' is a distance;")


def test_every_spoilt_row_of_a_table_is_told():
    write(
        HEADER
        + "a,1,,3,h,each,why,book,2023,seen\n"
        + "b,1,3\n"
        + "c,1,1,1,h,all,why,book,2023,seen\n"
        + "d,x,1,1,count,each,why,book,2023,seen\n"
        + ",1,1,1,h,each,why,book,2023,seen\n"
        + "e,1,1,1,h,each,why,,2023,seen\n"
        + "f,1,1,1,h,each,why,book,2023,sure\n"
        + "g,1,1,1,h,each,why,book,2023,seen\n"
        + "g,1,1,1,h,each,why,book,2023,seen\n",
        "figures.csv",
    )
    with pytest.raises(Faults) as caught:
        figures_layer(Path("figures.csv"))
    assert [fault.mark.line for fault in caught.value.faults] == [2, 3, 4, 5, 6, 7, 8, 10]


def test_rows_are_text_by_column_with_their_lines():
    write("place, rate\n\nMockava , 3\nRukla,\n", "gates.csv")
    assert rows(Path("gates.csv"), ("place", "rate")) == [
        ({"place": "Mockava", "rate": "3"}, 3),
        ({"place": "Rukla", "rate": ""}, 4),
    ]


SPOILT = ("", "place\nA\n", "place,rate\nA,3,4\n", "place,place,rate\n", 'place,rate\n"A,3\n', b"\xff")


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_table_is_a_fault(text):
    write(text, "gates.csv")
    with pytest.raises(Faults, match=r"^gates.csv:\d"):
        rows(Path("gates.csv"), ("place", "rate"))


def test_what_was_read_can_be_read_again_from_its_plain_data():
    write(START + "units: {a: {to: A, transit: 36 h}}\n")
    found = read("x.yaml", Case)
    write(str(found.data()), "again.yaml")
    assert read("again.yaml", Case).value == found.value
