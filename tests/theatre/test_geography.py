"""Article 6: what lies inside the Treaty's area, what outside, and what is debated."""

import pytest

from posture.scenario import load
from posture.theatre.geography import TROPIC, article_6, within

INSIDE = {
    "Tallinn": (59.44, 24.75, "EE", "land"),
    "Svalbard": (78.22, 15.65, "NO", "land"),
    "Jan Mayen": (70.99, -8.5, "NO", "land"),
    "Greenland": (64.18, -51.72, "DK", "land"),
    "Thule": (76.53, -68.7, "DK", "land"),
    "Iceland": (64.15, -21.94, "IS", "land"),
    "Canary Islands": (28.12, -15.43, "ES", "land"),
    "Azores": (37.74, -25.67, "PT", "land"),
    "Madeira": (32.65, -16.91, "PT", "land"),
    "Bermuda": (32.3, -64.78, "GB", "land"),
    "Saint-Pierre": (46.78, -56.18, "FR", "land"),
    "Izmir": (38.42, 27.14, "TR", "land"),
    "Hakkari": (37.57, 43.74, "TR", "land"),
    "Lampedusa": (35.5, 12.6, "IT", "land"),
    "Crete": (35.34, 25.13, "GR", "land"),
    "Gibraltar": (36.14, -5.35, "GB", "land"),
    "New York": (40.71, -74.01, "US", "land"),
    "Key West": (24.56, -81.78, "US", "land"),
    "Anchorage": (61.2, -149.9, "US", "land"),
    "a ship in the Mediterranean": (34.0, 28.0, None, "ship"),
    "a ship in the Adriatic": (43.0, 15.5, None, "ship"),
    "an aircraft off Algiers": (37.3, 3.0, "FR", "aircraft"),
    "a ship at 24 N in the Atlantic": (24.0, -40.0, None, "ship"),
    "a ship in the North Sea": (56.0, 3.0, None, "ship"),
    "an aircraft over Lithuania": (55.1, 24.4, "DE", "aircraft"),
}
OUTSIDE = {
    "Hawaii": (21.31, -157.86, "US", "land"),
    "Guam": (13.44, 144.79, "US", "land"),
    "Puerto Rico": (18.47, -66.11, "US", "land"),
    "Martinique": (14.6, -61.07, "FR", "land"),
    "Réunion": (-20.88, 55.45, "FR", "land"),
    "Falklands": (-51.7, -57.85, "GB", "land"),
    "French Guiana": (4.92, -52.31, "FR", "land"),
    "Algiers": (36.75, 3.06, "FR", "land"),
    "Oran": (35.7, -0.63, "FR", "land"),
    "Turks and Caicos": (21.46, -71.14, "GB", "land"),
    "a ship at 23 N in the Atlantic": (23.0, -40.0, None, "ship"),
    "a ship off Somalia": (11.0, 50.0, None, "ship"),
    "a ship off California": (33.0, -125.0, None, "ship"),
}
DEBATED = {
    "Ceuta": (35.89, -5.31, "ES", "land", False),
    "Melilla": (35.29, -2.94, "ES", "land", False),
    "Akrotiri": (34.59, 32.99, "GB", "land", False),
    "a ship in the Black Sea": (43.5, 31.0, None, "ship", False),
    "a ship in the Baltic": (57.5, 19.5, None, "ship", True),
}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("told", [True, False])
def test_inside(name, told):
    lat, lon, country, domain = INSIDE[name]
    ruling = article_6(lat, lon, country=country if told else None, domain=domain)
    assert (ruling.inside, ruling.debated) == (True, False), ruling.why


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("told", [True, False])
def test_outside(name, told):
    lat, lon, country, domain = OUTSIDE[name]
    ruling = article_6(lat, lon, country=country if told else None, domain=domain)
    assert (ruling.inside, ruling.debated) == (False, False), ruling.why


@pytest.mark.parametrize("name", DEBATED)
def test_what_lawyers_debate_is_marked(name):
    lat, lon, country, domain, inside = DEBATED[name]
    ruling = article_6(lat, lon, country=country, domain=domain)
    assert (ruling.inside, ruling.debated) == (inside, True)


def test_a_country_is_a_party_only_once_it_has_joined():
    assert article_6(60.17, 24.94, country="FI", parties={"FI"}).inside
    ruling = article_6(60.17, 24.94, country="FI", parties={"NO"})
    assert (ruling.inside, ruling.why) == (False, "'FI' is no Party to the Treaty")


def test_a_territory_belongs_to_the_party_that_answers_for_it():
    assert article_6(64.18, -51.72, country="GL", parties={"DK"}).inside


def test_the_tropic_parts_the_atlantic():
    assert article_6(TROPIC + 0.01, -40, domain="ship").inside
    assert not article_6(TROPIC - 0.01, -40, domain="ship").inside


def test_the_reason_names_the_words_of_the_treaty():
    assert article_6(36.75, 3.06).why == "in Africa; the Algerian departments left the area in 1963"
    assert article_6(14.6, -61.07).why == "south of the Tropic of Cancer"
    assert article_6(38.42, 27.14).why == "the territory of Türkiye"


def test_a_square_holds_its_middle_and_nothing_outside():
    square = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0))
    assert within(square, 1, 1)
    assert not within(square, 3, 1)
    assert not within(square, 1, -1)


def test_every_place_of_an_ally_on_the_network_is_inside(lithuania):
    parties = set(load("article-5-2001").scenario.decision.allies)
    for key, place in lithuania.places.items():
        for country in place.countries:
            if country in parties:
                assert article_6(place.lat, place.lon, country=country, parties=parties).inside, key
