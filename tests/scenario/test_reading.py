"""Reading: plain meanings, every fault at once with place and cure, and no way out of the folder."""

import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from posture.core.schema import (
    Count,
    Duration,
    FrozenMap,
    Gauge,
    Moment,
    Name,
    Schema,
    Share,
    Speed,
    Timing,
)
from posture.scenario.loading import Faults, plain, read
from posture.scenario.loading.files import Intake
from posture.scenario.loading.yaml_nodes import parse


class Leg(Schema):
    """One edge."""

    to: Name
    transit: Timing
    open_share: Share = 1.0
    gates: Count = 0


class Rail(Schema):
    """By rail."""

    kind: Literal["rail"]
    gauge: Gauge


class Road(Schema):
    """By road."""

    kind: Literal["road"]
    speed: Speed


class Case(Schema):
    """A small scenario."""

    start: Moment
    mode: Literal["fast", "slow"] = "fast"
    units: FrozenMap[Name, Leg] = FrozenMap()
    legs: tuple[Leg, ...] = ()
    way: Annotated[Rail | Road, Field(discriminator="kind")] | None = None
    until: Duration | Literal["never"] = 3
    note: str | None = None


START = "start: 2023-07-03\n"
NAME_RULE = "a name is 1 to 64 letters, digits, spaces or . _ - and starts with a letter or digit"


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


def meaning(text: str) -> Any:
    intake = Intake()
    node = parse(text, "x.yaml", intake)
    assert not intake.faults
    assert node is not None
    return plain(node)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("off", "off"),
        ("010", 10),
        ("12:30:00", "12:30:00"),
        ("2023-07-03", "2023-07-03"),
        ("1e6", 1e6),
        ("1_000", "1_000"),
        ("-7", -7),
        (".5", 0.5),
        ("0x1F", 31),
        ("~", None),
        ("true", True),
        ("'3'", "3"),
        ("|\n  3", "3\n"),
        ("36 h", "36 h"),
    ],
)
def test_plain_text_means_what_it_looks_like(text, value):
    found = meaning(f"a: {text}\n")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (START + START, "2:1: 'start' is written twice (first on line 1)"),
        (START + "note: &x y\n", "2:7: anchor '&x'; write the value out, or use include"),
        (START + "note: *x\n", "2:7: alias '*x'; write the value out, or use include"),
        (START + "note: !env y\n", "2:7: tag '!env'; take it out"),
        (START + "note: !!str y\n", "2:7: tag 'tag:yaml.org,2002:str'; take it out"),
        (START + "---\na: 3\n", "2:1: a second document begins here; one file holds one"),
        (START + "1435: x\n", "2:1: the key 1435 is not text; put it in quotes"),
        (START + "<<: {mode: slow}\n", "2:1: merge key '<<'; write the entries out, or use include"),
        (START + "note: .nan\n", "2:7: '.nan' is no number to reckon with; write a finite one"),
        (START + "note: -.inf\n", "2:7: '-.inf' is no number to reckon with; write a finite one"),
        (START + "note: 1e999\n", "2:7: '1e999' is too large to be meant"),
        (
            START + "note: " + "9" * 5000,
            "2:7: a whole number of over 18 digits; put it in quotes if it is text",
        ),
        (START + "note: " + "[" * 1200 + "]" * 1200, "2:46: nested over 40 deep; write it flatter"),
        (START + "note: a\x07b", "2:8: control character U+0007; take it out"),
        (START + 'note: "a\\x07b"', "2:7: a control character is hidden in this text; take it out"),
        (START.encode() + b"note: \xff", "2:7: this is not UTF-8; save the file as UTF-8"),
        (
            START + "note: a: b",
            "2:8: this is not YAML: mapping values are not allowed here; put text that holds ': ' in quotes",
        ),
        (
            START + "legs: [a, b\nmode: fast",
            "3:5: this is not YAML: expected ',' or ']', but got ':'; close what opens on line 2",
        ),
        (START + "note: 'a", "2:7: this is not YAML: a quote opens here and never closes"),
        (
            START + 'note: "\\d"',
            "2:9: this is not YAML: found unknown escape character 'd'; put text that holds '\\' in single quotes",
        ),
        (START + "until: .inf\n", "2:8: '.inf' is no number to reckon with; write a finite one"),
        (
            START + "legs: [{to: A, transit: {uniform: [1 h, .inf]}}]\n",
            "2:41: '.inf' is no number to reckon with; write a finite one",
        ),
        (START + "units: {a: {to: A, 3: 1 h}}\n", "2:20: the key 3 is not text; put it in quotes"),
        (
            START + "units: {depot: {to: A, transit: 1 h}, depots: {to: A}}\n",
            "2:39: units.depots.transit: missing; write it here, or did you mean 'depot'?",
        ),
        ("", "1:1: there is nothing in it"),
        ("- 3", "1:1: a file holds a mapping: lines such as 'key: value'"),
        ("x" * 5_000_001, " 'x.yaml' and what it includes hold over 5 MB; write less, or use tables"),
        (START + "note: " + "x" * 20_000, "2:20001: a line of over 20000 characters; break it"),
        (START + "mode: fats\n", "2:7: mode: 'fats' is not one of 'fast' or 'slow'; did you mean 'fast'?"),
        (START + "noet: x\n", "2:1: noet: unknown; did you mean 'note'?"),
        (START + "note: 3\n", "2:7: note: text is wanted, not a number; put it in quotes"),
        (START + "until: soon\n", "2:8: until: 'soon' is no duration; a duration is written like '6 h'"),
        (
            START + "way: {kind: rial}\n",
            "2:13: way.kind: 'rial' is not one of 'rail', 'road'; did you mean 'rail'?",
        ),
        (START + "way: {gauge: 1435 mm}\n", "2:6: way: the key 'kind' is missing; write it here"),
        (
            START + "way: {kind: rail, gauge: 6 km}\n",
            "2:26: way.gauge: '6 km' is a distance; a gauge is written like '1435 mm'",
        ),
        (START + "units: {a: 3}\n", "2:12: units.a: a mapping is wanted, not a number"),
        (START + "legs: {}\n", "2:7: legs: a list is wanted, not a mapping"),
        ("mode: fast\n", "1:1: start: missing; write it here"),
        ("start: 2023-02-30\n", "1:8: start: '2023-02-30' does not exist in the calendar"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_single_fault_is_told_with_its_place_and_cure(text, line):
    assert faults(text) == [f"x.yaml:{line}"]


def test_all_faults_are_told_at_once_in_the_order_of_their_places():
    text = START + (
        "legs:\n"
        "- {to: A, transit: 6 h}\n"
        "- to: B\n"
        "  transti: 6 h\n"
        "  gates: '3'\n"
        "- {to: ../C, transit: 6 km, open_share: 1.2, gates: 2.5}\n"
    )
    assert faults(text) == [
        "x.yaml:4:3: legs.1.transit: missing; write it here",
        "x.yaml:5:3: legs.1.transti: unknown; did you mean 'transit'?",
        "x.yaml:6:10: legs.1.gates: a whole number is wanted, not text; take the quotes off",
        f"x.yaml:7:8: legs.2.to: {NAME_RULE}",
        "x.yaml:7:23: legs.2.transit: '6 km' is a distance; a duration is written like '6 h'",
        "x.yaml:7:41: legs.2.open_share: 1.2 is no share; a share lies from 0 to 1 (0 % to 100 %)",
        "x.yaml:7:53: legs.2.gates: a whole number is wanted, not 2.5",
    ]


def test_faults_of_several_files_are_told_together():
    write("mode: fats\nnote: &x y\n", "below.yaml")
    assert faults("include: below.yaml\nnoet: x\nstart: 2023-07-03\n") == [
        "below.yaml:1:7: mode: 'fats' is not one of 'fast' or 'slow'; did you mean 'fast'?",
        "below.yaml:2:7: anchor '&x'; write the value out, or use include",
        "x.yaml:2:1: noet: unknown; did you mean 'note'?",
    ]


def test_a_list_of_faults_stays_under_thirty_lines():
    lines = faults(START + "".join(f"k{number}: 3\n" for number in range(100)))
    assert len(lines) == 29
    assert lines[-1] == "and 72 more"


def test_an_alias_bomb_is_refused_at_once():
    letters = "abcdefghi"
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in pairwise(letters)
    )
    assert len(bomb) < 400
    began = time.perf_counter()
    assert any("alias '*a'" in line for line in faults(bomb))
    assert time.perf_counter() - began < 1


def test_a_fault_is_placed_in_the_file_as_the_user_named_it(folder):
    write("mode: fats\n" + START, "deep/y.yaml")
    for name in ("deep/y.yaml", "./deep/../deep/y.yaml", str(folder / "deep/y.yaml")):
        with pytest.raises(Faults) as caught:
            read(name, Case)
        assert str(caught.value).startswith(f"{name}:1:7: mode:")


def test_the_order_of_keys_is_not_meaning():
    one = case(START + "units:\n  b: {to: A, transit: 1 h}\n  a: {transit: 36 h, to: B}\n")
    other = case("units:\n  a: {to: B, transit: 1.5 d}\n  b: {transit: 60 min, to: A}\n" + START)
    assert one == other
    assert list(one.units) == list(other.units) == ["a", "b"]
