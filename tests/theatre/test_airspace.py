"""Whose air a flight goes through: outlines on the great circle."""

import pytest

from posture.scenario.outlines import airspace, land_at
from posture.theatre.airspace import Airspace
from posture.theatre.network import Position

BOX = {"AA": [[(0, 0), (10, 0), (10, 10), (0, 10)]], "BB": [[(20, 0), (30, 0), (30, 10), (20, 10)]]}
"""Two countries with the sea between them."""


def at(lat, lon):
    return Position(lat=lat, lon=lon)


def test_countries_come_in_the_order_in_which_they_are_entered():
    assert Airspace(BOX).over(at(5, -5), at(5, 35)) == ("AA", "BB")
    assert Airspace(BOX).over(at(5, 35), at(5, -5)) == ("BB", "AA")


def test_over_the_sea_nobody_is_asked():
    assert Airspace(BOX).over(at(5, 12), at(5, 18)) == ()


def test_a_great_circle_bulges_towards_the_pole():
    """From 60 N 0 E to 60 N 60 E it rises to atan(tan 60 / cos 30) = 63.4 N; on the chart it would stay at 60."""
    north = {"NN": [[(0, 63), (60, 63), (60, 64), (0, 64)]], "SS": [[(1, 59), (59, 59), (59, 60), (1, 60)]]}
    assert Airspace(north).over(at(60, 0), at(60, 60)) == ("NN",)


def test_a_country_of_several_pieces_counts_once():
    pieces = {"AA": [*BOX["AA"], *BOX["BB"]]}
    assert Airspace(pieces).over(at(5, -5), at(5, 35)) == ("AA",)


@pytest.mark.parametrize(
    ("start", "end", "below"),
    [
        ((50.03, 8.57), (50.11, 22.02), ("DE", "CZ", "PL")),  # Frankfurt to Rzeszów
        ((50.03, 8.57), (54.90, 24.02), ("DE", "PL", "RU", "LT")),  # Frankfurt to Kaunas, over Kaliningrad
        ((51.75, -1.58), (59.26, 24.2), ("GB", "DK", "SE", "EE")),  # Brize Norton to Ämari
        ((49.44, 7.6), (45.05, 28.0), ("DE", "AT", "HU", "SK", "RO")),  # Ramstein to the mouth of the Danube
    ],
)
def test_the_outlines_that_ship_lie_where_the_countries_do(start, end, below):
    assert airspace().over(at(*start), at(*end)) == below


def test_a_position_is_on_land_or_at_sea():
    assert land_at(at(52.5, 13.4)) == "Germany"
    assert land_at(at(55.5, 18.0)) == ""
