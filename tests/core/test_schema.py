"""Amounts in units: what they mean, what is refused, and that nothing written can change."""

import copy
import json
import multiprocessing
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from posture.core.distributions import (
    Constant,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
)
from posture.core.schema import (
    Count,
    DailyDistance,
    Distance,
    Duration,
    FrozenMap,
    Gauge,
    Mass,
    Moment,
    Name,
    Pace,
    Positive,
    Rate,
    Schema,
    Share,
    Span,
    Speed,
    Timing,
    UncertainCount,
    UncertainShare,
)


class Unit(Schema):
    """Something that moves."""

    people: Positive
    """How many."""
    notice: Duration = 0


class Everything(Schema):
    """One of each."""

    a: Duration = 0
    b: Span = Span(months=6)
    c: Distance = 0
    d: Speed = 1.0
    e: Mass = 0
    f: Share = 0.5
    g: Count = 0
    h: Rate = 0
    i: DailyDistance = 0
    j: Gauge = 1435
    k: Moment | None = None
    m: Name = "x"
    n: Timing = Constant(0)
    o: Pace = Constant(1)
    p: UncertainShare = Constant(0.5)
    q: UncertainCount = Constant(1)
    r: tuple[Unit, ...] = ()
    units: FrozenMap[str, Unit] = FrozenMap()


def read(kind, value):
    return TypeAdapter(kind).validate_json(json.dumps(value), strict=True)


def refusal(kind, value):
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    [error] = caught.value.errors()
    assert "\n" not in error["msg"]
    return error["msg"].removeprefix("Value error, ")


@pytest.mark.parametrize(
    ("kind", "text", "amount"),
    [
        (Duration, "15 min", 900),
        (Duration, "36 h", 129_600),
        (Duration, "10 d", 864_000),
        (Duration, "2 weeks", 1_209_600),
        (Duration, "90 s", 90),
        (Duration, "1.5e1 min", 900),
        (Duration, "0 h", 0),
        (Distance, "20 km", 20_000),
        (Distance, "350 m", 350),
        (Distance, "12 nmi", 22_224),
        (Speed, "45 km/h", 12.5),
        (Speed, "10 m/s", 10.0),
        (Speed, "18 kn", 9.26),
        (Mass, "60 t", 60_000),
        (Mass, "500 kg", 500),
        (Share, 0.3, 0.3),
        (Share, 1, 1.0),
        (Share, "30 %", 0.3),
        (Share, "12.5%", 0.125),
        (Rate, "200 per day", 200),
        (Rate, "8 per hour", 192),
        (DailyDistance, "320 km per day", 320_000),
        (Gauge, "1520 mm", 1520),
        (Span, "6 months", Span(months=6)),
        (Span, "2 years", Span(months=24)),
        (Span, "36 h", Span(seconds=129_600)),
        (Count, 0, 0),
        (Name, "Šiauliai 2", "Šiauliai 2"),
    ],
)
def test_an_amount_is_what_its_unit_says(kind, text, amount):
    assert read(kind, text) == amount


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Duration, "36 h", "1.5 d"),
        (Duration, "0.1 d", "8640 s"),
        (Distance, "1.1 km", "1100 m"),
        (Mass, "0.3 t", "300 kg"),
        (Speed, "36 km/h", "10 m/s"),
        (Rate, "24 per day", "1 per hour"),
        (Span, "2 years", "24 months"),
    ],
)
def test_the_same_amount_in_two_units_is_the_same_number(kind, one, other):
    assert read(kind, one) == read(kind, other)


@given(some.integers(0, 10**6))
def test_minutes_and_hours_agree_to_the_second(minutes):
    assert read(Duration, f"{minutes} min") == read(Duration, f"{minutes * 60} s") == 60 * minutes


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Duration, 36, "a duration needs a unit; write '36 h' or '36 d'"),
        (Duration, "36", "a duration needs a unit; write '36 h' or '36 d'"),
        (Duration, "6 km", "'6 km' is a distance; a duration is written like '6 h'"),
        (Duration, "6 months", "'6 months' is a calendar span; a duration is written like '6 h'"),
        (Duration, "-3 h", "'-3 h' is negative; a duration is zero or more"),
        (Duration, "nan h", "'nan h' is no duration; a duration is written like '6 h'"),
        (Duration, "1e99 d", "'1e99 d' is too large to be meant"),
        (Duration, "0.1 s", "'0.1 s' is too small to be counted; a duration is written like '6 h'"),
        (Duration, None, "a duration is written like '6 h', not as nothing"),
        (Duration, True, "a duration is written like '6 h', not as yes or no"),
        (Distance, "6 h", "'6 h' is a duration; a distance is written like '6 km'"),
        (Mass, "60 tons", "'60 tons': a mass has no unit 'tons'; use one of: kg, t"),
        (Speed, "0 kn", "a speed must be above zero; close the way instead"),
        (Share, 1.2, "1.2 is no share; a share lies from 0 to 1 (0 % to 100 %)"),
        (Share, "120 %", "120 % is no share; a share lies from 0 to 1 (0 % to 100 %)"),
        (Share, "0.3", "a share is a number from 0 to 1, or '30 %', not text"),
        (Rate, "2.5 per day", "'2.5 per day' is not a whole number a day"),
        (Rate, "-2 per day", "'-2 per day' is negative; a rate is zero or more"),
        (Moment, "2023-02-30", "'2023-02-30' does not exist in the calendar"),
        (Moment, "3 July", "'3 July' is no date; write it like '2023-07-03' or '2023-07-03 06:00'"),
        (Moment, 2023, "a date is written like '2023-07-03 06:00', not as a number"),
        (Timing, 5, "a duration needs a unit; write '5 h' or '5 d'"),
        (Timing, {"triangle": []}, "unknown distribution 'triangle'; did you mean 'triangular'?"),
        (
            Timing,
            {"uniform": ["2 h", "6 km"]},
            "in uniform: '6 km' is a distance; a duration is written like '6 h'",
        ),
        (Timing, {"gamma": {"mean": "3 h"}}, "in gamma: exactly these keys are wanted: mean, shape"),
        (UncertainCount, 2.5, "a whole number is wanted, not a number"),
    ],
)
def test_a_refusal_names_its_cure(kind, value, message):
    assert refusal(kind, value) == message


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Gauge, "1000 mm"),
        (Gauge, 1435),
        (Count, "3"),
        (Count, 3.0),
        (Count, -1),
        (Positive, 0),
        (Name, "../x"),
        (Name, "a/b"),
        (Name, "a\n"),
        (Name, ".hidden"),
        (Name, "x" * 65),
        (Duration, "1" * 5000 + " h"),
        (Span, "1.3 months"),
        (Timing, {"triangular": ["3 d", "2 d", "5 d"]}),
        (Timing, {"triangular": ["3 d", "2 d"]}),
        (Timing, {"uniform": ["1 h", "2 h"], "empirical": ["1 h"]}),
        (Timing, ["1 h"]),
        (UncertainShare, {"exponential": {"mean": 0.2}}),
        (Pace, {"exponential": {"mean": "20 kn"}}),
    ],
)
def test_what_cannot_be_meant_is_refused(kind, value):
    refusal(kind, value)


def test_not_a_number_and_infinity_are_refused():
    for text in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(ValidationError):
            TypeAdapter(Share).validate_json(text, strict=True)


@pytest.mark.parametrize(
    ("written", "distribution"),
    [
        ("6 h", Constant(21_600)),
        ({"triangular": ["1 h", "2 h", "5 h"]}, Triangular(3600, 7200, 18_000)),
        ({"uniform": ["1 h", "2 h"]}, Uniform(3600, 7200)),
        ({"lognormal": {"median": "6 h", "p90": "12 h"}}, Lognormal(21_600, 43_200)),
        ({"exponential": {"mean": "3 h"}}, Exponential(10_800)),
        ({"gamma": {"mean": "3 h", "shape": 2}}, Gamma(10_800, 2)),
        ({"empirical": ["5 h", "3 h"]}, Empirical((10_800, 18_000))),
    ],
)
def test_each_kind_of_distribution_can_be_written(written, distribution):
    assert read(Timing, written) == distribution


def test_a_moment_is_in_utc_whatever_its_spelling():
    assert read(Moment, "2023-07-03") == datetime(2023, 7, 3, tzinfo=UTC)
    for text in ("2023-07-03 06:00", "2023-07-03T06:00:00Z", "2023-07-03 06:00Z"):
        assert read(Moment, text) == datetime(2023, 7, 3, 6, tzinfo=UTC)


def everything():
    return Everything.model_validate_json(
        json.dumps(
            {
                "b": "6 months",
                "k": "2023-07-03",
                "n": {"triangular": ["1 h", "2 h", "3 h"]},
                "r": [{"people": 3}],
                "units": {"b": {"people": 1}, "a": {"people": 2, "notice": "3 h"}},
            }
        )
    )


def test_a_mapping_comes_in_the_order_of_its_keys():
    assert list(everything().units) == ["a", "b"]


def test_a_frozen_map_refuses_every_change():
    entries = FrozenMap({"a": 1})
    changes = (
        lambda: entries.__setitem__("b", 2),
        lambda: entries.__delitem__("a"),
        lambda: entries.update(b=2),
        lambda: entries.pop("a"),
        entries.popitem,
        entries.clear,
        lambda: entries.setdefault("b", 2),
        lambda: entries.__ior__({"b": 2}),
    )
    for change in changes:
        with pytest.raises(TypeError, match="frozen"):
            change()
    assert entries == {"a": 1}


def test_what_is_written_survives_pickling_copying_and_another_process():
    value = everything()
    assert pickle.loads(pickle.dumps(value, protocol=5)) == value
    assert copy.deepcopy(value) == value
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(sorted, (FrozenMap({"b": 1, "a": 2}),)) == ["a", "b"]


def test_what_is_written_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        everything().a = 3


def test_a_fault_in_a_mapping_is_told_at_its_key():
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate_json('{"units": {"b": {"people": "3"}}, "zz": 1}')
    assert [error["loc"] for error in caught.value.errors()] == [("units", "b", "people"), ("zz",)]


def test_every_type_has_a_schema():
    schema = Everything.model_json_schema()
    assert schema["properties"]["a"]["examples"] == ["15 min", "36 h", "10 d"]
    assert schema["$defs"]["Unit"]["properties"]["people"]["description"] == "How many."
