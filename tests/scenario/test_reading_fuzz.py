"""Whatever is written, reading ends in a value or in a message: never in a traceback."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pydantic import BaseModel

from posture.core.errors import PostureError
from posture.core.schema import Duration, FrozenMap, Gauge, Moment, Name, Schema, Share, Timing
from posture.scenario.loading import read


class Leg(Schema):
    """One edge."""

    to: Name
    transit: Timing
    open_share: Share = 1.0


class Case(Schema):
    """A small scenario."""

    start: Moment
    units: FrozenMap[Name, Leg] = FrozenMap()
    legs: tuple[Leg, ...] = ()
    gauge: Gauge | Duration = 1435
    note: str | None = None


class Loose(BaseModel):
    """Takes anything."""

    model_config = {"extra": "allow"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SOUND = b"""start: 2023-07-03
include: low.yaml
legs:
- {to: A, transit: 6 h}
- to: B
  transit: {lognormal: {median: 6 h, p90: 12 h}}
gauge: 1520 mm
units:
  "a.b": {to: A, transit: 3 h, open_share: 30 %}
note: |
  text
"""
MARKS = b'{ ] : &a *a !x " ? % --- \\x00 <<: .inf null [[[['.split()
SPOILS = (
    *MARKS,
    b"- ",
    b"|\n",
    b"\t",
    b"\r",
    b"\xff",
    b"\0",
    b"9" * 30,
    b"[" * 60,
    b"base: q\n",
    b"\xe2\x80\xa8",
)
EDIT = some.tuples(
    some.integers(0, len(SOUND)), some.integers(0, 12), some.sampled_from(SPOILS) | some.binary(max_size=4)
)


def attempt(text: bytes, model: type[BaseModel] = Case, **given: Any) -> None:
    Path("low.yaml").write_text("note: low\n")
    Path("x.yaml").write_bytes(text)
    lines = 1
    try:
        read("x.yaml", model, **given)
    except PostureError as fault:
        lines = len(str(fault).splitlines())
    assert 0 < lines < 30


def test_the_text_that_is_spoilt_below_is_sound():
    Path("low.yaml").write_text("note: low\n")
    Path("x.yaml").write_bytes(SOUND)
    assert len(read("x.yaml", Case).value.legs) == 2


FUZZ = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(some.lists(EDIT, min_size=1, max_size=5))
def test_a_spoilt_file_is_read_or_refused_but_never_a_crash(edits):
    text = bytearray(SOUND)
    for place, cut, new in edits:
        text[place : place + cut] = new
    attempt(bytes(text))
    attempt(bytes(text), Loose)


@FUZZ
@given(
    some.binary(max_size=200)
    | some.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_read_or_refused_but_never_a_crash(text):
    attempt(text, Loose)


@FUZZ
@given(some.text(max_size=40) | some.text("\udcffab.=\"'0123[]{}:,& *!\n\t-", max_size=40))
def test_any_override_is_taken_or_refused_but_never_a_crash(text):
    attempt(SOUND, Loose, overrides=[text, f"legs.{text}", f"note={text}"])
